"""Screenings as they are made: every write, and the interview page."""
