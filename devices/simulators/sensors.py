"""Sensors: they tell what there is to sense in their room, or what a control message says there is."""

from collections.abc import Mapping
from typing import Any, ClassVar

from devices.device import Value
from devices.simulators.machine import HAND, Machine
from devices.simulators.sensing import YES_OR_NO, Sense

STILL_S = 60.0
"""Simulated seconds without a movement after which a motion sensor says that nobody moves."""


class Sensor(Machine):
    """Measures numbers: capability → (unit, what it measures at first). Option: further `measures` by name."""

    measures: ClassVar[Mapping[str, tuple[str, float]]] = {}
    notices: ClassVar[tuple[str, ...]] = ()
    """What it notices, by device class."""
    limits: ClassVar[Mapping[str, tuple[float, float]]] = {
        "temperature": (-60, 85),
        "humidity": (0, 100),
        "illuminance": (0, 100_000),
        "carbon_dioxide": (0, 10_000),
        "battery": (0, 100),
    }

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        self._pinned: set[str] = set()
        """What a control message made it sense; the room does not change that."""
        measured = {name: options.get(name, first) for name, (_, first) in self.measures.items() if self._has(name)}
        return {**measured, **{name: bool(options.get(name, False)) for name in self.notices}, "battery": 92}

    def _has(self, name: str) -> bool:
        return name != "carbon_dioxide" or name in self.spec.options

    def told(self) -> dict[str, Any]:
        return {n: ("ON" if v else "OFF") if isinstance(v, bool) else v for n, v in self.values.items()}

    def components(self) -> dict[str, dict[str, Any]]:
        made: dict[str, dict[str, Any]] = {name: self._field(name, "binary_sensor") for name in self.notices}
        for name, (unit, _) in self.measures.items():
            if self._has(name):
                made[name] = self._field(name, "sensor") | {"unit_of_meas": unit, "stat_cla": "measurement"}
        made["battery"] = self._field("battery", "sensor") | {"unit_of_meas": "%", "ent_cat": "diagnostic"}
        return made

    def _field(self, name: str, platform: str) -> dict[str, Any]:
        template = f"{{{{ value_json.{name} }}}}"
        return {"p": platform, "stat_t": self.state_topic, "val_tpl": template, "dev_cla": name}

    def senses(self) -> Mapping[str, Sense]:
        numbers = {n: Sense(*self.limits[n]) for n, v in self.values.items() if not isinstance(v, bool)}
        return {**numbers, **dict.fromkeys(self.notices, YES_OR_NO)}

    async def feel(self, felt: Mapping[str, Value], cause: str) -> None:
        self._pinned |= felt.keys()
        await self.change(cause, **felt)

    async def forget_senses(self) -> None:
        self._pinned.clear()

    async def notice(self, cause: str, **noticed: Value) -> None:
        """The room is like this now; said only where it is new, and where nothing else was made it sense."""
        if self.become(cause, **{n: v for n, v in noticed.items() if n in self.values and n not in self._pinned}):
            await self.say_state()


class AirSensor(Sensor):
    """Temperature and humidity, and carbon dioxide where the option says how much at first."""

    measures: ClassVar[Mapping[str, tuple[str, float]]] = {
        "temperature": ("°C", 21.5),
        "humidity": ("%", 45),
        "carbon_dioxide": ("ppm", 550),
    }

    async def live(self, seconds: float) -> None:
        felt: dict[str, Value] = {"temperature": round(self.air.temperature, 1), "humidity": round(self.air.humidity)}
        co2 = round(self.air.co2, -1)
        if "carbon_dioxide" in self.values and abs(co2 - self.number("carbon_dioxide")) >= 30:
            felt["carbon_dioxide"] = co2
        await self.notice("the air", **felt)


class MotionSensor(Sensor):
    """Somebody moves."""

    measures: ClassVar[Mapping[str, tuple[str, float]]] = {"illuminance": ("lx", 120)}
    notices = ("motion",)

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        self._still_for = 0.0
        return super().at_first(options)

    async def see(self, who: str) -> None:
        """A person moves in front of it."""
        self._still_for = 0.0
        await self.notice(who, motion=True)

    async def live(self, seconds: float) -> None:
        self._still_for += seconds
        if self.values["motion"] and self._still_for >= STILL_S:
            await self.notice("nobody moves", motion=False)


class WindowSensor(Sensor):
    """A window is open; the room feels it."""

    notices = ("window",)

    def become(self, cause: str, **values: Value) -> bool:
        was_open = bool(self.values["window"])
        changed = super().become(cause, **values)
        self.air.windows_open += int(bool(self.values["window"])) - int(was_open)
        return changed

    async def press(self, to: Value, cause: str = HAND) -> bool:
        """A person opens or closes the window."""
        is_open = not self.values["window"] if to is None else to
        if not isinstance(is_open, bool):
            return False
        await self.change(cause, window=is_open)
        return True


class SmokeSensor(Sensor):
    """There is smoke."""

    notices = ("smoke",)
