"""The pages: passing on, the accounting, and files about the instrument."""
