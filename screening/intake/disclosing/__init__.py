"""Passing a record on, and the accounting of disclosures."""
