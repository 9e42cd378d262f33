"""What an English sentence tells beside its wish, known by its grammar and not by its words.

"Landing light on quick I've got the baby", "it's too bright only, make it twenty percent", "close the curtains, sun is
coming straight on the TV": a stretch with a subject and a finite verb of its own, a purpose ("so I can see"), a
rhetorical question ("how will I cut onions like this") or a mere feeling gives a reason. It may not report, take back,
wish, spare or set a condition. What is left has to be one or several whole commands, to the last word.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.understanding.reflex.clauses.repairs import corrected
from assistant.understanding.reflex.english.asides import LEAVING, topic_of_aside
from assistant.understanding.reflex.english.mentioned import is_possessive, names_in, parts_in, subjects_in
from assistant.understanding.reflex.english.remarks import dashed
from assistant.understanding.reflex.english.rewording import COMPARED, IMPERATIVES
from assistant.understanding.reflex.english.stating import begins_statement, is_courtesy, is_stated, is_told
from assistant.understanding.reflex.english.stating_words import BE, PRONOUNS
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, Token

_MOST = 8
"""Ways to part a sentence that are tried."""
_SHORTEST = 2
"""Words of a wish."""
_BECAUSE = frozenset({"because", "cos", "cause", "coz", "since", "as", "so", "or", "before", "and", "but", "though"})
_PURPOSES = frozenset({"for", "to", "let", "how"})
"""Begin what a wish is good for, where nobody pauses before it."""
_JOINED = frozenset({"and", "so", "but", "then"})
_BEGINS = (IMPERATIVES | {"please", "can", "could", "would", "will", "just"}) - {"have", "let", "set", "clear"}
"""Begin a command where nobody pauses before it."""
_DANGLING = frozenset([
    "to", "of", "in", "at", "for", "from", "with", "by", "is", "are", "am", "be", "was", "the", "a", "an", "my", "our",
    "i", "we", "you", "and", "or", "so", "because", "since", "as", "that", "not", "can", "could", "would", "will", "do",
    "does", "did", "should", "must", "may", "might", "shall", "never", "always", "usually", "often", "sometimes",
    "please", "who", "which", "have", "has", "had", "just", "still", "already", "ever", "only", "and", "he", "she",
    "they", "people", "everyone", "everybody", "nobody", "than", "if", "when", "gonna", "wanna", "gotta",
])  # fmt: skip
_CAUSING = frozenset({"saw", "see", "watch", "watched", "hear", "heard", "made", "had", "helped", "help", "let"})
"""Verbs behind which another one tells what somebody does: "I saw you turn on the light"."""
_IT = frozenset({"it", "them", "him", "her", "em", "that", "those", "these", "this"})
_BEFORE_OBJECTS = frozenset([
    "the", "my", "our", "his", "her", "their", "a", "all", "every", "everything", "on", "off", "up", "down", "some",
    "both", "out", "in",
])  # fmt: skip
_OWNERS = frozenset({"his", "her", "their"})
_WANTING = frozenset({"want", "like", "fancy", "love", "need", "wish", "prefer", "mood", "craving"})
_SWEEPING = (Sense.ALL, Sense.EVERYTHING, Sense.EXCEPT)

_INVERTED = frozenset({"is", "are", "does", "do", "did", "was", "were", "has", "have"})

Stretch = tuple[int, int]


def without_what_is_told(chart: Chart) -> Iterator[tuple[Token, ...]]:
    """What may be left when all that is only told is set aside; the longest wishes first."""
    last = len(chart.words)
    if next(corrected(chart), None) is not None:
        return
    while last and chart.words[last - 1] in PUNCTUATION - {"?"}:
        last -= 1
    begins = [0, *(i for i in _beginnings(chart, last) if is_told(chart, 0, _before_marks(chart, i)))]
    closing = (i for i in _endings(chart, last) if not is_courtesy(chart, i, last) and not _asks_after(chart, i, last))
    ends = [last, *(i for i in closing if is_told(chart, i, last))]
    wishes = {(_behind_marks(chart, a), _before_marks(chart, b)) for a in begins for b in ends if a < b}
    found = [w for w in wishes - {(0, last)} if w[1] - w[0] >= _SHORTEST]
    found.sort(key=lambda w: (not names_in(chart, *w), _unmarked(chart, w, last), w[1] - w[0], w[0]))
    for wish in found[:_MOST]:
        spared = LEAVING & set(chart.words[slice(*wish)]) or _is_spared(chart, wish)
        if not spared and not _takes_up_a_wish(chart, wish):
            yield from _readings(chart, wish, last)


def _asks_after(chart: Chart, start: int, last: int) -> bool:
    """Whether a question about a certain thing is in it, also one that is not here: "… and is the sauna hot"."""
    words, marks = chart.words, PUNCTUATION | _JOINED
    heads = (i for i in range(start, last - 1) if i == start or words[i - 1] in marks)
    return any(words[i] in _INVERTED and words[i + 1] not in {*PRONOUNS, "not"} for i in heads)


def without_what_is_told_between(chart: Chart) -> Iterator[tuple[Token, ...]]:
    """ "Dusty, dinner's finished, do the dining room": a statement between two pauses set aside."""
    marks = [i for i, word in enumerate(chart.words) if word in PUNCTUATION - {"?", ":"}]
    for start, end in pairwise(marks[:_MOST]):
        if start and end + 1 < len(chart.words) and is_stated(chart, start + 1, end):
            yield (*chart.tokens[:start], *chart.tokens[end:])


def _takes_up_a_wish(chart: Chart, wish: Stretch) -> bool:
    """Whether "it" is what somebody feels like, and nothing here: "I feel like chess, can you play that"."""
    wanted = _WANTING & set(chart.words[: wish[0]]) and _IT & set(chart.words[slice(*wish)])
    return bool(wanted) and not names_in(chart, 0, wish[0]) and not parts_in(chart, 0, wish[0])


def _unmarked(chart: Chart, wish: Stretch, last: int) -> int:
    """How many ends of a wish nobody marks with a pause."""
    start, end = wish
    marks = PUNCTUATION | _JOINED
    opened = start == 0 or chart.words[start - 1] in marks
    closed = end == last or chart.words[end] in marks
    dashes = set(dashed(chart))
    return (not opened and start not in dashes) + (not closed and end not in dashes)


def _readings(chart: Chart, wish: Stretch, last: int) -> Iterator[tuple[Token, ...]]:
    """The wish with what it points at, with whose things or which room was spoken of, and by itself."""
    told = [s for s in ((0, wish[0]), (wish[1], last)) if s[0] < s[1]]
    if only_places(chart, *wish):
        return
    tokens = _owned(chart, told, wish)
    meant = [n for stretch in told for n in names_in(chart, *stretch)]
    meant = meant or [n for stretch in told for n in parts_in(chart, *stretch)]
    meant = [n for stretch in told for n in _left(chart, *stretch)] or meant or subjects_in(chart, told)
    # The verb "lock" is no lock.
    begin = wish[0] + (chart.words[wish[0]] in IMPERATIVES)
    named = bool(names_in(chart, begin, wish[1]))
    pointing = bool(meant) and _points_first(chart, wish)
    if (pointing or not named) and len(meant) == 1:
        yield from _about(chart, wish, chart.tokens[slice(*meant[0])])
    for stretch in told:
        topic = topic_of_aside(chart, stretch, [wish])
        if topic:
            yield (*topic, *tokens)
    if (named or _is_pointed(chart, wish)) and not pointing and not _is_placed(chart, told, wish):
        yield tokens


def _points_first(chart: Chart, wish: Stretch) -> bool:
    """Whether the first clause names nothing but "it": "drop it to 20 and open the blinds"."""
    marks = PUNCTUATION | {"and", "then"}
    end = next((i for i in range(wish[0] + 1, wish[1]) if chart.words[i] in marks), wish[1])
    return bool(_IT & set(chart.words[wish[0] + 1 : end])) and not names_in(chart, wish[0] + 1, end)


_LEAVING = frozenset({"left", "forgot", "found"})
_SO = frozenset({"on", "off", "open", "running", "unlocked", "going", "up", "down", "out", "playing", "closed", "shut"})


def _left(chart: Chart, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What somebody left so: the sunroof of "I left the car sunroof open"."""
    for i in range(start, end - 2):
        if chart.words[i] in _LEAVING:
            close = next((j for j in range(i + 2, end) if chart.words[j] in _SO), 0)
            if close and close - i <= _LONGEST_NAME and not set(chart.words[i + 1 : close]) & (PUNCTUATION | _IT):
                yield i + 1, close


