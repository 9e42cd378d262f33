"""Whose a thing is, and what things and rooms are called loosely in Mandarin.

细佬那间空调 is the one of 细佬房; 我爸 is who is called 爸爸 here; 她房间 is the room of whom was just spoken of;
她那电热毯 is the only one there is.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from assistant.understanding.names import Names
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.mandarin.pointing import named_in_bits, pointed_at
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.tokens import is_chinese

_ROOMS = ("的房间", "房间", "卧室", "房", "屋", "间", "室")
"""Ends of the names of rooms that belong to somebody."""
_KIN = tuple(
    frozenset(group.split())
    for group in (
        "爸爸 老爸 爸 阿爸 爹 爹爹 父亲 老爹 俺爹 老豆",
        "妈妈 老妈 妈 阿妈 娘 母亲 妈咪 俺娘 老母",
        "爷爷 爷 阿爷 阿公 外公 姥爷 公公 老爷子",
        "奶奶 奶 阿嬷 阿婆 外婆 姥姥 婆婆 阿嫲 嫲嫲 老太太",
        "哥哥 哥 大哥 阿哥 老哥",
        "姐姐 姐 大姐 阿姐 老姐 家姐",
        "弟弟 弟 阿弟 小弟 老弟 细佬",
        "妹妹 妹 阿妹 小妹 老妹 细妹",
        "老公 先生 丈夫 爱人 当家的 孩子他爸",
        "老婆 太太 媳妇 妻子 爱人 孩子他妈",
        "儿子 仔仔 大儿子 小儿子 阿仔",
        "女儿 闺女 囡囡 大女儿 小女儿 阿女",
        "爸妈 父母 老人 爹妈 老两口",
        "宝宝 娃 娃娃 孩子 小孩 宝贝 小朋友 小家伙",
    )
)
_MINE = "(?:我们家|咱们家|咱家|我家|俺家|我|咱|俺|他|她)?"
_THERE = (
    "(?:的那间|那间|那屋|那边|那里|那儿|这间|这屋|那头|那个房间|那个屋"
    "|的房间|房间里|房间|房里头|屋里头|房里|屋里|屋头|屋|房|卧室|那)"
)
_THEIRS = re.compile("(?:他|她|它|人家|他们|她们)(?:的|那)?(?P<room>房间|屋里|屋子|屋|房里|房|卧室|那屋|那间|那边)")
_MOST_KEPT = 8


def named_loosely(said: str, home: Home) -> str:
    """A stretch with the names of this house where it calls rooms and people otherwise."""
    names = home.names
    for other, name in _people(names).items():
        if other in said and name not in said:
            said = re.sub(f"{_MINE}{other}(?![妈爸爷奶婆公人])", name, said, count=1)
    said = _by_full_name(_in_one_room(said, names), names)
    said = pointed_at(named_in_bits(said, names), names)
    known = [n for t in names.things for n in t.names if len(n) > 2 and n in said]
    for stem, room in _owners(names).items():
        said = re.sub(f"(?:帮|给|替){stem}把(?:房间|房里|屋里|屋|房)(?:里)?的?", f"把{room}的", said)
        said = _of_their_room(said, stem, room, names)
        if stem in said and room not in said and not any(stem in n for n in known):
            said = re.sub(f"{_MINE}{stem}(?:{_THERE}的?|(?:的|家)?(?={_called(names)}))", f"{room}的", said, count=1)
    return re.sub(
        f"(?:我们家|咱们家|我们|咱们|我|咱|俺|你|他|她)?(?:的|家的?)?那(?:个|台|盏|扇|张|只|条|部|套|道|把|幅)?(?={_called(names)})",
        "",
        said,
    )


def _of_their_room(said: str, stem: str, room: str, names: Names) -> str:
    """奶奶的收音机 where it is called 奶奶房收音机."""
    if f"{stem}的" not in said:
        return said
    ends = {n.removeprefix(room) for t in names.things for n in t.names if n.startswith(room) and n != room}
    meant = next((end for end in sorted(ends, key=len, reverse=True) if f"{stem}的{end}" in said), "")
    return said.replace(f"{stem}的{meant}", f"{room}{meant}", 1) if meant else said


def _by_full_name(said: str, names: Names) -> str:
    """阿哲的音箱 where it is called 阿哲音箱."""
    for name, whom, rest in _owned(names):
        if whom in said and rest in said and name not in said:
            said = re.sub(f"{whom}(?:的|那个?|那台|那盏|那边的?|的那个|家的?){rest}", name, said, count=1)
    return said


@lru_cache(8)
def _owned(names: Names) -> tuple[tuple[str, str, str], ...]:
    """Names that begin with whom or with what room something belongs to: in full, that, and the rest."""
    whose = {n for t in names.things if t.kind == "person" for n in t.names} | set(_owners(names))
    whose |= {n for room in names.rooms for n in room.names}
    called = {n for t in names.things for n in t.names if all(map(is_chinese, n))}
    return tuple((n, w, n[len(w) :]) for n in sorted(called) for w in whose if n.startswith(w) and n[len(w) :])


def _in_one_room(said: str, names: Names) -> str:
    """客厅 where that and the 餐厅 are one room, called 客餐厅."""
    rooms = {n for room in names.rooms for n in room.names}
    for usual in ("客厅", "餐厅", "厨房", "书房", "卧室", "阳台"):
        wider = [r for r in rooms if len(r) == 3 and r[0] == usual[0] and r[-1] == usual[-1] and usual not in r]
        wider += [r for r in rooms if len(r) == 3 and r[1:] == usual and r[0] in "客餐书厨"]
        if usual in said and usual not in rooms and len(set(wider)) == 1 and wider[0] not in said:
            said = said.replace(usual, wider[0])
    return said


def only_names(said: str, home: Home) -> bool:
    """Whether nothing but names of things and rooms is said."""
    rooms = "|".join(re.escape(n) for room in home.names.rooms for n in room.names)
    rest = re.sub(f"{_called(home.names)}|{rooms or '客厅'}", "", said)
    return not rest.strip("的那个台盏扇呢啊呀哎喂把我们家里上 ")


def whose(said: str, beside: str, home: Home) -> str:
    """A stretch without pronouns for whom the rest of the sentence speaks of."""
    theirs = _THEIRS.search(said)
    if theirs:
        stems = [s for s in _owners(home.names) if s in beside]
        stems += [
            name for other, name in _people(home.names).items() if other in beside and name in _owners(home.names)
        ]
        room = _owners(home.names)[stems[0]] if stems else ""
        said = said[: theirs.start()] + room + said[theirs.end() :] if room else said
    owned = (
        f"(?:他|她|他们|她们|人家|我们|咱们|我|咱|俺)(?:的|家的?)(?:那(?:个|台|盏|张|床)?)?(?={_called(home.names)})"
    )
    return re.sub(owned, "", said)


@lru_cache(_MOST_KEPT)
def _owners(names: Names) -> Mapping[str, str]:
    """Whom or what rooms belong to → the name of the room, the longest first; without what two rooms begin with."""
    found: dict[str, str] = {}
    twice = set()
    for room in names.rooms:
        for name in room.names:
            stem = next((name.removesuffix(end) for end in _ROOMS if name.endswith(end)), "")
            if len(stem) > 1 and all(map(is_chinese, stem)):
                twice |= {stem} if stem in found else set()
                found[stem] = name
    return {s: found[s] for s in sorted(found, key=len, reverse=True) if s not in twice}


@lru_cache(_MOST_KEPT)
def _people(names: Names) -> Mapping[str, str]:
    """Other words for relatives → what the one is called here, where only one can be meant."""
    called = {n for t in names.things if t.kind == "person" for n in t.names} | set(_owners(names))
    found: dict[str, str] = {}
    for group in _KIN:
        here = [n for n in called if n in group]
        if len(here) == 1:
            found |= {other: here[0] for other in group if other != here[0] and (len(other) > 1)}
            found |= {f"{mine}{other}": here[0] for other in group if len(other) == 1 for mine in "我咱俺"}
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def is_kin(said: str) -> bool:
    """Whether a word means somebody of the family."""
    return any(said in group for group in _KIN)


@lru_cache(1)
def kind_words() -> str:
    """The words for kinds of things, as alternatives of a regular expression."""
    words = {"".join(w) for w in lexicon().kind_words if all(map(is_chinese, w))} - _NO_KINDS
    return "|".join(sorted(words, key=len, reverse=True))


_NO_KINDS = {"人", "大家", "所有人", "火", "烟", "门口", "问题", "声音"}


@lru_cache(_MOST_KEPT)
def _called(names: Names) -> str:
    """What things are called here and the words for kinds, as alternatives."""
    return "|".join([*(re.escape(n) for n in _names(names)), kind_words()])


def _names(names: Names) -> Iterator[str]:
    found = {n for t in names.things for n in t.names if any(map(is_chinese, n))}
    return iter(sorted(found, key=len, reverse=True))


def named_by_bits(said: str, home: Home) -> list[str]:
    """Questions for what something shows, by its full name, or by the bits of a name that only one thing has.

    鱼缸恒温设到几度 is 鱼缸恒温多少; 衣服什么时候洗完的 is 洗衣机洗完时间多少, where nothing else has such a moment.
    """
    if not _ASKED.search(said):
        return []
    named = [n for t in home.names.things for n in t.names if len(n) > 2 and n in said]
    if named:
        return [f"{max(named, key=len)}多少"]
    if not _WHEN.search(said):
        return []
    moments = {
        n: _pairs(n) & _pairs(_WHEN.sub("", said))
        for t in home.names.things
        if t.flavour == "timestamp"
        for n in t.names
    }
    most = max(map(len, moments.values()), default=0)
    best = [n for n, shared in moments.items() if len(shared) == most]
    return [f"{best[0]}多少"] if most and len(best) == 1 else []


_ASKED = re.compile("(?P<v>.)不(?P=v)|几|多少|什么|哪|多[大高久亮快长远]|怎么样|谁")
_WHEN = re.compile("什么时候|几点(钟)?|多久|啥时候|上(一)?次|最近(一)?次|时间")


def _pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters that tell one moment from another."""
    text = _WHEN.sub("|", text)
    return {text[i : i + 2] for i in range(len(text) - 1) if all(map(is_chinese, text[i : i + 2]))}
