"""Consent: recorded, printed, revoked."""
