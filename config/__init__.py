"""How the site is configured and wired: settings, addresses, and the server's way in."""
