"""Summaries on paper: what was told, and what staff add to it, as a PDF made in memory."""
