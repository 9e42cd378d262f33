"""What is told to the simulation of the car itself: faults, the world around it, hands, drives, things in the way."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from devices.device import Value
from devices.simulators.car_body import MOVING
from devices.simulators.car_driving import drive_of
from devices.simulators.car_following import told_kmh
from devices.simulators.car_life import CarLife, Happened
from devices.simulators.car_reports import Reports
from devices.simulators.car_requests import is_in_range
from devices.simulators.control import answer, parsed
from devices.simulators.misbehaving import Misbehaving
from devices.simulators.stage import FAULTS, NO_FAULT, Stage, fault_of

log = logging.getLogger(__name__)


class CarDirection:
    """Takes what comes on `simulator/car/<verb>`.

    fault {"kind", "seconds"?}. clear {}. sense {path: value, …}, what happens to it. press {path: value, …}, what
    somebody does at the thing itself. drive {"legs": [{"kmh", "s"}, …]}, somebody drives so and parks. follow {"kmh"},
    somebody drives the way that the car was told, and charges where it says so. obstacle
    {path: position or null, …}, what is in the way of closing. `happen`: what came of it takes effect.
    """

    def __init__(
        self,
        life: CarLife,
        behaviour: Misbehaving,
        reports: Reports,
        stage: Stage,
        happen: Callable[[Happened], Awaitable[None]],
    ) -> None:
        self._life = life
        self._behaviour = behaviour
        self._reports = reports
        self._stage = stage
        self._happen = happen

    async def take(self, verb: str, payload: bytes) -> None:
        """Do it, and answer where an answer is wanted."""
        asked = parsed(payload)
        told = {name: value for name, value in asked.items() if name != "request"}
        match verb:
            case "fault":
                problem = await self._fault(payload)
            case "clear":
                problem = await self._clear()
            case "sense":
                problem = await self._sense(told)
            case "press":
                problem = await self._press(told)
            case "drive":
                problem = await self._drive(told)
            case "follow":
                problem = await self._follow(told)
            case "obstacle":
                problem = self._put_obstacle(told)
            case _:
                problem = f"the car takes fault, clear, sense, press, drive, follow and obstacle; not {verb!r}"
        if problem:
            log.warning("the car: %s", problem)
        await answer(self._stage, asked, problem, devices=["car"])

    async def _fault(self, payload: bytes) -> str:
        fault = fault_of(payload)
        if fault is None:
            return f"a fault is one of {', '.join(FAULTS)}, with 0 to 3600 seconds"
        if fault.kind == "offline_then_stale":
            await self._reports.say_all("stale")
        await self._behaviour.take(fault)
        return ""

    async def _clear(self) -> str:
        self._life.body.obstacles.clear()
        if self._behaviour.fault != NO_FAULT:
            await self._behaviour.take(NO_FAULT)
        return ""

    async def _sense(self, told: Mapping[str, Any]) -> str:
        values, problem = self._fitted(told)
        for path, value in values.items():
            await self._happen(self._life.feel(path, value, "simulator/car/sense"))
        return problem

    async def _press(self, told: Mapping[str, Any]) -> str:
        values, problem = self._fitted(told)
        for path, value in values.items():
            happened = self._life.by_hand(path, value)
            if happened is None:
                return f"{path} does not give way"
            await self._happen(happened)
        return problem

    async def _drive(self, told: Mapping[str, Any]) -> str:
        legs = drive_of(told)
        if legs is None:
            return 'a drive is {"legs": [{"kmh": 0 to 200, "s": 0 to 36000}, …]}'
        await self._happen(self._life.set_off(legs))
        return ""

    async def _follow(self, told: Mapping[str, Any]) -> str:
        kmh = told_kmh(told.get("kmh"))
        if kmh is None:
            return 'following a way is {"kmh": 1 to 200}'
        happened = self._life.follow(kmh)
        if happened is None:
            return "the car was told no way to follow, or is far from it"
        await self._happen(happened)
        return ""

    def _put_obstacle(self, told: Mapping[str, Any]) -> str:
        for path, at in told.items():
            moving = MOVING.get(path)
            if moving is None or not moving.pinches:
                return f"{path} closes on nothing"
            if at is None:
                self._life.body.obstacles.pop(moving.name, None)
            elif type(at) in (int, float) and moving.low <= at <= moving.high:
                self._life.body.obstacles[moving.name] = float(at)
            else:
                return f"an obstacle in {path} is at {moving.low:g} to {moving.high:g}, or null; not at {at!r}"
        return ""

    def _fitted(self, told: Mapping[str, Any]) -> tuple[dict[str, Value], str]:
        """The values in the form of their signals, and what is wrong with the first that is none."""
        values: dict[str, Value] = {}
        for path, raw in told.items():
            signal = self._life.signals.get(path)
            if signal is None:
                return {}, f"the car has no signal {path!r}"
            value = signal.fit(raw)
            if value is None or not is_in_range(signal, value):
                return {}, f"{path} cannot be {raw!r}"
            values[path] = value
        return values, "" if values else "what happens is told as {path: value}"
