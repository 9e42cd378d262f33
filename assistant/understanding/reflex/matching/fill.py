"""From an explained clause to the arguments of a tool."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.tools import JsonValue, Parameter, Targets, ToolCall
from assistant.understanding.reflex.amounts.quantities import Measure, fitted
from assistant.understanding.reflex.lexicon import stem_of
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.cover import Cover
from assistant.understanding.reflex.matching.describing import Scene
from assistant.understanding.reflex.matching.nouns import called_by_choice, contradicts_itself, resolve, silent
from assistant.understanding.reflex.matching.resolution import Ambiguous, Resolution, Resolved, Unknown
from assistant.understanding.reflex.matching.standing import standing_there
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.names.places import rooms_of
from assistant.understanding.reflex.names.versus import set_apart
from assistant.understanding.reflex.phrases.grammar import Abilities
from assistant.understanding.reflex.phrases.phrases import Literal, Pattern
from assistant.understanding.reflex.setting import Setting, Surroundings
from assistant.understanding.reflex.spans import DESCRIBING, Sense, Span

__all__ = ["Filling", "Setting", "Surroundings", "filled"]

_PLACES = frozenset({Sense.ROOM, Sense.ABSENT_ROOM, Sense.FLOOR, Sense.HERE, Sense.HOUSE, Sense.OUTSIDE})
RELATIVE = "by"
"""The name of parameters that say by how much something changes, not what it becomes."""
_UP_TO = frozenset({"to", "at", "到", "至", "为", "成"})
MAX_DESCRIPTIONS = 20
"""Words and names for things in one clause; nobody lists more in a breath."""
_BY = frozenset({"by"})
_OF_DAY = frozenset({"clock", "h of the day"})
"""Units of moments: "by seven" is no change by so much."""
_IN_CAR, _IN_HOUSE = 6.0, 8.0
"""What it says for the car to be in it, and against it to be in the house."""
_OF_ITS_OWN = frozenset({"only", "aboard"})
_POINTING = frozenset({Sense.IT, Sense.BOTH, Sense.ALL})
_CARRIED = 6.0
"""What it says for a tool that it takes what was just spoken of, where nothing is named."""
_LISTING = frozenset({Sense.AND, Sense.ALL, Sense.EXCEPT, Sense.EXCEPT_END})


@dataclass(frozen=True, slots=True)
class Filling:
    """A complete call."""

    call: ToolCall
    bonus: float
    """How well the arguments suit the tool."""
    missing: tuple[Unknown | Ambiguous, ...] = ()
    """What else was named, and why it is left out."""


def filled(
    pattern: Pattern, abilities: Abilities, explained: Cover, setting: Setting, free_words: str
) -> Filling | Unknown | Ambiguous | None:
    """The call, or why the things are not clear; None where the clause has too little or too much for the tool."""
    arguments: dict[str, JsonValue] = {}
    bonus = 0.0
    if free_words:
        arguments[pattern.free_words] = free_words
    told = _told(explained, setting, reading=abilities.tool.reads_only)
    if told is None:
        return None
    choices, describing, amounts = told
    if amounts:
        numbers = _quantities(amounts, abilities, pattern, setting.chart)
        if numbers is None:
            return None
        arguments |= numbers[0]
        bonus += numbers[1]
    things: tuple[str, ...] = ()
    missing: tuple[Unknown | Ambiguous, ...] = ()
    for fill in (_fill_rooms, _fill_things):
        part = fill(pattern, abilities, describing, setting)
        if part is None:
            return None
        if isinstance(part, Unknown | Ambiguous):
            return part
        arguments |= part[0]
        bonus += part[1]
        missing += part[2]
        things = tuple(i for ids in part[0].values() for i in ids)
    if abilities.things and len(things) > 1:
        things = called_by_choice(things, explained.spans, setting.home, setting.chart.words)
        arguments[abilities.things[0][0].name] = things
    arguments |= _chosen(choices, things, setting.home)
    if any(p.required and p.name not in arguments for p in abilities.tool.parameters):
        return None
    if any(slot not in arguments for slot in pattern.slots):
        return None
    ordered = {p.name: arguments[p.name] for p in abilities.tool.parameters if p.name in arguments}
    return Filling(ToolCall(abilities.tool.name, ordered), bonus, missing)


_Told = tuple[dict[str, tuple[JsonValue, ...]], list[Span], list[Span]]
"""Choices, words that describe things, and amounts."""


def _told(explained: Cover, setting: Setting, *, reading: bool) -> _Told | None:
    """What the spans of an explanation say, whatever the tool; None where they contradict each other."""
    # By identity: the explanation is kept with what it says, so that no other can take its place.
    key = ("told", id(explained), reading)
    if key not in setting.resolved:
        setting.resolved[key] = (explained, _sorted_out(explained.spans, setting, reading))
    found: _Told | None = setting.resolved[key][1]
    return found


def _sorted_out(spans: Sequence[Span], setting: Setting, reading: bool) -> _Told | None:
    choices = _choices(spans)
    describing = [s for s in spans if s.sense in DESCRIBING]
    if reading:
        describing = set_apart(describing, setting.chart.words)
    if choices is None or len(describing) > MAX_DESCRIPTIONS or contradicts_itself(describing):
        return None
    return choices, describing, [s for s in spans if s.sense is Sense.QUANTITY]


def _quantities(
    amounts: Sequence[Span], abilities: Abilities, pattern: Pattern, chart: Chart
) -> tuple[dict[str, JsonValue], float] | None:
    """Every amount that was said goes to exactly one parameter, the pattern's own first."""
    free = sorted(abilities.quantities, key=lambda pair: pair[0].name not in pattern.slots)
    taken: dict[str, JsonValue] = {}
    bonus = 0.0
    for span in amounts:
        measure, before = span.meaning, chart.words[span.start - 1] if span.start else ""
        for parameter, quantity in sorted(free, key=lambda pair: _unit_differs(measure, pair[1].unit)):
            if quantity.unit not in _OF_DAY and before in (_UP_TO if parameter.name == RELATIVE else _BY):
                continue
            number = fitted(measure, quantity.unit, quantity.low, quantity.high)
            if parameter.name not in taken and number is not None:
                taken[parameter.name] = int(number) if float(number).is_integer() else number
                bonus += 3.0 if measure.unit == quantity.unit else 0.0
                bonus -= 0.0 if quantity.low <= number <= quantity.high else 4.0
                break
        else:
            return None
    return taken, bonus


