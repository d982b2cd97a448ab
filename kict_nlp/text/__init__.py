"""Text as published: radicals repaired, a lossless normaliser, Japanese years."""
