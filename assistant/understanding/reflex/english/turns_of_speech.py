"""Turns of speech of English put as commands are phrased.

"Her speaker quieter, say fifteen percent", "what I'd like is the pool heated", "bedtime: blinds down", "the freezer
should not be off - turn it back on": each is rewritten where it stands; the rest stays as it was said.
"""

from collections.abc import Iterator
from dataclasses import replace

from assistant.understanding.reflex.english.elliptic import ELLIPTIC, SOURCES, in_a_mode, is_named, possessed
from assistant.understanding.reflex.english.elliptic_questions import ASKED
from assistant.understanding.reflex.english.owned import owned
from assistant.understanding.reflex.english.pointing_back import POINTING_BACK, points_back
from assistant.understanding.reflex.english.remarks import Edit, dashed, mood_of_a_room, opened, remarked
from assistant.understanding.reflex.english.rewording import misreads, reworded
from assistant.understanding.reflex.english.spoken import Role, roles_in
from assistant.understanding.reflex.matching.chart import Chart, kept_with_chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION, Token

_NAMES = frozenset({Sense.NAME, Sense.KIND, Sense.PART})
_PLACES = frozenset({Sense.ROOM, Sense.FLOOR, Sense.OUTSIDE})
_SWEEPING = frozenset({Sense.ALL, Sense.EVERYTHING, Sense.EXCEPT})
_NEEDS = (
    ("need", "to", "be"), ("needs", "to", "be"), ("have", "to", "be"), ("has", "to", "be"), ("ought", "to", "be"),
    ("should", "be"), ("should", "all", "be"),
)  # fmt: skip
_LEADS = tuple(
    (*head, *verb, "is")
    for head in (("what", "i"), ("what", "we"), ("all", "i"))
    for verb in (("would", "like"), ("want",), ("need",), ("would", "love"))
)
_GLOWING = frozenset({"glows", "shines", "lights", "glowing", "shining", "lit"})
_COMPARED = frozenset([
    "quieter", "softer", "louder", "brighter", "dimmer", "darker", "warmer", "cooler", "higher", "lower",
])  # fmt: skip
_MINDING = (("would", "you", "mind"), ("do", "you", "mind"))
_VERBS = frozenset([
    "turn", "switch", "put", "open", "close", "shut", "set", "make", "start", "stop", "pop", "lock", "dim",
    "brighten", "increase", "decrease", "raise", "lower", "mute", "unmute", "pause", "play", "draw", "kill",
    "bring", "get", "give", "let", "warm", "cool", "heat", "clean", "vacuum", "send", "run", "pull", "roll",
    "change", "resume", "dock", "mow",
])  # fmt: skip
_BUSY = frozenset({"am", "are", "is"})


@kept_with_chart
def rephrased(chart: Chart) -> tuple[Token, ...] | None:
    """The sentence with its turns of speech put plainly; None where it has none."""
    edits: list[Edit] = []
    for turn in _TURNS:
        for edit in turn(chart):
            if not any((e.start < edit.end and edit.start < e.end) or e.start == edit.start for e in edits):
                edits.append(edit)
    if not edits:
        return None
    tokens: list[Token] = []
    at = 0
    for edit in sorted(edits, key=lambda e: e.start):
        tokens += [*chart.tokens[at : edit.start], *edit.new]
        at = edit.end
    tokens += chart.tokens[at:]
    while tokens and tokens[0].text in PUNCTUATION:
        tokens.pop(0)
    return tuple(tokens) or None


def _paused(chart: Chart) -> Iterator[Edit]:
    """A dash is a pause."""
    told = {edit.end for edit in mood_of_a_room(chart)}
    for i in dashed(chart):
        if i not in told and chart.words[i] not in PUNCTUATION and chart.words[i - 1] not in PUNCTUATION:
            yield Edit(i, i, (replace(chart.tokens[i], text=",", end=chart.tokens[i].start),))


@kept_with_chart
def easily_misread(chart: Chart) -> bool:
    """Whether a sentence means something else than its words by themselves: whose "her" is, a mode before an amount."""
    return any(owned(chart)) or any(possessed(chart)) or any(in_a_mode(chart)) or points_back(chart) or misreads(chart)


def _needed(chart: Chart) -> Iterator[Edit]:
    """ "The blinds need to be shut" for "the blinds shut"."""
    if "be" not in chart.words or "?" in chart.words or chart.with_sense(Sense.NEGATION):
        return
    for i in range(1, len(chart.words)):
        for needs in _NEEDS:
            if chart.words[i : i + len(needs)] == needs:
                yield Edit(i, i + len(needs))


def _led(chart: Chart) -> Iterator[Edit]:
    """ "What I'd like is the pool heated"."""
    for lead in _LEADS:
        if chart.words[: len(lead)] == lead:
            yield Edit(0, len(lead))


