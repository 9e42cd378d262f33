"""Answers tell how old a fact is, and never make one up."""

from datetime import datetime

import pytest

from assistant.tools import Claim, ToolContext, ToolResult, call
from assistant.tools import ToolCall as Call
from assistant.utterance import Language, Speaker, Utterance
from devices.command import Outcome, OutcomeKind, Reason
from devices.device import Shape
from skills.cooker import Cooker
from skills.lights import Lights
from skills.loading import load
from skills.surface import Services
from skills.vacuum import Vacuum
from tests.skills.still_home import PERCENT, StillHome, can, device, outcome


def said_by(person: str = "ada", language: Language = "en", text: str = "do it") -> ToolContext:
    """A context in which somebody asks."""
    return ToolContext(Utterance(text, language, Speaker(person)), "turn-1", confirmed=True)


async def ask(home: StillHome, tool: str, language: Language = "en", **arguments: object) -> ToolResult:
    """Call a tool over a home that stands still."""
    clock = lambda: datetime.fromisoformat("2026-11-22T07:05:00+01:00")  # noqa: E731
    return await call(load(Services(home.seen, clock=clock)).toolbox, Call(tool, arguments), said_by(language=language))


async def is_locked(home: StillHome, language: Language = "en") -> str:
    """The answer to "is the front door locked"."""
    result = await ask(home, "check_state", language, things=("lock.front",), state="locked")
    assert result.claim is Claim.ANSWER
    assert result.facts["reads"] == ["lock.front"]
    return result.say


async def test_a_live_fact_is_told_plainly() -> None:
    home = StillHome()
    home.knows("lock.front", "locked", True)
    assert await is_locked(home) == "Yes, the front door is locked."
    assert await is_locked(home, "zh") == "是的，前门锁着。"


async def test_a_kept_fact_is_told_as_last_reported() -> None:
    home = StillHome()
    home.knows("lock.front", "locked", False, live=False)
    assert await is_locked(home) == "No, the front door is unlocked, as last reported."
    assert await is_locked(home, "zh") == "不，前门没锁，这是上一次报告的情况。"


async def test_a_fact_of_an_offline_device_is_told_with_its_time() -> None:
    home = StillHome(online={"lock.front": False})
    home.knows("lock.front", "locked", True)
    assert await is_locked(home) == "Yes, the front door was locked at 18:02, but is offline now."
    assert await is_locked(home, "zh") == "是的，前门在18:02的时候锁着，但现在不在线。"


async def test_what_was_never_reported_is_not_known() -> None:
    assert await is_locked(StillHome()) == "I do not know: the front door has not reported."
    offline = StillHome(online={"lock.front": False})
    assert await is_locked(offline) == "The front door is offline and has not reported."


async def test_what_has_no_such_state_says_so() -> None:
    result = await ask(StillHome(), "check_state", things=("scene.movie",), state="wet")
    assert result.say == "Movie Night does not report that."


async def test_no_things_are_never_everything() -> None:
    for tool, more in [("turn_off", {}), ("state_of", {}), ("check_all", {"state": "on"})]:
        result = await ask(StillHome(), tool, things=(), **more)
        assert result.say == "I know nothing in the house that fits."
        assert not result.facts["commands"]


async def test_all_names_those_that_do_not_answer() -> None:
    home = StillHome()
    home.knows("light.hall", "on", True)
    home.knows("light.desk", "on", True)
    result = await ask(home, "check_all", things=("light.hall", "light.desk", "light.bed"), state="on")
    assert result.say == "2 are on. The bed lamp does not answer."


@pytest.mark.parametrize(("language", "heard"), [("en", "It is 7:05."), ("zh", "现在7:05。")])
async def test_the_time(language: Language, heard: str) -> None:
    assert (await ask(StillHome(), "time", language)).say == heard


async def test_a_step_from_an_unknown_value_changes_nothing() -> None:
    home = StillHome()
    result = await ask(home, "brighten", things=("light.kitchen",))
    assert result.claim is Claim.REFUSED
    assert "I do not know the present value of the kitchen light" in result.say
    assert not home.commands


async def test_a_step_becomes_absolute_and_stays_in_range() -> None:
    home = StillHome()
    home.knows("light.kitchen", "on", True)
    home.knows("light.kitchen", "brightness", 95)
    await ask(home, "brighten", things=("light.kitchen",))
    await ask(home, "dim", things=("light.kitchen",), by=99)
    assert [c.value for c in home.commands] == [100, 1]


