"""Blinds, curtains, garage doors, valves and locks: what takes its time to move."""

from collections.abc import Mapping
from typing import Any

from devices.device import Value
from devices.simulators.machine import Machine, Obey, number_in, step_towards

STEPS = 10
"""Reports on a whole way."""


class Cover(Machine):
    """Moves between 0 and 100 in `seconds`, and says so on the way."""

    platform = "cover"

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        return {"position": options.get("position", 100), "moving": "no"}

    def told(self) -> dict[str, Any]:
        moving, position = self.values["moving"], self.number("position")
        state = moving if moving != "no" else "open" if position > 0 else "closed"
        return {"state": state, "position": position}

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
        return {"main": main | ({"dev_cla": flavour} if flavour else {})}

    def obeys(self) -> Mapping[str, Obey]:
        return {"set": self._set, "position/set": self._set_position}

    async def _set(self, payload: str, cause: str) -> None:
        match payload:
            case "OPEN":
                self.do(self._move(100, cause))
            case "CLOSE":
                self.do(self._move(0, cause))
            case "STOP":
                self.stop_doing()
                await self.change(cause, moving="no")

    async def _set_position(self, payload: str, cause: str) -> None:
        position = number_in(payload, 0, 100)
        if position is not None:
            self.do(self._move(position, cause))

    async def _move(self, target: float, cause: str) -> None:
        step = 100 / STEPS
        pause = float(self.spec.options.get("seconds", 4)) / STEPS
        while (position := self.number("position")) != target:
            await self.change(cause, moving="opening" if target > position else "closing")
            await self.stage.clock.sleep(pause)
            await self.change(cause, position=step_towards(position, target, step))
        await self.change(cause, moving="no")


class Lock(Machine):
    """A lock whose bolt takes a second."""

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        return {"locked": bool(options.get("locked", True)), "moving": "no", "battery": 87}

    def told(self) -> dict[str, Any]:
        moving = self.values["moving"]
        at_rest = "LOCKED" if self.values["locked"] else "UNLOCKED"
        return {"state": at_rest if moving == "no" else str(moving).upper(), "battery": self.values["battery"]}

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

    async def _set(self, payload: str, cause: str) -> None:
        if payload in ("LOCK", "UNLOCK"):
            self.do(self._turn(payload == "LOCK", cause))

    async def _turn(self, locked: bool, cause: str) -> None:
        await self.change(cause, moving="locking" if locked else "unlocking")
        await self.stage.clock.sleep(1)
        await self.change(cause, locked=locked, moving="no")
