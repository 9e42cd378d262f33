"""What the journal tells afterwards: what was so before, what was known, in whose name; and putting things back."""

from datetime import UTC, datetime, timedelta

import pytest

from devices.command import Command, Origin, OutcomeKind, Reason
from devices.device import Device, Shape
from devices.home import Home
from devices.journal import Journal
from devices.rules import RULES
from devices.undoing import Left, Undoing, latest_acts, undo_wishes
from tests.devices.conftest import QUICK_S, Place, answer, capability, device, lamp, lock, running, stay_silent

DONE = OutcomeKind.DONE
MIA = Origin("mia", "adult", sentence="make it bright")


def lit(name: str = "lamp") -> Device:
    """A lamp with colours."""
    whites = capability(name, "color_temperature", Shape.NUMBER, unit="K", low=2000, high=6500)
    plain = lamp(name)
    return device(name, *plain.capabilities.values(), capability(name, "color", Shape.COLOR), whites)


async def put_back(home: Home, **more: object) -> Undoing:
    """What it takes to put back whatever was done last."""
    history = await home.history()
    now = more.pop("now", datetime.now(UTC))
    acts = latest_acts(history)
    return undo_wishes(acts, home, now=now, origin=MIA, turn="back", history=history, **more)  # type: ignore[arg-type]


def wished(undoing: Undoing) -> dict[tuple[str, str], object]:
    return {(c.device, c.capability): c.value for c in undoing.commands}


async def test_an_entry_tells_what_was_so_before_and_what_was_known(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/brightness", 40)
    await place.report("lamp/on", True)
    await place.devices_link.publish("lamp/available", b"online")
    await place.settle()
    await place.home.execute(place.wish("lamp", "brightness", 90, origin=MIA))
    [entry] = await place.home.history()
    assert entry.before == {"brightness": 40, "on": True}
    assert (entry.known["available"], entry.known["fact"]["value"], entry.known["fact"]["live"]) == (True, 40, True)
    assert (entry.person, entry.sentence) == ("mia", "make it bright")


async def test_what_was_refused_tells_what_was_known_too(journal: Journal) -> None:
    async with running(journal, RULES) as place:
        trunk = capability("car", "Vehicle.Body.Trunk.Rear.IsOpen", tier=4)
        await place.add(device("car", trunk, kind="car"))
        refused = await place.home.execute(place.wish("car", trunk.name, True))
        assert refused.reason is Reason.NOT_WHILE_DRIVING
        [entry] = await place.home.history()
        assert (entry.state, entry.known["driving"]) == ("refused", "unknown")


async def test_history_is_asked_for_by_turn_device_and_person(place: Place) -> None:
    await place.add(lamp("a"), lamp("b"))
    for number, (name, person) in enumerate([("a", "mia"), ("b", "mia"), ("a", "ben")]):
        await place.home.execute(place.wish(name, "on", number != 2, turn=f"t{number}", origin=Origin(person)))
    assert [e.turn for e in await place.home.history(person="mia")] == ["t1", "t0"]
    assert [e.turn for e in await place.home.history(device="a")] == ["t2", "t0"]
    assert [e.turn for e in await place.home.history(1)] == ["t2"]
    assert [e.turn for e in await place.home.history(turn="t1")] == ["t1"]


async def test_a_lamp_is_switched_off_again(place: Place) -> None:
    await place.add(lit())
    await place.report("lamp/on", False)
    await place.home.execute(place.wish("lamp", "on", True, turn="t"))
    undoing = await put_back(place.home)
    [command] = undoing.commands
    [entry] = await place.home.history()
    assert (command.capability, command.value, command.undoes, command.turn) == ("on", False, entry.id, "back")
    assert (await place.home.execute_all(undoing.commands))[0].kind is DONE
    assert (await place.home.history())[0].undoes == entry.id


async def test_a_lamp_that_a_brightness_switched_on_is_switched_off_again(place: Place) -> None:
    await place.add(lit())
    await place.report("lamp/brightness", 70)
    await place.report("lamp/on", False)
    await place.home.execute(place.wish("lamp", "brightness", 20))
    assert wished(await put_back(place.home)) == {("lamp", "on"): False}


async def test_a_lamp_that_was_switched_off_gets_its_brightness_back(place: Place) -> None:
    await place.add(lit())
    await place.report("lamp/brightness", 70)
    await place.report("lamp/on", True)
    await place.home.execute(place.wish("lamp", "on", False))
    assert wished(await put_back(place.home)) == {("lamp", "on"): True, ("lamp", "brightness"): 70}


async def test_a_coloured_lamp_that_was_white_is_white_again(place: Place) -> None:
    await place.add(lit())
    await place.report("lamp/on", True)
    await place.report("lamp/color", "#ff0000")
    await place.report("lamp/color_temperature", 2700)
    await place.home.execute(place.wish("lamp", "color", "#0000ff"))
    assert wished(await put_back(place.home)) == {("lamp", "color_temperature"): 2700}


async def test_of_two_changes_of_one_thing_the_first_knows_how_it_was(place: Place) -> None:
    await place.add(lit())
    await place.report("lamp/on", True)
    await place.report("lamp/brightness", 10)
    for percent in (50, 90):
        await place.home.execute(place.wish("lamp", "brightness", percent, turn="t"))
    assert wished(await put_back(place.home)) == {("lamp", "brightness"): 10}


async def test_a_blind_goes_back_to_where_it_was(place: Place) -> None:
    ends: dict[object, frozenset[object]] = {True: frozenset({100}), False: frozenset({0})}
    opening = capability("blind", "open", reading=None, proved_by="position", accepts=ends)
    await place.add(
        device("blind", opening, capability("blind", "position", Shape.NUMBER, low=0, high=100), kind="cover")
    )
    await place.report("blind/position", 30)

    async def open_up(link: object, topic: str, wish: bytes) -> None:
        await place.devices_link.publish("blind/position", b"100")

    place.behaviour["blind"] = open_up
    await place.home.execute(place.wish("blind", "open", True))
    assert wished(await put_back(place.home)) == {("blind", "position"): 30}


async def test_a_vacuum_that_was_sent_out_is_sent_home(place: Place) -> None:
    accepts = {"cleaning": frozenset({"cleaning"}), "returning": frozenset({"returning", "docked"})}
    activity = capability(
        "vacuum", "activity", Shape.CHOICE,
        choices=("cleaning", "returning"), accepts=accepts, under_way=frozenset({"cleaning", "returning"}),
    )  # fmt: skip
    await place.add(device("vacuum", activity, kind="vacuum"))
    await place.report("vacuum/activity", "docked")
    assert (await place.home.execute(place.wish("vacuum", "activity", "cleaning"))).kind is OutcomeKind.STARTED
    assert wished(await put_back(place.home)) == {("vacuum", "activity"): "returning"}


async def test_what_somebody_changed_since_is_left_alone_and_named(place: Place) -> None:
    await place.add(lit("a"), lit("b"), lit("c"))
    for name in ("a", "b", "c"):
        await place.report(f"{name}/on", False)
    await place.home.execute_all([place.wish(name, "on", True, turn="all") for name in ("a", "b", "c")])
    acts = await place.home.history(turn="all")
    await place.home.execute(place.wish("a", "on", False, origin=Origin("ben")))
    await place.report("b/on", False)
    history = await place.home.history()
    undoing = undo_wishes(acts, place.home, now=datetime.now(UTC), origin=MIA, history=history)
    assert wished(undoing) == {("c", "on"): False}
    assert {(left.entry.device, left.why, left.by) for left in undoing.left} == {
        ("a", Left.CHANGED_SINCE, "ben"),
        ("b", Left.CHANGED_SINCE, ""),
    }


async def test_what_was_put_back_is_not_put_back_again(place: Place) -> None:
    await place.add(lit())
    await place.report("lamp/on", False)
    await place.home.execute(place.wish("lamp", "on", True, turn="t"))
    await place.home.execute_all((await put_back(place.home)).commands)
    assert latest_acts(await place.home.history()) == ()
    acts = await place.home.history(turn="t")
    again = undo_wishes(acts, place.home, now=datetime.now(UTC), origin=MIA, history=await place.home.history())
    assert (again.commands, [left.why for left in again.left]) == ((), [Left.UNDONE_ALREADY])


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [(stay_silent, Left.NOT_CERTAIN), (answer(b"false"), Left.NOTHING_CHANGED)],
    ids=["unknown", "failed"],
)
async def test_only_what_was_done_is_undone(place: Place, behaviour: object, why: Left) -> None:
    await place.add(lit())
    await place.report("lamp/on", False)
    place.behaviour["lamp"] = behaviour  # type: ignore[assignment]
    await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    history = await place.home.history()
    assert latest_acts(history) == ()
    undoing = undo_wishes(history, place.home, now=datetime.now(UTC), origin=MIA)
    assert (undoing.commands, [left.why for left in undoing.left]) == ((), [why])


