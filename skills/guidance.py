"""What a car is told of where it goes: the destination in VSS signals, the way and charging stops beside them."""

import json

from devices.home import Home
from devices.roads.polyline import encoded_within
from skills.acting import Wish
from skills.trips import DESTINATION, Planned

ROUTE = "Vehicle.X.Navigation.Route"
"""The way from where it was set to the destination as an encoded polyline; NONE: there is none."""
CHARGING = "Vehicle.X.Navigation.ChargingStops"
"""JSON: [[latitude, longitude, charge in percent to leave with], …]; NONE: none is needed."""
NONE = "-"
_MOST_CHARACTERS = 3_000


def guiding(home: Home, car: str, planned: Planned) -> list[Wish]:
    """The wishes with which a car is told its way, as far as it takes them."""
    at = planned.course.destination.at
    stops = [[round(s.charger.at.latitude, 5), round(s.charger.at.longitude, 5), round(s.leaves_with)]
             for s in planned.trip.charging]  # fmt: skip
    return _taken(
        home,
        car,
        {
            ROUTE: encoded_within(planned.trip.route.shape, _MOST_CHARACTERS),
            CHARGING: json.dumps(stops) if stops else NONE,
            f"{DESTINATION}Latitude": round(at.latitude, 6),
            f"{DESTINATION}Longitude": round(at.longitude, 6),
        },
    )


def cleared(home: Home, car: str) -> list[Wish]:
    """The wishes with which a car has no destination any more; none where it has none."""
    nowhere: dict[str, str | float] = {ROUTE: NONE, CHARGING: NONE}
    nowhere |= {f"{DESTINATION}Latitude": 0.0, f"{DESTINATION}Longitude": 0.0}
    wishes = _taken(home, car, nowhere)
    facts = [home.fact(car, wish.capability) for wish in wishes]
    return wishes if any(fact is not None and fact.value not in ("", NONE, 0.0, None) for fact in facts) else []


def _taken(home: Home, car: str, values: dict[str, str | float]) -> list[Wish]:
    device = home.devices.get(car)
    capabilities = device.capabilities if device is not None else {}
    return [
        Wish(car, path, value) for path, value in values.items() if path in capabilities and capabilities[path].writable
    ]
