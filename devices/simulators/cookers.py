"""A rice cooker: a menu is chosen, started, goes through its phases, and keeps warm."""

from collections.abc import Mapping
from typing import Any

from devices.device import Value
from devices.simulators.machine import Machine, Obey

MINUTE_S = 60.0
MENUS: Mapping[str, int] = {"fine": 60, "quick": 40, "congee": 90, "cake": 50, "reheat": 25, "steam": 30}
"""Menu → minutes."""
PHASES = (("preheat", 0.1), ("absorb", 0.45), ("boil", 0.7), ("gelatinize", 0.9), ("braise", 1.0))
"""Phase, and the share of the time at which it ends."""


class RiceCooker(Machine):
    """Announced as a select, two buttons, a switch and three sensors, as Home Assistant has no cooker."""

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        return {"status": "idle", "phase": "waiting", "menu": "fine", "time_left": 0, "keep_warm": True}

    def told(self) -> dict[str, Any]:
        return {**self.values, "keep_warm": "ON" if self.values["keep_warm"] else "OFF"}

    def components(self) -> dict[str, dict[str, Any]]:
        return {
            "menu": self._told("menu", "select") | {"cmd_t": self.command("menu/set"), "ops": list(MENUS)},
            "start": {"p": "button", "cmd_t": self.command("start"), "pl_prs": "start"},
            "cancel": {"p": "button", "cmd_t": self.command("cancel"), "pl_prs": "cancel"},
            "keep_warm": self._told("keep_warm", "switch")
            | {"cmd_t": self.command("keep_warm/set"), "ent_cat": "config"},
            "status": self._told("status", "sensor"),
            "phase": self._told("phase", "sensor"),
            "time_left": self._told("time_left", "sensor") | {"unit_of_meas": "min", "stat_cla": "measurement"},
        }

    def _told(self, name: str, platform: str) -> dict[str, Any]:
        return {"p": platform, "stat_t": self.state_topic, "val_tpl": f"{{{{ value_json.{name} }}}}"}

    def obeys(self) -> Mapping[str, Obey]:
        return {"menu/set": self._choose, "start": self._start, "cancel": self._cancel, "keep_warm/set": self._set_warm}

    async def _choose(self, payload: str, cause: str) -> None:
        if payload in MENUS and self.values["status"] != "cooking":
            await self.change(cause, menu=payload)
        else:
            await self.say_state()

    async def _start(self, payload: str, cause: str) -> None:
        if self.values["status"] == "cooking":
            await self.say_state()
            return
        minutes = MENUS[str(self.values["menu"])]
        await self.change(cause, status="cooking", phase=PHASES[0][0], time_left=minutes)
        self.do(self._cook(minutes))

    async def _cook(self, minutes: int) -> None:
        for left in range(minutes - 1, -1, -1):
            await self.stage.clock.sleep(MINUTE_S)
            done = 1 - left / minutes
            phase = next(name for name, until in PHASES if done <= until + 1e-9)
            await self.change("cooking", phase=phase, time_left=left)
        warm = bool(self.values["keep_warm"])
        await self.change("cooking", status="keep_warm" if warm else "idle", phase="finished", time_left=0)

    async def _cancel(self, payload: str, cause: str) -> None:
        self.stop_doing()
        await self.change(cause, status="idle", phase="waiting", time_left=0)

    async def _set_warm(self, payload: str, cause: str) -> None:
        if payload in ("ON", "OFF"):
            await self.change(cause, keep_warm=payload == "ON")
