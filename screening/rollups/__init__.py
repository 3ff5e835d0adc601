"""From rows of single checks and screenings to exact counts by month. No page imports this."""
