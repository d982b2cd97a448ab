"""Words of a field that the dictionary does not have: read, compiled, and each one tried."""
