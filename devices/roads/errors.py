"""What can go wrong with roads. Every error names its input and says what would be right."""

from devices.errors import DevicesError


class RoadsError(DevicesError):
    """A map, a place or a route that cannot be had."""


class NotAnExtract(RoadsError):
    """A file that is no OpenStreetMap extract, or one that was cut short."""


class NoRoads(RoadsError):
    """An extract in which nothing can be driven on."""


class NotARegion(RoadsError):
    """A prepared region that cannot be read."""


class OffTheMap(RoadsError):
    """A position outside the region, or far from any of its roads."""


class NoWay(RoadsError):
    """Two places that no road of the region joins."""
