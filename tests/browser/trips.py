"""A trip of the simulated car, said at its display."""

from head_units import say
from playwright.sync_api import Page, expect
from road_server import DEVICE, RoadServer

from devices.roads.position import Position

CHARGE = "Vehicle.Powertrain.TractionBattery.StateOfCharge.Displayed"
LATITUDE, LONGITUDE = "Vehicle.CurrentLocation.Latitude", "Vehicle.CurrentLocation.Longitude"
DESTINATION = "Vehicle.Cabin.Infotainment.Navigation.DestinationSet."


def take_home(page: Page, car: RoadServer, *, in_mandarin: bool = False) -> None:
    """Say where to go, and wait until the display knows."""
    say(page, car, "带我回家" if in_mandarin else "take me home")
    expect(page.locator(".trip-key")).to_be_visible()


def be_at(car: RoadServer, at: Position) -> None:
    """The car is there."""
    car.control("press", **{LATITUDE: at.latitude, LONGITUDE: at.longitude})


def on_the_way(car: RoadServer, share: float) -> Position:
    """The position at that share, 0 to 1, of the way that was found."""
    assert car.mimosa.trips is not None
    planned = car.mimosa.trips.planned(DEVICE)
    assert planned is not None
    shape = planned.trip.route.shape
    return shape[int((len(shape) - 1) * share)]


def nowhere(car: RoadServer) -> None:
    """The car goes nowhere, as at its beginning."""
    car.control("press", **{f"{DESTINATION}Latitude": 0.0, f"{DESTINATION}Longitude": 0.0})