def _unit_differs(measure: Measure, unit: str) -> bool:
    return measure.unit != unit


def _choices(spans: Sequence[Span]) -> dict[str, tuple[JsonValue, ...]] | None:
    """The values each spoken choice may mean; None where two different ones are said for one parameter."""
    taken: dict[str, tuple[JsonValue, ...]] = {}
    for span in spans:
        if span.sense is Sense.CHOICE:
            _, name, values = span.meaning
            common = tuple(v for v in taken.get(name, values) if v in values)
            if not common:
                return None
            taken[name] = common
    return taken


def _chosen(choices: dict[str, tuple[JsonValue, ...]], things: Sequence[str], home: Home) -> dict[str, JsonValue]:
    """One value each: words that mean several (开着: on, open) mean the one the things know."""
    if all(len(values) == 1 for values in choices.values()):
        return {name: values[0] for name, values in choices.items()}
    known = {f for i in things if (t := home.names.thing(i)) for f in (*t.facts, *t.abilities)}
    known |= {"open"} if "position" in known else set()
    return {name: next((v for v in values if v in known), values[0]) for name, values in choices.items()}


_Filled = tuple[dict[str, JsonValue], float, tuple[Unknown | Ambiguous, ...]] | Unknown | Ambiguous | None
"""Arguments, a bonus and what is left out of them; or why they are not clear; None where the pattern does not fit."""


