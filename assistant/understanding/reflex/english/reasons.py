"""English beside a command: whom one talks to, and why one wants it, also where nobody pauses.

"um, can you, like, start the fan love" is "can you start the fan"; "it is too bright in here can you dim the lights"
and "shut the curtains the sun is blinding me" are their commands. What only tells of a feeling or a state is set
aside, and only at the beginning or the end: a question, a condition or a negation of the command stays where it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.understanding.reflex.english.asides import LEAVING, states, topic_of_aside
from assistant.understanding.reflex.english.spoken import Role, Said, roles_in
from assistant.understanding.reflex.matching.chart import Chart, kept_with_chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION, Token, is_chinese

_LONGEST = 12
"""Words of a reason."""
_SHORTEST = 3
"""Words of a command beside which somebody may be addressed."""
_PARTICLES = frozenset({"on", "off", "up", "down", "open", "shut", "closed", "out"})
"""End a wish as short as "kettle on"."""
_HESITATIONS = frozenset({"um", "uh", "er", "erm", "like", "oi", "hey", "well", "so", "oh", "look", "listen", "right"})
_NAMING = frozenset({Sense.NAME, Sense.ROOM, Sense.KIND})
_NOT_ADDRESSED = frozenset(
    [
        "for",
        "to",
        "of",
        "from",
        "by",
        "with",
        "my",
        "the",
        "a",
        "an",
        "your",
        "our",
        "his",
        "her",
        "their",
        "some",
        "and",
        "or",
        "about",
        "is",
        "am",
        "are",
        "was",
        "not",
        "called",
        "named",
        "call",
        "text",
        "ring",
        "tell",
        "ask",
        "remind",
        "like",
        "than",
        "as",
    ]
)
"""Before somebody who is spoken of, not to."""
_BEGINS = frozenset(
    [
        "turn",
        "switch",
        "put",
        "open",
        "close",
        "shut",
        "set",
        "make",
        "start",
        "stop",
        "pop",
        "lock",
        "dim",
        "brighten",
        "increase",
        "decrease",
        "raise",
        "lower",
        "mute",
        "unmute",
        "pause",
        "play",
        "draw",
        "kill",
        "bring",
        "get",
        "give",
        "let",
        "crank",
        "warm",
        "cool",
        "heat",
        "clean",
        "vacuum",
        "hoover",
        "send",
        "run",
        "add",
        "flick",
        "stick",
        "pull",
        "roll",
        "can",
        "could",
        "would",
        "will",
        "please",
        "just",
        "i",
        "need",
        "want",
        "clear",
        "defrost",
        "shush",
    ]
)
"""Words with which a wish begins behind a reason."""
_LEADS = frozenset(
    {"i", "it", "we", "my", "our", "the", "he", "she", "they", "that", "because", "since", "cause", "cos", "as"}
)
"""Words with which a reason begins behind a wish."""
_DANGLING = frozenset(
    [
        "to",
        "of",
        "in",
        "at",
        "for",
        "from",
        "with",
        "by",
        "is",
        "are",
        "am",
        "be",
        "the",
        "a",
        "an",
        "my",
        "our",
        "i",
        "we",
        "it",
        "and",
        "so",
        "because",
        "since",
        "as",
        "that",
        "too",
    ]
)
"""Words with which no reason ends."""


@kept_with_chart
def is_english(chart: Chart) -> bool:
    """Whether no word of it is Chinese."""
    return not any(map(is_chinese, chart.words))


def without_calls(chart: Chart) -> tuple[Token, ...] | None:
    """The tokens without hesitations and without whom they are said to; None where there is neither."""
    roles = [s for s in roles_in(chart.words) if s.role in (Role.VOCATIVE, Role.REQUEST)]
    start, end = _first(chart, roles), _last(chart, roles)
    hesitating = {i for i in range(start, end) if _is_hesitation(chart, i)}
    if start == 0 and end == len(chart.words) and not hesitating:
        return None
    hesitating |= {i for i in range(start, end) if chart.words[i] == "," and {i - 1, i + 1} & hesitating}
    return tuple(t for i, t in enumerate(chart.tokens[:end]) if i >= start and i not in hesitating) or None


def without_reasons(chart: Chart) -> Iterator[tuple[Token, ...]]:
    """What may be left when a reason at the beginning or the end is set aside.

    As much as can be of what stands before, as little of what follows.
    """
    roles, last = roles_in(chart.words), len(chart.words)
    if LEAVING & set(chart.words) or not any(s.role in (Role.STATE, Role.EVENT) for s in roles):
        return
    for cut in range(min(last - 1, _LONGEST), 1, -1):
        if chart.words[cut] in _BEGINS and _is_reason(chart, roles, 0, cut):
            yield (*topic_of_aside(chart, (0, cut), [(cut, last)]), *chart.tokens[cut:])
    for cut in range(last - 2, max(1, last - _LONGEST - 1), -1):
        if (
            chart.words[cut] in _LEADS
            and chart.words[cut - 1] not in PUNCTUATION
            and _is_reason(chart, roles, cut, last)
        ):
            yield chart.tokens[:cut]


def actively(chart: Chart) -> tuple[Token, ...] | None:
    """ "Can the lights be changed to green" as "can you change the lights to green"; None where it is none such.

    Only with what it shall become: "can the lights be dimmed" may ask what they are able to do.
    """
    words = chart.words
    start = 1 if words[:1] == ("please",) else 0
    if "be" not in words[start + 2 :] or words[start] not in ("can", "could"):
        return None
    at = words.index("be", start + 2)
    verb = _PARTICIPLES.get(words[at + 1]) if at + 1 < len(words) else None
    if verb is None or not set(words[at + 2 :]) & {"to", "on", "off", "up", "down"}:
        return None
    be, done = chart.tokens[at], chart.tokens[at + 1]
    lead = (chart.tokens[start], replace(be, text="you"), replace(done, text=verb))
    return (*lead, *chart.tokens[start + 1 : at], *chart.tokens[at + 2 :])


_PARTICIPLES = {"changed": "change", "turned": "turn", "switched": "switch", "set": "set", "put": "put"}


def _is_reason(chart: Chart, roles: Sequence[Said], start: int, end: int) -> bool:
    return chart.words[end - 1] not in _DANGLING and states(chart, roles, (start, end))


def _first(chart: Chart, roles: Sequence[Said]) -> int:
    """Where the sentence begins behind whom it is said to: a pause or a request follows at once."""
    at = 0
    while at < len(chart.words) and (chart.words[at] in _HESITATIONS or chart.words[at] in PUNCTUATION):
        at += 1
    ends = [s.end for s in roles if s.role is Role.VOCATIVE and s.start == at and not _named(chart, s)]
    ends += [at + 1] if _is_unheard_of(chart, at) else []
    asking = {s.start for s in roles if s.role is Role.REQUEST}
    asking |= {at + 1} if _is_unheard_of(chart, at) else set()
    end = max((e for e in ends if e < len(chart.words) and (e in asking or chart.words[e] in PUNCTUATION)), default=at)
    while end < len(chart.words) and chart.words[end] in PUNCTUATION:
        end += 1
    return end


def _is_unheard_of(chart: Chart, at: int) -> bool:
    """Whether a word that means nothing here stands before a command: "arre put …", "Moana, could you …"."""
    if at + 2 >= len(chart.words) or not chart.words[at].isalpha() or chart.words[at] in _NO_CALL:
        return False
    if not chart.text[chart.tokens[at].start].islower():
        return False  # "Tom, shut the door" may be said to Tom
    if not set("aeiouy") & set(chart.words[at]):
        return False  # "zzz turn off …" is said to nobody
    known = any(s.start <= at < s.end for s in chart.spans) or any(
        a <= at < b for places in chart.literals.values() for a, b in places
    )
    paused = chart.words[at + 1] == ","
    behind = chart.words[at + 1 + paused]
    begins = behind in _BEGINS - {"i", "need", "want", "set", "run", "will", "would", "can", "could", "get"} or any(
        s.start == at + 1 + paused for s in chart.with_sense(Sense.POLITE)
    )
    return not known and begins and (paused or not chart.words[at].endswith(("s", "ly")))


_NO_CALL = frozenset([
    "ha", "haha", "hah", "hehe", "lol",
    "to", "they", "he", "she", "we", "who", "not", "never", "always", "people", "nobody",
    "everybody", "everyone", "or",
    "step", "then", "first", "finally", "next", "later", "never", "don", "why", "if", "and", "but", "because", "that",
])  # fmt: skip


def _last(chart: Chart, roles: Sequence[Said]) -> int:
    """Where the sentence ends before whom it is said to."""
    last = len(chart.words)
    closed = last
    while closed and chart.words[closed - 1] in PUNCTUATION - {"?"}:
        closed -= 1
    for said in sorted(roles, key=lambda s: s.start):
        least = _SHORTEST - (chart.words[said.start - 1] in _PARTICLES)
        spoken_to = said.role is Role.VOCATIVE and said.end == closed and said.start >= least
        if spoken_to and chart.words[said.start - 1] not in _NOT_ADDRESSED and not _named(chart, said):
            end = said.start
            while end and chart.words[end - 1] in PUNCTUATION - {"?"}:
                end -= 1
            return end
    return last


def _named(chart: Chart, said: Said) -> bool:
    """Whether these words belong to the name of something here."""
    return any(s.start < said.end and said.start < s.end and s.end - s.start > 1 for s in chart.with_sense(*_NAMING))


def _is_hesitation(chart: Chart, at: int) -> bool:
    """ "um", and "like" between two pauses or behind "can you"."""
    word = chart.words[at]
    if word != "like":
        return word in ("um", "uh", "er", "erm")
    paused = at and chart.words[at - 1] in PUNCTUATION and chart.words[at + 1 : at + 2] == (",",)
    return bool(paused) or any(s.end == at for s in chart.with_sense(Sense.POLITE))
