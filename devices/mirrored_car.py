"""A car that is away: how it is comes from the car itself over another way, and is told on the broker of the house.

It can be asked about like a car that is there. It cannot be moved from here: every wish for it is refused at once.
"""

import json
import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from devices.discovery.catalogue import SIGNALS, VSS_VERSION
from devices.discovery.vss import signal_topic
from devices.home import Home
from devices.link import Link, Message
from devices.rules.driving import DRIVING_SIGNALS, FRESH_S

log = logging.getLogger(__name__)

MAKER = "mirrored by Mimosa in the car"
"""What a car that is told of from here names as its maker, so that it is known again."""
SILENT_S = 16.0
"""Seconds after which a car of which nothing came counts as out of reach."""
REFUSED = "away"
"""The code with which wishes are refused."""

_SET = re.compile(r"vss/([^/]+)/(.+)/set")
_DEPTHS = range(2, 9)


class CarIsHere(Exception):
    """The car is on the broker itself; what others tell of it is not taken."""


class MirroredCar:
    """One car. `link`: a connection to the broker of its own. `home`: knows whether the car itself is there."""

    def __init__(self, vehicle: str, link: Link, home: Home) -> None:
        self._vehicle = vehicle
        self._link = link
        self._home = home
        self._told: dict[str, Any] = {}
        self._described = ""
        self._there = False

    @property
    def device(self) -> str:
        """Its id among the devices."""
        return f"vss:{self._vehicle}"

    async def tell(self, names: tuple[str, ...], values: Mapping[str, tuple[Any, float]]) -> int:
        """Tell how it is: signal → value and its age in seconds; returns how many signals were taken.

        Signals that nobody knows are left out. Raises CarIsHere, LinkDown, PublishInDoubt.
        """
        device = self._home.announced.get(self.device)
        if device is not None and device.maker != MAKER:
            raise CarIsHere(f"the car {self._vehicle!r} is on the broker itself")
        known = {path: told for path, told in values.items() if path in SIGNALS and _is_now(path, told[1])}
        await self._describe(names, frozenset(known))
        now = datetime.now(UTC)
        for path, (value, age_s) in known.items():
            payload = {"v": value, "ts": (now - timedelta(seconds=age_s)).isoformat(), "q": "ok"}
            await self._say(signal_topic(self._vehicle, path), payload)
            self._told[path] = value
        # Said each time: the broker says that it is lost whenever the connection breaks.
        await self._link.publish(f"vss/{self._vehicle}/$state", b"ready", retain=True)
        self._there = True
        return len(known)

    async def lost(self) -> None:
        """Nothing comes from it any more. Raises LinkDown, PublishInDoubt."""
        if self._there:
            self._there = False
            await self._link.publish(f"vss/{self._vehicle}/$state", b"lost", retain=True)

    async def refuse(self) -> None:
        """Refuse every wish for it, until cancelled."""
        await self._link.subscribe(*(f"vss/{self._vehicle}{'/+' * depth}/set" for depth in _DEPTHS))
        async for message in self._link.messages():
            await self._answer(message)

    async def _describe(self, names: tuple[str, ...], paths: frozenset[str]) -> None:
        """All signals that were ever told of; said again only where one is new."""
        described = {
            "name": names[0] if names else "Car",
            "aliases": list(names[1:]),
            "vss_version": VSS_VERSION,
            "maker": MAKER,
            "signals": sorted(paths | self._told.keys()),
        }
        text = json.dumps(described)
        if text != self._described:
            self._described = text
            await self._link.publish(f"vss/{self._vehicle}/$description", text.encode(), retain=True)

    async def _say(self, topic: str, payload: Mapping[str, Any]) -> None:
        await self._link.publish(topic, json.dumps(payload).encode(), retain=True)

    async def _answer(self, message: Message) -> None:
        found = _SET.fullmatch(message.topic)
        try:
            request = json.loads(message.payload).get("req")
        except (ValueError, AttributeError):
            return
        if found is not None and self._there and isinstance(request, str) and re.fullmatch(r"[\w.-]{1,64}", request):
            answer = json.dumps({"status": "rejected", "code": REFUSED}).encode()
            await self._link.publish(f"vss/{self._vehicle}/$ack/{request}", answer)


def _is_now(path: str, age_s: float) -> bool:
    """What the car is doing is told while it is fresh alone: on the broker everything looks as if it were said now."""
    return path not in DRIVING_SIGNALS or age_s <= FRESH_S
