"""What a panel tells: pure functions from a panel to rows of named tuples."""
