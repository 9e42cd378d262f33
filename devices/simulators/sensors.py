"""Sensors: they tell what a control message says there is to sense."""

from collections.abc import Mapping
from typing import Any, ClassVar

from devices.device import Value
from devices.simulators.machine import Machine


class Sensor(Machine):
    """Measures numbers: capability → (unit, what it measures at first)."""

    measures: ClassVar[Mapping[str, tuple[str, float]]] = {}
    notices: ClassVar[tuple[str, ...]] = ()
    """What it notices, by device class."""

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        measured = {name: options.get(name, first) for name, (_, first) in self.measures.items()}
        return {**measured, **{name: bool(options.get(name, False)) for name in self.notices}, "battery": 92}

    def told(self) -> dict[str, Any]:
        return {n: ("ON" if v else "OFF") if isinstance(v, bool) else v for n, v in self.values.items()}

    def components(self) -> dict[str, dict[str, Any]]:
        made: dict[str, dict[str, Any]] = {name: self._field(name, "binary_sensor") for name in self.notices}
        for name, (unit, _) in self.measures.items():
            made[name] = self._field(name, "sensor") | {"unit_of_meas": unit, "stat_cla": "measurement"}
        made["battery"] = self._field("battery", "sensor") | {"unit_of_meas": "%", "ent_cat": "diagnostic"}
        return made

    def _field(self, name: str, platform: str) -> dict[str, Any]:
        template = f"{{{{ value_json.{name} }}}}"
        return {"p": platform, "stat_t": self.state_topic, "val_tpl": template, "dev_cla": name}

    async def sense(self, told: Mapping[str, Any], cause: str) -> None:
        """The world around it changed."""
        known = {n: v for n, v in told.items() if isinstance(v, type(self.values.get(n)) | int | float)}
        await self.change(cause, **{n: v for n, v in known.items() if n in self.values})


class AirSensor(Sensor):
    """Temperature and humidity."""

    measures: ClassVar[Mapping[str, tuple[str, float]]] = {"temperature": ("°C", 21.5), "humidity": ("%", 45)}


class MotionSensor(Sensor):
    """Somebody moves."""

    measures: ClassVar[Mapping[str, tuple[str, float]]] = {"illuminance": ("lx", 120)}
    notices = ("motion",)


class WindowSensor(Sensor):
    """A window is open."""

    notices = ("window",)


class SmokeSensor(Sensor):
    """There is smoke."""

    notices = ("smoke",)
