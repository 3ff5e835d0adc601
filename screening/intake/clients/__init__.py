"""Clients: who they are, finding them, opening a record in an emergency."""
