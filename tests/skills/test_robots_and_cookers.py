"""Vacuums, cookers and sweeps: settings come with the start as one act, and nothing is set before a yes."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from assistant.tools import Claim, ToolContext, ToolResult, call
from assistant.tools import ToolCall as Call
from assistant.utterance import Language, Speaker, Utterance
from devices.command import Command, Outcome, OutcomeKind, Reason
from devices.device import Device, Shape
from skills.cooker_times import Ready, delay_until, moment_of
from skills.loading import load
from skills.surface import Services
from skills.sweeping import is_meant, is_swept, sweeps
from skills.words import phrase_file
from tests.skills.still_home import PERCENT, StillHome, can, device, outcome, tells

NOON = datetime.fromisoformat("2026-06-10T12:00:00+02:00")

ROBOT = device(
    "vacuum.robby",
    "Vacuum",
    can("activity", Shape.CHOICE, choices=("cleaning", "paused", "idle", "returning")),
    can("clean_rooms", Shape.ACT),
    can("cleaning_mode", Shape.CHOICE, choices=("vacuum", "mop", "vacuum_and_mop")),
    can("water_level", Shape.CHOICE, choices=("low", "medium", "high")),
    can("passes", Shape.NUMBER, low=1, high=3),
    can("fan_speed", Shape.CHOICE, choices=("quiet", "standard", "strong", "max")),
    can("clean_zone", Shape.CHOICE, choices=("none", "table")),
    can("spot", Shape.ACT),
    tells("error", Shape.TEXT),
    tells("cleaned_area", Shape.NUMBER, unit="m²"),
    tells("cleaning_time", Shape.NUMBER, unit="min"),
    tells("filter_left", Shape.NUMBER, **PERCENT),
    tells("dock", Shape.TEXT),
    zh="扫地机",
)
POT = device(
    "cooker.rice",
    "Rice Cooker",
    can("menu", Shape.CHOICE, choices=("fine", "congee")),
    can("taste", Shape.CHOICE, choices=("soft", "fit", "hard")),
    can("cook_minutes", Shape.NUMBER, unit="min", low=1, high=1440),
    can("finish_at", Shape.TEXT),
    can("keep_warm"),
    can("keep_warm_minutes", Shape.NUMBER, unit="min", low=0, high=1440),
    can("start", Shape.ACT),
    can("cancel", Shape.ACT),
    tells("status", Shape.CHOICE),
    tells("phase", Shape.TEXT),
    tells("fault", Shape.TEXT),
    tells("temperature", Shape.NUMBER, unit="°C"),
    tells("time_left", Shape.NUMBER, unit="min"),
    zh="电饭煲",
)


class AsksFirst(StillHome):
    """A home in which starting is asked about until somebody has said yes."""

    def weigh(self, commands: Sequence[Command]) -> tuple[Outcome | None, ...]:
        return tuple(
            Outcome(OutcomeKind.ASK, c, Reason.LOADED) if c.capability == "start" and not c.origin.confirmed else None
            for c in commands
        )


def home_of(*devices: Device, kind: type[StillHome] = StillHome) -> StillHome:
    """A home with these devices alone."""
    return kind({d.id: d for d in devices})


async def ask(
    home: StillHome, tool: str, language: Language = "en", confirmed: bool = False, **arguments: object
) -> ToolResult:
    """Call a tool at noon."""
    context = ToolContext(Utterance("…", language, Speaker("ada"), at=NOON), "turn", confirmed=confirmed)
    return await call(load(Services(home.seen, clock=lambda: NOON)).toolbox, Call(tool, arguments), context)


async def test_nothing_is_set_before_the_yes() -> None:
    home = home_of(POT, kind=AsksFirst)
    wish = {"things": (POT.id,), "menu": "congee", "taste": "soft", "hour": 7}
    asked = await ask(home, "start_cooker", **wish)
    assert asked.claim is Claim.ASK
    assert asked.say == "Are rice and water in? Then I'll start congee, soft, ready at 19:00."
    assert not home.commands
    mandarin = await ask(home, "start_cooker", "zh", **wish)
    assert mandarin.say == "米和水都放好了吗？放好了我就开始煮粥、软口感、19:00煮好。"
    await ask(home, "start_cooker", confirmed=True, **wish)
    assert [(c.capability, c.value) for c in home.commands] == [
        ("menu", "congee"),
        ("taste", "soft"),
        ("finish_at", "2026-06-10T19:00+02:00"),
        ("start", None),
    ]


async def test_a_cooker_says_plainly_what_it_cannot() -> None:
    plain = device("cooker.old", "Old Cooker", can("start", Shape.ACT), can("menu", Shape.CHOICE, choices=("fine",)))
    home = home_of(plain)
    for wish, said in [
        ({"taste": "soft"}, "cannot be told how soft the rice is to be."),
        ({"minutes": 40}, "cannot be told how long to cook."),
        ({"within": 120}, "cannot be told when the food is to be ready."),
    ]:
        result = await ask(home, "start_cooker", things=(plain.id,), **wish)
        assert (result.claim, result.say) == (Claim.REFUSED, f"The old cooker {said}")
    assert not home.commands


async def test_keeping_warm_for_some_time() -> None:
    home = home_of(POT)
    await ask(home, "keep_warm", things=(POT.id,), minutes=120)
    assert [(c.capability, c.value) for c in home.commands] == [("keep_warm", True), ("keep_warm_minutes", 120)]


async def test_what_a_cooker_does_and_what_is_wrong() -> None:
    home = home_of(POT)
    for name, value in {
        "status": "cooking",
        "menu": "congee",
        "phase": "boil",
        "temperature": 93,
        "time_left": 25,
        "fault": "none",
    }.items():
        home.knows(POT.id, name, value)
    now = await ask(home, "cooker_now", things=(POT.id,))
    assert now.say == "The rice cooker is cooking, congee, boiling, 93 degrees, 25 minutes left."
    home.knows(POT.id, "fault", "dry")
    trouble = await ask(home, "cooker_trouble", things=(POT.id,))
    assert "ran dry" in trouble.say


@pytest.mark.parametrize(
    ("status", "phase", "said", "mandarin"),
    [
        ("idle", "waiting", "No, the rice cooker is not cooking.", "不，电饭煲没在煮。"),
        ("idle", "finished", "Yes, the rice cooker is finished.", "是的，电饭煲完成了。"),
        ("keep_warm", "keep_warm", "Yes, the rice cooker is finished.", "是的，电饭煲完成了。"),
        ("cooking", "boil", "No, the rice cooker is cooking.", "不，电饭煲正在煮。"),
    ],
)
async def test_only_what_has_cooked_has_finished(status: str, phase: str, said: str, mandarin: str) -> None:
    home = home_of(POT)
    home.knows(POT.id, "status", status)
    home.knows(POT.id, "phase", phase)
    assert (await ask(home, "check_state", things=(POT.id,), state="finished")).say == said
    assert (await ask(home, "check_state", "zh", things=(POT.id,), state="finished")).say == mandarin


@pytest.mark.parametrize(
    ("ready", "moment"),
    [
        (Ready(clock=19 * 60 + 30), "2026-06-10T19:30:00+02:00"),
        (Ready(clock=7 * 60), "2026-06-11T07:00:00+02:00"),
        (Ready(hour=7), "2026-06-10T19:00:00+02:00"),
        (Ready(hour=20), "2026-06-10T20:00:00+02:00"),
        (Ready(within=120), "2026-06-10T14:00:00+02:00"),
    ],
)
def test_when_it_is_to_be_ready(ready: Ready, moment: str) -> None:
    assert moment_of(ready, NOON).isoformat() == moment


def test_a_delay_leaves_time_to_cook() -> None:
    moment = moment_of(Ready(within=120), NOON)
    assert delay_until(moment, NOON, 40) == 80
    assert delay_until(moment, NOON, 180) == 0


async def test_a_vacuum_is_set_before_it_starts() -> None:
    home = home_of(ROBOT)
    await ask(home, "start_vacuum", things=(ROBOT.id,), rooms=("kitchen",), passes="2", suction="max")
    await ask(home, "mop_floor", things=(ROBOT.id,))
    assert [(c.capability, c.value) for c in home.commands] == [
        ("passes", 2),
        ("fan_speed", "max"),
        ("clean_rooms", ("Kitchen",)),
        ("cleaning_mode", "mop"),
        ("activity", "cleaning"),
    ]


async def test_a_vacuum_says_plainly_what_it_cannot() -> None:
    plain = device("vacuum.old", "Old Vacuum", can("activity", Shape.CHOICE, choices=("cleaning",)))
    home = home_of(plain)
    assert (await ask(home, "mop_floor", things=(plain.id,))).say == "The old vacuum cannot mop."
    zone = await ask(home, "clean_zone", things=(plain.id,), zone="table")
    assert zone.say == "The old vacuum has no saved zones."
    assert not home.commands


async def test_a_zone_by_its_name() -> None:
    home = home_of(ROBOT)
    await ask(home, "clean_zone", things=(ROBOT.id,), zone="Table")
    assert [(c.capability, c.value) for c in home.commands] == [("clean_zone", "table")]
    unknown = await ask(home, "clean_zone", things=(ROBOT.id,), zone="sofa")
    assert unknown.say == "The vacuum does not know the zone sofa, only table."


@pytest.mark.parametrize(
    ("error", "english", "mandarin"),
    [("bin_full", "empty it", "倒掉"), ("Wheels suspended", "level floor", "平地"), ("E 99", "e 99", "e 99")],
)
async def test_an_error_is_explained(error: str, english: str, mandarin: str) -> None:
    home = home_of(ROBOT)
    home.knows(ROBOT.id, "error", error)
    assert english in (await ask(home, "vacuum_trouble", things=(ROBOT.id,))).say
    assert mandarin in (await ask(home, "vacuum_trouble", "zh", things=(ROBOT.id,))).say


async def test_how_far_a_vacuum_is_and_what_wears_out() -> None:
    home = home_of(ROBOT)
    for name, value in {"activity": "cleaning", "cleaned_area": 12, "cleaning_time": 15, "filter_left": 9}.items():
        home.knows(ROBOT.id, name, value)
    far = await ask(home, "vacuum_progress", things=(ROBOT.id,))
    assert far.say == "The vacuum is cleaning. The vacuum has cleaned 12 square metres in 15 minutes."
    parts = await ask(home, "vacuum_parts", things=(ROBOT.id,))
    assert parts.say == "The filter: only 9% left; replace it soon."


def test_every_explanation_is_there_in_both_languages() -> None:
    for file, tables in {"vacuum": ("error", "dock", "part"), "cooker": ("phase", "taste", "fault")}.items():
        for table in tables:
            for key, words in phrase_file(file)[table].items():
                assert set(words) == {"en", "zh"}, (file, table, key)
    errors = phrase_file("vacuum")["error"]
    assert all(alias["is"] in errors for alias in phrase_file("vacuum")["alias"].values())


@pytest.mark.parametrize(
    ("text", "is_sweep"),
    [
        ("turn off everything", True),
        ("turn off all devices in the house", True),
        ("关掉所有电器", True),
        ("turn off all the lights", False),
        ("turn off the lights in the house", False),
        ("turn it off", False),
        ("turn off the fridge", False),
    ],
)
def test_what_a_sweep_is(text: str, is_sweep: bool) -> None:
    assert sweeps(text) is is_sweep


def test_what_is_meant_by_name_or_kind() -> None:
    fridge = device("switch.fridge", "Fridge", can("on"), zh="冰箱")
    light = device("light.hall", "Hall Light", can("on"), zh="走廊灯")
    assert is_meant(fridge, "turn off everything and the fridge")
    assert is_meant(light, "turn off all the lights and everything else")
    assert not is_meant(fridge, "turn off everything, all the switches")
    assert is_swept(fridge)
    assert not is_swept(device("automation.night", "Night", can("on")))


async def test_everything_off_marks_what_was_not_named() -> None:
    fridge, light = device("switch.fridge", "Fridge", can("on")), device("light.hall", "Hall Light", can("on"))
    home = home_of(fridge, light)
    text = "turn off everything and the hall light"
    context = ToolContext(Utterance(text, at=NOON), "turn")
    toolbox = load(Services(home.seen)).toolbox
    await call(toolbox, Call("turn_off", {"things": (fridge.id, light.id)}), context)
    assert {c.device: c.swept for c in home.commands} == {fridge.id: True, light.id: False}


async def test_a_detector_is_never_silenced_from_here() -> None:
    smoke = device("binary_sensor.smoke", "Smoke Detector", tells("smoke"), flavour="smoke")
    result = await ask(home_of(smoke), "silence_detector", things=(smoke.id,))
    assert result.claim is Claim.REFUSED
    assert result.say == (
        "I won't turn off the smoke detector, whoever asks. It can only be done at the smoke detector itself."
    )


async def test_what_is_private_is_not_told_to_strangers() -> None:
    home = StillHome()
    home.knows("lock.front", "locked", True)
    for role, said in [
        ("owner", "Yes, the front door is locked."),
        ("guest", "I won't tell you that about the front door."),
    ]:
        context = ToolContext(Utterance("is the front door locked", speaker=Speaker("x", role)), "turn")  # type: ignore[arg-type]
        toolbox = load(Services(home.seen)).toolbox
        result = await call(toolbox, Call("check_state", {"things": ("lock.front",), "state": "locked"}), context)
        assert result.say == said


def test_who_overtook_a_command_is_said() -> None:
    from skills.outcomes import Beside, words_for

    lost = outcome(OutcomeKind.FAILED, "light.hall", "on", True, Reason.SUPERSEDED)
    beside = Beside(NOON, {lost.command.id: "John"})
    assert words_for(lost, StillHome().seen, "en", beside) == (
        "John changed the hall light in the meantime, so this wish was dropped."
    )
