"""The anonymous self-check: from the start page to the result.

Nothing here asks the database, but for counting, when the person asks for it.
"""
