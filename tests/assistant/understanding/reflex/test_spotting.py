"""Keyword spotting: a cue and what it needs are enough, and nothing moves for what is only told or asked."""

import re
from typing import Annotated

import pytest

from assistant.conversation import Conversation
from assistant.tools import Claim, Toolbox, ToolCall, ToolContext, ToolResult, Words, tool, tools_of
from assistant.understanding.gazetteer import Mention
from assistant.understanding.mind import PassedOn
from assistant.understanding.names import Names
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Language, Speaker, Utterance

Place = Annotated[str, Words("the place", own=True, spotted="name")]
Kind = Annotated[str, Words("the kind of place", own=True, spotted="kind")]


class Ways:
    """Three tools that say in cues what people say for them."""

    @tool(
        phrases={"en": ["sail to {place}"], "zh": ["驶向{place}"]},
        cues={"en": [r"\btake (?:me|us)\b", r"\bto the\b"], "zh": ["带我去", "去"]},
    )
    async def sail(self, ctx: ToolContext, place: Place) -> ToolResult:
        """Go to a place."""
        return ToolResult(Claim.DONE, place)

    @tool(reads_only=True, cues={"en": [r"\bhow (?:long|far)\b"], "zh": ["多久", "多远"]})
    async def distance(self, ctx: ToolContext, place: Place) -> ToolResult:
        """Tell how far a place is."""
        return ToolResult(Claim.ANSWER, place)

    @tool(cues={"en": [r"\bstop at\b"], "zh": ["停一下"]})
    async def call_at(self, ctx: ToolContext, place: Kind) -> ToolResult:
        """Stop on the way."""
        return ToolResult(Claim.DONE, place)


class Gazette:
    """Knows the lighthouse and the harbour by name, and cafés by kind."""

    def mentions(self, utterance: Utterance) -> tuple[Mention, ...]:
        text = utterance.text
        found = [Mention(m.start(), m.end(), m[0]) for m in re.finditer("Lighthouse|Harbour|灯塔", text)]
        found += [Mention(m.start(), m.end(), m[0], is_kind=True) for m in re.finditer("café|咖啡馆", text)]
        return tuple(sorted(found, key=lambda m: m.start))

    def knows(self, words: str, utterance: Utterance) -> bool:
        return words in ("the Lighthouse", "Lighthouse", "Harbour", "café")

    def says_nothing(self, words: str, utterance: Utterance) -> bool:
        return words == "it"


def understood(text: str, language: Language = "en", gazetteer: Gazette | None = None) -> list[tuple[str, str]]:
    """The calls, as tool and place."""
    toolbox = Toolbox(tools_of(Ways()), gazetteer or Gazette())
    said = Utterance(text, language, Speaker("owner", "owner", seat="driver"))
    steps = ReflexMind().steps(said, Conversation("test"), toolbox, Names((), ()))
    return [(step.tool, step.arguments["place"]) for step in steps if isinstance(step, ToolCall)]


@pytest.mark.parametrize(
    ("text", "language", "call"),
    [
        ("Grandma's waiting, would you be so kind and take us to the Lighthouse?", "en", ("sail", "Lighthouse")),
        (
            "Traffic again. Any idea how long the drive to the Harbour is going to be?",
            "en",
            ("distance", "Harbour"),
        ),
        ("The boys are restless, so can we stop at some nice café?", "en", ("call_at", "café")),
        ("麻烦你带我去那座老灯塔好吗", "zh", ("sail", "灯塔")),
        ("今天人这么多，到灯塔得要多久", "zh", ("distance", "灯塔")),
    ],
)
def test_a_cue_and_what_it_needs_are_enough(text: str, language: Language, call: tuple[str, str]) -> None:
    assert understood(text, language) == [call]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("He said take me to the Lighthouse", "en"),
        ("We went to the Harbour yesterday and had a lovely time", "en"),
        ("Should we go to the Lighthouse or stay in bed?", "en"),
        ("Please don't take us to the Harbour again", "en"),
        ("昨天我们一家人去灯塔玩得很开心", "zh"),
        ("要不要去灯塔看看海", "zh"),
    ],
)
def test_what_is_told_asked_or_denied_moves_nothing(text: str, language: Language) -> None:
    assert understood(text, language) == []


def test_without_what_it_needs_a_cue_is_nothing() -> None:
    assert understood("Take me somewhere nice, surprise me") == []


def test_two_wishes_about_different_things_are_both_done() -> None:
    calls = understood("Take us to the Lighthouse, but stop at a café before that")
    assert calls == [("sail", "Lighthouse"), ("call_at", "café")]


def test_a_phrase_that_took_half_a_sentence_for_a_name_is_read_by_its_cues() -> None:
    assert understood("sail to the Lighthouse") == [("sail", "the Lighthouse")]
    assert understood("sail to the Lighthouse, take me there before the storm comes please") == [("sail", "Lighthouse")]


def test_a_name_that_is_merely_unknown_stays_the_name() -> None:
    assert understood("sail to Atlantis") == [("sail", "Atlantis")]


def test_where_nothing_is_known_of_the_world_outside_cues_mean_nothing() -> None:
    said = Utterance("Could you perhaps take us to the Lighthouse", "en")
    steps = ReflexMind().steps(said, Conversation("test"), Toolbox(tools_of(Ways())), Names((), ()))
    assert all(isinstance(step, PassedOn) for step in steps)
