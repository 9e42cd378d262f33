"""What a car says about its battery, as a route has to know it."""

from devices.home import Home
from devices.roads.battery import Battery

_BATTERY = "Vehicle.Powertrain.TractionBattery."
_CHARGES = (_BATTERY + "StateOfCharge.Displayed", _BATTERY + "StateOfCharge.Current")
_RANGE = _BATTERY + "Range"
USUAL_KWH = 60.0
"""Where the car does not tell its capacity; only the time of charging hangs on it."""
USUAL_KWH_100KM = 18.0


def battery_of(home: Home, car: str) -> Battery | None:
    """The battery as the car tells it: what it takes out follows from its range. None where it does not say."""
    charge = next((c for path in _CHARGES if (c := _number(home, car, path)) is not None), None)
    if charge is None:
        return None
    reach = _number(home, car, _RANGE)
    if reach is None or reach <= 0 or charge <= 0:
        return Battery(charge, USUAL_KWH, USUAL_KWH_100KM)
    return Battery(charge, USUAL_KWH, charge / 100 * USUAL_KWH / (reach / 100_000))


def _number(home: Home, car: str, path: str) -> float | None:
    fact = home.fact(car, path)
    value = fact.value if fact is not None else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
