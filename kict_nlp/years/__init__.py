"""Records, measures and indicators followed from one year to another."""