def _fill_rooms(pattern: Pattern, abilities: Abilities, spans: Sequence[Span], setting: Setting) -> _Filled:
    if not abilities.rooms:
        return {}, 0.0, ()
    parameter, targets = abilities.rooms[0]
    placing = [s for s in spans if s.sense in _PLACES | (_LISTING if not abilities.things else {Sense.AND})]
    if not any(s.sense in _PLACES for s in placing):
        everywhere = not abilities.things and any(s.sense is Sense.ALL for s in placing)
        if everywhere:
            return _all_rooms(parameter, setting.home), 0.0, ()
        return _no_room(pattern, parameter, targets, setting)
    if not parameter.required and all(s.sense is Sense.HOUSE for s in placing if s.sense in _PLACES):
        return (_all_rooms(parameter, setting.home) if parameter.name in pattern.slots else {}), 0.0, ()
    said = _said(placing, setting.chart)
    found = rooms_of(placing, setting.home, setting.around.place, said, setting.chart.words)
    return ({parameter.name: found.ids}, 2.0, found.missing) if isinstance(found, Resolved) else found


def _no_room(pattern: Pattern, parameter: Parameter, targets: Targets, setting: Setting) -> _Filled:
    if not parameter.required and parameter.name not in pattern.slots:
        return {}, 0.0, ()
    if targets.default == "here" and setting.around.place:
        return {parameter.name: (setting.around.place,)}, -4.0, ()
    return None


def _all_rooms(parameter: Parameter, home: Home) -> dict[str, JsonValue]:
    return {parameter.name: tuple(r.id for r in home.names.rooms)}


def _fill_things(pattern: Pattern, abilities: Abilities, spans: Sequence[Span], setting: Setting) -> _Filled:
    if not abilities.things:
        return ({}, 0.0, ()) if all(s.sense in _PLACES | _LISTING for s in spans) else None
    parameter, targets = abilities.things[0]
    described = [s for s in spans if s.sense not in _PLACES] if abilities.rooms else list(spans)
    if targets.kinds == ("car",) and _is_in_a_room(described):
        return None
    if targets.default == "aboard" and not _is_aboard(described, setting):
        return None
    if setting.around.in_car and targets.kinds != ("car",) and is_of_the_car(described):
        return None
    scene = _scene(targets, described, abilities, setting)
    if abilities.rooms and any(s.sense in _PLACES for s in spans):
        scene = replace(scene, topic=(), bound=False)  # its own place is said, not the one before it
    standing = standing_there(scene, spans) if abilities.rooms else scene
    if isinstance(standing, Unknown):
        return standing
    scene = standing
    # "Close all the car windows": the phrase itself says of what there is only one.
    told = len(pattern.literals) > 1 or (setting.around.in_car and len(pattern.slots) > 1)
    says_itself = targets.default in _OF_ITS_OWN and told
    if all(s.sense is Sense.AND or (says_itself and s.sense in (Sense.ALL, Sense.BOTH)) for s in described):
        return _unnamed(pattern, parameter, scene, setting)
    telling = any(s.sense in (Sense.NAME, Sense.PART, Sense.KIND) for s in described)
    found = _settled(_resolved(described, scene, setting), setting)
    wide = 0.1 * math.log2(1 + scene.fit.bit_count())
    # A name fits the tool best that takes little else; "everything" the one that takes things of every kind.
    of_house = bool(described) and all(s.sense is Sense.HOUSE for s in described)
    sweeps = not targets.kinds and (of_house or any(s.sense is Sense.EVERYTHING for s in described))
    suits = wide if sweeps else -wide if telling else 0.0
    return ({parameter.name: found.ids}, suits, found.missing) if isinstance(found, Resolved) else found


def _is_in_a_room(spans: Sequence[Span]) -> bool:
    """Whether a room is named and the car is not: 关了客厅空调 is about the house."""
    named = any(s.sense is Sense.NAME or (s.sense is Sense.KIND and s.meaning == "car") for s in spans)
    return not named and any(s.sense in (Sense.ROOM, Sense.FLOOR, Sense.HOUSE) for s in spans)


def _is_aboard(spans: Sequence[Span], setting: Setting) -> bool:
    """Whether it is said in a car and not of the house, or names the car: 家里的灯全关了 means none in a car."""
    named = any(s.sense is Sense.NAME or (s.sense is Sense.KIND and s.meaning == "car") for s in spans)
    return named or (setting.around.in_car and not any(s.sense is Sense.HOUSE for s in spans))


