"""English questions that leave words out, or are put otherwise than their phrases.

"Volume of the radio, please", "storm's coming. Are all windows closed?", "all shut, yes?", "which battery should I
change first".
"""

from collections.abc import Iterator
from dataclasses import replace

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION

_MEASURED = frozenset({"volume", "temperature", "humidity", "brightness", "battery", "position", "speed", "level"})
_CHECKED = frozenset({"yes", "right", "correct", "yeah", "no"})
_LISTING = (("give", "me", "a", "list", "of"), ("list", "me"), ("a", "list", "of"))
_CHANGED = frozenset({"change", "changed", "replace", "replaced", "charge", "charged", "swap", "swapped"})
_SUBJECTS = frozenset({"we", "i", "they", "he", "she", "you", "someone", "somebody", "anyone", "anybody"})


def measured(chart: Chart) -> Iterator[Edit]:
    """ "Volume of the radio, please" for "what is the volume of the radio"."""
    start = 1 if chart.words[:1] == ("the",) else 0
    if chart.words[start + 1 : start + 2] != ("of",) or chart.words[start] not in _MEASURED:
        return
    if not chart.with_sense(Sense.QUANTITY) and not {"to", "up", "down", "at"} & set(chart.words):
        yield Edit(0, start, tuple(replace(chart.tokens[0], text=w) for w in ("what", "is", "the")))


def asked_at_last(chart: Chart) -> Iterator[Edit]:
    """ "Storm's coming. Are all windows closed?": only the last sentence asks, and what is before tells why."""
    if chart.words[-1:] != ("?",):
        return
    ends = [i for i, w in enumerate(chart.words[:-2]) if w in (".", "!")]
    if ends and not _commands(chart, ends[-1]):
        yield Edit(0, ends[-1] + 1)


def checked(chart: Chart) -> Iterator[Edit]:
    """ "All shut, yes?" for "all shut?"."""
    if chart.words[-1:] == ("?",) and chart.words[-2:-1] and chart.words[-2] in _CHECKED and len(chart.words) > 3:
        yield Edit(len(chart.words) - 2, len(chart.words) - 1)


def listed(chart: Chart) -> Iterator[Edit]:
    """ "Give me a list of lights on upstairs" for "which lights on upstairs"."""
    for lead in _LISTING:
        if chart.words[: len(lead)] == lead:
            yield Edit(0, len(lead), (replace(chart.tokens[0], text="which"),))
            return


def forgotten(chart: Chart) -> Iterator[Edit]:
    """ "How many lights did we forget" for "how many lights are on"."""
    for i, word in enumerate(chart.words[:-2]):
        if (
            word in ("did", "have")
            and chart.words[i + 1] in _SUBJECTS
            and chart.words[i + 2] in ("forget", "forgotten")
        ):
            said = tuple(replace(chart.tokens[i], text=w) for w in ("are", "on"))
            yield Edit(i, i + 3, said)


def in_watts(chart: Chart) -> Iterator[Edit]:
    """ "Two kilowatts" for "2000 watts"."""
    for span in chart.with_sense(Sense.QUANTITY):
        if span.meaning.unit == "" and chart.words[span.end : span.end + 1] in (("kilowatts",), ("kilowatt",), ("kw",)):
            watts = replace(chart.tokens[span.start], text=f"{span.meaning.amount * 1000:g}")
            yield Edit(span.start, span.end + 1, (watts, replace(chart.tokens[span.end], text="watts")))


def watery(chart: Chart) -> Iterator[Edit]:
    """ "Water in the utility room?" for "is there a leak in the utility room?"."""
    words = chart.words
    at = next((i for i, w in enumerate(words[:4]) if w == "water" and words[i + 1 : i + 2] in (("in",), ("on",))), None)
    before = set(words[:at]) if at is not None else {"no"}
    if words[-1:] == ("?",) and at is not None and before <= {"is", "there", "any", "some"}:
        yield Edit(0, at + 1, tuple(replace(chart.tokens[0], text=w) for w in ("is", "there", "a", "leak")))


def changed_first(chart: Chart) -> Iterator[Edit]:
    """ "Which battery should I change first" for "which battery is the lowest"."""
    said = set(chart.words)
    if chart.words[:2] == ("which", "battery") and said & _CHANGED and said & {"first", "next", "soonest"}:
        end = len(chart.words) - (chart.words[-1] in PUNCTUATION)
        yield Edit(2, end, tuple(replace(chart.tokens[2], text=w) for w in ("is", "the", "lowest")))


def existing(chart: Chart) -> Iterator[Edit]:
    """ "Is there a radiator upstairs that is off" for "is any radiator upstairs off"."""
    words = chart.words
    if words[:2] not in (("is", "there"), ("are", "there")) or words[2:3] not in (("a",), ("an",), ("any",), ("one",)):
        return
    at = next((i for i in range(4, len(words) - 2) if words[i : i + 2] in _THAT_IS), None)
    kinds = [s for s in chart.with_sense(Sense.KIND, Sense.NAME) if s.start >= 3 and at is not None and s.end <= at]
    if at is not None and kinds:
        yield Edit(1, 3, (replace(chart.tokens[2], text="any"),))
        yield Edit(at, at + 2)


_THAT_IS = tuple((who, verb) for who in ("that", "which") for verb in ("is", "are", "has", "have"))


def by_somebody(chart: Chart) -> Iterator[Edit]:
    """ "Has some genius left the window open" for "has someone left the window open"."""
    words = chart.words
    if words[:1] not in (("has",), ("did",), ("have",)) or words[1:2] not in (("some",), ("any",), ("a",)):
        return
    end = next((i for i in range(3, min(6, len(words))) if words[i] in _LEAVING), None)
    named = chart.with_sense(Sense.NAME, Sense.KIND, Sense.PART, Sense.ROOM)
    if end is not None and not any(s.start < end for s in named):
        yield Edit(1, end, (replace(chart.tokens[1], text="someone"),))


_LEAVING = frozenset({"left", "leave", "forgotten", "forgot", "gone", "been"})


def _commands(chart: Chart, end: int) -> bool:
    """Whether anything before a place wishes for something: an amount, a value, or a verb at the beginning."""
    return bool(chart.words[0] in _VERBS) or any(s.end <= end for s in chart.with_sense(Sense.QUANTITY, Sense.POLITE))


_VERBS = frozenset([
    "turn", "switch", "put", "open", "close", "shut", "set", "make", "start", "stop", "pop", "lock", "unlock", "dim",
    "add", "play", "pause", "mute", "send", "get", "give", "let", "please", "raise", "lower", "remove", "remind",
])  # fmt: skip

ASKED = (measured, asked_at_last, checked, listed, forgotten, in_watts, watery, changed_first, existing, by_somebody)
"""Every such turn."""
