"""A rice cooker: a menu is chosen, started now or later, goes through its phases, and keeps warm."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from devices.device import Value
from devices.simulators import cooker_announcement
from devices.simulators.cooker_facts import (
    LONGEST_DELAY_MIN,
    LONGEST_WARM_MIN,
    MENUS,
    TASTES,
)
from devices.simulators.cooker_pot import CookerPot
from devices.simulators.machine import HAND, Obey, number_in


class RiceCooker(CookerPot):
    """Announced as selects, numbers, buttons, a switch, a text and sensors, as Home Assistant has no cooker.

    Choosing a menu, a taste or a time heats nothing; only "start" does.
    """

    def components(self) -> dict[str, dict[str, Any]]:
        return cooker_announcement.components(self.topic, self.command)

    def obeys(self) -> Mapping[str, Obey]:
        return {
            "menu/set": self._choose_menu,
            "taste/set": self._choose_taste,
            "cook_minutes/set": self._set_minutes,
            "delay_minutes/set": self._set_delay,
            "finish_at/set": self._set_finish,
            "keep_warm/set": self._set_warm,
            "keep_warm_minutes/set": self._set_warm_minutes,
            "start": self._start,
            "cancel": self._cancel,
        }

    async def _choose_menu(self, payload: str, cause: str) -> None:
        if payload not in MENUS:
            return
        if self.is_busy:
            await self.refuse("busy", "menu")
        else:
            await self.change(cause, menu=payload, cook_minutes=MENUS[payload].minutes)

    async def _choose_taste(self, payload: str, cause: str) -> None:
        if payload not in TASTES:
            return
        if self.is_busy:
            await self.refuse("busy", "taste")
        else:
            await self.change(cause, taste=payload)

    async def _set_minutes(self, payload: str, cause: str) -> None:
        menu = MENUS[str(self.values["menu"])]
        minutes = number_in(payload, menu.shortest, menu.longest)
        if self.is_busy:
            await self.refuse("busy", "cook_minutes")
        elif isinstance(minutes, int):
            await self.change(cause, cook_minutes=minutes)
        else:
            await self.refuse("out_of_range", "cook_minutes")

    async def _set_delay(self, payload: str, cause: str) -> None:
        """Minutes between the start button and cooking; a finishing time set before is forgotten."""
        minutes = number_in(payload, 0, LONGEST_DELAY_MIN)
        if self.is_busy:
            await self.refuse("busy", "delay_minutes")
        elif isinstance(minutes, int):
            await self.change(cause, delay_minutes=minutes, finish_at="")

    async def _set_finish(self, payload: str, cause: str) -> None:
        """The moment at which it shall be done, ISO 8601 or HH:MM; empty for none."""
        if self.is_busy:
            await self.refuse("busy", "finish_at")
        elif payload and self._moment(payload) is None:
            await self.refuse("out_of_range", "finish_at")
        else:
            await self.change(cause, finish_at=payload, delay_minutes=0)

    async def _set_warm(self, payload: str, cause: str) -> None:
        """Whether it stays warm afterwards; taken away while it does, it ends."""
        if payload not in ("ON", "OFF"):
            return
        ends = payload == "OFF" and self.values["status"] == "keep_warm"
        if ends:
            self.stop_doing()
        resting: dict[str, Value] = {"status": "idle", "phase": "waiting", "time_left": 0} if ends else {}
        await self.change(cause, keep_warm=payload == "ON", **resting)

    async def _set_warm_minutes(self, payload: str, cause: str) -> None:
        minutes = number_in(payload, 0, LONGEST_WARM_MIN)
        if isinstance(minutes, int):
            await self.change(cause, keep_warm_minutes=minutes)

    async def _start(self, payload: str, cause: str) -> None:
        refusal, delay = self._why_not()
        if refusal:
            await self.refuse(refusal, "start")
            return
        self.stage.truth.act(self.spec.id, "start", cause)
        await self.begin(delay, cause)

    def _why_not(self) -> tuple[str, float]:
        """Why it cannot start, empty where it can, and after how many minutes it would."""
        if self.is_busy:
            return "busy", 0
        if self.values["status"] == "error" or self.values["fault"] != "none":
            return "faulty", 0
        if self.values["lid"] == "open":
            return "lid_open", 0
        if self.values["pot"] == "missing":
            return "pot_missing", 0
        finish = str(self.values["finish_at"])
        if not finish:
            return "", self.number("delay_minutes")
        moment = self._moment(finish)
        if moment is None:
            return "out_of_range", 0
        delay = (moment - self.stage.clock.today()).total_seconds() / 60 - self.minutes
        return ("", max(delay, 0)) if -1 <= delay <= LONGEST_DELAY_MIN else ("out_of_range", 0)

    def _moment(self, told: str) -> datetime | None:
        """The moment meant; HH:MM is the next such time of day, and a moment without a zone is one here."""
        now = self.stage.clock.today()
        try:
            if len(told) <= len("HH:MM"):
                hour, minute = told.split(":")
                moment = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
                return moment if moment > now else moment + timedelta(days=1)
            moment = datetime.fromisoformat(told)
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)

    async def _cancel(self, payload: str, cause: str) -> None:
        self.stop_doing()
        self.stage.truth.act(self.spec.id, "cancel", cause)
        is_faulty = self.values["fault"] != "none" and self.values["fault"] in self.lasting_faults
        status = "error" if is_faulty else "idle"
        fault = self.values["fault"] if is_faulty else "none"
        await self.change(cause, status=status, phase="waiting", time_left=0, time_to_start=0, fault=fault)

    async def press(self, to: Value, cause: str = HAND) -> bool:
        """Its buttons: "start" and "cancel", or a menu; without any, whichever is at hand."""
        if to is None:
            to = "cancel" if self.is_busy or self.values["status"] == "error" else "start"
        if to == "start":
            await self._start("", cause)
        elif to == "cancel":
            await self._cancel("", cause)
        elif isinstance(to, str) and to in MENUS:
            await self._choose_menu(to, cause)
        else:
            return False
        return True
