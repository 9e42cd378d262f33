"""Lights: they fade, draw power, and lose their mains where somebody operates the switch on the wall."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from devices.device import Value
from devices.discovery.colors import rgb_of_hex, to_hex
from devices.simulators.machine import HAND, Machine, Obey, number_in

FULL = 255
LONGEST_FADE_S = 600.0
FADE_STEPS = 10
"""Reports on the way, at most."""
SHORTEST_STEP_S = 0.1
STARTS_S = 1.0
"""Simulated seconds after which a bulb that got mains back is on the network."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a command says, as far as this light can do it."""

    becomes: Mapping[str, Value]
    fade_s: float


class Lamp(Machine):
    """A light of Home Assistant's JSON schema: `color_modes` says what it can do beside on and off.

    Options: `on`, `brightness` (%), `watts` at full, `meter` (tells what it draws), `wall_switch` (its mains go through
    a switch on the wall, so that a person takes it off the network).
    """

    color_modes: tuple[str, ...] = ("onoff",)

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        values: dict[str, Value] = {"on": bool(options.get("on", False))}
        if self.color_modes != ("onoff",):
            values["brightness"] = options.get("brightness", 80)
        if "rgb" in self.color_modes:
            values |= {"color": "#ffd7a0", "color_temperature": 2700}
        return values

    @property
    def power(self) -> float:
        """What it draws, in W."""
        share = self.number("brightness") / 100 if "brightness" in self.values else 1.0
        return round(float(self.spec.options.get("watts", 9)) * share, 1) if self.values["on"] else 0.3

    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = {"state": "ON" if self.values["on"] else "OFF", "color_mode": self.color_modes[-1]}
        if "brightness" in self.values:
            told["brightness"] = round(self.number("brightness") / 100 * FULL)
        if "color" in self.values:
            told["color"] = dict(zip("rgb", rgb_of_hex(str(self.values["color"])), strict=True))
            told["color_temp"] = self.values["color_temperature"]
        return told | ({"power": self.power} if self.spec.options.get("meter") else {})

    def components(self) -> dict[str, dict[str, Any]]:
        main: dict[str, Any] = {
            "p": "light",
            "schema": "json",
            "stat_t": self.state_topic,
            "cmd_t": self.command("set"),
            "sup_clrm": list(self.color_modes),
        }
        if "rgb" in self.color_modes:
            main |= {"clr_temp_k": True, "min_k": 2200, "max_k": 6500}
        return {"main": main} | ({"power": self._meter()} if self.spec.options.get("meter") else {})

    def _meter(self) -> dict[str, Any]:
        told = {"stat_t": self.state_topic, "val_tpl": "{{ value_json.power }}", "ent_cat": "diagnostic"}
        return {"p": "sensor", **told, "dev_cla": "power", "unit_of_meas": "W", "stat_cla": "measurement"}

    def obeys(self) -> Mapping[str, Obey]:
        return {"set": self._set}

    async def press(self, to: Value, cause: str = HAND) -> bool:
        """The switch on the wall takes the mains away; where there is none, the light's own button turns it."""
        on = not self.values["on"] if to is None else to
        if not isinstance(on, bool):
            return False
        self.stop_doing()
        if not self.spec.options.get("wall_switch"):
            await self.change(cause, on=on)
        elif on:
            self.become(cause, on=True)
            self.do(self._start_again())
        else:
            self.become(cause, on=False)
            await self.behaviour.be_powered(False)
        return True

    async def _start_again(self) -> None:
        await self.stage.clock.sleep(STARTS_S)
        await self.behaviour.be_powered(True)
        await self.say_state()

    async def jam(self, what: str, payload: str, cause: str) -> None:
        """Its driver gives up half-way between the two brightnesses; a light without brightness stays as it is."""
        wish = self._wish(payload)
        target = wish.becomes.get("brightness") if wish else None
        if isinstance(target, int | float) and self.values["on"]:
            await self.change(cause, brightness=round((self.number("brightness") + target) / 2))
        else:
            await self.say_state()

    async def _set(self, payload: str, cause: str) -> None:
        wish = self._wish(payload)
        if wish is None:
            return
        self.stop_doing()
        if wish.fade_s and "brightness" in self.values:
            self.do(self._fade(wish, cause))
        else:
            await self.change(cause, **wish.becomes)

    def _wish(self, payload: str) -> Wish | None:
        try:
            told = json.loads(payload)
        except (ValueError, RecursionError):
            return None
        if not isinstance(told, dict):
            return None
        becomes: dict[str, Value] = {}
        if told.get("state") in ("ON", "OFF"):
            becomes["on"] = told["state"] == "ON"
        brightness = number_in(str(told.get("brightness")), 0, FULL)
        if brightness is not None and "brightness" in self.values and becomes.get("on") is not False:
            becomes |= {"brightness": round(brightness / FULL * 100), "on": brightness > 0}
        if becomes.get("on") and "brightness" not in becomes and self.values.get("brightness") == 0:
            becomes["brightness"] = 100
        becomes |= self._colored(told) if "color" in self.values else {}
        return Wish(becomes, number_in(str(told.get("transition")), 0, LONGEST_FADE_S) or 0.0)

    def _colored(self, told: Mapping[str, Any]) -> dict[str, Value]:
        changed: dict[str, Value] = {}
        color = told.get("color")
        if isinstance(color, dict) and all(isinstance(color.get(c), int | float) for c in "rgb"):
            as_hex = to_hex([color[c] for c in "rgb"])
            changed |= {"color": as_hex} if as_hex else {}
        kelvin = number_in(str(told.get("color_temp")), 2200, 6500)
        return changed | ({"color_temperature": kelvin} if kelvin is not None else {})

    async def _fade(self, wish: Wish, cause: str) -> None:
        """Get there in small steps. A light that fades to off remembers how bright it was."""
        was = self.number("brightness")
        begin = was if self.values["on"] else 0.0
        goes_off = wish.becomes.get("on") is False
        told = wish.becomes.get("brightness", was)
        end = 0.0 if goes_off or not isinstance(told, int | float) else float(told)
        colored = {name: value for name, value in wish.becomes.items() if name not in ("on", "brightness")}
        self.become(cause, **colored)
        if begin == end == 0:
            await self.change(cause, **wish.becomes)
            return
        steps = max(1, min(FADE_STEPS, int(wish.fade_s / SHORTEST_STEP_S), round(abs(end - begin))))
        for step in range(1, steps + 1):
            await self.stage.clock.sleep(wish.fade_s / steps)
            level = round(begin + (end - begin) * step / steps)
            await self.change(cause, **({"on": True, "brightness": level} if level else {"on": False}))
        if goes_off:
            self.become(cause, on=False, brightness=was)
            await self.say_state()


class DimmableLamp(Lamp):
    """A light with brightness."""

    color_modes = ("brightness",)


class ColorLamp(Lamp):
    """A light with brightness, colour and colour temperature."""

    color_modes = ("rgb", "color_temp")
