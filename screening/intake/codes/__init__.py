"""Redeeming a code from an anonymous self-check."""
