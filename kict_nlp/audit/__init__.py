"""A report held against itself: totals, statements, ratings, names and numbers."""
