"""The simulated car's battery: driving and warmth empty it, a cable fills it, slower and slower above 80 %."""

from collections.abc import Callable
from datetime import UTC, datetime

from devices.device import Value
from devices.simulators.car_parts import Became, Gauge, Values, number
from devices.simulators.car_paths import (
    BATTERY_WARMTH,
    CABLE,
    CHARGE,
    CHARGE_LIMIT,
    CHARGE_POWER,
    CHARGE_SWITCH,
    CONDITIONING,
    FLAP,
    IS_CHARGING,
    OUTSIDE,
    RANGE,
    SPEED,
    TIME_LEFT,
    TIMER_MODE,
    TIMER_TIME,
)

CAPACITY_KWH = 75.0
CHARGER_KW = 11.0
TAPERS_FROM = 80.0
"""Percent from which on the battery takes less and less."""
LEAST_SHARE = 0.2
"""Of the power, taken by a full battery."""
COLD_C = 5.0
COLD_SHARE = 0.5
KWH_100KM = 17.0
"""What it takes in town; the faster, the more."""
WARMS_IN_S = 7_200.0
CONDITIONS_IN_S = 1_200.0
CONDITIONED_C = 28.0
CONDITIONING_KW = 3.0


class Charging:
    """The battery and what fills it. `now`: the present moment of the simulation."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._charge = Gauge(CHARGE, 0.1)
        self._warmth = Gauge(BATTERY_WARMTH, 0.1)
        self._range = Gauge(RANGE, 100)
        self._left = Gauge(TIME_LEFT, 60)
        self.drawn_kw = 0.0
        """What other parts take out of it."""

    def advance(self, values: Values, seconds: float) -> list[Became]:
        """Fill or empty it for so long."""
        became = self._switch(values)
        values = dict(values) | {b.path: b.value for b in became}
        charging = values[IS_CHARGING] is True
        charge, warmth = self._charge.exact(values), self._warmth.exact(values)
        power = charging_kw(charge, warmth) if charging else 0.0
        charge += (power * seconds / 3600 - self._used_kwh(values, seconds)) / CAPACITY_KWH * 100
        charge = min(charge, max(number(values, CHARGE_LIMIT), self._charge.exact(values))) if charging else charge
        charge = min(100.0, max(0.0, charge))
        became += self._charge.become(charge, values, "charging" if charging else "driving")
        became += self._range.become(charge / 100 * CAPACITY_KWH / KWH_100KM * 100_000, values, "battery")
        left = seconds_to(charge, number(values, CHARGE_LIMIT), warmth) if charging else 0.0
        became += self._left.become(left, values, "charging")
        if number(values, CHARGE_POWER) != (told := round(power, 1)):
            became.append(Became(CHARGE_POWER, told, "charging"))
        return became + self._warm(values, seconds)

    def refusal(self, wish: Value, values: Values) -> str | None:
        """Why charging does not start."""
        if wish != "START":
            return None
        if values[CABLE] is not True:
            return "no_cable"
        return "charged" if number(values, CHARGE) >= number(values, CHARGE_LIMIT) else None

    def _switch(self, values: Values) -> list[Became]:
        """Start or end it: the cable, the switch, the limit and the timer have their say."""
        full = self._charge.exact(values) >= number(values, CHARGE_LIMIT)
        if values[CABLE] is not True or full:
            return self._end(values, full and values[CABLE] is True)
        wanted = values[CHARGE_SWITCH] == "START" or self._is_due(values)
        if wanted and values[IS_CHARGING] is not True:
            return [Became(CHARGE_SWITCH, "START", "charging"), Became(IS_CHARGING, True, "charging")]
        if not wanted and values[IS_CHARGING] is True:
            return [Became(IS_CHARGING, False, "charging")]
        return []

    def _end(self, values: Values, full: bool) -> list[Became]:
        became = [Became(IS_CHARGING, False, "charging")] if values[IS_CHARGING] is True else []
        if values[CHARGE_SWITCH] == "START":
            became.append(Became(CHARGE_SWITCH, "STOP", "charging"))
        if full and values[TIMER_MODE] != "INACTIVE" and self._is_due(values):
            became.append(Became(TIMER_MODE, "INACTIVE", "charging"))
        return became

    def _is_due(self, values: Values) -> bool:
        """Whether the timer says that it is time."""
        at = moment(values[TIMER_TIME])
        if at is None or values[TIMER_MODE] not in ("START_TIME", "END_TIME"):
            return False
        left = (at - self._now()).total_seconds()
        if values[TIMER_MODE] == "START_TIME":
            return left <= 0
        return left <= seconds_to(self._charge.exact(values), number(values, CHARGE_LIMIT), self._warmth.exact(values))

    def _used_kwh(self, values: Values, seconds: float) -> float:
        speed = abs(number(values, SPEED))
        kilometres = speed / 3600 * seconds
        conditioning = CONDITIONING_KW if self._conditions(values) else 0.0
        driving = kilometres * KWH_100KM / 100 * (1 + (speed / 160) ** 2)
        return driving + (self.drawn_kw + conditioning) * seconds / 3600

    def _conditions(self, values: Values) -> bool:
        return values[CONDITIONING] != "INACTIVE" and self._warmth.exact(values) < CONDITIONED_C - 0.5

    def _warm(self, values: Values, seconds: float) -> list[Became]:
        warmth = self._warmth.exact(values)
        if values[CONDITIONING] != "INACTIVE":
            warmth += (CONDITIONED_C - warmth) * min(1.0, seconds / CONDITIONS_IN_S)
        else:
            warmth += (number(values, OUTSIDE) - warmth) * min(1.0, seconds / WARMS_IN_S)
        return self._warmth.become(warmth, values, "battery")


def charging_kw(charge: float, warmth: float) -> float:
    """What the battery takes, in kW, at a charge in percent and a warmth in °C."""
    over = max(0.0, charge - TAPERS_FROM) / (100 - TAPERS_FROM)
    return CHARGER_KW * (1 - (1 - LEAST_SHARE) * over) * (COLD_SHARE if warmth < COLD_C else 1.0)


def seconds_to(charge: float, limit: float, warmth: float) -> float:
    """Seconds of charging from a charge to a limit, both in percent."""
    total, step = 0.0, 0.5
    while charge < limit:
        part = min(step, limit - charge)
        total += part / 100 * CAPACITY_KWH / charging_kw(charge + part / 2, warmth) * 3600
        charge += part
    return total


def moment(value: Value) -> datetime | None:
    """A time in ISO 8601 with its zone; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo is not None else None


def charging_set(path: str, value: Value, values: Values) -> dict[str, Value]:
    """What else becomes different when something about charging is set, or the cable is plugged in or out."""
    if path == CHARGE_SWITCH:
        return {IS_CHARGING: value == "START" and values[CABLE] is True}
    if path == CABLE and value is True:
        return {FLAP: True}
    return {}