def _glowing(chart: Chart) -> Iterator[Edit]:
    """ "Everything on the terrace that glows" are all lights there."""
    for i, word in enumerate(chart.words):
        if word in ("everything", "anything") and "that" in chart.words[i:]:
            that = chart.words.index("that", i)
            end = (
                that + 2 + (chart.words[that + 1 : that + 2] in (("is",), ("lights",)) and that + 2 < len(chart.words))
            )
            said = set(chart.words[that + 1 : end])
            if said & _GLOWING:
                lights = (replace(chart.tokens[i], text="all"), replace(chart.tokens[i], text="lights"))
                yield Edit(i, i + 1, lights)
                yield Edit(that, end if chart.words[that + 1] != "glows" else that + 2)


def _about(chart: Chart) -> Iterator[Edit]:
    """ "Quieter, say fifteen percent" for "to fifteen percent"."""
    amounts = {s.start for s in chart.with_sense(Sense.QUANTITY)}
    for i, word in enumerate(chart.words):
        before = i - 1 if chart.words[i - 1 : i] == (",",) else i
        if word != "say" or i + 1 not in amounts or not before:
            continue
        start = before - 1 if chart.words[before - 1] in _COMPARED else before
        yield Edit(start, i + 1, (replace(chart.tokens[i], text="to"),))


def _minded(chart: Chart) -> Iterator[Edit]:
    """ "Would you mind drawing the curtains" for "please draw the curtains"."""
    for minding in _MINDING:
        at = len(minding)
        if chart.words[:at] == minding and at < len(chart.words):
            verb = _infinitive(chart.words[at])
            if verb:
                yield Edit(at, at + 1, (replace(chart.tokens[at], text=verb),))


def _infinitive(word: str) -> str:
    stem = word.removesuffix("ing")
    forms = (stem, f"{stem}e", stem[:-1]) if stem != word and len(stem) > 2 else ()
    return next((form for form in forms if form in _VERBS), "")


def _but(chart: Chart) -> Iterator[Edit]:
    """ "Sheers open but the curtains shut": no exception, where nothing was said of all."""
    if chart.with_sense(*_SWEEPING):
        return
    for i, word in enumerate(chart.words):
        if word == "but" and 0 < i < len(chart.words) - 1 and chart.words[i + 1] != "not":
            yield Edit(i, i + 1, (replace(chart.tokens[i], text="and"),))


def _given(chart: Chart) -> Iterator[Edit]:
    """ "Give the air conditioner heat mode" for "set it to heat mode"."""
    if "give" not in chart.words:
        return
    last = max((s.start for s in chart.with_sense(Sense.CHOICE, Sense.QUANTITY)), default=0)
    for i, word in enumerate(chart.words[:-2]):
        if word == "give" and last > i and chart.words[i + 1] not in ("me", "us", "it"):
            yield Edit(i, i + 1, (replace(chart.tokens[i], text="set"),))


def _sourced(chart: Chart) -> Iterator[Edit]:
    """ "Living room TV over to HDMI 2" for "switch the living room TV to HDMI 2"."""
    for span in chart.with_sense(Sense.KIND):
        link = span.end + (chart.words[span.end : span.end + 1] in _OVER)
        if span.meaning not in ("tv", "media") or chart.words[link : link + 1] not in _LINKS:
            continue
        start = max((i + 1 for i in range(span.start) if chart.words[i] in _PAUSES), default=0)
        if (
            set(chart.words[link + 1 : link + 2]) & SOURCES
            and chart.words[start] != "switch"
            and is_named(chart, start, span.end)
        ):
            yield Edit(start, start, (replace(chart.tokens[start], text="switch"),))
            yield Edit(span.end, link + 1, (replace(chart.tokens[link], text="to"),))


_OVER = (("over",), ("across",), ("now",))
_LINKS = (("to",), ("on",), ("onto",))
_PAUSES = PUNCTUATION | {"and", "then"}


def _while_busy(chart: Chart) -> Iterator[Edit]:
    """ "Mute it while I'm on the phone": they are on the phone as they say it."""
    events = [r for r in roles_in(chart.words) if r.role is Role.EVENT]
    for i, word in enumerate(chart.words[:-3]):
        if word == "while" and chart.words[i + 1] in ("i", "we") and chart.words[i + 2] in _BUSY:
            end = max((r.end for r in events if r.start == i + 3), default=0)
            if _AT_IT & set(chart.words[i + 3 : end]):
                yield Edit(i, end)


_AT_IT = frozenset([
    "phone", "call", "meeting", "cooking", "eating", "reading", "working", "studying", "watching", "homework",
    "talking",
])  # fmt: skip
"""What people do while they talk to a house; nobody does so asleep or away."""

_TURNS = (
    remarked,
    opened,
    mood_of_a_room,
    possessed,
    *POINTING_BACK,
    reworded,
    _led,
    _glowing,
    _about,
    owned,
    _needed,
    _minded,
    _but,
    _while_busy,
    _given,
    _sourced,
    _paused,
    *ELLIPTIC,
    *ASKED,
)
