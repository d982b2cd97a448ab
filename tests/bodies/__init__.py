"""Reports of invented bodies in layouts that differ from the shipped samples: seeds for tests of the general reader."""