_LONGEST_NAME = 7


def only_places(chart: Chart, start: int, end: int) -> bool:
    """Whether a stretch only says where: "the back hall" by itself wishes nothing."""
    covered = 0
    for span in chart.with_sense(Sense.ROOM, Sense.FLOOR, Sense.HERE, Sense.HOUSE, Sense.FREE):
        covered |= span.mask if start <= span.start and span.end <= end else 0
    return not chart.content & ((1 << end) - (1 << start)) & ~covered


def _is_placed(chart: Chart, told: Sequence[Stretch], wish: Stretch) -> bool:
    """Whether what is told names the room of things that the wish only names by their kind."""
    rooms = [s for s in chart.with_sense(Sense.ROOM, Sense.FLOOR) if any(a <= s.start and s.end <= b for a, b in told)]
    names = [
        s for s in chart.with_sense(Sense.NAME, Sense.ROOM, Sense.FLOOR) if wish[0] <= s.start and s.end <= wish[1]
    ]
    named = {i for s in names for i in range(s.start, s.end)}
    kinds = [s for s in chart.with_sense(Sense.KIND) if wish[0] <= s.start and s.end <= wish[1]]
    loose = [s for s in kinds if s.start not in named and chart.words[s.start] not in IMPERATIVES]
    return bool(rooms) and bool(loose) and (bool(names) or ":" in chart.words)


