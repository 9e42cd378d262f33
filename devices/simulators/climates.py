"""Air conditioners, thermostats and humidifiers; the air follows slowly."""

from collections.abc import Mapping
from typing import Any

from devices.device import Value
from devices.simulators.machine import Machine, Obey, number_in

STEP_S = 20.0
"""Simulated seconds in which the air changes by a tenth of a degree."""


class AirConditioner(Machine):
    """Cools and heats, and blows."""

    modes: tuple[str, ...] = ("off", "cool", "heat", "dry", "fan_only", "auto")
    fan_modes: tuple[str, ...] = ("auto", "low", "medium", "high")
    limits = (16, 30)

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        values: dict[str, Value] = {
            "mode": options.get("mode", "off"),
            "target_temperature": options.get("target", 24),
            "temperature": options.get("temperature", 26.0),
        }
        return values | ({"fan_mode": "auto"} if self.fan_modes else {})

    def told(self) -> dict[str, Any]:
        return {**self.values, "action": self.action}

    @property
    def action(self) -> str:
        """What it does right now."""
        mode, gap = self.values["mode"], self.number("target_temperature") - self.number("temperature")
        if mode == "off":
            return "off"
        if mode in ("heat", "auto") and gap > 0.2:
            return "heating"
        if mode in ("cool", "auto") and gap < -0.2:
            return "cooling"
        return {"dry": "drying", "fan_only": "fan"}.get(str(mode), "idle")

    def components(self) -> dict[str, dict[str, Any]]:
        main: dict[str, Any] = {
            "p": "climate",
            "modes": list(self.modes),
            "mode_stat_t": self.state_topic,
            "mode_stat_tpl": "{{ value_json.mode }}",
            "mode_cmd_t": self.command("mode/set"),
            "temp_stat_t": self.state_topic,
            "temp_stat_tpl": "{{ value_json.target_temperature }}",
            "temp_cmd_t": self.command("target/set"),
            "curr_temp_t": self.state_topic,
            "curr_temp_tpl": "{{ value_json.temperature }}",
            "act_t": self.state_topic,
            "act_tpl": "{{ value_json.action }}",
            "min_temp": self.limits[0],
            "max_temp": self.limits[1],
            "temp_step": 0.5,
            "temp_unit": "C",
        }
        if self.fan_modes:
            main |= {
                "fan_modes": list(self.fan_modes),
                "fan_mode_stat_t": self.state_topic,
                "fan_mode_stat_tpl": "{{ value_json.fan_mode }}",
                "fan_mode_cmd_t": self.command("fan/set"),
            }
        return {"main": main}

    def obeys(self) -> Mapping[str, Obey]:
        return {"mode/set": self._set_mode, "target/set": self._set_target, "fan/set": self._set_fan}

    async def _set_mode(self, payload: str, cause: str) -> None:
        if payload in self.modes:
            await self.change(cause, mode=payload)

    async def _set_target(self, payload: str, cause: str) -> None:
        target = number_in(payload, *self.limits)
        if target is not None:
            await self.change(cause, target_temperature=target)

    async def _set_fan(self, payload: str, cause: str) -> None:
        if payload in self.fan_modes:
            await self.change(cause, fan_mode=payload)

    async def live(self) -> None:
        while True:
            await self.stage.clock.sleep(STEP_S)
            step = {"heating": 0.1, "cooling": -0.1}.get(self.action, 0.0)
            if step:
                await self.change("the air", temperature=round(self.number("temperature") + step, 1))


class Thermostat(AirConditioner):
    """Heats only."""

    modes = ("off", "heat")
    fan_modes = ()
    limits = (7, 30)

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        return super().at_first({"mode": "heat", "target": 20, "temperature": 19.5, **options})


class Humidifier(Machine):
    """Moistens the air."""

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        return {"on": False, "target_humidity": 50, "humidity": options.get("humidity", 41)}

    def told(self) -> dict[str, Any]:
        return {
            "state": "ON" if self.values["on"] else "OFF",
            "target": self.values["target_humidity"],
            "humidity": self.values["humidity"],
        }

    def components(self) -> dict[str, dict[str, Any]]:
        return {
            "main": {
                "p": "humidifier",
                "stat_t": self.state_topic,
                "stat_val_tpl": "{{ value_json.state }}",
                "cmd_t": self.command("set"),
                "hum_stat_t": self.state_topic,
                "hum_state_tpl": "{{ value_json.target }}",
                "hum_cmd_t": self.command("target/set"),
                "curr_hum_t": self.state_topic,
                "curr_hum_tpl": "{{ value_json.humidity }}",
                "min_hum": 30,
                "max_hum": 70,
            }
        }

    def obeys(self) -> Mapping[str, Obey]:
        return {"set": self._set, "target/set": self._set_target}

    async def _set(self, payload: str, cause: str) -> None:
        if payload in ("ON", "OFF"):
            await self.change(cause, on=payload == "ON")

    async def _set_target(self, payload: str, cause: str) -> None:
        target = number_in(payload, 30, 70)
        if target is not None:
            await self.change(cause, target_humidity=target)

    async def live(self) -> None:
        while True:
            await self.stage.clock.sleep(STEP_S)
            if self.values["on"] and self.number("humidity") < self.number("target_humidity"):
                await self.change("the air", humidity=self.number("humidity") + 1)
