"""Tells the house how the car is, so that it can be asked about there too."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from devices.device import Value
from devices.home import Home
from devices.rules.direction import last_part
from devices.rules.driving import DRIVING_SIGNALS
from devices.rules.privacy import PLACES
from server.node.errors import HouseLinkError, HouseSaidNo
from server.node.house_link import HouseLink
from skills.guidance import CHARGING, ROUTE

log = logging.getLogger(__name__)

MIRROR_PATH = "/mirror"
EVERY_S = 5.0
"""Between two times that the house is told: it counts as gone there when it says nothing for three of them."""
REFUSED_S = 300.0
"""After the house refused to be told."""
MOST_VALUES = 500
WAYS = frozenset({ROUTE, CHARGING})
"""Signals that tell by which way somebody goes."""


class Mirror:
    """Tells what changed, and now and then everything. `car`: id of the car among the devices."""

    def __init__(
        self,
        home: Home,
        car: str,
        link: HouseLink,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        *,
        under_way: Callable[[], Mapping[str, Value]] = dict,
        tells_position: bool = False,
    ) -> None:
        """`under_way`: how far its trip is. `tells_position`: the owner wants the house to know where it is, too."""
        self._home = home
        self._car = car
        self._link = link
        self._sleep = sleep
        self._under_way = under_way
        self._tells_position = tells_position

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            if self._link.reachable and self._home.available(self._car) is not False:
                await self._sleep(await self.tell())
            else:
                await self._sleep(1.0)

    async def tell(self) -> float:
        """Tell the house once; returns the seconds until the next time."""
        body = self.snapshot()
        if not body["values"]:
            return EVERY_S
        try:
            await self._link.put(MIRROR_PATH, body)
        except HouseSaidNo as error:
            log.warning("the house does not want to know how the car is: %s", error)
            return REFUSED_S if error.status < 500 else EVERY_S
        except HouseLinkError as error:
            log.info("the house was not told how the car is: %s", error)
        return EVERY_S

    def snapshot(self) -> Mapping[str, Any]:
        """The car's name and every signal of which something live is known, with its age in seconds.

        But for DRIVING_SIGNALS: what the car is doing is old before the house hears of it. Where it is and by which way
        it goes stays in the car, unless the owner wants it otherwise: the house hears how far, and when it is there.
        """
        device = self._home.devices.get(self._car)
        facts = self._home.facts(self._car)
        values = {
            name: {"value": _json(fact.value), "age_s": round(self._home.age_s(fact), 1)}
            for name, fact in list(facts.items())[:MOST_VALUES]
            if fact.live and fact.value is not None and name not in DRIVING_SIGNALS and self._may_tell(name)
        }
        values |= {name: {"value": _json(value), "age_s": 0.0} for name, value in self._under_way().items()}
        names = [] if device is None else [device.name, *device.aliases]
        return {"names": names, "values": values}

    def _may_tell(self, name: str) -> bool:
        return self._tells_position or not (last_part(name) in PLACES or name in WAYS)


def _json(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value
