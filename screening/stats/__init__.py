"""Statistics for administrators and analysts: what may be shown of the counts, and the pages."""
