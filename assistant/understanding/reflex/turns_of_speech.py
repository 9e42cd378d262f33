"""Turns of speech of English put as commands are phrased.

"Her speaker quieter, say fifteen percent", "what I'd like is the pool heated", "bedtime: blinds down", "the freezer should
not be off - turn it back on": each is rewritten where it stands, and the rest of the sentence is left as it was said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.understanding.reflex.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.spoken import Role, roles_in
from assistant.understanding.reflex.tokens import PUNCTUATION, Token

_LONGEST_OPENING = 10
_NAMES = frozenset({Sense.NAME, Sense.KIND, Sense.PART})
_PLACES = frozenset({Sense.ROOM, Sense.FLOOR, Sense.OUTSIDE})
_SWEEPING = frozenset({Sense.ALL, Sense.EVERYTHING, Sense.EXCEPT})
_TELLING = frozenset({Role.STATE, Role.EVENT})
_TOLD = frozenset({Role.SUBJECT, Role.DEGREE, Role.STATE, Role.EVENT, Role.PARTICLE})
_ENDS = frozenset({".", ",", ";", "!", ":"})
_DASHES = frozenset("-–—")
_OWNERS = frozenset({"his", "her", "their"})
_SMALL = frozenset({"the", "my", "our", "in", "of", "on", "at", "a"})
_NEEDS = (
    ("need", "to", "be"), ("needs", "to", "be"), ("have", "to", "be"), ("has", "to", "be"), ("ought", "to", "be"),
    ("should", "be"), ("must", "be"), ("should", "all", "be"), ("must", "all", "be"),
)  # fmt: skip
_LEADS = tuple(
    (*head, *verb, "is")
    for head in (("what", "i"), ("what", "we"), ("all", "i"))
    for verb in (("would", "like"), ("want",), ("need",), ("would", "love"))
)
_GLOWING = frozenset({"glows", "shines", "lights", "glowing", "shining", "lit"})
_COMPARED = frozenset("quieter softer louder brighter dimmer darker warmer cooler higher lower".split())
_MINDING = (("would", "you", "mind"), ("do", "you", "mind"))
_VERBS = frozenset(
    "turn switch put open close shut set make start stop pop lock dim brighten increase decrease raise lower mute unmute "
    "pause play draw kill bring get give let warm cool heat clean vacuum send run pull roll change resume dock mow".split()
)
_REMARKED = frozenset("is are was were be been not should still again on off open closed shut left running playing lit has have".split())
_STATING = frozenset({"is", "are", "was", "were", "should", "has", "have"})
_BUSY = frozenset({"am", "are", "is"})


@dataclass(frozen=True, slots=True)
class _Edit:
    """Tokens `start` to `end` replaced by others."""

    start: int
    end: int
    new: tuple[Token, ...] = ()


def rephrased(chart: Chart) -> tuple[Token, ...] | None:
    """The sentence with its turns of speech put plainly; None where it has none."""
    edits: list[_Edit] = []
    for turn in _TURNS:
        for edit in turn(chart):
            if not any(e.start < edit.end and edit.start < e.end or e.start == edit.start for e in edits):
                edits.append(edit)
    if not edits:
        return None
    tokens: list[Token] = []
    at = 0
    for edit in sorted(edits, key=lambda e: e.start):
        tokens += [*chart.tokens[at : edit.start], *edit.new]
        at = edit.end
    return (*tokens, *chart.tokens[at:]) or None


def _opened(chart: Chart) -> Iterator[_Edit]:
    """ "Right, bedtime: …" is only why, and "movie night in the cinema: …" only why and where."""
    if ":" not in chart.words[:_LONGEST_OPENING]:
        return
    end = chart.words.index(":")
    if not _only_tells(chart, 0, end):
        return
    yield _Edit(0, end + 1, _places(chart, 0, end, ":"))


def _mood_of_a_room(chart: Chart) -> Iterator[_Edit]:
    """ "The studio's stuffy: …", "it's freezing in the study, …": a room that all that follows is about."""
    words = chart.words[:_LONGEST_OPENING]
    end = next((i for i, w in enumerate(words) if w in (".", "!") or words[i : i + 2] == (",", "so")), 0)
    if end > 1 and "see" not in words[:end] and _only_tells(chart, 0, end):
        yield _Edit(0, end + 1 + (words[end] == ","), _places(chart, 0, end, ":"))


def _places(chart: Chart, start: int, end: int, mark: str) -> tuple[Token, ...]:
    """The rooms that are named there, with a mark behind them."""
    rooms = [s for s in chart.with_sense(*_PLACES) if start <= s.start and s.end <= end]
    longest = [s for s in rooms if not any(o.mask & s.mask == s.mask and o.mask != s.mask for o in rooms)]
    inside = [i for i in range(start, end) if any(s.mask >> i & 1 for s in longest)]
    if not inside:
        return ()
    return (*(chart.tokens[i] for i in inside), replace(chart.tokens[end], text=mark))


def _only_tells(chart: Chart, start: int, end: int) -> bool:
    """Whether words only say how it is or what is about to be, and where."""
    covered = {i for i in range(start, end) if chart.words[i] in PUNCTUATION | _SMALL | {"and", "right", "so"}}
    told = False
    for said in roles_in(chart.words):
        if start <= said.start and said.end <= end and said.role in _TOLD:
            covered |= set(range(said.start, said.end))
            told = told or said.role in _TELLING
    for span in chart.with_sense(*_PLACES, Sense.FREE):
        if start <= span.start and span.end <= end:
            covered |= set(range(span.start, span.end))
    return told and covered >= set(range(start, end))


def _remarked(chart: Chart) -> Iterator[_Edit]:
    """ "The speaker is too loud. Drop it to 20": "it" is the thing of the remark, which says nothing else."""
    breaks = [*(i for i, w in enumerate(chart.words) if w in _ENDS - {":"}), *_dashed(chart)]
    end = min((i for i in breaks if i > 1), default=0)
    spans = [s for s in chart.with_sense(*_NAMES, *_PLACES) if s.end <= end]
    if not any(s.sense in _NAMES for s in spans):
        return
    named = {i for s in spans for i in range(s.start, s.end)}
    first, last = min(named), max(named)
    said = set(range(end)) - set(range(first, last + 1))
    roles = {i for r in roles_in(chart.words) if r.role in _TOLD for i in range(r.start, r.end) if r.end <= end}
    stated = {i for i in said if chart.words[i] in _REMARKED or i in roles or chart.words[i] in _SMALL}
    begin = end + (chart.words[end] in PUNCTUATION)
    it = next((i for i in range(begin, len(chart.words)) if chart.words[i] in ("it", "them")), None)
    verbs = {chart.words[i] for i in said if i > last}
    closed = next((i for i in range(begin, len(chart.words)) if chart.words[i] in _ENDS | {"and"}), len(chart.words))
    if stated != said or not verbs & _STATING or it is None or it > closed:
        return
    yield _Edit(0, begin)
    yield _Edit(it, it + 1, chart.tokens[first : last + 1])


def _dashed(chart: Chart) -> list[int]:
    """The tokens before which a dash stands between two words."""
    gaps = (
        (i, chart.text[chart.tokens[i - 1].end : chart.tokens[i].start])
        for i in range(1, len(chart.tokens))
        if chart.tokens[i - 1].end < chart.tokens[i].start
    )
    return [i for i, gap in gaps if gap.strip() and set(gap.strip()) <= _DASHES and gap != gap.strip()]


def _paused(chart: Chart) -> Iterator[_Edit]:
    """A dash is a pause."""
    for i in _dashed(chart):
        if chart.words[i] not in PUNCTUATION and chart.words[i - 1] not in PUNCTUATION:
            yield _Edit(i, i, (replace(chart.tokens[i], text=",", end=chart.tokens[i].start),))


def _owned(chart: Chart) -> Iterator[_Edit]:
    """ "Noah's strip red, his lamp too": his is Noah's."""
    owner: Token | None = None
    for i, token in enumerate(chart.tokens):
        if token.text in _OWNERS and owner is not None:
            yield _Edit(i, i + 1, (owner,))
        elif chart.text[token.start : token.end].lower().endswith(("'s", "’s")):
            known = any(s.start == i for s in chart.with_sense(*_NAMES, *_PLACES))
            owner = token if known else owner