def is_of_the_car(spans: Sequence[Span]) -> bool:
    """Whether words that name nothing and no place are of what a car has too: "the fan" said in one is the car's."""
    told = [s for s in spans if s.sense not in _LISTING]
    return bool(told) and all(s.sense is Sense.KIND and s.meaning in _IN_EVERY_CAR for s in told)


def _resolved(described: Sequence[Span], scene: Scene, setting: Setting) -> Resolution:
    # By identity: the spans are kept with what they came to, so that no other can take their place.
    key = (scene.targets, scene.reading, scene.fit, *map(id, described))
    if key not in setting.resolved:
        setting.resolved[key] = (tuple(described), resolve(described, scene))
    found: Resolution = setting.resolved[key][1]
    return found


def _unnamed(pattern: Pattern, parameter: Parameter, scene: Scene, setting: Setting) -> _Filled:
    """Nothing was named: the things of the clause before, or what the parameter says."""
    around = setting.around
    if not parameter.required and parameter.name not in pattern.slots:
        return {}, 0.0, ()
    if not _may_stay_silent(pattern, parameter, setting.chart) and not _is_for_a_seat(pattern, scene):
        return None
    carried = scene.fit & setting.home.bits(around.carried) if around.carried else 0
    if carried:
        return {parameter.name: setting.home.ids(carried)}, _CARRIED, ()
    if _is_bare_verb(pattern) or _is_bare_turning(pattern, parameter):
        return None
    if _is_of_the_house(pattern, scene):
        return None
    found = _settled(silent(scene), setting)
    if isinstance(found, Resolved):
        near = 1.0 if scene.targets.default == "here" and around.place else 0.0
        return {parameter.name: found.ids}, near - 4.0 + _as_in_a_car(pattern, scene), ()
    return None if isinstance(found, Unknown) and not found.kind else found


def _settled(found: Resolved | Unknown | Ambiguous, setting: Setting) -> Resolved | Unknown | Ambiguous:
    """What is not clear, made clear by what was chosen before."""
    if not isinstance(found, Ambiguous):
        return found
    chosen = tuple(i for i in found.candidates if i in setting.around.chosen)
    return Resolved(chosen) if chosen else found


def _as_in_a_car(pattern: Pattern, scene: Scene) -> float:
    """For or against the car where a phrase says what houses have too: "open the windows"."""
    if scene.targets.kinds != ("car",):
        return 0.0
    if scene.targets.default == "aboard":
        return _IN_CAR
    said = _kinds_said(pattern, scene)
    fitted = "fitting" in pattern.slots and any(scene.home.kind(kind) & ~scene.fit for kind in _FITTINGS)
    if "car" in said or not (said or fitted):
        return 0.0
    return _IN_CAR if scene.in_car else -_IN_HOUSE


def _kinds_said(pattern: Pattern, scene: Scene) -> frozenset[str]:
    """The kinds of things that the fixed words of a phrase end in."""
    kinds = scene.home.lexicon.kind_words
    ends = [literal[start:] for literal in pattern.literals for start in range(len(literal))]
    named = (kinds.get(end) or kinds.get((*end[:-1], stem_of(end[-1]))) for end in ends)
    return frozenset(kind for kind in named if kind)


def _is_of_the_house(pattern: Pattern, scene: Scene) -> bool:
    """Whether what would change the car, said outside it, is said of what the house has: 关空调, "lock up the back"."""
    if scene.targets.kinds != ("car",) or scene.in_car or scene.reading:
        return False
    if pattern.literals in _OF_ANY_LOCK:
        return True
    if any(word in _CAR for literal in pattern.literals for word in literal) or pattern.slots & _PLACES_IN_CAR:
        return False
    said = _kinds_said(pattern, scene)
    return "car" not in said and any(kind in _IN_EVERY_HOUSE or scene.home.kind(kind) & ~scene.fit for kind in said)


