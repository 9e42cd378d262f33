"""Heating and cooling: what is to be reached, in which mode."""

import re
from typing import Annotated

from assistant.tools import Choice, Targets, Things, ToolContext, ToolResult, tool
from devices.device import Capability
from devices.rules.temperatures import FROST_LIMIT_C, ROOM_LIMIT_C, SCALDING_C
from skills.acting import Wish, carry_out, nothing_changed, set_and_start
from skills.car import says_backwards
from skills.car import set_temperature as set_in_car
from skills.car import step_temperature as step_in_car
from skills.choices import DEGREES, PERCENT
from skills.in_car import car_of
from skills.present import change, is_off, number_now
from skills.surface import Services

STEP = {"°C": 1.0, "°F": 2.0}
"""Degrees that "warmer" means, in the unit of the device."""

KINDS = ("climate", "water_heater")
_SCALE = re.compile(r"fahrenheit|celsius|centigrade|°\s*[cf]\b|\d\s*[cf]\b|华氏|摄氏", re.IGNORECASE)
_TURNS_ON = re.compile(
    r"\b(?:turn|switch|put)\b[^,.;]* on\b[^,.;]*\d|\bon (?:at|to) \d"
    r"|(?:打开|开启|开)(?:到|成|上|个|在|制冷|制热|冷气|暖气|暖风)?[零一二两三四五六七八九十\d]+(?:点.)?度",
    re.IGNORECASE,
)
"""Says that it shall run, not only what it aims for: 冷气开二十四度."""
_NO_CELSIUS = 45.0
"""Above this nobody heats a room in °C: it is in °F already."""

Adjustable = Annotated[Things, Targets("target_temperature", KINDS, default="here")]

MODE = Choice(
    {
        "heat": {"en": ("heating", "heat"), "zh": ("制热", "加热", "暖气", "制暖")},
        "cool": {"en": ("cooling", "cool"), "zh": ("制冷", "冷气")},
        "heat_cool": {"en": ("heat and cool", "heat cool"), "zh": ("冷暖", "自动冷暖")},
        "auto": {"en": ("auto", "automatic"), "zh": ("自动",)},
        "dry": {"en": ("dry", "drying", "dehumidify"), "zh": ("除湿", "干燥", "抽湿")},
        "fan_only": {"en": ("fan only", "fan mode", "ventilation"), "zh": ("送风", "通风", "吹风")},
        "off": {"en": ("off",), "zh": ("关闭",)},
    }
)


