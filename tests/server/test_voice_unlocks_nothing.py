"""A recognised voice loosens no policy: every row asks of it what it asks of the same role at a page, or of a guest."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from assistant.memory.members import KeptVoice, Member, Tone
from assistant.recognising import Recogniser
from assistant.speech.scripted_voiceprints import ScriptedVoiceprints
from assistant.utterance import Speaker
from devices.command import Command, Origin
from devices.device import Capability, Device, Shape, Writing
from devices.policy import CarNow, Confirm, Driving, Refuse, SecondFactor, Situation, decide
from devices.rules import RULES
from devices.rules.tiers import RISKS

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def wishes():
    """(device, capability, value) of everything that a row of the table is about, in every direction."""
    for risk in RISKS:
        for kind, name, flavour in itertools.product(
            risk.kinds or {"switch"}, risk.capabilities or {"on", "locked", "open"}, risk.flavours or {""}
        ):
            for value in (True, False, 0, 100, "start", "disarmed", "unlock"):
                capability = Capability(name, Shape.TEXT, writing=Writing("x/set", lambda value: b""))
                yield Device("x", "x", kind, {name: capability}, flavour=flavour), name, value


@pytest.fixture
def members():
    class OneOwner:
        guest_mode = False

        def __init__(self, voiceprint):
            self.owner = Member("owner", "", "owner", None, Tone(), True, NOON, True)
            self._voice = voiceprint

        def voices(self):
            return {"owner": KeptVoice("owner", self._voice.to_bytes(), 4, "", NOON)}

        def of(self, member):
            return self.owner

    return OneOwner


async def test_an_owner_by_voice_is_asked_for_the_same_yes_and_pin(members):
    prints = ScriptedVoiceprints({b"owner": "owner"})
    speaker = await Recogniser(members(prints.voice_of("owner")), prints).who(b"owner")
    assert (speaker.role, speaker.by) == ("owner", "voice")
    asked = {Confirm: 0, SecondFactor: 0, Refuse: 0}
    for (device, name, value), hour, home in itertools.product(wishes(), (12, 2), (True, False, None)):
        now = Situation(NOON + timedelta(hours=hour - 12), Driving.PARKED, car=CarNow(), anybody_home=home)
        answers = [
            decide(Command("x", name, value, origin=Origin(who.person, who.role, "voice")), device, now, RULES)
            for who in (speaker, Speaker())
        ]
        assert answers[0] == answers[1], (device.kind, name, value)
        asked[type(answers[0])] = asked.get(type(answers[0]), 0) + 1
    assert asked[SecondFactor] > 0
    assert asked[Confirm] > 0


def test_nothing_of_the_policy_knows_how_somebody_was_recognised():
    fields = {name for name in Origin.__dataclass_fields__ if "voice" in name or name == "by"}
    assert fields == set()
