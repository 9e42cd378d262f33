"""A small real region that comes with the product, for the simulated car and for tries."""

from functools import cache
from pathlib import Path

from devices.roads.position import Position
from devices.roads.region import Region, prepare

EXTRACT = Path(__file__).with_name("helsinki.osm.pbf")
NAME = "Helsinki"
HOME = Position(60.17655, 24.95085)
"""Where the simulated household lives: a house of the Liisankatu."""


@cache
def sample_region() -> Region:
    """It, made in less than a second."""
    return prepare(EXTRACT, NAME)
