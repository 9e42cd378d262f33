"""A car that is away: how it is comes from the car itself over another way, and is told on the broker of the house.

It can be asked about like a car that is there, but for what it is doing: that is known of a car that is here alone.
It cannot be moved from here: every wish for it is refused at once. The car itself goes before: as soon as it is on
the broker, nothing more is said on its topics.
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
from devices.rules.driving import DRIVING_SIGNALS

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


def is_mirrored(home: Home, device_id: str) -> bool:
    """Whether the house knows that car by what is told of it alone."""
    device = home.announced.get(device_id)
    return device is not None and device.maker == MAKER


def check_is_away(home: Home, vehicle: str) -> None:
    """Raises CarIsHere where a car of that id announced itself."""
    device = home.announced.get(f"vss:{vehicle.lower()}")
    if device is not None and device.maker != MAKER:
        raise CarIsHere(f"the car {vehicle!r} is on the broker itself")


class MirroredCar:
    """One car. `link`: a connection to the broker of its own. `home`: knows whether the car itself is there."""

    def __init__(self, vehicle: str, link: Link, home: Home) -> None:
        self._vehicle = vehicle
        self._link = link
        self._home = home
        self._told: dict[str, Any] = {}
        self._described = ""
        self._there = False
        self._came = False
        """The car described itself to this connection."""

    @property
    def is_here(self) -> bool:
        """Whether the car itself is on the broker, so that nothing may be said for it any more."""
        try:
            self._check_is_away()
        except CarIsHere:
            return True
        return False

    async def tell(self, names: tuple[str, ...], values: Mapping[str, tuple[Any, float]]) -> int:
        """Tell how it is: signal → value and its age in seconds; returns how many signals were taken.

        Signals that nobody knows are left out, and DRIVING_SIGNALS: on the broker everything looks as if it were said
        now. Raises CarIsHere, LinkDown, PublishRefused, PublishInDoubt.
        """
        self._check_is_away()
        known = {path: told for path, told in values.items() if path in SIGNALS and path not in DRIVING_SIGNALS}
        await self._describe(names, frozenset(known))
        now = datetime.now(UTC)
        for path, (value, age_s) in known.items():
            payload = {"v": value, "ts": (now - timedelta(seconds=age_s)).isoformat(), "q": "ok"}
            await self._say(signal_topic(self._vehicle, path), json.dumps(payload))
            self._told[path] = value
        await self._say(f"vss/{self._vehicle}/$state", "ready")
        self._there = True
        return len(known)

    async def lost(self) -> None:
        """Nothing comes from it any more; of a car that is here itself nothing is said.

        Raises LinkDown, PublishRefused, PublishInDoubt.
        """
        if self._there and not self.is_here:
            self._there = False
            await self._say(f"vss/{self._vehicle}/$state", "lost")

    async def refuse(self) -> None:
        """Refuse every wish for it, until cancelled or until the car itself is here."""
        description = f"vss/{self._vehicle}/$description"
        await self._link.subscribe(description, *(f"vss/{self._vehicle}{'/+' * depth}/set" for depth in _DEPTHS))
        async for message in self._link.messages():
            self._came = self._came or (message.topic == description and _is_by_another(message.payload))
            if self.is_here:
                return
            await self._answer(message)

    def _check_is_away(self) -> None:
        if self._came:
            raise CarIsHere(f"the car {self._vehicle!r} is on the broker itself")
        check_is_away(self._home, self._vehicle)

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
            await self._say(f"vss/{self._vehicle}/$description", text)

    async def _say(self, topic: str, text: str) -> None:
        """Raises CarIsHere: the car may have come between two of its signals."""
        self._check_is_away()
        await self._link.publish(topic, text.encode(), retain=True)

    async def _answer(self, message: Message) -> None:
        found = _SET.fullmatch(message.topic)
        try:
            request = json.loads(message.payload).get("req")
        except (ValueError, AttributeError):
            return
        if found is not None and self._there and isinstance(request, str) and re.fullmatch(r"[\w.-]{1,64}", request):
            answer = json.dumps({"status": "rejected", "code": REFUSED}).encode()
            await self._link.publish(f"vss/{self._vehicle}/$ack/{request}", answer)


def _is_by_another(description: bytes) -> bool:
    try:
        described = json.loads(description)
    except ValueError:
        return False
    return isinstance(described, dict) and described.get("maker") != MAKER
