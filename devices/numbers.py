"""What counts as a number that can be compared and sent."""

import math


def is_finite(value: float) -> bool:
    """Whether it is a finite number that a float can hold; whole numbers of any length may be asked about."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