_CAR = frozenset([
    "car", "seat", "seats", "driver", "passenger", "wheel", "steering", "mirror", "mirrors", "windscreen", "windshield",
    "trunk", "boot", "sunroof", "roof", "cabin", "dashboard", "车", "车窗", "座", "座椅", "椅", "方向盘", "后视镜",
    "天窗", "后备箱", "尾门", "驾驶", "车内", "前挡", "挡风玻璃",
])  # fmt: skip
_PLACES_IN_CAR = frozenset({"seat", "seats", "side", "row", "zone", "mirror", "window", "position"})
_FITTINGS = ("window", "door")
"""What a phrase about the car says by a value that it takes, and houses have too."""
_IN_EVERY_CAR = frozenset({"fan", "climate", "thermostat", "heating", "air_conditioner", "door", "window"})
"""Kinds that somebody in a car has around him, and does not mean of the house unless he says so."""
_IN_EVERY_HOUSE = frozenset({"window"})
"""Kinds of which every house has some, whether they are told to the assistant or not."""
_OF_ANY_LOCK = ((("lock", "up"),),)


def _is_bare_verb(pattern: Pattern) -> bool:
    """ "Turn on", "start", 开, 锁上: said of anything, and so of nothing in particular."""
    return bool(pattern.literals) and all("".join(literal).rstrip("了吧") in _BARE for literal in pattern.literals)


def _is_bare_turning(pattern: Pattern, parameter: Parameter) -> bool:
    """调高 with nothing beside it: the heat, the sound or the wind."""
    return len(pattern.slots) == 1 and parameter.name in pattern.slots and set(pattern.literals) <= _TURNINGS


_TURNINGS = frozenset({("调", "高"), ("调", "低"), ("调", "大"), ("调", "小")})
_BARE = frozenset(
    [
        "turn",
        "switch",
        "put",
        "power",
        "on",
        "off",
        "start",
        "begin",
        "run",
        "launch",
        "open",
        "close",
        "shut",
        "find",
        "locate",
        "activate",
        "enable",
        "lock",
        "unlock",
        "开",
        "打开",
        "开启",
        "启动",
        "开始",
        "运行",
        "关",
        "关闭",
        "关掉",
        "关上",
        "找",
        "调",
        "锁",
        "锁上",
        "锁好",
        "上锁",
        "锁住",
        "锁定",
        "反锁",
        "解锁",
        "开锁",
    ]
)


def _may_stay_silent(pattern: Pattern, parameter: Parameter, chart: Chart) -> bool:
    """Whether the rest of what was said is telling enough: a phrase that is only a verb around free words is not.

    In the car it is, where the sentence begins with it: "add the bakery", 去机场.
    """
    words = sum(map(len, pattern.literals))
    mark = parameter.mark
    if pattern.free_words and isinstance(mark, Targets) and mark.default == "aboard":
        return words > 1 or (bool(words) and _begins_with(pattern.literals[0], chart))
    if not words or (pattern.free_words and (words < 2 or parameter.name in pattern.slots)):
        return False
    return words > 1 or pattern.small <= set(chart.words)


def _begins_with(literal: Literal, chart: Chart) -> bool:
    """Whether nothing but courtesy stands before these words."""
    courteous = 0
    for span in (*chart.with_sense(Sense.POLITE), *chart.with_sense(Sense.FREE)):
        courteous |= span.mask
    first = next((i for i in range(len(chart.words)) if not courteous >> i & 1), 0)
    return any(chart.words[start : start + len(literal)] == literal for start in range(first + 1))


def _is_for_a_seat(pattern: Pattern, scene: Scene) -> bool:
    """ "22 on my side" needs no further word in the car: it says where, and how much."""
    seats = pattern.slots & _PLACES_IN_CAR
    return (
        scene.in_car and scene.targets.kinds == ("car",) and not scene.reading and bool(seats) and pattern.slots > seats
    )


def _scene(targets: Targets, spans: Sequence[Span], abilities: Abilities, setting: Setting) -> Scene:
    reading, around = abilities.tool.reads_only, setting.around
    return Scene(
        setting.home,
        setting.chart.words,
        _said(spans, setting.chart),
        targets,
        setting.home.fitting(targets, reading=reading),
        around.place,
        reading,
        setting.home.bits(around.pointed_at) if any(s.sense in _POINTING for s in spans) else 0,
        around.language,
        around.in_car,
        around.topic,
        around.bound,
    )


def _said(spans: Sequence[Span], chart: Chart) -> str:
    telling = [s for s in spans if s.sense is not Sense.AND]
    return chart.said(telling[0].start, telling[-1].end) if telling else ""
