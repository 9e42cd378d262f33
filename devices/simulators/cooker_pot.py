"""The rice cooker itself: how it heats, waits, pauses when its lid is open, finds something wrong, and keeps warm."""

from collections.abc import Mapping
from math import exp
from typing import Any

from devices.device import Value
from devices.simulators.air import Gains
from devices.simulators.cooker_facts import (
    COOLS_IN_S,
    COOLS_K_S,
    DRY_K_S,
    FASTEST_K_S,
    FAULTS,
    LID_PATIENCE_S,
    MENUS,
    STATUS_NUMBER,
    TASTES,
    TOO_HOT,
    WARM_AT,
    phase_at,
    warmth_at,
)
from devices.simulators.machine import Machine
from devices.simulators.sensing import Sense

STEP_S = 15.0
"""Simulated seconds between two looks at the pot."""
STEAM_G_H = 400.0
RUNS = ("cooking", "paused")


class CookerPot(Machine):
    """What a rice cooker is, and what goes on in it."""

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        self.lasting_faults: set[str] = set()
        """What is wrong with it and stays wrong when somebody presses "cancel"."""
        self._lid_open_s = 0.0
        self._was: dict[str, Any] = {}
        """The state as it was said last."""
        return {
            "status": "idle",
            "phase": "waiting",
            "menu": "fine",
            "taste": "fit",
            "cook_minutes": MENUS["fine"].minutes,
            "delay_minutes": 0,
            "finish_at": "",
            "time_left": 0,
            "time_to_start": 0,
            "keep_warm": True,
            "keep_warm_minutes": 720,
            "temperature": 22.0,
            "lid": "closed",
            "pot": "full",
            "fault": "none",
            "alert": "none",
        }

    @property
    def is_busy(self) -> bool:
        """Whether another start would disturb what goes on."""
        return self.values["status"] in ("cooking", "paused", "delayed", "keep_warm")

    @property
    def minutes(self) -> int:
        """How long the chosen menu takes."""
        menu = MENUS[str(self.values["menu"])]
        longer = TASTES[str(self.values["taste"])] if menu.has_taste else 1.0
        return round(self.number("cook_minutes") * longer)

    def told(self) -> dict[str, Any]:
        values, status = self.values, str(self.values["status"])
        told = {n: v for n, v in values.items() if n != "pot"}
        return told | {
            "status_number": STATUS_NUMBER[status],
            "keep_warm": "ON" if values["keep_warm"] else "OFF",
            "temperature": round(self.number("temperature")),
            "lid": "ON" if values["lid"] == "open" else "OFF",
            "code": FAULTS.get(str(values["fault"]), "0"),
        }

    def gives(self) -> Gains:
        hot = self.number("temperature") > 95
        return Gains(heat_w=300 if self.values["status"] == "cooking" else 0, vapour_g_h=STEAM_G_H if hot else 0)

    async def refuse(self, reason: str, act: str) -> None:
        """Say why not. Its state is said again only where it contradicts the wish: "cooking" would look like a yes."""
        told = {"reason": reason, "act": act, "at": self.stage.clock.today().isoformat()}
        await self.behaviour.say(f"{self.topic}/refusal", told)
        if reason != "busy" or act != "start":
            await self.say_state()

    async def begin(self, delay_minutes: float, cause: str) -> None:
        """Cook, after so many minutes."""
        if delay_minutes > 0:
            self.do(self._wait_and_cook(delay_minutes))
            left = round(delay_minutes)
            await self.change(
                cause, status="delayed", phase="waiting", time_left=left + self.minutes, time_to_start=left
            )
        elif self.values["menu"] == "keep_warm":
            self.do(self._keep_warm(self.number("keep_warm_minutes")))
            await self.change(cause, status="keep_warm", phase="keep_warm", time_left=0)
        else:
            self.do(self._cook(self.minutes))
            await self.change(cause, status="cooking", phase=phase_at(0), time_left=self.minutes, time_to_start=0)

    async def _wait_and_cook(self, minutes: float) -> None:
        left = minutes
        while left > 0:
            await self.stage.clock.sleep(min(60.0, left * 60))
            left -= 1
            shown = max(0, round(left))
            await self.change("it waits", time_to_start=shown, time_left=shown + self.minutes)
        self.become("it waited", finish_at="", delay_minutes=0)
        await self.begin(0, "it waited")

    async def _cook(self, minutes: int) -> None:
        passed, whole, menu = 0.0, minutes * 60.0, MENUS[str(self.values["menu"])]
        while passed < whole:
            await self.stage.clock.sleep(STEP_S)
            if await self._lid_keeps_it_waiting():
                continue
            passed = min(whole, passed + STEP_S)
            self._warm_towards(warmth_at(menu.curve, passed / whole))
            if self.number("temperature") > TOO_HOT:
                await self.fail("dry")
                return
            left = -int(-(whole - passed) // 60)
            await self._tell("it cooks", status="cooking", phase=phase_at(passed / whole), time_left=left)
        await self._finish(menu.is_kept_warm)

    async def _finish(self, may_keep_warm: bool) -> None:
        warm = bool(self.values["keep_warm"]) and may_keep_warm and self.number("keep_warm_minutes") > 0
        status, phase = ("keep_warm", "keep_warm") if warm else ("idle", "finished")
        self.stage.truth.act(self.spec.id, "finished", "it cooks")
        if warm:
            self.do(self._keep_warm(self.number("keep_warm_minutes")))
        await self.change("it is done", status=status, phase=phase, time_left=0)
        told = {"event_type": "cooking_finished", "menu": self.values["menu"]}
        await self.behaviour.say(f"{self.topic}/event", told, retain=False)

    async def _keep_warm(self, minutes: float) -> None:
        for _ in range(round(minutes * 60 / STEP_S)):
            await self.stage.clock.sleep(STEP_S)
            self._warm_towards(WARM_AT)
            await self._tell("it keeps warm")
        await self.change("it was warm long enough", status="idle", phase="waiting", time_left=0)

    def _warm_towards(self, wanted: float) -> None:
        now = self.number("temperature")
        if self.values["pot"] == "empty":
            self.values["temperature"] = now + DRY_K_S * STEP_S
            return
        way = wanted - now
        self.values["temperature"] = now + max(-COOLS_K_S * STEP_S, min(FASTEST_K_S * STEP_S, way))

    async def _lid_keeps_it_waiting(self) -> bool:
        if self.values["lid"] == "closed":
            self._lid_open_s = 0.0
            await self._tell("its lid is closed", alert="none", status="cooking")
            return False
        self._lid_open_s += STEP_S
        waits = self._lid_open_s > LID_PATIENCE_S
        await self._tell("its lid is open", alert="lid_open", status="paused" if waits else "cooking")
        return waits

    async def fail(self, fault: str) -> None:
        """Something is wrong: it stops heating and says what."""
        self.stop_doing()
        await self.change("it found something wrong", status="error", phase="waiting", time_left=0, fault=fault)

    async def _tell(self, cause: str, **values: Value) -> None:
        """Become so; say it where whoever listens would see a difference."""
        self.become(cause, **values)
        if self.told() != self._was:
            await self.say_state()

    async def say_state(self) -> None:
        self._was = self.told()
        await super().say_state()

    async def live(self, seconds: float) -> None:
        """It cools down to the room."""
        if self.values["status"] in RUNS or self.values["status"] == "keep_warm":
            return
        now, room = self.number("temperature"), self.air.temperature
        if round(now) != round(room) or abs(now - room) > 1:
            self.values["temperature"] = room + (now - room) * exp(-seconds / COOLS_IN_S)
            await self._tell("it cools down")

    def senses(self) -> Mapping[str, Sense]:
        return {
            "lid": Sense(words=("open", "closed")),
            "pot": Sense(words=("full", "empty", "missing")),
            "fault": Sense(words=("none", *FAULTS)),
        }

    async def feel(self, felt: Mapping[str, Value], cause: str) -> None:
        known = {name: value for name, value in felt.items() if name != "fault"}
        self.become(cause, **known)
        fault = felt.get("fault")
        if fault == "none":
            self.lasting_faults.clear()
        elif fault is not None:
            self.lasting_faults.add(str(fault))
            await self.fail(str(fault))
            return
        await self.say_state()

    async def jam(self, what: str, payload: str, cause: str) -> None:
        """Its line to the plate is bad: it shows that instead of cooking."""
        if what == "start":
            await self.fail("line")
        else:
            await self.say_state()
