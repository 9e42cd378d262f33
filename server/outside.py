"""The roads outside: which region is loaded, and where the household's own places are kept."""

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import MemoryUnavailable
from devices.home import Home
from devices.roads import valhalla_tiles
from devices.roads.errors import NotARegion
from devices.roads.osm_router import OsmRouter
from devices.roads.own_places import HOME, OwnPlaces, PlaceStorage
from devices.roads.position import Position
from devices.roads.region import SUFFIX, Region, load
from devices.roads.roads import Roads, roads_of
from devices.roads.route import Router
from devices.roads.sample import HOME as SAMPLE_HOME
from devices.roads.sample import sample_region
from devices.roads.valhalla_router import ValhallaRouter
from server.settings import RouterName, Settings
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
            region = load(path)
            return roads_of(region, router_of(region, path, settings.router))
    except NotARegion as error:
        log.error("there is no map: %s", error)
        return None
    return roads_of(sample_region()) if simulated else None


def router_of(region: Region, path: Path, wanted: RouterName) -> Router | None:
    """Who finds ways in that region: Valhalla where it may and can be asked; None: the region's own router."""
    if wanted == "osm":
        return None
    try:
        if not valhalla_tiles.is_installed():
            raise NotARegion("Valhalla is not installed; its wheel needs Python 3.12 or newer")
        return ValhallaRouter(valhalla_tiles.folder_of(path), OsmRouter(region.graph))
    except NotARegion as error:
        level = logging.ERROR if wanted == "valhalla" else logging.INFO
        log.log(level, 'router = "%s": ways are found by Mimosa\'s own router: %s', wanted, error)
        return None


def _told(settings: Settings, *, simulated: bool) -> Mapping[str, Position]:
    """Where home is as long as nobody says otherwise."""
    if settings.home_at:
        return {HOME: home_at(settings.home_at)}
    return {HOME: SAMPLE_HOME} if simulated else {}


def home_at(told: str) -> Position:
    """The position of "latitude,longitude". Raises ValueError."""
    latitude, _, longitude = told.partition(",")
    return Position(float(latitude), float(longitude))
