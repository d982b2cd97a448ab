"""From tables and lines of text to measures, indicators, totals and sections."""