async def test_a_dark_light_stays_dark_when_dimmed() -> None:
    home = StillHome()
    home.knows("light.kitchen", "on", False)
    await ask(home, "dim", things=("light.kitchen",))
    assert [(c.capability, c.value) for c in home.commands] == [("on", False)]


async def test_a_fahrenheit_thermostat_takes_fahrenheit_steps() -> None:
    thermostat = device("climate.den", "Den", can("target_temperature", Shape.NUMBER, unit="°F", low=45, high=95))
    home = StillHome({thermostat.id: thermostat})
    home.knows("climate.den", "target_temperature", 68)
    result = await ask(home, "warmer", things=("climate.den",))
    assert [c.value for c in home.commands] == [70]
    assert result.say == "Den is set to 70 °F."


async def test_a_command_carries_who_asked_and_why() -> None:
    home = StillHome()
    tool = Lights(Services(home.seen)).set_brightness
    await tool(said_by("john", text="lamp to ten"), ("light.kitchen",), 10)
    (command,) = home.commands
    assert command.turn == "turn-1"
    assert (command.origin.person, command.origin.role, command.origin.sentence) == ("john", "owner", "lamp to ten")
    assert command.origin.confirmed
    assert not command.origin.second_factor


async def test_a_vacuum_takes_rooms_by_its_own_names() -> None:
    home = StillHome()
    home.knows("vacuum.robby", "rooms", ("厨房", "Bath"))
    result = await ask(home, "start_vacuum", things=("vacuum.robby",), rooms=("kitchen",))
    assert [(c.capability, c.value) for c in home.commands] == [("clean_rooms", ("厨房",))]
    assert result.say == "The vacuum is cleaning the kitchen."


async def test_a_vacuum_that_does_not_know_the_room_says_which_it_knows() -> None:
    home = StillHome()
    home.knows("vacuum.robby", "rooms", ("Kitchen", "Bath"))
    result = await ask(home, "start_vacuum", things=("vacuum.robby",), rooms=("hall",))
    assert result.claim is Claim.REFUSED
    assert result.say == "The vacuum does not know the hall, only Kitchen and Bath."
    assert not home.commands


async def test_a_vacuum_without_rooms_says_so() -> None:
    plain = device("vacuum.old", "Old Vacuum", can("activity", Shape.CHOICE))
    home = StillHome({plain.id: plain})
    result = await Vacuum(Services(home.seen)).start_vacuum(said_by(), ("vacuum.old",), ("hall",))
    assert (result.claim, result.say) == (Claim.REFUSED, "The old vacuum cannot clean single rooms.")


COOKER = device(
    "cooker.rice",
    "Rice Cooker",
    can("menu", Shape.CHOICE, choices=("Fine", "Porridge")),
    can("start", Shape.ACT),
    can("cancel", Shape.ACT),
    can("keep_warm"),
    can("status", Shape.CHOICE),
    can("time_left", Shape.NUMBER, unit="min"),
    can("extra", Shape.NUMBER, **PERCENT),
)


async def test_a_cooker_gets_its_menu_first_and_is_started_then() -> None:
    home = StillHome({COOKER.id: COOKER})
    result = await ask(home, "start_cooker", things=(COOKER.id,), menu="congee")
    assert [(c.capability, c.value) for c in home.commands] == [("menu", "Porridge"), ("start", None)]
    assert result.say == "The rice cooker has started cooking: Porridge."


async def test_a_cooker_that_did_not_take_the_menu_is_not_started() -> None:
    class Stubborn(StillHome):
        async def execute(self, command: object) -> Outcome:
            return outcome(OutcomeKind.FAILED, COOKER.id, "menu", "Fine", Reason.OFFLINE)

    result = await Cooker(Services(Stubborn({COOKER.id: COOKER}).seen)).start_cooker(said_by(), (COOKER.id,), "fine")
    assert (result.claim, result.say) == (Claim.FAILED, "The rice cooker is offline.")


async def test_how_long_a_cooker_still_takes() -> None:
    home = StillHome({COOKER.id: COOKER})
    home.knows(COOKER.id, "status", "cooking")
    home.knows(COOKER.id, "time_left", 85)
    result = await ask(home, "time_left", things=(COOKER.id,))
    assert result.say == "The rice cooker is cooking, 1 hour 25 minutes left."
