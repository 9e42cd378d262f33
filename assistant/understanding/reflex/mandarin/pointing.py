"""Things that Mandarin points at by some of their name: 鸟笼那个加热垫, 餐桌上面那盏, 茶炉子."""

import re
from functools import lru_cache

from assistant.understanding.names import Names
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.tokens import is_chinese

_MOST_KEPT = 8
_SHORTEST = 4
"""Characters of a name that may be said in two bits."""
_LINK = (
    "(?:上面|上头|上|里面|里头|里|边上|旁边|那边|那儿|这边|家|跟前)?"
    "(?:的那个|的那台|的那盏|的那串|的|那个|那台|那盏|那串|那把|那只|那扇|那张|那|个)(?:小|大|老)?"
)
_PREFIXES = frozenset("电小大老新")
_SUFFIXED = re.compile("(?P<what>[\u4e00-\u9fff]{2,5})子")
_KINDS = {"盏": "light", "串": "light", "颗": "light", "扇": "cover", "幅": "cover"}
"""What a measure word counts."""
_POINTED = re.compile(
    "(?P<where>[\u4e00-\u9fff]{2,5}?)(?:上面|上头|上边|上|下面|里面|里头|里|边上|旁边|那边|这边|墙上|顶上)?的?[那这]"
    "(?P<measure>[盏串颗扇幅])(?P<kind>灯串|灯带|串灯|灯|窗帘|帘子|帘|窗户|窗)?"
)


def named_in_bits(said: str, names: Names) -> str:
    """A stretch with the full name where it is said in two bits, or with a 子 at its end that it has not here."""
    for name in _called(names):
        if len(name) >= _SHORTEST and name not in said and name[:2] in said:
            put = _joined(said, name)
            if put != said:
                return put
    return _with_prefix(_without_suffix(said, names), names)


def _with_prefix(said: str, names: Names) -> str:
    """茶炉 where the one thing that is called so is the 电茶炉."""
    for name in _called(names):
        bit = name[1:]
        if name[0] not in _PREFIXES or len(bit) < 2 or bit not in said or name in said:
            continue
        if sum(bit in other for other in _called(names)) == 1 and not any(bit in w for w in _kind_words()):
            return said.replace(bit, name, 1)
    return said


def _joined(said: str, name: str) -> str:
    for cut in range(2, len(name)):
        head, tail = name[:cut], name[cut:]
        if head in said and tail in said:
            return re.sub(f"{re.escape(head)}{_LINK}{re.escape(tail)}", name, said, count=1)
    return said


def _without_suffix(said: str, names: Names) -> str:
    """茶炉子, where nothing is called so and one thing's name ends with 茶炉."""
    called = _called(names)
    for found in _SUFFIXED.finditer(said):
        for start in range(len(found["what"]) - 1):
            bit = found["what"][start:]
            if f"{bit}子" in said and not any(f"{bit}子" in name or name == bit for name in called):
                things = {t.id: n for t in names.things for n in t.names if n.endswith(bit)}
                if len(things) == 1:
                    return said.replace(f"{bit}子", next(iter(things.values())), 1)
    return said


def pointed_at(said: str, names: Names) -> str:
    """A stretch with the name of the one lamp or window whose name, or whose room, begins with what is pointed at."""
    for found in _POINTED.finditer(said):
        kind = _KINDS[found["measure"]]
        for start in range(len(found["where"]) - 1):
            where = found["where"][start:]
            things = [t for t in names.things if t.kind == kind]
            named = [t for t in things if any(n.startswith(where) for n in t.names)]
            rooms = {room.id for room in names.rooms if any(n.startswith(where) for n in room.names)}
            here = named or [t for t in things if t.room in rooms]
            if len(here) == 1:
                return said[: found.start() + start] + here[0].names[0] + said[found.end() :]
    return said


@lru_cache(1)
def _kind_words() -> frozenset[str]:
    """The words for kinds of things, which mean more than one name."""
    return frozenset("".join(w) for w in lexicon().kind_words)


@lru_cache(_MOST_KEPT)
def _called(names: Names) -> tuple[str, ...]:
    """What things are called here in Mandarin, the longest first."""
    found = {n for t in names.things for n in t.names if n and all(map(is_chinese, n))}
    return tuple(sorted(found, key=len, reverse=True))
