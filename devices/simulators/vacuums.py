"""A robot vacuum that is told what to clean: what it obeys, and what it refuses."""

import json
from collections.abc import Mapping
from typing import Any

from devices.device import Value
from devices.simulators import vacuum_announcement
from devices.simulators.machine import HAND, Obey, number_in
from devices.simulators.vacuum_body import VacuumBody
from devices.simulators.vacuum_facts import (
    FAN_SPEEDS,
    MODES,
    MOST_PASSES,
    ROOM_AREA,
    SPOT_AREA,
    STEP_S,
    TROUBLES,
    WATER_LEVELS,
    Job,
    why_not,
)


class Vacuum(VacuumBody):
    """Home Assistant's vacuum schema, and topics of its own for zones, modes, water and passes."""

    def components(self) -> dict[str, dict[str, Any]]:
        return vacuum_announcement.components(self.topic, self.command, self.segments, tuple(self.zones))

    def obeys(self) -> Mapping[str, Obey]:
        return {
            "command": self._command,
            "send_command": self._send_command,
            "fan_speed/set": self._set_fan_speed,
            "segments/clean": self._clean_segments,
            "clean_zone/set": self._clean_zone,
            "cleaning_mode/set": self._set_mode,
            "water_level/set": self._set_water,
            "passes/set": self._set_passes,
        }

    async def _command(self, payload: str, cause: str) -> None:
        match payload:
            case "start":
                await self._start(cause)
            case "clean_spot":
                await self._begin(Job("spot", {"spot": SPOT_AREA * self._passes}, self._mode), cause)
            case "pause":
                await self._pause(cause)
            case "stop":
                await self._stop(cause)
            case "return_to_base":
                await self._return(cause)
            case "locate":
                self.stage.truth.act(self.spec.id, "locate", cause)
            case "clear_error":
                await self._clear_error(cause)

    async def _send_command(self, payload: str, cause: str) -> None:
        """`{"command": "go_to", "target": room}`: drive there and wait."""
        told = _parsed(payload)
        if not isinstance(told, dict) or told.get("command") != "go_to":
            return
        if self.values["activity"] in ("cleaning", "moving", "error"):
            await self.refuse("cleaning_in_progress", "go_to")
        elif told.get("target") not in self.segments.values():
            await self.refuse("unsupported_area", "go_to")
        else:
            self.stage.truth.act(self.spec.id, "go_to", cause)
            self.do(self.go_to(str(told["target"]), cause))

    async def _start(self, cause: str) -> None:
        """Go on with what is not finished, or clean everything."""
        activity = self.values["activity"]
        if self.job is not None and self.job.present and activity != "cleaning":
            await self.resume(cause)
        else:
            await self._begin(self._job_for(tuple(self.segments.values()), "none"), cause)

    async def _clean_segments(self, payload: str, cause: str) -> None:
        """`["1", "4"]`, or {"segment_ids": [...], "iterations": 2}."""
        told = _parsed(payload)
        passes = self._passes
        if isinstance(told, dict):
            wished = told.get("iterations")
            passes = wished if isinstance(wished, int) and 1 <= wished <= MOST_PASSES else passes
            told = told.get("segment_ids")
        if not isinstance(told, list) or not told:
            return
        ids = [str(s) for s in told]
        if not all(i in self.segments for i in ids):
            await self.refuse("unsupported_area", "clean_rooms")
            return
        rooms = tuple(dict.fromkeys(self.segments[i] for i in ids))
        await self._begin(self._job_for(rooms, "segment", passes), cause)

    async def _clean_zone(self, payload: str, cause: str) -> None:
        if payload in self.zones:
            area = float(self.zones[payload]) * self._passes
            await self._begin(Job("zone", {payload: area}, self._mode), cause)
        elif payload == "none" and self.values["flag"] == "zone":
            await self._stop(cause)
        else:
            await self.say_attributes(again=True)

    async def _set_fan_speed(self, payload: str, cause: str) -> None:
        if payload in FAN_SPEEDS:
            await self.change(cause, fan_speed=payload)

    async def _set_mode(self, payload: str, cause: str) -> None:
        """Its way of cleaning; not while it cleans."""
        if payload not in MODES:
            return
        if self.values["activity"] == "cleaning":
            await self.refuse("cleaning_in_progress", "cleaning_mode")
            return
        await self._set(cause, cleaning_mode=payload)

    async def _set_water(self, payload: str, cause: str) -> None:
        if payload in WATER_LEVELS:
            await self._set(cause, water_level=payload)

    async def _set_passes(self, payload: str, cause: str) -> None:
        passes = number_in(payload, 1, MOST_PASSES)
        if isinstance(passes, int):
            await self._set(cause, passes=passes)

    async def _set(self, cause: str, **values: Value) -> None:
        self.become(cause, **values)
        await self.say_attributes(again=True)

    @property
    def _mode(self) -> str:
        return str(self.values["cleaning_mode"])

    @property
    def _passes(self) -> int:
        return int(self.number("passes"))

    def _job_for(self, rooms: tuple[str, ...], flag: str, passes: int | None = None) -> Job:
        areas = self.spec.options.get("areas", {})
        times = passes or self._passes
        return Job(flag, {room: float(areas.get(room, ROOM_AREA)) * times for room in rooms}, self._mode)

    async def _begin(self, job: Job, cause: str) -> None:
        refusal = why_not(self.values)
        if refusal:
            await self.refuse(refusal, "clean")
            return
        self.job = job
        self.become(cause, cleaned_area=0.0, cleaning_time=0.0)
        self.stage.truth.act(self.spec.id, "clean", cause)
        await self.resume(cause)

    async def _pause(self, cause: str) -> None:
        if self.values["activity"] in ("cleaning", "returning", "moving"):
            self.stop_doing()
            await self.change(cause, activity="paused")
        else:
            await self.say_state()

    async def _stop(self, cause: str) -> None:
        activity = self.values["activity"]
        if activity == "error":
            await self._clear_error(cause)
            return
        self.stop_doing()
        self.give_up()
        rests = "docked" if activity == "docked" else "idle"
        await self.change(cause, activity=rests, flag="none", cleaning_room="", clean_zone="none")

    async def _return(self, cause: str) -> None:
        if self.values["activity"] == "docked":
            await self.say_state()
        elif self.values["activity"] == "error":
            await self.refuse("invalid_in_state", "return")
        else:
            self.give_up()
            self.do(self.go_home())
            await self.change(cause, activity="returning", flag="none", cleaning_room="", clean_zone="none")

    async def _clear_error(self, cause: str) -> None:
        """Somebody says that all is well. What is permanent, or still so, stays an error."""
        trouble = TROUBLES.get(str(self.values["error"]))
        if self.values["activity"] != "error" or (trouble and trouble.kind == "permanent" and cause != HAND):
            await self.say_state()
            return
        rests = "docked" if self.values["flag"] == "at_dock" else "idle"
        await self.change(cause, activity=rests, error="none", flag="none")

    async def press(self, to: Value, cause: str = HAND) -> bool:
        """Its button: begin, pause, go on, or "the trouble is over"; "home" sends it home."""
        if to == "home":
            await self._return(cause)
        elif to is not None:
            return False
        elif self.values["activity"] == "error":
            await self._clear_error(cause)
        elif self.values["activity"] in ("cleaning", "returning"):
            await self._pause(cause)
        else:
            await self._start(cause)
        return True

    async def jam(self, what: str, payload: str, cause: str) -> None:
        """It begins, and its brush jams."""
        await self.obeys()[what](payload, cause)
        if self.values["activity"] == "cleaning":
            await self.stage.clock.sleep(STEP_S / 3)
            await self.suffer("brush_jammed", "it is jammed")


def _parsed(payload: str) -> Any:
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return None
