"""What the simulated car says of its signals: values, and where they are to go."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from devices.device import Value
from devices.discovery.vss import signal_topic
from devices.simulators.car_body import MOVING, Arrival, Body
from devices.simulators.car_life import Happened
from devices.simulators.car_parts import Values
from devices.simulators.misbehaving import Misbehaving


class Reports:
    """Says them on the topics of one car, as far as it behaves."""

    def __init__(self, car: str, values: Values, body: Body, behaviour: Misbehaving) -> None:
        self._car = car
        self._values = values
        self._body = body
        self._behaviour = behaviour
        self._targets: dict[str, tuple[Value, str]] = {}
        """Path → where it is to go, and since when."""

    async def say(self, path: str, quality: str = "ok") -> None:
        """How one signal is, and how far that can be relied on."""
        told = {"v": self._values[path], "ts": _now(), "q": quality}
        await self._behaviour.say(signal_topic(self._car, path), told)

    async def say_all(self, quality: str = "ok") -> None:
        """How everything is."""
        for path in self._values:
            await self.say(path, quality)

    async def say_targets(self) -> None:
        """Where everything that moves is to go; also that it is to go nowhere."""
        for path in MOVING.keys() & self._values.keys():
            await self._say_target(path)

    async def say_what_happened(self, happened: Happened) -> None:
        """Targets before the values that go there."""
        await self._aim(happened.goals)
        paths = dict.fromkeys(one.path for one in happened.became)
        given_up = [a for a in happened.arrivals if a.code and not self._body.is_on_its_way(a.moving.name)]
        await self._forget_targets(paths, given_up)
        for path in (*paths, *(p for arrival in given_up for p in arrival.moving.paths)):
            await self.say(path)

    async def _aim(self, goals: Mapping[str, Value]) -> None:
        since = _now()
        for path, goal in goals.items():
            self._targets[path] = (goal, since)
            await self._say_target(path)

    async def _forget_targets(self, paths: Iterable[str], given_up: Iterable[Arrival]) -> None:
        """Those of what went elsewhere by itself, and of what will not get there."""
        stray = [p for p in paths if p in self._targets and not self._body.is_on_its_way(p)]
        stray = [p for p in stray if self._targets[p][0] != self._values[p]]
        for path in (*stray, *(p for arrival in given_up for p in arrival.moving.paths)):
            if self._targets.pop(path, None) is not None:
                await self._say_target(path)

    async def _say_target(self, path: str) -> None:
        topic = f"{signal_topic(self._car, path)}/$target"
        if path in self._targets:
            value, since = self._targets[path]
            await self._behaviour.say(topic, {"v": value, "ts": since})
        else:
            await self._behaviour.say(topic, b"")


def _now() -> str:
    return datetime.now(UTC).isoformat()
