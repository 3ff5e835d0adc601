"""Instruments: what is asked, how it is scored, what is said. Pure Python."""
