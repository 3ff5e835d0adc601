"""The pages of the records: each parses, calls and renders."""
