"""The roads outside an evaluated house, where its inventory has a `map`: the sample region, and places of its own."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from devices.home import Home
from devices.roads.own_places import OwnPlaces
from devices.roads.position import Position
from devices.roads.roads import Roads, roads_of
from devices.roads.sample import NAME, sample_region
from server.evaluate.cases import CannotRead
from skills.trips import Trips

_MADE: list[Roads] = []
"""The sample's roads, once they have been made."""


def trips_in(described: Mapping[str, Any], home: Home, now: Callable[[], datetime]) -> Trips | None:
    """`"map": {"region": "helsinki", "places": {name: [latitude, longitude]}}`; None without it. Raises CannotRead."""
    told = described.get("map")
    if told is None:
        return None
    if not isinstance(told, Mapping) or told.get("region") != NAME.casefold():
        raise CannotRead(f'a house\'s map is {{"region": "{NAME.casefold()}", "places": …}}; not {told!r}')
    try:
        places = {str(name): Position(*at) for name, at in told.get("places", {}).items()}
    except (TypeError, ValueError) as error:
        raise CannotRead(f"the places of a house's map are name: [latitude, longitude] ({error})") from error
    if not _MADE:
        _MADE.append(roads_of(sample_region()))
    return Trips(home, _MADE[0], OwnPlaces(None, places), now)
