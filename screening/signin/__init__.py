"""Staff: signing in, invitations, sessions, and what administrators keep."""
