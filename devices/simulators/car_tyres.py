"""The simulated car's tyres: air that is warm has more pressure."""

from devices.simulators.car_parts import Became, Values, number
from devices.simulators.car_paths import OUTSIDE, SPEED, TYRES

LOW_KPA = 200
WARMS_IN_S = 600.0
WARMER_PER_KMH = 0.2
ABSOLUTE_ZERO_C = -273.15


class Tyres:
    """Four tyres that follow the air outside, and get warm from driving."""

    def __init__(self) -> None:
        self._warmth: float | None = None
        self._filled: dict[str, float] = {}
        """Tyre → kPa for each kelvin: how much air is in it."""
        self._told: dict[str, float] = {}

    def advance(self, values: Values, seconds: float) -> list[Became]:
        """Take on the warmth of the air and the road."""
        aim = number(values, OUTSIDE) + WARMER_PER_KMH * number(values, SPEED)
        before = aim if self._warmth is None else self._warmth
        self._warmth = before + (aim - before) * min(1.0, seconds / WARMS_IN_S)
        became: list[Became] = []
        for tyre in TYRES:
            became += self._tell(tyre, values, before)
        return became

    def _tell(self, tyre: str, values: Values, before: float) -> list[Became]:
        assert self._warmth is not None
        path, low = f"{tyre}.Pressure", f"{tyre}.IsPressureLow"
        said = number(values, path)
        if self._told.get(tyre) != said:
            self._filled[tyre] = said / (before - ABSOLUTE_ZERO_C)
        pressure = round(self._filled[tyre] * (self._warmth - ABSOLUTE_ZERO_C))
        self._told[tyre] = pressure
        became = [Became(path, pressure, "tyres")] if pressure != said else []
        if values[low] is not (pressure < LOW_KPA):
            became.append(Became(low, pressure < LOW_KPA, "tyres"))
        return became
