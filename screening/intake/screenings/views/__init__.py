"""The pages on which a screening is begun, filled in, corrected and discarded."""
