"""Where to get help, and the pages that explain the site: nothing here knows any answer."""
