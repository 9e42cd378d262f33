"""Blinds, curtains, garage doors, valves and locks: what takes its time to move, and gets stuck."""

from collections.abc import Mapping
from typing import Any

from devices.device import Value
from devices.simulators.machine import HAND, Machine, Obey, number_in, step_towards
from devices.simulators.misbehaving import Deed
from devices.simulators.sensing import YES_OR_NO, Sense

STEPS = 10
"""Reports on a whole way."""
BOLT_S = 1.0
"""Simulated seconds a bolt takes."""
BATTERY_FOR_A_TURN = 0.02


class Cover(Machine):
    """Moves between 0 and 100 in `seconds`, and says so on the way.

    A garage door that meets an obstacle while it closes opens again wholly, as the law wants it.
    """

    platform = "cover"

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        obstacle: dict[str, Value] = {"obstacle": False} if options.get("class") == "garage" else {}
        return {"position": options.get("position", 100), "moving": "no", **obstacle}

    def told(self) -> dict[str, Any]:
        moving, position = self.values["moving"], self.number("position")
        state = moving if moving != "no" else "open" if position > 0 else "closed"
        seen = {"obstacle": "ON" if self.values["obstacle"] else "OFF"} if "obstacle" in self.values else {}
        return {"state": state, "position": position, **seen}

    def components(self) -> dict[str, dict[str, Any]]:
        main = {
            "p": self.platform,
            "stat_t": self.state_topic,
            "val_tpl": "{{ value_json.state }}",
            "cmd_t": self.command("set"),
            "pos_t": self.state_topic,
            "pos_tpl": "{{ value_json.position }}",
            "set_pos_t": self.command("position/set"),
        }
        flavour = self.spec.options.get("class")
        made: dict[str, dict[str, Any]] = {"main": main | ({"dev_cla": flavour} if flavour else {})}
        if "obstacle" in self.values:
            told = {"stat_t": self.state_topic, "val_tpl": "{{ value_json.obstacle }}", "ent_cat": "diagnostic"}
            made["obstacle"] = {"p": "binary_sensor", **told}
        return made

    def obeys(self) -> Mapping[str, Obey]:
        return {"set": self._set, "position/set": self._set_position}

    def senses(self) -> Mapping[str, Sense]:
        return {"obstacle": YES_OR_NO} if "obstacle" in self.values else {}

    async def press(self, to: Value, cause: str = HAND) -> bool:
        """The switch on the wall, or the cord: open, close, or stop where it moves."""
        if self.values["moving"] != "no" and to is None:
            await self._stop(cause)
            return True
        target = (0 if self.number("position") > 0 else 100) if to is None else to
        if isinstance(target, bool):
            target = 100 if target else 0
        if not isinstance(target, int | float) or not 0 <= target <= 100:
            return False
        self.do(self._move(target, cause))
        return True

    async def jam(self, what: str, payload: str, cause: str) -> None:
        """It gets stuck half-way."""
        target = self._target(what, payload)
        if target is not None:
            self.do(self._move((self.number("position") + target) / 2, cause))
        else:
            await self._stop(cause)

    def remember(self) -> Deed:
        before = self.number("position")

        async def take_back() -> None:
            self.do(self._move(before, "it takes it back"))

        return take_back

    def _target(self, what: str, payload: str) -> float | None:
        if what == "position/set":
            return number_in(payload, 0, 100)
        return {"OPEN": 100.0, "CLOSE": 0.0}.get(payload)

    async def _set(self, payload: str, cause: str) -> None:
        target = self._target("set", payload)
        if target is not None:
            self.do(self._move(target, cause))
        elif payload == "STOP":
            await self._stop(cause)

    async def _stop(self, cause: str) -> None:
        self.stop_doing()
        await self.change(cause, moving="no")

    async def _set_position(self, payload: str, cause: str) -> None:
        position = self._target("position/set", payload)
        if position is not None:
            self.do(self._move(position, cause))

    async def _move(self, target: float, cause: str) -> None:
        step = 100 / STEPS
        pause = float(self.spec.options.get("seconds", 4)) / STEPS
        while (position := self.number("position")) != round(target):
            if target < position and self.values.get("obstacle"):
                target, cause = 100, "there is an obstacle"
                if position == target:
                    break
            await self.change(cause, moving="opening" if target > position else "closing")
            await self.stage.clock.sleep(pause)
            await self.change(cause, position=step_towards(position, round(target), step))
        await self.change(cause, moving="no")


class Lock(Machine):
    """A lock whose bolt takes a second."""

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        return {"locked": bool(options.get("locked", True)), "moving": "no", "battery": options.get("battery", 87)}

    def told(self) -> dict[str, Any]:
        moving = self.values["moving"]
        at_rest = "LOCKED" if self.values["locked"] else "UNLOCKED"
        return {
            "state": at_rest if moving == "no" else str(moving).upper(),
            "battery": round(self.number("battery")),
        }

    def components(self) -> dict[str, dict[str, Any]]:
        return {
            "main": {
                "p": "lock",
                "stat_t": self.state_topic,
                "val_tpl": "{{ value_json.state }}",
                "cmd_t": self.command("set"),
            },
            "battery": {
                "p": "sensor",
                "stat_t": self.state_topic,
                "val_tpl": "{{ value_json.battery }}",
                "dev_cla": "battery",
                "unit_of_meas": "%",
                "ent_cat": "diagnostic",
            },
        }

    def obeys(self) -> Mapping[str, Obey]:
        return {"set": self._set}

    def senses(self) -> Mapping[str, Sense]:
        return {"battery": Sense(0, 100)}

    async def press(self, to: Value, cause: str = HAND) -> bool:
        """The knob on the inside, or the key."""
        locked = not self.values["locked"] if to is None else to
        if not isinstance(locked, bool):
            return False
        self.stop_doing()
        await self.change(cause, locked=locked, moving="no")
        return True

    async def jam(self, what: str, payload: str, cause: str) -> None:
        """The bolt gets stuck: it is where it was, and the lock says "jammed"."""
        if payload in ("LOCK", "UNLOCK"):
            self.do(self._get_stuck(payload == "LOCK", cause))

    def remember(self) -> Deed:
        before = bool(self.values["locked"])

        async def take_back() -> None:
            self.do(self._turn(before, "it takes it back"))

        return take_back

    async def _set(self, payload: str, cause: str) -> None:
        if payload in ("LOCK", "UNLOCK"):
            self.do(self._turn(payload == "LOCK", cause))

    async def _turn(self, locked: bool, cause: str) -> None:
        await self.change(cause, moving="locking" if locked else "unlocking")
        await self.stage.clock.sleep(BOLT_S)
        self.values["battery"] = max(0.0, self.number("battery") - BATTERY_FOR_A_TURN)
        await self.change(cause, locked=locked, moving="no")

    async def _get_stuck(self, locked: bool, cause: str) -> None:
        await self.change(cause, moving="locking" if locked else "unlocking")
        await self.stage.clock.sleep(BOLT_S)
        await self.change(cause, moving="jammed")
