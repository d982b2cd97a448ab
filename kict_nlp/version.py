"""The version of the package, in one place that every row may read."""

VERSION = "0.1.0"
