"""The exception of this package."""


class InventError(ValueError):
    """What was asked for cannot be invented."""
