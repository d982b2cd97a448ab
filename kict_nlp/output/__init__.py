"""Records → tables, and tables → files and pictures that people open."""
