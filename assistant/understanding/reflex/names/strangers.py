"""Words that name nothing a tool takes: where they stand for a thing, what else they name, why that will not do."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.tools import Targets
from assistant.understanding.reflex.clauses.citing import tells
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.cover import cover
from assistant.understanding.reflex.matching.describing import Scene
from assistant.understanding.reflex.matching.nouns import resolve
from assistant.understanding.reflex.matching.resolution import Ambiguous, Resolved, Unknown
from assistant.understanding.reflex.setting import Setting
from assistant.understanding.reflex.spans import DESCRIBING, Sense, Span
from assistant.understanding.reflex.tokens import is_chinese

_LONGEST = {True: 8, False: 4}
"""Characters or words of one strange name."""
_MOST = 4
"""Strange names of one clause."""
_BEFORE_A_NAME = frozenset({"the", "my", "our", "a", "an", "every", "all", "both", "'s"})
_NAMED = frozenset({Sense.NAME, Sense.PART, Sense.KIND})


def strange_spans(chart: Chart, left: int, markers: int) -> tuple[Span, ...]:
    """The unexplained tokens `left` as names of things; none where they do not stand like names.

    `markers`: tokens that say when, or not to; no name holds one.
    """
    found: list[Span] = []
    for run in _runs(left, chart):
        start, stop = _whole_word(*run, chart)
        end = _end_of_appliance(start, stop, chart)
        chinese = is_chinese(chart.words[start])
        mask = (1 << end) - (1 << start)
        if mask & markers or end - start > _LONGEST[chinese] or len(found) == _MOST:
            return ()
        if tells(chart.words[start:end]) or _MODALS & set(chart.words[start:end]):
            return ()
        if chinese and end - start < 2 and not is_named(start, end, chart):
            return ()
        if chinese and not _is_beside_words_for_the_house(start, end, chart):
            return ()
        if not chinese and not _stands_like_a_name(start, end, chart):
            return ()
        found.append(Span(start, end, Sense.STRANGE))
    return tuple(found)


def _whole_word(start: int, end: int, chart: Chart) -> tuple[int, int]:
    """All of a word for a thing of which a part was taken for a verb: 空调 and not 空."""
    if not is_chinese(chart.words[start]):
        return start, end
    holding = [s for s in _of(chart, _NAMED) if s.start <= start and end <= s.end]
    widest = max(holding, key=lambda s: s.end - s.start, default=None)
    return (widest.start, widest.end) if widest else (start, end)


_MODALS = frozenset({"would", "should", "could", "might", "must", "shall"})
"""Of what is weighed and not wished; no thing is called so."""
_APPLIANCES = frozenset("机器箱柜炉锅煲")
"""What the names of appliances end with."""


def _end_of_appliance(start: int, end: int, chart: Chart) -> int:
    """Where the name of an appliance ends of which only the beginning is strange: 洗地机, 洗碗机."""
    if not is_chinese(chart.words[start]):
        return end
    for at in range(end, min(end + 2, len(chart.words))):
        if chart.words[at] in _APPLIANCES:
            return at + 1
    return end


def explained_otherwise(reason: Unknown | Ambiguous, setting: Setting) -> Unknown | Ambiguous:
    """Why a description with strange words will not do: there, but unable; not in that room; or unknown altogether."""
    if reason.also:
        reason = replace(reason, also=tuple(explained_otherwise(r, setting) for r in reason.also))
    if isinstance(reason, Ambiguous) or reason.at is None:
        return reason
    chart, home, (start, end) = setting.chart, setting.home, reason.at
    admitted = [s for s in (*chart.free, *chart.telling) if s.start >= start and s.end <= end and _may_describe(s)]
    covered = cover(admitted, (start, end), 0, chart.content)
    said = chart.said(start, end)
    describing = [s for s in covered.spans if s.sense in DESCRIBING]
    if covered.left:
        return replace(_unknown(covered.left, describing, chart), also=reason.also, strange=True)
    place, language = setting.around.place, setting.around.language
    scene = Scene(home, chart.words, said, Targets(), home.everything, place, False, 0, language)
    found = resolve(describing, scene)
    if isinstance(found, Resolved):
        return Unknown(said, unable=found.ids, also=reason.also, strange=True)
    return replace(found, also=reason.also, strange=True) if isinstance(found, Unknown) else found


def _unknown(left: int, describing: Sequence[Span], chart: Chart) -> Unknown:
    """Not a thing of this house, in a room of it where one was named."""
    start = (left & -left).bit_length() - 1
    name = chart.said(start, _end_of_appliance(start, left.bit_length(), chart))
    rooms = [s for s in describing if s.sense in (Sense.ROOM, Sense.ABSENT_ROOM)]
    if len(rooms) == 1 and not left & rooms[0].mask and not _between(left, rooms[0].mask):
        return Unknown(name, room=chart.said(rooms[0].start, rooms[0].end), kind=name)
    return Unknown(name)


def _between(left: int, mask: int) -> bool:
    """Whether the unexplained tokens stand on both sides of some others."""
    low, high = left & (mask - 1), left >> mask.bit_length()
    return bool(low and high)


def _may_describe(span: Span) -> bool:
    return span.sense in DESCRIBING or span.sense is Sense.FREE


def _runs(left: int, chart: Chart) -> list[tuple[int, int]]:
    """Start and end of each row of unexplained tokens."""
    numbered = [i for i in range(left.bit_length()) if left >> i & 1]
    rows = [[i for _, i in group] for _, group in groupby(enumerate(numbered), lambda pair: pair[1] - pair[0])]
    return [(row[0], row[-1] + 1) for row in rows]


def is_named(start: int, end: int, chart: Chart) -> bool:
    """Whether these tokens are words for a thing that is here."""
    covered = 0
    for span in _of(chart, _NAMED):
        covered |= span.mask if start <= span.start and span.end <= end else 0
    mask = (1 << end) - (1 << start)
    return covered & mask == mask or any(s.start <= start and end <= s.end for s in _of(chart, _NAMED))


def _stands_like_a_name(start: int, end: int, chart: Chart) -> bool:
    """Behind an article, beside a room or kind, or what is called so here although it cannot do this."""
    if start and chart.words[start - 1] in _BEFORE_A_NAME:
        return True
    if is_named(start, end, chart) or chart.words[start:end] in lexicon().ideas:
        return True
    if _is_told_its_state(start, end, chart):
        return True
    return any(s.start == end or s.end == start for s in _of(chart, _NAMED | {Sense.ROOM, Sense.ABSENT_ROOM}))


def _is_told_its_state(start: int, end: int, chart: Chart) -> bool:
    """ "…, bug zapper on, …": all that stands between two pauses, and how it is to be; "come on" is none."""
    words = chart.words
    opens = not start or words[start - 1] in _PAUSES or words[start - 1] == "and"
    closes = len(words) <= end + 1 or words[end + 1] in _PAUSES or words[end + 1] in ("and", "please", "too")
    return opens and closes and words[end : end + 1] in _STATES and not _NO_NAMES & set(words[start:end])


_STATES = (("on",), ("off",))
_NO_NAMES = frozenset([
    "i", "you", "he", "she", "it", "we", "they", "me", "him", "them", "everyone", "everybody", "nobody", "somebody",
    "someone", "this", "that", "what", "who", "is", "are", "am", "was", "were", "be", "been", "do", "does", "did",
    "has", "have", "had", "will", "not", "no", "so", "from", "later", "now", "come", "comes", "hold", "hang", "carry",
    "go", "goes", "going", "gone", "move", "moving", "keep", "hurry", "dream", "rock", "crack", "get", "getting",
    "game", "head", "heading", "set", "setting", "take", "taking", "dozed", "nodded", "switched", "turned", "early",
    "day", "days", "time", "straight", "right", "further", "left", "one", "ones", "both", "all", "rest", "others",
])  # fmt: skip
"""Words of which no unknown thing is called that is to be on or off."""
_PAUSES = frozenset({",", ".", "!", ";", "…"})
_PLACING = frozenset({Sense.ROOM, Sense.ABSENT_ROOM, Sense.FLOOR})


def _is_beside_words_for_the_house(start: int, end: int, chart: Chart) -> bool:
    """Whether a verb, a thing or a room is said between the same pauses: a name is no sentence (他很生气)."""
    first, last = start, end
    while first > 0 and chart.words[first - 1] not in _PAUSES:
        first -= 1
    while last < len(chart.words) and chart.words[last] not in _PAUSES:
        last += 1
    beside = [s for s in _of(chart, _NAMED | _PLACING) if first <= s.start and s.end <= last]
    verbs = lexicon().synonyms["zh"].forms
    acted_on = any(chart.words[at:start] in verbs for at in range(max(first, start - 4), start))
    acts = any(chart.words[end:at] in verbs for at in range(end + 1, min(last, end + 4) + 1))
    return acted_on or acts or any(s.sense is not Sense.PART or s.end - s.start > 1 for s in beside)


def _of(chart: Chart, senses: Collection[Sense]) -> list[Span]:
    return [s for s in chart.telling if s.sense in senses]
