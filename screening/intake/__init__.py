"""Intake: staff screen clients, see who is urgent, and pass a record on."""
