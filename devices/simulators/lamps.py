"""Lights, plugs and fans."""

import json
from collections.abc import Mapping
from typing import Any

from devices.device import Value
from devices.discovery.colors import rgb_of_hex, to_hex
from devices.simulators.machine import Machine, Obey, number_in

FULL = 255


class Lamp(Machine):
    """A light of Home Assistant's JSON schema: `color_modes` says what it can do beside on and off."""

    color_modes: tuple[str, ...] = ("onoff",)

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        values: dict[str, Value] = {"on": bool(options.get("on", False))}
        if self.color_modes != ("onoff",):
            values["brightness"] = options.get("brightness", 80)
        if "rgb" in self.color_modes:
            values |= {"color": "#ffd7a0", "color_temperature": 2700}
        return values

    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = {"state": "ON" if self.values["on"] else "OFF", "color_mode": self.color_modes[-1]}
        if "brightness" in self.values:
            told["brightness"] = round(self.number("brightness") / 100 * FULL)
        if "color" in self.values:
            told["color"] = dict(zip("rgb", rgb_of_hex(str(self.values["color"])), strict=True))
            told["color_temp"] = self.values["color_temperature"]
        return told

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
        return {"main": main}

    def obeys(self) -> Mapping[str, Obey]:
        return {"set": self._set}

    async def _set(self, payload: str, cause: str) -> None:
        try:
            wish = json.loads(payload)
        except (ValueError, RecursionError):
            return
        if not isinstance(wish, dict):
            return
        changed: dict[str, Value] = {}
        if wish.get("state") in ("ON", "OFF"):
            changed["on"] = wish["state"] == "ON"
        brightness = number_in(str(wish.get("brightness")), 0, FULL)
        if brightness is not None and "brightness" in self.values:
            changed |= {"brightness": round(brightness / FULL * 100), "on": brightness > 0}
        changed |= self._colored(wish) if "color" in self.values else {}
        await self.change(cause, **changed)

    def _colored(self, wish: Mapping[str, Any]) -> dict[str, Value]:
        changed: dict[str, Value] = {}
        color = wish.get("color")
        if isinstance(color, dict) and all(isinstance(color.get(c), int | float) for c in "rgb"):
            as_hex = to_hex([color[c] for c in "rgb"])
            changed |= {"color": as_hex} if as_hex else {}
        kelvin = number_in(str(wish.get("color_temp")), 2200, 6500)
        return changed | ({"color_temperature": kelvin} if kelvin is not None else {})


class DimmableLamp(Lamp):
    """A light with brightness."""

    color_modes = ("brightness",)


class ColorLamp(Lamp):
    """A light with brightness, colour and colour temperature."""

    color_modes = ("rgb", "color_temp")


class Plug(Machine):
    """A socket that is switched, and tells what it draws."""

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        return {"on": bool(options.get("on", False)), "power": 0}

    def told(self) -> dict[str, Any]:
        return {"state": "ON" if self.values["on"] else "OFF", "power": self.values["power"]}

    def components(self) -> dict[str, dict[str, Any]]:
        return {
            "main": {
                "p": "switch",
                "stat_t": self.state_topic,
                "val_tpl": "{{ value_json.state }}",
                "cmd_t": self.command("set"),
                "dev_cla": "outlet",
            },
            "power": {
                "p": "sensor",
                "stat_t": self.state_topic,
                "val_tpl": "{{ value_json.power }}",
                "dev_cla": "power",
                "unit_of_meas": "W",
                "stat_cla": "measurement",
            },
        }

    def obeys(self) -> Mapping[str, Obey]:
        return {"set": self._set}

    async def _set(self, payload: str, cause: str) -> None:
        if payload in ("ON", "OFF"):
            is_on = payload == "ON"
            await self.change(cause, on=is_on, power=self.spec.options.get("watts", 60) if is_on else 0)


class Fan(Machine):
    """A fan with speed and swing."""

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        return {"on": False, "speed": 50, "oscillating": False}

    def told(self) -> dict[str, Any]:
        return {
            "state": "ON" if self.values["on"] else "OFF",
            "percentage": self.values["speed"] if self.values["on"] else 0,
            "oscillation": "on" if self.values["oscillating"] else "off",
        }

    def components(self) -> dict[str, dict[str, Any]]:
        return {
            "main": {
                "p": "fan",
                "stat_t": self.state_topic,
                "stat_val_tpl": "{{ value_json.state }}",
                "cmd_t": self.command("set"),
                "pct_stat_t": self.state_topic,
                "pct_val_tpl": "{{ value_json.percentage }}",
                "pct_cmd_t": self.command("speed/set"),
                "osc_stat_t": self.state_topic,
                "osc_val_tpl": "{{ value_json.oscillation }}",
                "osc_cmd_t": self.command("oscillation/set"),
                "pl_osc_on": "on",
                "pl_osc_off": "off",
            }
        }

    def obeys(self) -> Mapping[str, Obey]:
        return {"set": self._set, "speed/set": self._set_speed, "oscillation/set": self._set_oscillation}

    async def _set(self, payload: str, cause: str) -> None:
        if payload in ("ON", "OFF"):
            await self.change(cause, on=payload == "ON")

    async def _set_speed(self, payload: str, cause: str) -> None:
        speed = number_in(payload, 0, 100)
        if speed == 0:
            await self.change(cause, on=False)
        elif speed is not None:
            await self.change(cause, on=True, speed=speed)

    async def _set_oscillation(self, payload: str, cause: str) -> None:
        if payload in ("on", "off"):
            await self.change(cause, oscillating=payload == "on")
