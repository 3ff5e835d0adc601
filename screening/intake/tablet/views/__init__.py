"""The pages of a tablet that was handed over."""
