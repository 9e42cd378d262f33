"""A sentence as its speaker put it right, and with what it leaves out said first.

厨房，不对，玄关的灯关掉 means the light of the hall; 灯都关掉，玄关的留着 means all but that one.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.understanding.reflex.english.putting_right import meant_there
from assistant.understanding.reflex.english.rewording import IMPERATIVES
from assistant.understanding.reflex.english.spoken import Role, Said, roles_in
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, Token, is_chinese

_NOUNS = frozenset({Sense.NAME, Sense.KIND, Sense.PART})
_PLACES = frozenset({Sense.ROOM, Sense.ABSENT_ROOM, Sense.FLOOR, Sense.HERE, Sense.OUTSIDE})
_NAMING = _NOUNS | _PLACES | {Sense.STRANGE}
_LINKING = frozenset({"the", "in", "of", "的", "那", "个", "这", "里", "盏", "台", "扇", "间", "幅"})
_ABRUPT = frozenset({"哦", "噢", "啊", "呃", "嗯", "哎"})


def corrected(chart: Chart) -> Iterator[tuple[Token, ...]]:
    """What the sentence may have become by "no, …", the likeliest first; nothing where nobody corrects himself."""
    marker = _marker(chart)
    if marker is None:
        return
    start, end = marker
    before, after = chart.trimmed(0, start), chart.trimmed(end, len(chart.words))
    if before[0] >= before[1] or after[0] >= after[1]:
        return
    led, (begin, stop) = _last_stretch(chart, before)
    if _is_more_than_a_slip(chart, begin, stop):
        return
    new = chart.tokens[after[0] : after[1]]
    for tokens in _put_right(chart, (begin, stop), after, new):
        yield (*led, *tokens)


def _marker(chart: Chart) -> tuple[int, int] | None:
    """Where a correction stands: after a pause, or behind a sound of surprise."""
    found = [
        s
        for s in roles_in(chart.words)
        if s.role is Role.CORRECTION
        and s.start
        and (chart.words[s.start - 1] in PUNCTUATION or chart.words[s.start] in _ABRUPT or _is_unmistakable(s, chart))
    ]
    if not found:
        return None
    first = min(s.start for s in found)
    return first, max(s.end for s in found if s.start == first)


def _is_unmistakable(said: Said, chart: Chart) -> bool:
    """ "No wait", "sorry I meant": several English words need no pause before them."""
    return said.end - said.start > 1 and not is_chinese(chart.words[said.start])


def _last_stretch(chart: Chart, before: tuple[int, int]) -> tuple[tuple[Token, ...], tuple[int, int]]:
    """What stands before the stretch that is put right, and that stretch."""
    start, end = before
    joints = [i for i in range(start, end) if chart.words[i] in PUNCTUATION]
    joints += [i for i in range(start, end - 1) if chart.words[i] == "and" and _may_act(chart, i + 1)]
    begin = max(joints, default=start - 1) + 1
    return chart.tokens[start:begin], (begin, end)


def _may_act(chart: Chart, at: int) -> bool:
    """Whether a verb stands there, also one that is not known: "… and unplug the charger, I mean …"."""
    word = chart.words[at]
    return word in IMPERATIVES or (word not in _ARTICLES and not any(s.start <= at < s.end for s in chart.spans))


_ARTICLES = frozenset({"the", "my", "our", "his", "her", "their", "a", "both", "all"})


def _put_right(
    chart: Chart, old: tuple[int, int], after: tuple[int, int], new: Sequence[Token]
) -> Iterator[tuple[Token, ...]]:
    (begin, stop) = old
    if not is_chinese(chart.words[after[0]]):
        yield from meant_there(chart, old, after)
    named, meant = _noun(chart, old), _noun(chart, after)
    if named and meant == (after[0], after[0] + 1) and "it" in chart.words[after[0] : after[1]]:
        meant = None  # "switch it on": its first word is no thing here
    if meant:
        yield tuple(new)
        if named:
            kind = () if _has(chart, after, _NOUNS - {Sense.PART}) else _kind_of(chart, named)
            lead, rest = chart.tokens[begin : named[0]], chart.tokens[named[1] : stop]
            yield (*lead, *new, *kind, *rest)
            yield (*lead, *new, *kind)
        return
    amounts = _within(chart, old, frozenset({Sense.QUANTITY}))
    if amounts and _has(chart, after, frozenset({Sense.QUANTITY})):
        last = max(amounts, key=lambda s: (s.end, s.end - s.start))
        yield (*chart.tokens[begin : last.start], *new)
        return
    if named:
        it = next(
            (s for s in _within(chart, after, frozenset({Sense.IT})) if not is_chinese(chart.words[s.start])), None
        )
        meant_again = chart.tokens[named[0] : named[1]]
        if it is not None:
            yield (*chart.tokens[after[0] : it.start], *meant_again, *chart.tokens[it.end : after[1]])
            return
        yield (*meant_again, *new)


def _is_more_than_a_slip(chart: Chart, begin: int, stop: int) -> bool:
    """Whether what is put right says things that the correction does not take back: 他说厨房, 不要厨房, 明天厨房."""
    if _has(chart, (begin, stop), frozenset({Sense.NEGATION, Sense.CONDITION})):
        return True
    known = {i for s in chart.spans for i in range(s.start, s.end)}
    known |= {i for places in chart.literals.values() for a, b in places for i in range(a, b)}
    return any(is_chinese(chart.words[i]) and i not in known for i in range(begin, stop))


def _within(chart: Chart, stretch: tuple[int, int], senses: frozenset[Sense]) -> list[Span]:
    return [s for s in chart.spans if s.sense in senses and stretch[0] <= s.start and s.end <= stretch[1]]


def _has(chart: Chart, stretch: tuple[int, int], senses: frozenset[Sense]) -> bool:
    return bool(_within(chart, stretch, senses))


def _noun(chart: Chart, stretch: tuple[int, int]) -> tuple[int, int] | None:
    """The last words of a stretch that name something, with the small words between them."""
    spans = _within(chart, stretch, _NAMING)
    if not spans:
        return None
    covered = {i for s in spans for i in range(s.start, s.end)}
    end = max(covered) + 1
    start = end - 1
    while start > stretch[0] and (start - 1 in covered or chart.words[start - 1] in _LINKING):
        start -= 1
    while start not in covered:
        start += 1
    return start, end


def _kind_of(chart: Chart, named: tuple[int, int]) -> tuple[Token, ...]:
    """The kind that a name ends with: the 灯 of 书房灯."""
    ends = [s for s in chart.with_sense(Sense.KIND) if named[0] <= s.start and s.end == named[1]]
    last = min(ends, key=lambda s: s.end - s.start, default=None)
    return chart.tokens[last.start : last.end] if last else ()


def sparing(chart: Chart) -> tuple[Token, ...] | None:
    """灯都关掉，玄关的留着 as 除了玄关的以外，灯都关掉; None where nothing is left out so."""
    marks = [i for i, w in enumerate(chart.words) if w == "," or w in PUNCTUATION - {"?", "、", ":"}]
    edges = [0, *(e for i in marks for e in (i, i + 1)), len(chart.words)]
    stretches = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    for one, other in pairwise(stretches):
        told = _rest_of(chart, one, other) or _beside_kept(chart, one, other, alone=len(stretches) == 2)
        if told:
            return (*chart.tokens[: one[0]], *told, *chart.tokens[other[1] :])
    return None


def _beside_kept(
    chart: Chart, one: tuple[int, int], other: tuple[int, int], *, alone: bool
) -> tuple[Token, ...] | None:
    """Two stretches of which one says what stays as it is. `alone`: nothing else is said."""
    for kept, main in ((other, one), (one, other)):
        spared = _spared(chart, kept)
        swept = _has(chart, main, frozenset({Sense.ALL, Sense.EVERYTHING})) or _is_left_out(chart, kept)
        swept = swept or _keeps_another_room(chart, main, kept)
        if spared and not _has(chart, main, _NOT) and (alone or _only_kept(chart, kept)):
            bare = _sweeping(chart, main, kept) if main == one else None
            if swept or bare:
                return (*_excepted(chart, spared), *(bare or chart.tokens[slice(*main)]))
    return None


def _rest_of(chart: Chart, one: tuple[int, int], other: tuple[int, int]) -> tuple[Token, ...] | None:
    """楼上的灯只留走廊的，其他全部关掉 as 除了走廊的以外，楼上的灯都关掉."""
    words = chart.words
    at = next((i for i in range(one[0] + 1, one[1] - 2) if words[i : i + 2] in _ONLY_KEEPING), 0)
    rest = next((n for n in (2, 3) if words[other[0] : other[0] + n] in _THE_REST), 0)
    if not at or not rest or not _within(chart, (one[0], at), _NOUNS):
        return None
    verb = other[0] + rest
    while verb < other[1] and words[verb] in "都全部就统":
        verb += 1
    all_of_it = replace(chart.tokens[at], text="都")
    return (*_excepted(chart, (at + 2, one[1])), *chart.tokens[one[0] : at], all_of_it, *chart.tokens[verb : other[1]])


_ONLY_KEEPING = frozenset({("只", "留"), ("就", "留"), ("光", "留"), ("单", "留"), ("仅", "留"), ("保", "留")})
_THE_REST = frozenset(
    {
        ("其", "他"),
        ("其", "它"),
        ("其", "余"),
        ("别", "的"),
        ("剩", "下"),
        ("其", "他", "的"),
        ("其", "它", "的"),
        ("其", "余", "的"),
        ("剩", "下", "的"),
    }
)


def _only_kept(chart: Chart, stretch: tuple[int, int]) -> bool:
    """只留宝宝房那台: says itself that it is left out of what is done."""
    return chart.words[stretch[0] : stretch[0] + 2] in _ONLY_KEEPING


_BARE_VERBS = {"关": "关掉", "开": "打开"}
_COMPLETE_VERBS = frozenset({"关掉", "打开", "关上", "拉上", "拉开"})


def _sweeping(chart: Chart, main: tuple[int, int], kept: tuple[int, int]) -> tuple[Token, ...] | None:
    """关灯 as 灯都关掉, beside one that stays: a kind by itself is then all of them; None where it is not by itself."""
    named = _within(chart, main, _NAMING)
    kind = max((s for s in named if s.sense is Sense.KIND), key=lambda s: s.end - s.start, default=None)
    if kind is None or any(not (kind.start <= s.start and s.end <= kind.end) for s in named):
        return None
    before, after = ("".join(chart.words[a:b]) for a, b in ((main[0], kind.start), (kind.end, main[1])))
    members = [s for s in _within(chart, kept, _NOUNS) if s.sense is Sense.NAME or s.sense is Sense.KIND]
    places = _within(chart, kept, _PLACES)
    others = [s for s in members if not any(p.start <= s.start and s.end <= p.end for p in places)]
    if any(chart.words[s.end - 1] != chart.words[kind.end - 1] for s in others) or not (others or places):
        return None  # 关灯，电视开着 speaks of two things
    at = chart.tokens[kind.end - 1]
    noun = chart.tokens[kind.start : kind.end]
    verb = _BARE_VERBS.get(before, before)
    if verb in _COMPLETE_VERBS and after in ("", "了", "吧"):
        return (*noun, *(replace(at, text=w) for w in f"都{verb}"))
    told = not before and "".join(chart.words[slice(*kept)]).endswith(("开着", "亮着"))
    if before in ("", "把", "将") and after and not told and "都" not in after and "全" not in after:
        return (*chart.tokens[main[0] : kind.end], replace(at, text="都"), *chart.tokens[kind.end : main[1]])
    return None


_NOT = frozenset({Sense.EXCEPT, Sense.NEGATION, Sense.CONDITION, Sense.QUESTION})


def _is_left_out(chart: Chart, stretch: tuple[int, int]) -> bool:
    """书房除外: says by itself that the rest is more."""
    return "".join(chart.words[slice(*stretch)]).endswith(("除外", "例外")) or _only_kept(chart, stretch)


def _keeps_another_room(chart: Chart, main: tuple[int, int], kept: tuple[int, int]) -> bool:
    """书房和客厅的灯关了，主卧的别关: rooms beside a room, of the same things."""
    rooms, kinds = frozenset({Sense.ROOM, Sense.FLOOR}), frozenset({Sense.KIND})
    if not _has(chart, main, rooms) or not _has(chart, main, kinds) or not _has(chart, kept, rooms):
        return False
    places = _within(chart, kept, rooms)
    spared = [s for s in _within(chart, kept, kinds) if not any(p.start <= s.start and s.end <= p.end for p in places)]
    alike = {s.meaning for s in spared} <= {s.meaning for s in _within(chart, main, kinds)}
    return alike and not _has(chart, kept, frozenset({Sense.NAME}))


def _spared(chart: Chart, stretch: tuple[int, int]) -> tuple[int, int] | None:
    """What a stretch says shall stay as it is; None where it says anything else."""
    start, end = stretch
    while end > start and chart.words[end - 1] in ("了", "吧", "啊", "哈", "哦", "就"):
        end -= 1
    ends = [s for s in roles_in(chart.words) if s.role is Role.KEEPING and s.end in (end, stretch[1])]
    said = max((s for s in ends if s.start > start), key=lambda s: s.end - s.start, default=None)
    only = _only_kept(chart, stretch)
    if said is None and not only:
        return None
    stop = end if said is None else said.start
    begin = start + 2 if only else start + 1 if chart.words[start] in ("把", "但", "就") else start
    covered = {i for s in _within(chart, (begin, stop), _NAMING) for i in range(s.start, s.end)}
    loose = [i for i in range(begin, stop) if i not in covered and chart.words[i] not in _SMALL]
    return (begin, stop) if covered and not loose else None


_SMALL = _LINKING | {"和", "跟", "、", "就", "都", "先", "还", "是", "只", "但"}


def _excepted(chart: Chart, spared: tuple[int, int]) -> tuple[Token, ...]:
    at = chart.tokens[spared[0]]
    words = [replace(at, text=w) for w in ("除", "了")]
    closing = [replace(chart.tokens[spared[1] - 1], text=w) for w in ("以", "外", ",")]
    kept = [t for t in chart.tokens[spared[0] : spared[1]] if t.text not in ("就", "都", "先", "还", "是", "但")]
    return (*words, *kept, *closing)


def of_that_place(chart: Chart) -> tuple[Token, ...] | None:
    """二楼热水器关了，首层那个打开 as 首层的打开: the same thing of another place; None where nothing is said so."""
    places = {s.end for s in chart.with_sense(Sense.ROOM, Sense.FLOOR) if s.start}
    nouns = {s.start for s in chart.with_sense(*_NOUNS)}
    first = min((s.end for s in chart.with_sense(Sense.NAME, Sense.KIND)), default=len(chart.words))
    found = [
        at
        for at in places
        if at > first and chart.words[at : at + 1] == ("那",) and chart.words[at + 1 : at + 2] in _ONE_OF
        if at + 2 < len(chart.words) and at + 2 not in nouns
    ]
    tokens = list(chart.tokens)
    for at in sorted(found, reverse=True):
        kinds = [s for s in chart.with_sense(Sense.KIND) if s.end <= at]
        if not kinds:
            return None
        kind = max(kinds, key=lambda s: (s.end, s.end - s.start))
        noun = [replace(tokens[at], text=word) for word in chart.words[kind.start : kind.end]]
        tokens[at : at + 2] = [replace(tokens[at], text="的"), *noun]
    return tuple(tokens) if found else None


_ONE_OF = frozenset((word,) for word in "个台盏扇把间幅副张套")


def without_repetition(tokens: Sequence[Token], names: Collection[tuple[str, ...]] = ()) -> tuple[Token, ...]:
    """Without words said twice in a row (关灯关灯), with 停一停 and 扫扫 as 停一下 and 扫; no names."""
    if not any(is_chinese(token.text) for token in tokens):
        return tuple(tokens)
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        if _is_softened(tokens, at):
            found += [tokens[at], tokens[at + 1], replace(tokens[at + 2], text="下")]
            at += 3
        elif _is_doubled(tokens, at) and (tokens[at].text, tokens[at + 1].text) not in names:
            at += 1
        elif (tokens[at].text,) * 2 in names and [t.text for t in tokens[at : at + 2]] == [tokens[at].text] * 2:
            found += tokens[at : at + 2]
            at += 2
        else:
            at += _repeated(tokens, at)
            found.append(tokens[at])
            at += 1
    return tuple(found)


_VERBS = frozenset("停关开扫拖调转拉收放擦动查试听找暂锁煮洗烧热推升降")
_DOUBLED = frozenset("关扫拖停")


def _is_softened(tokens: Sequence[Token], at: int) -> bool:
    said = [t.text for t in tokens[at : at + 3]]
    return len(said) == 3 and said[1] == "一" and said[0] == said[2] and said[0] in _VERBS


def _is_doubled(tokens: Sequence[Token], at: int) -> bool:
    """关关灯, 打开开; not the 开开关 and 开关关 of a switch."""
    if at and tokens[at].text == "关" and tokens[at - 1].text == "开":
        return False
    said = [t.text for t in tokens[at : at + 3]]
    if len(said) < 2 or said[0] != said[1]:
        return False
    return said[0] in _DOUBLED or (said[0] == "开" and (len(said) < 3 or said[2] not in ("关", "的")))


def _repeated(tokens: Sequence[Token], at: int) -> int:
    """How many tokens from here on are said again right behind them."""
    if not is_chinese(tokens[at].text):
        return 0
    for length in (4, 3, 2):
        said = [t.text for t in tokens[at : at + length]]
        again = [t.text for t in tokens[at + length : at + 2 * length]]
        if (
            said == again
            and len(set(said)) > 1
            and said != ["有", "没"]
            and all(map(is_chinese, said))
            and not _NUMERALS & set(said)
        ):
            return length
    return 0


_NUMERALS = frozenset("零一二三四五六七八九十百两")
