"""The simulated car's lights and wipers: what follows darkness and rain, and what hangs on what."""

from devices.device import Value
from devices.simulators.car_parts import Became, Values, number
from devices.simulators.car_paths import (
    DAYLIGHT,
    FOG_LIGHTS,
    HIGH_BEAM,
    IGNITION,
    IS_WIPING,
    LIGHT_SWITCH,
    LOW_BEAM,
    RAIN,
    WIPER_MODE,
    WIPERS_BLOCKED,
)

DARK = 20.0
BRIGHT = 25.0
"""Percent of daylight below and above which it is dark, and is not; between them it stays as it was."""
AWAKE = ("ON", "START", "ACC")


class Lights:
    """Low beam by itself where the switch says AUTO, wipers by themselves where they say RAIN_SENSOR."""

    def __init__(self) -> None:
        self._dark = False

    def advance(self, values: Values, seconds: float) -> list[Became]:
        """Look at the sky."""
        daylight = number(values, DAYLIGHT)
        self._dark = daylight < DARK or (self._dark and daylight < BRIGHT)
        due: dict[str, Value] = {IS_WIPING: _wipes(values)}
        if values[LIGHT_SWITCH] == "AUTO":
            due[LOW_BEAM] = self._dark and values[IGNITION] in AWAKE
        if due.get(LOW_BEAM, values[LOW_BEAM]) is False:
            due |= {HIGH_BEAM: False} | dict.fromkeys(FOG_LIGHTS, False)
        return [Became(path, value, "sensor") for path, value in due.items() if values[path] is not value]


def is_dark(values: Values) -> bool:
    """Whether the car takes it to be dark outside."""
    return number(values, DAYLIGHT) < BRIGHT


def _wipes(values: Values) -> bool:
    if values[WIPERS_BLOCKED] is True or values[IGNITION] not in AWAKE:
        return False
    match values[WIPER_MODE]:
        case "OFF":
            return False
        case "RAIN_SENSOR":
            return number(values, RAIN) > 0
    return True


def lights_set(path: str, value: Value) -> dict[str, Value]:
    """What else becomes different when a light is switched."""
    if path == LIGHT_SWITCH and value in ("OFF", "POSITION", "DAYTIME_RUNNING_LIGHTS"):
        return {LOW_BEAM: False, HIGH_BEAM: False, **dict.fromkeys(FOG_LIGHTS, False)}
    if path == LIGHT_SWITCH and value == "BEAM":
        return {LOW_BEAM: True}
    if path == LOW_BEAM:
        return {LIGHT_SWITCH: "BEAM"} if value else lights_set(LIGHT_SWITCH, "OFF") | {LIGHT_SWITCH: "OFF"}
    if path == HIGH_BEAM and value:
        return {LOW_BEAM: True, LIGHT_SWITCH: "BEAM"}
    return {}
