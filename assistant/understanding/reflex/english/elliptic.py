"""English that leaves the verb out or dresses it otherwise, put as commands are phrased.

"Could the radiator go to 20", "Lily wants a green lamp", "kettle please", "the drapes, open them".
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.english.spoken import Role, roles_in
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION

_NAMES = frozenset({Sense.NAME, Sense.KIND, Sense.PART})
_PLACES = frozenset({Sense.ROOM, Sense.FLOOR, Sense.OUTSIDE})
_MODALS = frozenset({"can", "could", "may", "might", "should", "would", "will"})
_GOING = frozenset({"go", "come"})
_SMALL = frozenset({"the", "my", "our", "in", "of", "on", "at", "a", "an", "some"})
_WANTS = (("wants",), ("needs",), ("would", "like"), ("would", "love"))
_ARTICLES = frozenset({"a", "an", "the", "some", "his", "her", "their"})
_THEM = frozenset({"it", "them", "him", "her", "em"})
_SUBJECTS = frozenset({"we", "i", "they", "he", "she", "you", "someone", "somebody", "anyone", "anybody"})
_GENTLE = frozenset({"gentle", "nice", "cosy", "cozy", "comfortable", "mere", "modest", "steady", "good", "full"})
_MODES = frozenset({"cool", "heat", "dry", "auto"})
_PLAIN_WAYS = frozenset({"up", "down"})
_TELLING = frozenset({Role.STATE, Role.EVENT, Role.DEGREE})
SOURCES = frozenset([
    "hdmi", "netflix", "youtube", "spotify", "bluetooth", "usb", "vga", "aux", "av", "airplay", "disney", "prime",
    "plex", "kodi",
])  # fmt: skip
"""What a player may be switched to, as people call it without a word before it."""


def went(chart: Chart) -> Iterator[Edit]:
    """ "Could the radiator go to 20" for "the radiator to 20"; "Biscuit can go back" for "Biscuit back"."""
    for i, word in enumerate(chart.words[:-1]):
        if word not in _MODALS or chart.words[i + 1] in _SUBJECTS:
            continue
        go = next((j for j in range(i + 1, min(i + 8, len(chart.words))) if chart.words[j] in _GOING), None)
        if go is None or go + 1 >= len(chart.words):
            continue
        before = is_named(chart, 0, i) if go == i + 1 else is_named(chart, i + 1, go)
        if before:
            yield Edit(i, i + 1)
            yield Edit(go, go + 1)


def wanted(chart: Chart) -> Iterator[Edit]:
    """ "Lily wants a green night light" for "Lily's green night light", where Lily has a room."""
    for want in _WANTS:
        for i in range(1, len(chart.words)):
            end = i + len(want)
            if chart.words[i:end] != want or not any(s.end == i for s in chart.with_sense(*_PLACES, *_NAMES)):
                continue
            behind = end + (chart.words[end : end + 1] != () and chart.words[end] in _ARTICLES)
            owned = behind > end and chart.words[end] in ("his", "her", "their")
            # "Skye wants her galaxy lamp on", where nothing else is called so.
            called = owned and i == 1 and any(s.start == behind for s in chart.with_sense(Sense.NAME))
            yield Edit(0 if called else i, behind)


def pleased(chart: Chart) -> Iterator[Edit]:
    """ "Kettle please" for "kettle on please", "floodlight, quick" for "floodlight on"."""
    end = next((i for i, w in enumerate(chart.words) if w in PUNCTUATION), len(chart.words))
    behind = chart.words[end + 1 : end + 2]
    if end and len(chart.words) <= end + 2 + (chart.words[-1] in PUNCTUATION) and behind and behind[0] in _URGENT:
        if is_named(chart, 0, end):
            yield Edit(end, end + 2, (replace(chart.tokens[end + 1], text="on"),))
    elif end > 1 and chart.words[end - 1] in _URGENT and is_named(chart, 0, end - 1) and _has_thing(chart, end):
        yield Edit(end - 1, end, (replace(chart.tokens[end - 1], text="on"),))


def _has_thing(chart: Chart, end: int) -> bool:
    """ "Family bathroom please: …" only says where."""
    places = [p for p in chart.with_sense(*_PLACES) if p.end <= end]
    named = (s for s in chart.with_sense(*_NAMES) if s.end <= end)
    return any(not any(p.start <= s.start and s.end <= p.end for p in places) for s in named)


_URGENT = frozenset({"please", "quick", "quickly", "now", "pronto", "sharpish"})


def topical(chart: Chart) -> Iterator[Edit]:
    """ "The drapes, open them": the thing first, then what shall become of it."""
    end = next((i for i, w in enumerate(chart.words) if w in (",", ":", ";")), 0)
    if end < 1 or not is_named(chart, 0, end, _SMALL | {"and"}):
        return
    close = next((i for i in range(end + 1, len(chart.words)) if chart.words[i] in PUNCTUATION), len(chart.words))
    it = next((i for i in range(end + 2, close) if chart.words[i] in _THEM), None)
    if it is not None and not any(s.start < it for s in chart.with_sense(*_NAMES) if s.start > end):
        yield Edit(0, end + 1)
        yield Edit(it, it + 1, chart.tokens[:end])


def raised(chart: Chart) -> Iterator[Edit]:
    """ "Spots up to 85" for "spots to 85", where no verb says it."""
    amounts = {s.start for s in chart.with_sense(Sense.QUANTITY)}
    things = {s.end for s in chart.with_sense(*_NAMES, *_PLACES)}
    for i, word in enumerate(chart.words):
        if word in _PLAIN_WAYS and chart.words[i + 1 : i + 2] == ("to",) and i + 2 in amounts and i in things:
            yield Edit(i, i + 1)


def gentle(chart: Chart) -> Iterator[Edit]:
    """ "A gentle twenty percent" for "twenty percent"."""
    amounts = {s.start for s in chart.with_sense(Sense.QUANTITY)}
    for i, word in enumerate(chart.words):
        if word in _GENTLE and i + 1 in amounts:
            yield Edit(i - (chart.words[i - 1 : i] == ("a",)), i + 1)


def cracked(chart: Chart) -> Iterator[Edit]:
    """ "A crack, ten percent": the amount says how far."""
    amounts = {s.start for s in chart.with_sense(Sense.QUANTITY)}
    for i, word in enumerate(chart.words):
        if word in ("crack", "touch", "notch", "tad") and chart.words[i - 1 : i] == ("a",):
            after = i + 1 + (chart.words[i + 1 : i + 2] == (",",))
            if after in amounts:
                yield Edit(i - 1, after)


def in_a_mode(chart: Chart) -> Iterator[Edit]:
    """ "Air con to cool, 22 degrees": a mode, and then a temperature."""
    for i, word in enumerate(chart.words[:-2]):
        if word in _MODES and i and chart.words[i - 1] in ("to", "on") and chart.words[i + 1] in (",", "and"):
            yield Edit(i + 1, i + 1, (replace(chart.tokens[i], text="mode"),))


def cut_power(chart: Chart) -> Iterator[Edit]:
    """ "Cut the aquarium's power" for "turn off the aquarium"."""
    for i, word in enumerate(chart.words):
        if word != "cut" or chart.words[i + 1 : i + 3] == ("the", "power"):
            continue
        power = next((j for j in range(i + 2, min(i + 8, len(chart.words))) if chart.words[j] == "power"), None)
        if power is not None and is_named(chart, i + 1, power):
            yield Edit(i, i + 1, (replace(chart.tokens[i], text="turn"), replace(chart.tokens[i], text="off")))
            yield Edit(power, power + 1)


def is_named(chart: Chart, start: int, end: int, small: frozenset[str] = _SMALL) -> bool:
    """Whether some words name a thing, and nothing else but where it is."""
    spans = [s for s in chart.with_sense(*_NAMES, *_PLACES) if start <= s.start and s.end <= end]
    inside = {i for s in spans for i in range(s.start, s.end)}
    rest = {i for i in range(start, end) if i not in inside and chart.words[i] not in small}
    return not rest and any(s.sense in _NAMES for s in spans)


def contracted(chart: Chart) -> Iterator[Edit]:
    """ "The light's too harsh" for "the light is too harsh"; "Lily's lamp" has no state behind it."""
    telling = {r.start for r in roles_in(chart.words) if r.role in _TELLING}
    for i, token in enumerate(chart.tokens[:-1]):
        said = chart.text[token.start : token.end].lower()
        if said.endswith(("'s", "’s")) and token.text != "is" and i + 1 in telling and not _begins(chart, i + 1):
            yield Edit(i + 1, i + 1, (replace(token, text="is"),))


def sourced_first(chart: Chart) -> Iterator[Edit]:
    """ "Put YouTube on the telly" for "switch the telly to YouTube"."""
    for i, word in enumerate(chart.words[:-3]):
        if word != "put" or chart.words[i + 1] not in SOURCES or chart.words[i + 2] != "on":
            continue
        end = next((j for j in range(i + 3, len(chart.words)) if _closes(chart, j)), len(chart.words))
        if is_named(chart, i + 3, end) or chart.words[i + 3 : end] == ("it",):
            verb, link = replace(chart.tokens[i], text="switch"), replace(chart.tokens[i + 2], text="to")
            yield Edit(i, end, (verb, *chart.tokens[i + 3 : end], link, chart.tokens[i + 1]))


def shared_head(chart: Chart) -> Iterator[Edit]:
    """ "Oak, Willow and Birch rooms" for "oak room, willow room and birch room"."""
    for at, word in enumerate(chart.words):
        if word not in ("rooms", "bedrooms") or not at:
            continue
        head, first = word.removesuffix("s"), at - 1
        while first > 0 and (chart.words[first - 1] in ("and", ",") or chart.words[first] in ("and", ",")):
            first -= 1
        if first == at - 1 or chart.words[first] in ("and", ",", "all", "both", "the", "in"):
            continue
        for i in range(first, at):
            if chart.words[i] not in ("and", ",", "the") and i + 1 < at and chart.words[i + 1] in ("and", ","):
                yield Edit(i + 1, i + 1, (replace(chart.tokens[i], text=head),))
        yield Edit(at, at + 1, (replace(chart.tokens[at], text=head),))


def possessed(chart: Chart) -> Iterator[Edit]:
    """ "Olive's room to 20 and Theo's to 21" for "Theo's room"."""
    owners = [i for i, t in enumerate(chart.tokens) if chart.text[t.start : t.end].lower().endswith(("'s", "’s"))]
    heads = [i for i in owners if chart.words[i + 1 : i + 2] in (("room",), ("bedroom",))]
    for i in owners:
        behind = chart.words[i + 1 : i + 2]
        if heads and i > heads[0] and (not behind or behind[0] in _AFTER_OWNER):
            yield Edit(i + 1, i + 1, (replace(chart.tokens[heads[0] + 1], start=chart.tokens[i].end),))


_AFTER_OWNER = PUNCTUATION | {"than", "to", "at", "on", "off", "and", "too", "please"}


def all_but(chart: Chart) -> Iterator[Edit]:
    """ "All lights but the nursery" for "all lights except the nursery"."""
    sweeping = [s.end for s in chart.with_sense(Sense.ALL, Sense.EVERYTHING)]
    for i, word in enumerate(chart.words[:-2]):
        placed = any(s.start == i + 2 for s in chart.with_sense(*_PLACES))
        if word == "but" and chart.words[i + 1] in ("the", "my", "our") and placed:
            if not any(end <= i for end in sweeping):
                continue
            yield Edit(i, i + 1, (replace(chart.tokens[i], text="except"),))


def parenthetical(chart: Chart) -> Iterator[Edit]:
    """ "Turn on, what's it called, the lamp" and "the lamp, not the other one": said between, without any wish."""
    marks = [i for i, w in enumerate(chart.words) if w in PUNCTUATION] + [len(chart.words)]
    for start, end in pairwise(marks):
        said = chart.words[start + 1 : end]
        told = said[:2] in (("i", "said"), ("i", "mean")) and len(said) > 2 and is_named(chart, start + 3, end)
        if said in _BETWEEN or (told and end < len(chart.words) - 1):
            yield Edit(start, min(end + (end < len(chart.words) and chart.words[end] == ","), len(chart.words)))


def the_one(chart: Chart) -> Iterator[Edit]:
    """ "The fan in the hall at 65 and the one in the study at 40": the one is a fan."""
    for i in range(1, len(chart.words) - 3):
        if chart.words[i : i + 3] != ("the", "one", "in"):
            continue
        into = max((j for j in range(1, i) if chart.words[j] == "in"), default=0)
        begin = max((j + 1 for j in range(into) if _closes(chart, j)), default=0)
        if into and is_named(chart, begin, into):
            yield Edit(i, i + 2, chart.tokens[begin:into])


_SWITCHED = frozenset({"light", "lamp", "fan", "tv", "media", "air_conditioner", "heater", "climate", "plug", "switch"})
_OPENED = {"open": "on", "close": "off", "shut": "off"}


def opened_and_closed(chart: Chart) -> Iterator[Edit]:
    """ "Open the lights", "close the fan" of speakers in whose language it is one word with "turn on" and "off"."""
    for i, word in enumerate(chart.words[:-1]):
        if word not in _OPENED or chart.words[i + 1] in ("up", "down"):
            continue
        close = next((j for j in range(i + 1, len(chart.words)) if _closes(chart, j)), len(chart.words))
        kinds = {s.meaning for s in chart.with_sense(Sense.KIND) if i < s.start and s.end <= close}
        called = any(chart.words[j].endswith(("light", "lights")) for j in range(i + 1, close))
        if (kinds or called) and kinds <= _SWITCHED:
            turn = tuple(replace(chart.tokens[i], text=w) for w in ("turn", _OPENED[word]))
            yield Edit(i, i + 1, turn)


def doubled(chart: Chart) -> Iterator[Edit]:
    """ "Porch light on the double" for "porch light on"."""
    for i in range(1, len(chart.words) - 2):
        if chart.words[i : i + 3] == ("on", "the", "double") and is_named(chart, 0, i):
            yield Edit(i + 1, i + 3)


def nudged(chart: Chart) -> Iterator[Edit]:
    """ "Lamp up a smidge" for "increase the lamp"."""
    things = {s.end for s in chart.with_sense(*_NAMES)}
    for i, word in enumerate(chart.words):
        by = i + 1 + (chart.words[i + 1 : i + 2] == ("just",))
        if word in _PLAIN_WAYS and i in things and chart.words[by : by + 2] in _NUDGES:
            way = "increase" if word == "up" else "decrease"
            yield Edit(i, by + 2, (replace(chart.tokens[i], text=way),))


_NUDGES = frozenset((a, b) for a in ("a", "one") for b in ("smidge", "tad", "notch", "touch"))
_BETWEEN = frozenset([
    ("what", "is", "it", "called"), ("what", "do", "you", "call", "it"), ("you", "know"), ("whatever", "it", "is"),
    ("not", "the", "other", "one"), ("not", "the", "other", "ones"), ("not", "that", "one"),
    ("you", "know", "the", "one"),
])  # fmt: skip


def _closes(chart: Chart, at: int) -> bool:
    return chart.words[at] in PUNCTUATION or chart.words[at] in ("and", "then")


def _begins(chart: Chart, at: int) -> bool:
    """Whether a thing or place begins there: "Lily's light" is no state."""
    return any(s.start == at for s in chart.with_sense(*_NAMES, *_PLACES))


ELLIPTIC = (
    contracted, parenthetical, topical, sourced_first, shared_head, went, wanted, pleased, the_one, raised, gentle,
    cracked, in_a_mode, cut_power, all_but, doubled, nudged,
    opened_and_closed,
)  # fmt: skip
"""Every such turn."""
