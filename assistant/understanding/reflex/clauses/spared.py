"""The last look at what is about to move: nothing that the sentence leaves out moves with the rest.

"Lights off everywhere but the lounge", 关灯，书房留着: however a sentence was read, what it spares is taken out of
the calls; where nothing is left of them, or what is spared cannot be told, no call is made.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mind import PassedOn, Step
from assistant.understanding.reflex.matching.chart import Chart, chart_of
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import is_chinese, tokens_of

_WHY = PassedOn("something left out of it that was not read")
_SWEEPS = r"\b(?:all|every|everything|everywhere|everybody|each|any|anything)\b"
_STATES = (
    "on|off|open|opened|closed|shut|up|down|locked|unlocked|please|though|thanks|to|at"
    "|and (?:turn|switch|open|close|set|put|lock)"
)
_WHAT = rf"(?P<what>(?:(?:in|on|at|from|the) )*[^,.;:!?]+?)(?= (?:{_STATES})\b|[,.;:!?]|$)"
_OF_ALL = re.compile(
    rf"{_SWEEPS}.*?\b(?:but|except(?:ing)?)\b (?:for )?(?!not\b|keep\b|leave\b|do\b|don't\b|i\b|you\b){_WHAT}"
)
_OUTRIGHT = re.compile(rf"(?:^|(?<=\W))(?:except(?:ing)?|apart from|other than|excluding|save for) (?:for )?{_WHAT}")
_KEPT = re.compile(rf"(?:\bbut|\band|,) (?:please )?(?:keep|leave|spare|don't touch|do not touch|not) {_WHAT}")
_NEEDED = re.compile(
    r"\b(?:off|all|close|shut|kill)\b.*[,;.-] *(?:but |because |as |cause )?(?:i|we)(?: (?:still|really|just|do))*"
    r" (?:need|want) (?P<what>(?:the|my|that|this|mine|ours|his|hers)\b[^,.;:!?]*?)"
    r"(?<! dark)(?<! off)(?<! quiet)(?<! closed)(?<! shut)(?<! cold)(?<! cool)(?<! warm)"
    r"(?= (?:on|please|though|lit)\b|[.!]?$)"
)
_STAYS = re.compile(
    r"\b(?:only|just|but) (?P<what>[^,.;:!?]+?) (?:(?:can|may|should|must|could|is to|has to|needs to|gets to) )?"
    r"(?:stays?|remains?)\b"
)
_EXCEPTED = re.compile(r"[,;-] *(?P<what>[^,.;:!?]+?) (?:excepted|excluded|aside)\b")
_ALSO = re.compile(r"[,;-] *[^,.;:!? ]+['’]s(?: one| ones)?,? (?:too|also|as well)\W*$")
_STAYING = "留着|留下来?|保留|别动|不动|不要动|别碰|除外|例外|不算|不要关|别关|不用关|不关|不要拉|别拉|不用拉|不拉"
_TAIL = "(?:吧|啊|哦|呀|就行|就好|就可以|着)*$"
_KEPT_ZH = re.compile(
    f"^(?:但是?|不过|可是?|只有?|就|把)*(?P<what>.+?)(?:的|里|那[盏个台幅扇]|先|都|就|还是|给我)*(?:{_STAYING}){_TAIL}"
)
_KEPT_FIRST_ZH = re.compile(
    "^(?:但是?|不过|可是?|只|就|请|先)*(?:留着|留下|保留|别关|不要关|不用关|别动|不包括)(?P<what>.+)$"
)
_STILL_ON_ZH = re.compile(
    f"^(?:但是?|不过|可是?|只有?|就|让|把)*(?P<what>.+?)(?:的|里|那[盏个台幅扇]|先|都|就|还是|给我|继续)*(?:开着|亮着|点着|不熄|别熄){_TAIL}"
)
_ONLY_KEPT_ZH = re.compile(
    "(?:[只就光单仅独]|保)留(?:着|下)?(?P<what>[^，,。；;！!？?]+?)(?:的|里|那[盏个台幅扇间]|一[盏个台]|亮着|开着)*(?=[，,。；;！!？?]|$)"
)
_BUT_ZH = re.compile(
    "除(?:了|开|去)(?P<what>[^，,。；;！!？?]+?)(?=以外|之外|外|都|全|[，,。；;！!？?]|别的|其他|其它|$)"
)
_BESIDES_ZH = re.compile("除[了开去].*(?:还|也把|再|另外)")
_PAUSES_ZH = re.compile("[，,。；;！!？?]")
_ENDING = re.compile("^(?:turn_off|all_off|lights_out|close|stop|pause|mute|lock|cabin_lights_out|set_climate_mode)")
_PLACED = frozenset({Sense.FLOOR, Sense.OUTSIDE, Sense.HERE, Sense.HOUSE, Sense.IT, Sense.ABSENT_ROOM})
_TOLD = (Sense.NAME, Sense.KIND, Sense.ROOM, Sense.PART, Sense.FLOOR)
_RANKS = {sense: rank for rank, sense in enumerate((Sense.NAME, Sense.ROOM, Sense.FLOOR, Sense.KIND, Sense.PART))}


@dataclass(frozen=True, slots=True)
class _Exception:
    """Where in a text something is spared. `off`: only from being turned off or closed."""

    start: int
    end: int
    off: bool = False
    amends: bool = True
    """The rest may go on without it; otherwise nothing does."""


def without_spared(
    steps: tuple[Step, ...], text: str, toolbox: Toolbox, home: Home, grammar: Grammar
) -> tuple[Step, ...]:
    """The steps, without what the text leaves out of them; PassedOn where that is not clear."""
    if not any(_acts(step, toolbox) for step in steps):
        return steps
    said = text.lower().replace("’", "'")
    chinese = any(map(is_chinese, said))
    if not chinese and _ALSO.search(said) and len({s.tool for s in steps if isinstance(s, ToolCall)}) > 1:
        return (_WHY,)
    spared = list(_spared_zh(said) if chinese else _spared_en(said))
    if not spared or len(said) != len(text):
        return steps
    chart = chart_of(text, tokens_of(text), home, grammar)
    for exception in spared:
        steps = _left(steps, exception, chart, toolbox, home)
    return steps


def _left(
    steps: tuple[Step, ...], exception: _Exception, chart: Chart, toolbox: Toolbox, home: Home
) -> tuple[Step, ...]:
    """The steps but for one exception."""
    inside = [i for i, t in enumerate(chart.tokens) if exception.start <= t.start and t.end <= exception.end]
    if not inside:
        return steps
    stretch = (inside[0], inside[-1] + 1)
    known = [s for s in chart.spans if _within(s, stretch)]
    bits = _meant(chart, stretch, home) & ~_named_elsewhere(chart, stretch)
    calls = [s for s in steps if isinstance(s, ToolCall) and _acts(s, toolbox)]
    calls = [c for c in calls if not exception.off or _ENDING.match(c.tool)]
    if not calls:
        return steps
    if not _meant(chart, stretch, home):
        unread = not any(s.sense in _PLACED for s in known) and any(_sweeps(c) for c in calls)
        return (_WHY,) if unread else steps
    ids = set(home.ids(bits))
    hit = [c for c in calls if ids & set(_things_of(c)) or (bits and not c.arguments)]
    if not hit:
        return steps
    amends = exception.amends and all(isinstance(s, ToolCall) for s in steps)
    rest = {id(c): tuple(i for i in _things_of(c) if i not in ids) for c in hit}
    if any(rest.values()) or any(_sweeps(c) for c in calls if c not in hit):
        # One that is wished for by itself is not what the others leave out: 除了玄关的全关掉，然后大门锁上.
        hit = [c for c in hit if rest[id(c)] or len(_things_of(c)) != 1]
        rest = {id(c): rest[id(c)] for c in hit}
        if not hit:
            return steps
    if len({c.tool for c in calls if ids & set(_things_of(c))}) > 1 and _undone(calls, ids):
        return steps
    if not amends or not all(rest.values()):
        return (_WHY,)
    return tuple(
        replace(s, arguments={**s.arguments, "things": rest[id(s)]}) if isinstance(s, ToolCall) and id(s) in rest else s
        for s in steps
    )


def _undone(calls: Sequence[ToolCall], ids: set[str]) -> bool:
    """Whether what is moved with all others is put right by a later call that is only about it."""
    return set(_things_of(calls[-1])) <= ids


def _acts(step: Step, toolbox: Toolbox) -> bool:
    return isinstance(step, ToolCall) and not toolbox[step.tool].reads_only


def _things_of(call: ToolCall) -> tuple[str, ...]:
    things = call.arguments.get("things")
    return tuple(map(str, things)) if isinstance(things, tuple | list) else ()


def _sweeps(call: ToolCall) -> bool:
    return not call.arguments or len(_things_of(call)) > 1


def _within(span: Span, stretch: tuple[int, int]) -> bool:
    return stretch[0] <= span.start and span.end <= stretch[1]


def _outermost(chart: Chart, stretch: tuple[int, int]) -> list[Span]:
    """What a stretch names, the longest first where two overlap; a single character of a name names nothing."""
    spans = [s for s in chart.with_sense(*_TOLD) if _within(s, stretch)]
    spans = [s for s in spans if not (s.sense is Sense.PART and _is_scrap(chart, s))]
    spans.sort(key=lambda s: (s.start - s.end, _RANKS[s.sense]))
    found: list[Span] = []
    for span in spans:
        if all(span.end <= f.start or f.end <= span.start for f in found):
            found.append(span)
    return sorted(found, key=lambda s: s.start)


def _is_scrap(chart: Chart, span: Span) -> bool:
    return span.end - span.start == 1 and is_chinese(chart.words[span.start])


def _meant(chart: Chart, stretch: tuple[int, int], home: Home) -> int:
    """The things that a stretch spares: each member of a list by its own words."""
    bits = 0
    for member in _members(chart, stretch):
        spans = _outermost(chart, member)
        names = [s.meaning for s in spans if s.sense is Sense.NAME]
        bits |= _any(names) if names else _described(chart, spans, home)
    return bits


def _described(chart: Chart, spans: Sequence[Span], home: Home) -> int:
    """The things of a room, a kind or a word of their names, or of several of these together."""
    found = 0
    for span in spans:
        own = _bits(chart, span, home)
        found = (found & own or own) if found else own
    return found


def _bits(chart: Chart, span: Span, home: Home) -> int:
    if span.sense is Sense.KIND:
        return home.kind_called(span.meaning, chart.words[span.start : span.end])
    if span.sense is Sense.ROOM:
        return home.within(span.meaning)
    if span.sense is Sense.FLOOR:
        return home.within(home.rooms_on(span.meaning))
    return int(span.meaning)


def _any(bits: Iterable[int]) -> int:
    found = 0
    for each in bits:
        found |= each
    return found


def _members(chart: Chart, stretch: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The members of a list."""
    start = stretch[0]
    for i in range(*stretch):
        if chart.words[i] in ("and", "和", "跟", "与", "、", "or"):
            yield start, i
            start = i + 1
    yield start, stretch[1]


