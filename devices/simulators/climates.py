"""Air conditioners, thermostats and humidifiers; the air of the room follows slowly."""

from collections.abc import Mapping
from typing import Any

from devices.device import Value
from devices.simulators.air import Gains
from devices.simulators.machine import HAND, Machine, Obey, number_in

BEGINS_AT = 0.3
"""K from the target at which it begins to work."""
ENDS_AT = 0.1
"""K beyond the target at which it ends."""
FAN_SHARE: Mapping[str, float] = {"auto": 0.8, "low": 0.4, "medium": 0.7, "high": 1.0}
DRIES_G_H = -600.0
MOISTENS_G_H = 350.0


class AirConditioner(Machine):
    """Cools and heats, and blows. What it measures is `offset` K from the room, where it was at first."""

    modes: tuple[str, ...] = ("off", "cool", "heat", "dry", "fan_only", "auto")
    fan_modes: tuple[str, ...] = ("auto", "low", "medium", "high")
    limits = (16, 30)
    watts_per_m2 = 110.0

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        self._works = 0
        """1 heats, -1 cools, 0 rests."""
        self._offset: float | None = None
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
        mode = str(self.values["mode"])
        if self._works:
            return "heating" if self._works > 0 else "cooling"
        return {"off": "off", "dry": "drying", "fan_only": "fan"}.get(mode, "idle")

    def gives(self) -> Gains:
        share = FAN_SHARE.get(str(self.values.get("fan_mode")), 1.0)
        heat = self._works * self.watts_per_m2 * self.air.area * share
        return Gains(heat_w=heat, vapour_g_h=DRIES_G_H if self.action in ("drying", "cooling") else 0.0)

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

    async def press(self, to: Value, cause: str = HAND) -> bool:
        """Its knob: a temperature; its button: off, or the first mode."""
        if isinstance(to, bool) or to is None:
            on = to if to is not None else self.values["mode"] == "off"
            await self._become(cause, mode=self.modes[1] if on else "off")
            return True
        if isinstance(to, int | float) and self.limits[0] <= to <= self.limits[1]:
            await self._become(cause, target_temperature=to)
            return True
        return False

    async def _set_mode(self, payload: str, cause: str) -> None:
        if payload in self.modes:
            await self._become(cause, mode=payload)

    async def _set_target(self, payload: str, cause: str) -> None:
        target = number_in(payload, *self.limits)
        if target is not None:
            await self._become(cause, target_temperature=target)

    async def _set_fan(self, payload: str, cause: str) -> None:
        if payload in self.fan_modes:
            await self.change(cause, fan_mode=payload)

    async def _become(self, cause: str, **values: Value) -> None:
        self.become(cause, **values)
        self._decide()
        await self.say_state()

    def _decide(self) -> bool:
        """Begin or end to work, with hysteresis; whether that is new."""
        before, mode = self._works, self.values["mode"]
        gap = self.number("target_temperature") - self.number("temperature")
        if mode in ("heat", "auto") and gap > (-ENDS_AT if before > 0 else BEGINS_AT):
            self._works = 1
        elif mode in ("cool", "auto") and -gap > (-ENDS_AT if before < 0 else BEGINS_AT):
            self._works = -1
        else:
            self._works = 0
        return self._works != before

    async def live(self, seconds: float) -> None:
        if self._offset is None:
            self._offset = self.number("temperature") - self.air.temperature
        measured = round(self.air.temperature + self._offset, 1)
        changed = self.become("the air", temperature=measured)
        if self._decide() or changed:
            await self.say_state()


class Thermostat(AirConditioner):
    """Heats only. Jammed, its valve stays as it is."""

    modes = ("off", "heat")
    fan_modes = ()
    limits = (7, 30)
    watts_per_m2 = 45.0

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

    def gives(self) -> Gains:
        works = self.values["on"] and self.number("humidity") < self.number("target_humidity")
        return Gains(vapour_g_h=MOISTENS_G_H if works else 0.0)

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

    async def press(self, to: Value, cause: str = HAND) -> bool:
        """Its button."""
        on = not self.values["on"] if to is None else to
        if not isinstance(on, bool):
            return False
        await self.change(cause, on=on)
        return True

    async def _set(self, payload: str, cause: str) -> None:
        if payload in ("ON", "OFF"):
            await self.change(cause, on=payload == "ON")

    async def _set_target(self, payload: str, cause: str) -> None:
        target = number_in(payload, 30, 70)
        if target is not None:
            await self.change(cause, target_humidity=target)

    async def live(self, seconds: float) -> None:
        if self.become("the air", humidity=round(self.air.humidity)):
            await self.say_state()