def _needed(chart: Chart) -> Iterator[_Edit]:
    """ "The blinds need to be shut" for "the blinds shut"."""
    if "?" in chart.words or chart.with_sense(Sense.NEGATION):
        return
    for i in range(1, len(chart.words)):
        for needs in _NEEDS:
            if chart.words[i : i + len(needs)] == needs:
                yield _Edit(i, i + len(needs))


def _led(chart: Chart) -> Iterator[_Edit]:
    """ "What I'd like is the pool heated"."""
    for lead in _LEADS:
        if chart.words[: len(lead)] == lead:
            yield _Edit(0, len(lead))


def _glowing(chart: Chart) -> Iterator[_Edit]:
    """ "Everything on the terrace that glows" are all lights there."""
    for i, word in enumerate(chart.words):
        if word in ("everything", "anything") and "that" in chart.words[i:]:
            that = chart.words.index("that", i)
            end = that + 2 + (chart.words[that + 1 : that + 2] in (("is",), ("lights",)) and that + 2 < len(chart.words))
            said = set(chart.words[that + 1 : end])
            if said & _GLOWING:
                lights = (replace(chart.tokens[i], text="all"), replace(chart.tokens[i], text="lights"))
                yield _Edit(i, i + 1, lights)
                yield _Edit(that, end if chart.words[that + 1] != "glows" else that + 2)


