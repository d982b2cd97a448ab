"""Figures that the body of a report states, held against its tables."""
