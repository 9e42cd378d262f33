"""A robot vacuum that knows the rooms, goes home when it is done, and charges."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from devices.device import Value
from devices.simulators.machine import Machine, Obey

ROOM_S = 90.0
"""Simulated seconds for one room."""
WAY_HOME_S = 8.0
BATTERY_PER_ROOM = 6
EMPTY_BELOW = 20
TICK_S = 3.0
CHARGED_IN_A_TICK = 0.25
FAN_SPEEDS = ("quiet", "standard", "strong", "max")
FEATURES = ("start", "stop", "pause", "return_home", "fan_speed", "locate", "clean_spot")


class Vacuum(Machine):
    """`options["rooms"]`: names of the rooms it knows, in the order in which it cleans them."""

    @property
    def segments(self) -> dict[str, str]:
        """Segment id → the room's name."""
        return {str(number): name for number, name in enumerate(self.spec.options["rooms"], 1)}

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        return {"activity": "docked", "battery": 96.0, "fan_speed": "standard", "cleaning_room": "", "located": 0}

    def told(self) -> dict[str, Any]:
        return {
            "state": self.values["activity"],
            "fan_speed": self.values["fan_speed"],
            "battery": round(self.number("battery")),
            "room": self.values["cleaning_room"],
            "segments": self.segments,
        }

    def components(self) -> dict[str, dict[str, Any]]:
        return {
            "main": {
                "p": "vacuum",
                "stat_t": self.state_topic,
                "cmd_t": self.command("command"),
                "sup_feat": list(FEATURES),
                "fanspd_lst": list(FAN_SPEEDS),
                "set_fan_spd_t": self.command("fan_speed/set"),
                "cln_segmnts_cmd_t": self.command("segments/clean"),
                "segments": self.segments,
            },
            "battery": {
                "p": "sensor",
                "stat_t": self.state_topic,
                "val_tpl": "{{ value_json.battery }}",
                "dev_cla": "battery",
                "unit_of_meas": "%",
                "ent_cat": "diagnostic",
            },
            "cleaning_room": {
                "p": "sensor",
                "stat_t": self.state_topic,
                "val_tpl": "{{ value_json.room }}",
                "ent_cat": "diagnostic",
            },
        }

    def obeys(self) -> Mapping[str, Obey]:
        return {"command": self._command, "fan_speed/set": self._set_fan_speed, "segments/clean": self._clean_segments}

    async def _command(self, payload: str, cause: str) -> None:
        match payload:
            case "start":
                self.do(self._clean(self._left or tuple(self.segments.values()), cause))
            case "clean_spot":
                self.do(self._clean(("",), cause))
            case "pause":
                if self.values["activity"] in ("cleaning", "returning"):
                    self.stop_doing()
                    await self.change(cause, activity="paused")
                else:
                    await self.say_state()
            case "stop":
                self.stop_doing()
                is_home = self.values["activity"] == "docked"
                await self.change(cause, activity="docked" if is_home else "idle", cleaning_room="")
            case "return_to_base":
                self.do(self._go_home(cause))
            case "locate":
                await self.change(cause, located=self.number("located") + 1)

    @property
    def _left(self) -> tuple[str, ...]:
        """The rooms that a paused vacuum has not finished."""
        rooms, present = tuple(self.segments.values()), self.values["cleaning_room"]
        return rooms[rooms.index(str(present)) :] if self.values["activity"] == "paused" and present in rooms else ()

    async def _set_fan_speed(self, payload: str, cause: str) -> None:
        if payload in FAN_SPEEDS:
            await self.change(cause, fan_speed=payload)

    async def _clean_segments(self, payload: str, cause: str) -> None:
        try:
            wished = json.loads(payload)
        except (ValueError, RecursionError):
            return
        if not isinstance(wished, list):
            return
        rooms = tuple(self.segments[str(s)] for s in wished if str(s) in self.segments)
        if rooms:
            self.do(self._clean(rooms, cause))

    async def _clean(self, rooms: Sequence[str], cause: str) -> None:
        if self.number("battery") < EMPTY_BELOW:
            await self.say_state()
            return
        for room in rooms:
            await self.change(cause, activity="cleaning", cleaning_room=room)
            await self.stage.clock.sleep(ROOM_S)
            await self.change(cause, battery=max(self.number("battery") - BATTERY_PER_ROOM, 0))
            if self.number("battery") < EMPTY_BELOW:
                break
        await self._go_home("it is done" if self.number("battery") >= EMPTY_BELOW else "its battery is low")

    async def _go_home(self, cause: str) -> None:
        if self.values["activity"] == "docked":
            await self.say_state()
            return
        await self.change(cause, activity="returning", cleaning_room="")
        await self.stage.clock.sleep(WAY_HOME_S)
        await self.change(cause, activity="docked")

    async def live(self) -> None:
        while True:
            await self.stage.clock.sleep(TICK_S)
            battery = self.number("battery")
            if self.values["activity"] == "docked" and battery < 100:
                self.values["battery"] = min(100.0, battery + CHARGED_IN_A_TICK)
                if int(battery) != int(self.number("battery")):
                    self.stage.truth.note(self.spec.id, "battery", battery, self.values["battery"], "charging")
                    await self.say_state()
