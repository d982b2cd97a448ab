"""Measures and indicators followed over fiscal years: links, events, tracks."""