def _about(chart: Chart, wish: Stretch, named: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The wish with the one thing that was spoken of: in the place of "it", before "louder", behind "turn down"."""
    start, end = wish
    it = next((i for i in range(start + 1, end) if chart.words[i] in _IT), None)
    if it is not None:
        yield (*chart.tokens[start:it], *named, *chart.tokens[it + 1 : end])
    elif chart.words[start] not in _BEGINS:
        yield (*named, *chart.tokens[start:end])
    else:
        behind = start + 1 + (chart.words[start + 1 : start + 2] in (("up",), ("down",), ("on",), ("off",)))
        yield (*chart.tokens[start:behind], *named, *chart.tokens[behind:end])


def _owned(chart: Chart, told: Sequence[Stretch], wish: Stretch) -> tuple[Token, ...]:
    """The wish with whose thing it is: "Skye's been told twice: her light off"."""
    known = {s.start for s in chart.with_sense(Sense.NAME, Sense.ROOM, Sense.PART)}
    owners = [
        chart.tokens[i]
        for start, end in told
        for i in range(start, end)
        if i in known and (i == start or is_possessive(chart, i))
    ]
    tokens = chart.tokens[slice(*wish)]
    if len(owners) != 1:
        return tokens
    things = {s.start for s in chart.with_sense(Sense.NAME, Sense.KIND, Sense.PART)}
    return tuple(owners[0] if t.text in _OWNERS and wish[0] + i + 1 in things else t for i, t in enumerate(tokens))


def _is_pointed(chart: Chart, wish: Stretch) -> bool:
    """Whether a wish that names no thing says all the same what it is about: "hoover the parlour", "a bit warmer"."""
    if COMPARED & set(chart.words[slice(*wish)]):
        return True
    senses = [Sense.PART, Sense.EVERYTHING]
    if chart.words[wish[0]] in IMPERATIVES or any(s.start == wish[0] for s in chart.with_sense(Sense.POLITE)):
        senses += [Sense.ROOM, Sense.HERE]
    return any(wish[0] <= s.start and s.end <= wish[1] for s in chart.with_sense(*senses))


def _is_spared(chart: Chart, wish: Stretch) -> bool:
    """Whether something named beside a wish for all or several of them may be meant to be left out."""
    outside = [s for s in _things(chart) if s.end <= wish[0] or s.start >= wish[1]]
    sweeping = [s for s in chart.with_sense(*_SWEEPING) if wish[0] <= s.start and s.end <= wish[1]]
    rooms = [s for s in chart.with_sense(Sense.ROOM) if s.end <= wish[0] or s.start >= wish[1]]
    if sweeping and (outside or rooms):
        return True
    said = set(chart.words[slice(*wish)])
    sparing = any(
        chart.words[i : i + 2] == ("do", "not") for i in range(len(chart.words)) if not wish[0] <= i < wish[1]
    )
    alike = any(said & set(chart.words[s.start : s.end]) for s in outside)
    return sparing and (alike or not outside or bool({"one", "ones"} & set(chart.words)))


def _things(chart: Chart) -> list[Span]:
    return [s for s in chart.with_sense(Sense.NAME, Sense.KIND) if s.sense is Sense.NAME or s.meaning != "person"]


def _beginnings(chart: Chart, last: int) -> Iterator[int]:
    """Where a wish may begin behind what is told."""
    dashes = set(dashed(chart))
    for i in range(1, last):
        paused = chart.words[i - 1] in PUNCTUATION or i in dashes
        if (
            paused
            or chart.words[i - 1] in _JOINED
            or (chart.words[i] in _BEGINS and _acts_on(chart, i) and not _dangles(chart, i))
        ):
            yield i


def _acts_on(chart: Chart, at: int) -> bool:
    """Whether an object, a way or a request follows a verb: "on pause right now" begins no wish with "pause"."""
    behind = chart.words[at + 1 : at + 2]
    if not behind or chart.words[at] in ("please", "can", "could", "would", "will", "just"):
        return bool(behind)
    named = any(s.start == at + 1 for s in chart.with_sense(Sense.NAME, Sense.KIND, Sense.ROOM, Sense.PART))
    return named or behind[0] in _IT | _BEFORE_OBJECTS


def _dangles(chart: Chart, at: int) -> bool:
    """Whether the words before a place need one behind them: "I always | turn it off"."""
    if chart.words[at - 1] in _DANGLING:
        return True
    return bool(_CAUSING & set(chart.words[:at])) and chart.words[at - 1] in _IT | {"me", "us", "you"}


def _endings(chart: Chart, last: int) -> Iterator[int]:
    """Where something told may begin behind a wish."""
    dashes = set(dashed(chart))
    for i in range(_SHORTEST, last):
        if (
            chart.words[i - 1] in PUNCTUATION
            or i in dashes
            or chart.words[i] in _BECAUSE | _PURPOSES
            or (begins_statement(chart, i) and chart.words[i - 1] not in _BECAUSE | BE | PRONOUNS)
        ):
            yield i


def _is_in_time(chart: Chart, at: int) -> bool:
    return chart.words[at : at + 2] == ("in", "time")


def _behind_marks(chart: Chart, at: int) -> int:
    while at < len(chart.words) and (chart.words[at] in PUNCTUATION or chart.words[at] in _JOINED):
        at += 1
    return at


def _before_marks(chart: Chart, at: int) -> int:
    while at and (chart.words[at - 1] in PUNCTUATION - {"?"} or chart.words[at - 1] in _JOINED):
        at -= 1
    return at
