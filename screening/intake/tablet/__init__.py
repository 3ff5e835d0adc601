"""Handing the tablet over: a self-check for one client that shows nothing of the staff side."""
