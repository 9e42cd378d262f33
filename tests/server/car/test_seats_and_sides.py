"""Who sits where decides which window and whose warmth is meant; also where the driver sits on the right."""

import pytest

WINDOW = "Vehicle.Cabin.Door.{}.Window.Position"
WARMTH = "Vehicle.Cabin.Seat.{}.HeatingCooling"
ZONE = "Vehicle.Cabin.HVAC.Station.{}.Temperature"
DRIVERS, PASSENGERS = "Row1.DriverSide", "Row1.PassengerSide"


async def driver_sits(road, side: str) -> None:
    await road.control("sense", **{"Vehicle.Cabin.DriverPosition": side})
    await road.until(lambda: road.home.fact(road.desk.car, "Vehicle.Cabin.DriverPosition").value == side)


async def moved(road, text: str, seat: str) -> list[str]:
    """Paths of what the car itself did after this sentence from that seat."""
    before = len(road.truth)
    answer = (await road.say(text, seat=seat, language="zh" if text[0] > "\u2000" else "en")).json()
    assert answer["outcome"] == "done", answer
    changed = [line["capability"] for line in road.truth[before:] if "capability" in line]
    return sorted({path for path in changed if path.endswith((".Position", ".HeatingCooling", ".Temperature"))})


@pytest.mark.parametrize(
    ("side", "said", "seat", "place"),
    [
        ("LEFT", "open my window", "driver", DRIVERS),
        ("RIGHT", "open my window", "driver", DRIVERS),
        ("RIGHT", "打开我的车窗", "driver", DRIVERS),
        ("LEFT", "open the left window", "driver", DRIVERS),
        ("RIGHT", "open the left window", "driver", PASSENGERS),
        ("RIGHT", "打开右边的车窗", "passenger", DRIVERS),
        ("LEFT", "open the rear left window", "driver", "Row2.DriverSide"),
        ("RIGHT", "open the rear left window", "driver", "Row2.PassengerSide"),
        ("LEFT", "open the window behind me", "driver", "Row2.DriverSide"),
        ("RIGHT", "open the window behind me", "driver", "Row2.DriverSide"),
        ("RIGHT", "open the window behind the driver", "driver", "Row2.DriverSide"),
        ("LEFT", "open the window behind the passenger", "driver", "Row2.PassengerSide"),
        ("RIGHT", "打开我后面的车窗", "driver", "Row2.DriverSide"),
    ],
)
async def test_my_window_and_the_sides_of_the_car(road, side, said, seat, place):
    await driver_sits(road, side)
    assert await moved(road, said, seat) == [WINDOW.format(place)]


@pytest.mark.parametrize(
    ("side", "seat", "place"),
    [
        ("LEFT", "rear_left", "Row2.DriverSide"),
        ("LEFT", "rear_right", "Row2.PassengerSide"),
        ("LEFT", "rear_middle", "Row2.Middle"),
        ("RIGHT", "rear_left", "Row2.PassengerSide"),
        ("RIGHT", "rear_right", "Row2.DriverSide"),
    ],
)
async def test_in_the_back_i_am_cold_warms_the_own_seat_alone(road, side, seat, place):
    await driver_sits(road, side)
    assert await moved(road, "I'm cold", seat) == [WARMTH.format(place)]
    assert road.became(WARMTH.format(place))[-1] > 0
    assert await moved(road, "I'm too hot", seat) == [WARMTH.format(place)]
    assert road.became(WARMTH.format(place))[-1] <= 0


async def test_in_front_it_is_the_own_zone_whichever_side_the_driver_sits(road):
    for side in ("LEFT", "RIGHT"):
        await driver_sits(road, side)
        assert await moved(road, "I'm cold", "driver") == [ZONE.format("Row1.Driver")]
        assert await moved(road, "我冷", "passenger") == [ZONE.format("Row1.Passenger")]


async def test_what_was_said_of_all_in_the_back_is_not_meant_by_the_next_one_there(road):
    back = [WARMTH.format(f"Row2.{each}") for each in ("DriverSide", "Middle", "PassengerSide")]
    assert await moved(road, "it is cold back here", "rear_left") == back
    assert await moved(road, "I'm cold", "rear_right") == back[2:]


async def test_nobody_knows_who_is_behind_somebody_in_the_back(road):
    answer = (await road.say("open the window behind me", seat="rear_left")).json()
    assert answer["outcome"] in ("refused", "ask", "not_understood"), answer
    assert not any(
        road.became(WINDOW.format(f"Row{row}.{side}Side")) for row in (1, 2) for side in ("Driver", "Passenger")
    )
