"""The pages of the self-check: read the cookie, ask the instrument, draw."""
