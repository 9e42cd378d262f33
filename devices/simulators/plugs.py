"""Sockets and fans."""

from collections.abc import Mapping
from typing import Any

from devices.device import Value
from devices.simulators.air import Gains
from devices.simulators.machine import HAND, Machine, Obey, number_in


class Plug(Machine):
    """A socket that is switched, and tells what it draws. Option: `watts` of what hangs on it."""

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        return {"on": bool(options.get("on", False)), "power": 0}

    def told(self) -> dict[str, Any]:
        return {"state": "ON" if self.values["on"] else "OFF", "power": self.values["power"]}

    def gives(self) -> Gains:
        return Gains(heat_w=self.number("power"))

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

    async def press(self, to: Value, cause: str = HAND) -> bool:
        """The button at the socket."""
        on = not self.values["on"] if to is None else to
        if not isinstance(on, bool):
            return False
        await self._switch(on, cause)
        return True

    async def _set(self, payload: str, cause: str) -> None:
        if payload in ("ON", "OFF"):
            await self._switch(payload == "ON", cause)

    async def _switch(self, on: bool, cause: str) -> None:
        await self.change(cause, on=on, power=self.spec.options.get("watts", 60) if on else 0)


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

    async def press(self, to: Value, cause: str = HAND) -> bool:
        """Its pull cord."""
        on = not self.values["on"] if to is None else to
        if not isinstance(on, bool):
            return False
        await self.change(cause, on=on)
        return True

    async def jam(self, what: str, payload: str, cause: str) -> None:
        """Its blades are held: it gets half as fast as it should."""
        speed = number_in(payload, 1, 100) if what == "speed/set" else None
        if speed is None:
            await self.say_state()
        else:
            await self.change(cause, on=True, speed=max(1, round(speed / 2)))

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