async def test_after_half_an_hour_nothing_is_put_back_with_a_word(place: Place) -> None:
    await place.add(lit())
    await place.report("lamp/on", False)
    await place.home.execute(place.wish("lamp", "on", True))
    undoing = await put_back(place.home, now=datetime.now(UTC) + timedelta(minutes=31))
    assert (undoing.commands, [left.why for left in undoing.left]) == ((), [Left.TOO_LONG_AGO])


async def test_an_act_cannot_be_undone_and_what_was_not_known_before_neither(place: Place) -> None:
    honk = capability("car", "honk", Shape.ACT, reading=None, proved_by="sound")
    sound = capability("car", "sound", Shape.TEXT, writing=None)
    await place.add(device("car", honk, sound, capability("car", "heat"), kind="switch"))
    await place.report("car/sound", "quiet")
    place.behaviour["car"] = answer(b'"loud"')

    async def honks(link: object, topic: str, wish: bytes) -> None:
        await place.devices_link.publish(
            "car/sound" if topic == "car/honk" else topic, b'"loud"' if topic == "car/honk" else wish
        )

    place.behaviour["car"] = honks
    wishes = [place.wish("car", "honk", None, turn="t"), place.wish("car", "heat", True, turn="t")]
    assert [o.kind for o in await place.home.execute_all(wishes)] == [DONE, DONE]
    undoing = await put_back(place.home)
    assert {left.why for left in undoing.left} == {Left.CANNOT_BE_UNDONE, Left.BEFORE_UNKNOWN}


async def test_putting_back_passes_the_same_policy_and_never_unlocks_by_itself(journal: Journal) -> None:
    async with running(journal, RULES) as place:
        await place.add(lock())
        await place.report("door/locked", False)
        assert (await place.home.execute(place.wish("door", "locked", True))).kind is DONE
        undoing = await put_back(place.home)
        assert wished(undoing) == {("door", "locked"): False}
        assert (await place.home.execute_all(undoing.commands))[0].kind in (OutcomeKind.ASK, OutcomeKind.REFUSED)
        assert len(place.wishes) == 1


async def test_the_wish_that_puts_back_is_absolute_and_of_whoever_asks(place: Place) -> None:
    await place.add(lit())
    await place.report("lamp/on", True)
    await place.report("lamp/brightness", 30)
    await place.home.execute(place.wish("lamp", "brightness", 35, origin=Origin("ben")))
    [command] = (await put_back(place.home)).commands
    assert isinstance(command, Command)
    assert (command.origin.person, command.value) == ("mia", 30)