def _about(chart: Chart) -> Iterator[_Edit]:
    """ "Quieter, say fifteen percent" for "to fifteen percent"."""
    amounts = {s.start for s in chart.with_sense(Sense.QUANTITY)}
    for i, word in enumerate(chart.words):
        before = i - 1 if chart.words[i - 1 : i] == (",",) else i
        if word != "say" or i + 1 not in amounts or not before:
            continue
        start = before - 1 if chart.words[before - 1] in _COMPARED else before
        yield _Edit(start, i + 1, (replace(chart.tokens[i], text="to"),))


def _minded(chart: Chart) -> Iterator[_Edit]:
    """ "Would you mind drawing the curtains" for "please draw the curtains"."""
    for minding in _MINDING:
        at = len(minding)
        if chart.words[:at] == minding and at < len(chart.words):
            verb = _infinitive(chart.words[at])
            if verb:
                yield _Edit(at, at + 1, (replace(chart.tokens[at], text=verb),))


def _infinitive(word: str) -> str:
    stem = word.removesuffix("ing")
    forms = (stem, f"{stem}e", stem[:-1]) if stem != word and len(stem) > 2 else ()
    return next((form for form in forms if form in _VERBS), "")


def _but(chart: Chart) -> Iterator[_Edit]:
    """ "Sheers open but the curtains shut": no exception, where nothing was said of all."""
    if chart.with_sense(*_SWEEPING):
        return
    for i, word in enumerate(chart.words):
        if word == "but" and 0 < i < len(chart.words) - 1 and chart.words[i + 1] != "not":
            yield _Edit(i, i + 1, (replace(chart.tokens[i], text="and"),))


def _given(chart: Chart) -> Iterator[_Edit]:
    """ "Give the air conditioner heat mode" for "set it to heat mode"."""
    for i, word in enumerate(chart.words[:-2]):
        valued = any(s.start > i for s in chart.with_sense(Sense.CHOICE, Sense.QUANTITY))
        if word == "give" and valued and chart.words[i + 1] not in ("me", "us", "it"):
            yield _Edit(i, i + 1, (replace(chart.tokens[i], text="set"),))


def _sourced(chart: Chart) -> Iterator[_Edit]:
    """ "Projector to HDMI 2" for "switch the projector to HDMI 2"."""
    for span in chart.with_sense(Sense.KIND):
        said = chart.words[span.end : span.end + 2]
        at_first = span.start == 0 or chart.words[span.start - 1] in PUNCTUATION | {"and", "the"}
        if span.meaning in ("tv", "media") and at_first and said[:1] == ("to",) and set(said[1:]) & _SOURCES:
            yield _Edit(span.start, span.start, (replace(chart.tokens[span.start], text="switch"),))


_SOURCES = frozenset("hdmi netflix youtube spotify bluetooth usb vga aux av airplay disney prime plex kodi".split())


def _while_busy(chart: Chart) -> Iterator[_Edit]:
    """ "Mute it while I'm on the phone": they are on the phone as they say it."""
    events = [r for r in roles_in(chart.words) if r.role is Role.EVENT]
    for i, word in enumerate(chart.words[:-3]):
        if word == "while" and chart.words[i + 1] in ("i", "we") and chart.words[i + 2] in _BUSY:
            end = max((r.end for r in events if r.start == i + 3), default=0)
            if _AT_IT & set(chart.words[i + 3 : end]):
                yield _Edit(i, end)


_AT_IT = frozenset("phone call meeting cooking eating reading working studying watching homework talking".split())
"""What people do while they talk to a house; nobody does so asleep or away."""

_TURNS = (
    _remarked, _opened, _mood_of_a_room, _led, _glowing, _about, _owned, _needed, _minded, _but, _while_busy, _given, _sourced, _paused,
)  # fmt: skip
