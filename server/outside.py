"""The roads outside: which region is loaded, and where the household's own places are kept."""

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import MemoryUnavailable
from devices.home import Home
from devices.roads.errors import NotARegion
from devices.roads.own_places import HOME, OwnPlaces, PlaceStorage
from devices.roads.position import Position
from devices.roads.region import SUFFIX, load
from devices.roads.roads import Roads, roads_of
from devices.roads.sample import HOME as SAMPLE_HOME
from devices.roads.sample import sample_region
from server.settings import Settings
from skills.surface import local_now
from skills.trips import Trips

log = logging.getLogger(__name__)


def map_file(settings: Settings) -> Path:
    """Where the region is that is used."""
    return settings.map_file or settings.data_dir / f"map{SUFFIX}"


async def trips_outside(settings: Settings, home: Home, storage: PlaceStorage, *, simulated: bool) -> Trips | None:
    """The roads and the trips on them; None where no map was added. Raises MemoryUnavailable.

    `simulated`: the simulated car drives where the sample region is.
    """
    roads = await asyncio.to_thread(_roads, settings, simulated)
    if roads is None:
        return None
    own = OwnPlaces(storage, _told(settings, simulated=simulated))
    try:
        await own.load()
    except (SQLAlchemyError, OSError) as error:
        raise MemoryUnavailable(f"the household's places cannot be read: {error}") from error
    return Trips(home, roads, own, local_now)


def _roads(settings: Settings, simulated: bool) -> Roads | None:
    path = map_file(settings)
    try:
        if path.exists():
            return roads_of(load(path))
    except NotARegion as error:
        log.error("there is no map: %s", error)
        return None
    return roads_of(sample_region()) if simulated else None


def _told(settings: Settings, *, simulated: bool) -> Mapping[str, Position]:
    """Where home is as long as nobody says otherwise."""
    if settings.home_at:
        return {HOME: home_at(settings.home_at)}
    return {HOME: SAMPLE_HOME} if simulated else {}


def home_at(told: str) -> Position:
    """The position of "latitude,longitude". Raises ValueError."""
    latitude, _, longitude = told.partition(",")
    return Position(float(latitude), float(longitude))
