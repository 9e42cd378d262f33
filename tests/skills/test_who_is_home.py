"""Who is at home where only trackers tell it, and whether the car goes as far as somebody wants to go."""

import pytest

from assistant.tools import ToolCall, ToolContext, call
from assistant.utterance import Language, Speaker, Utterance
from devices.command import Role
from devices.device import Shape
from skills.loading import load
from skills.surface import Services
from tests.skills.still_home import StillHome, device, tells

RANGE = "Vehicle.Powertrain.TractionBattery.Range"


async def _said(home: StillHome, tool: str, language: Language = "en", role: Role = "owner", **wish: object) -> str:
    context = ToolContext(Utterance("…", language, Speaker("ada", role)), "turn")
    return (await call(load(Services(home.seen)).toolbox, ToolCall(tool, wish), context)).say


def _family(kind: str = "device_tracker") -> StillHome:
    people = [device(f"{kind}.{n.lower()}", n, tells("location", Shape.TEXT)) for n in ("Anna", "Wei", "Lin")]
    home = StillHome({d.id: d for d in people})
    for person, where in zip(people, ("home", "home", "not_home"), strict=True):
        home.knows(person.id, "location", where)
    return home


async def test_trackers_tell_who_is_home_where_nobody_else_does() -> None:
    home = _family()
    assert await _said(home, "who_is_home") == "Anna and Wei are at home."
    assert await _said(home, "who_is_home", "zh") == "Anna和Wei在家。"
    assert await _said(home, "anyone_home") == "Yes, Anna and Wei are at home."
    assert "Anna" not in await _said(home, "who_is_home", role="guest")


async def test_a_tracker_beside_persons_is_no_further_person() -> None:
    home = _family("person")
    phone = device("device_tracker.phone", "Anna's Phone", tells("location", Shape.TEXT))
    home.devices = {**home.devices, phone.id: phone}
    home.knows(phone.id, "location", "home")
    assert await _said(home, "who_is_home") == "Anna and Wei are at home."


@pytest.mark.parametrize(
    ("number", "unit", "answer"),
    [(200, "km", "Yes, "), (400, "km", "No, "), (190, "mi", "Yes, "), (200, "mi", "No, ")],
)
async def test_whether_the_car_goes_that_far(number: float, unit: str, answer: str) -> None:
    car = device("car", "Car", tells(RANGE, Shape.NUMBER, unit="m"), zh="车")
    home = StillHome({car.id: car})
    home.knows(car.id, RANGE, 312_000)
    told = await _said(home, "car_reaches", things=(car.id,), number=number, unit=unit)
    assert told == f"{answer}the car has 312 kilometres of range left."