def _named_elsewhere(chart: Chart, stretch: tuple[int, int]) -> int:
    """What the rest of the sentence names outright: it may have a wish of its own."""
    outside = [s for s in chart.with_sense(Sense.NAME) if s.end <= stretch[0] or s.start >= stretch[1]]
    longest = [s for s in outside if not any(o is not s and o.start <= s.start and s.end <= o.end for o in outside)]
    kinds = {(s.start, s.end) for s in chart.with_sense(Sense.KIND)}
    return _any(s.meaning for s in longest if (s.start, s.end) not in kinds)


def _spared_en(said: str) -> Iterator[_Exception]:
    for pattern in (_OF_ALL, _OUTRIGHT, _EXCEPTED):
        for match in pattern.finditer(said):
            yield _Exception(*match.span("what"))
    for match in _KEPT.finditer(said):
        if not re.match(r" (?:off|closed|shut|down|locked)\b", said[match.end() :]):
            yield _Exception(*match.span("what"), off=True)
    for match in _STAYS.finditer(said):
        yield _Exception(*match.span("what"), off=True)
    for match in _NEEDED.finditer(said):
        yield _Exception(*match.span("what"), off=True, amends=False)


def _spared_zh(said: str) -> Iterator[_Exception]:
    if not _BESIDES_ZH.search(said):
        for match in _BUT_ZH.finditer(said):
            yield _Exception(*match.span("what"))
    for match in _ONLY_KEPT_ZH.finditer(said):
        yield _Exception(*match.span("what"), off=True)
    clauses, at = [], 0
    for clause in _PAUSES_ZH.split(said):
        clauses.append((at, clause))
        at += len(clause) + 1
    clauses = [(a, c) for a, c in clauses if c.strip()]
    if len(clauses) < 2:
        return
    for number, (at, clause) in enumerate(clauses):
        kept = _KEPT_ZH.match(clause) or _KEPT_FIRST_ZH.match(clause)
        still = _STILL_ON_ZH.match(clause) if number and not kept else None
        for match in filter(None, (kept, still)):
            yield _Exception(at + match.start("what"), at + match.end("what"), off=match is still)
