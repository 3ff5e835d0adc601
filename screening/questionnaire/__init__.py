"""An instrument as Django forms and as pages in order. Shared by every flow that asks it."""