class Climate:
    """Thermostats, air conditioners, water heaters and humidifiers."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "set {things} to {degrees}",
                "set [the] temperature {things} to {degrees}",
                "set temp {things} {degrees}",
                "temperature {things} {degrees}",
                "{things} to {degrees}",
                "{things} {degrees}",
                "heat {things} to {degrees}",
                "{things} (heated|warmed|cooled) to {degrees}",
                "cool {things} to {degrees}",
                "warm {things} to {degrees}",
                "increase [the] temperature {things} to {degrees}",
                "decrease [the] temperature {things} to {degrees}",
                "increase {things} to {degrees}",
                "decrease {things} to {degrees}",
                "preheat {things} to {degrees}",
                "start {things} {degrees}",
                "warm up {things} to {degrees}",
                "heat up {things} to {degrees}",
                "turn on {things} {degrees}",
                "turn {things} {degrees}",
                "i would like it [at|to be] {degrees} [in] {things}",
                "i want it [at|to be] {degrees} [in] {things}",
                "make it {degrees} [in] {things}",
            ],
            "zh": [
                "{things}调到{degrees}",
                "{things}开到{degrees}",
                "{things}温度调到{degrees}",
                "调到{things}温度{degrees}",
                "打开{things}{degrees}",
                "{things}{degrees}",
                "{things}预热到{degrees}",
                "预热{things}到{degrees}",
                "预热{things}{degrees}",
            ],
        }
    )
    async def set_temperature(
        self, ctx: ToolContext, things: Adjustable, degrees: Annotated[float, DEGREES]
    ) -> ToolResult:
        """Set the temperature that heaters and air conditioners are to reach, in the degrees the device shows.

        "All the way up" and "as low as possible" are as far as the device goes and rooms are meant to.
        """
        car = car_of(ctx, self._home, things)
        if car:
            return await set_in_car(self._home, ctx, (car,), degrees)
        if degrees not in (DEGREES.low, DEGREES.high):
            wishes = [Wish(t, "target_temperature", self._counted(ctx, t, degrees)) for t in things]
            resting = [t for t in things if is_off(self._home, t)] if _TURNS_ON.search(ctx.utterance.text) else []
            return await carry_out(self._home, ctx, [*(Wish(t, "on", True) for t in resting), *wishes])
        limits = {thing: self._limit(thing, degrees == DEGREES.high) for thing in things}
        unknown = [thing for thing, limit in limits.items() if limit is None]
        if unknown:
            return nothing_changed("takes_no_level", self._home, ctx, unknown)
        return await carry_out(self._home, ctx, [Wish(t, "target_temperature", limit) for t, limit in limits.items()])

    @tool(
        phrases={
            "en": [
                "make {things} warmer [by {by}]",
                "warmer {things}",
                "{by} warmer {things}",
                "warm up {things} [by {by}]",
                "heat up {things} [by {by}]",
                "increase [the] temperature {things} [by {by}]",
                "increase [the] heat {things}",
                "increase {things} [by {by}]",
                "{things} up [by] {by}",
                "it is [too] cold {things}",
                "i am [too] cold {things}",
                "i am freezing {things}",
            ],
            "zh": [
                "{things}暖和一点",
                "{things}调高{by}",
                "{things}调高",
                "{things}(高|升|加|升高|提高|再高|再升|热|上调|调升|往上调){by}",
                "{things}温度(高|升|加|再高|再升|上调|调升|往上调){by}",
                "{things}温度调高",
                "{things}温度调高{by}",
                "调高{things}温度",
                "{things}太冷",
                "{things}好冷",
                "冷死",
            ],
        }
    )
    async def warmer(
        self, ctx: ToolContext, things: Adjustable, by: Annotated[float | None, DEGREES] = None
    ) -> ToolResult:
        """Raise the temperature that is to be reached, by so many degrees or a step."""
        return await self._by(ctx, things, by, 1)

    @tool(
        phrases={
            "en": [
                "make {things} cooler [by {by}]",
                "cooler {things}",
                "{by} cooler {things}",
                "cool down {things} [by {by}]",
                "decrease [the] temperature {things} [by {by}]",
                "decrease [the] heat {things}",
                "decrease {things} [by {by}]",
                "{things} down [by] {by}",
                "it is [too] (hot|warm) {things}",
                "i am [too] (hot|warm) {things}",
            ],
            "zh": [
                "{things}凉快一点",
                "{things}调低{by}",
                "{things}调低",
                "{things}(低|降|减|降低|再低|再降|冷|下调|调降|往下调){by}",
                "{things}温度(低|降|减|再低|再降|下调|调降|往下调){by}",
                "{things}温度调低",
                "{things}温度调低{by}",
                "调低{things}温度",
                "{things}太热",
                "{things}好热",
                "热死",
            ],
        }
    )
    async def cooler(
        self, ctx: ToolContext, things: Adjustable, by: Annotated[float | None, DEGREES] = None
    ) -> ToolResult:
        """Lower the temperature that is to be reached, by so many degrees or a step."""
        return await self._by(ctx, things, by, -1)

    @tool(
        phrases={
            "en": [
                "set {things} to {mode} [mode]",
                "{things} {mode} mode",
                "turn on {mode} [mode] {things}",
                "start {mode} {things}",
                "give {things} {mode} [mode]",
            ],
            "zh": [
                "{things}调到{mode}",
                "{things}调到{mode}模式",
                "{things}{mode}模式",
                "打开{things}{mode}",
                "{things}开始{mode}",
                "{things}(转|转成|转为|切到|切成|切换到|切换成){mode}[模式]",
                "{things}{mode}",
                "{things}[调到|转|转成|转为|切到|切成]{mode}[模式]{degrees}",
                "{things}[调到|开到]{degrees}{mode}",
            ],
        }
    )
    async def set_climate_mode(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("mode", ("climate",), default="here")],
        mode: Annotated[str, MODE],
        degrees: Annotated[float | None, DEGREES] = None,
    ) -> ToolResult:
        """Set the mode of air conditioners and thermostats: heating, cooling, drying, fan or off.

        With degrees also the temperature to be reached; where the mode is refused, the temperature stays as well.
        """
        modes = [Wish(thing, "mode", mode) for thing in things]
        if degrees is None:
            return await carry_out(self._home, ctx, modes)
        reached = [Wish(t, "target_temperature", self._counted(ctx, t, degrees)) for t in things]
        return await set_and_start(self._home, ctx, modes, reached)

    @tool(
        phrases={
            "en": [
                "set [the] humidity {things} to {percent}",
                "set {things} to {percent}",
                "{things} {percent}",
                "set [the] target humidity {things} to {percent}",
                "set {things} target humidity to {percent}",
            ],
            "zh": [
                "{things}{percent}",
                "{things}[目标]湿度(调到|开到){percent}",
                "{things}[目标]湿度{percent}",
                "{things}调到{percent}湿度",
                "{things}调到{percent}",
            ],
        }
    )
    async def set_humidity(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("target_humidity", default="here")],
        percent: Annotated[float, PERCENT],
    ) -> ToolResult:
        """Set the humidity that humidifiers are to reach, in percent."""
        return await carry_out(self._home, ctx, [Wish(thing, "target_humidity", percent) for thing in things])

    async def _by(self, ctx: ToolContext, things: Things, by: float | None, sign: int) -> ToolResult:
        if says_backwards(ctx.utterance.text):
            return nothing_changed("step_unclear", self._home, ctx)
        car = car_of(ctx, self._home, things)
        if car:
            return await step_in_car(self._home, ctx, (car,), sign * abs(by or 1.0))

        def stepped(thing: str, present: float) -> float:
            return present + sign * abs(by if by is not None else STEP.get(self._unit(thing), 1.0))

        def now(thing: str) -> float | None:
            return number_now(self._home, thing, "target_temperature")

        return await change(self._home, ctx, things, "target_temperature", step=stepped, start=now)

    def _counted(self, ctx: ToolContext, thing: str, degrees: float) -> float:
        """Degrees as the device counts: a scale that was named comes in °C, a bare number is the device's own."""
        if self._unit(thing) != "°F" or degrees > _NO_CELSIUS or not _SCALE.search(ctx.utterance.text):
            return degrees
        return round(in_unit(degrees, "°F"))

    def _limit(self, thing: str, highest: bool) -> float | None:
        """The warmest or coolest the device takes, within what a room is heated to without a question."""
        capability = self._target(thing)
        if capability is None:
            return None
        limit = capability.high if highest else capability.low
        if limit is None:
            return None
        if self._home.devices[thing].kind != "climate":
            return min(limit, in_unit(SCALDING_C, capability.unit)) if highest else limit
        sane = in_unit(ROOM_LIMIT_C if highest else FROST_LIMIT_C, capability.unit)
        return min(limit, sane) if highest else max(limit, sane)

    def _target(self, thing: str) -> Capability | None:
        device = self._home.devices.get(thing)
        return device.capabilities.get("target_temperature") if device else None

    def _unit(self, thing: str) -> str:
        capability = self._target(thing)
        return capability.unit if capability else ""


def in_unit(celsius: float, unit: str) -> float:
    """A temperature in °C as the device counts."""
    return celsius * 1.8 + 32 if unit == "°F" else celsius


def skill(services: Services) -> Climate:
    """The factory of this skill."""
    return Climate(services)
