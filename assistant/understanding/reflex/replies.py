"""What the reflex says itself: which is meant, what is not there, what cannot be done yet."""

from collections import Counter
from collections.abc import Sequence

from assistant.tools import Claim
from assistant.understanding.deferred import Deferred
from assistant.understanding.mind import Question, Speech
from assistant.understanding.names import Names, Thing
from assistant.understanding.reflex.amounts.telling_times import told_deferred
from assistant.understanding.reflex.lexicon import single
from assistant.understanding.reflex.matching.describing import UNKNOWN_PLACE
from assistant.understanding.reflex.matching.resolution import Ambiguous, Unknown
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.tokens import is_chinese, words_of
from assistant.understanding.reflex.unavailable import Wanted
from assistant.utterance import Language

_OFFERED = 4
"""Candidates named in one question."""

_FELT = frozenset(
    ["smoke", "gas", "carbon_monoxide", "carbon_dioxide", "leak", "motion", "occupancy", "presence", "vibration",
     "tamper", "person"]
)  # fmt: skip
"""Kinds whose words name what a sensor feels, and not only the sensor."""
_SENSOR: dict[Language, str] = {"en": " sensor", "zh": "传感器"}
_PRESENCE: dict[Language, str] = {"en": "presence sensor", "zh": "人体传感器"}
_OUTDOORS = {"outdoor": "outdoors"}
_ADVERBS = frozenset({"outside", "outdoors", "outdoor", "upstairs", "downstairs", "everywhere"})

_TEXT: dict[str, dict[Language, str]] = {
    "which": {"en": "Which one do you mean: {names}?", "zh": "你指的是哪一个：{names}？"},
    "none_there": {"en": "I know of no {kind} {where}.", "zh": "我没找到{room}里的{kind}。"},
    "no_sensor_there": {
        "en": "I have no {kind} {where}, so I cannot tell.",
        "zh": "我在{room}里没有{kind}，所以没法判断。",
    },
    "no_sensor": {"en": "I have no {kind} here, so I cannot tell.", "zh": "我这里没有{kind}，所以没法判断。"},
    "none_there_near": {
        "en": "I know of no {kind} {where}; did you mean {near}?",
        "zh": "我没找到{room}里的{kind}，你指的是{near}吗？",
    },
    "no_room": {"en": "I know no room called “{room}” here.", "zh": "这里没有叫“{room}”的房间。"},
    "no_room_near": {
        "en": "I know no room called “{room}” here; did you mean {near}?",
        "zh": "这里没有叫“{room}”的房间，你指的是{near}吗？",
    },
    "where": {"en": "I don't know which room you mean by “here”.", "zh": "我不知道你说的是哪个房间。"},
    "nothing_there": {"en": "I know of nothing {where} that can do that.", "zh": "我没找到{room}里能这样做的设备。"},
    "no_kind": {"en": "I know of no {kind} here.", "zh": "我没找到这里的{kind}。"},
    "no_name": {"en": "I don't know “{what}” here.", "zh": "这里没有叫“{what}”的设备。"},
    "no_name_near": {
        "en": "I don't know “{what}” here; did you mean {near}?",
        "zh": "这里没有“{what}”，你指的是{near}吗？",
    },
    "unheard": {"en": "I did not understand “{what}”.", "zh": "“{what}”我没听懂。"},
    "unable": {"en": "{names} can't do that.", "zh": "{names}做不到这个。"},
    "later": {
        "en": "I can't do things at a later time or on a condition yet, so I did nothing.",
        "zh": "我还不能定时或按条件执行，所以什么也没有做。",
    },
    "timer": {"en": "I have no timers yet.", "zh": "我还没有计时器。"},
    "alarm_clock": {"en": "I have no alarm clock yet.", "zh": "我还没有闹钟。"},
    "reminder": {"en": "I cannot remind anyone yet.", "zh": "我还不能提醒。"},
    "left_alone": {"en": "All right, I left everything as it is.", "zh": "好的，我什么也没有动。"},
}


def told_ambiguous(ambiguous: Ambiguous, home: Home, language: Language) -> Question:
    """Ask which one is meant, naming the candidates."""
    things = [t for i in ambiguous.candidates if (t := home.names.thing(i))]
    names = _distinct(things, home.names, language)
    return Question(_TEXT["which"][language].format(names=_listed(names[:_OFFERED], language)))


def told_unknown(unknown: Unknown, home: Home, language: Language) -> Question | Speech:
    """Say what is not there; ask whether the nearest is meant where there is one."""
    near = _listed([_room_name(n, home, language) for n in unknown.nearest], language)
    if unknown.room == UNKNOWN_PLACE:
        return Question(_TEXT["where"][language])
    if unknown.unheard:
        return Speech(_TEXT["unheard"][language].format(what=unknown.what), Claim.REFUSED)
    if unknown.unable:
        return Speech(_told_unable(unknown.unable, home, language), Claim.REFUSED)
    if unknown.room and unknown.kind:
        key = "none_there"
    elif unknown.room and words_of(unknown.room) in home.room_words:
        key, near = "nothing_there", ""
    elif unknown.room:
        key = "no_room"
    else:
        key = "no_kind" if unknown.kind else "no_name"
        near = near if key == "no_name" else ""
    sensor = _sensor_for(unknown.kind, home, language)
    if sensor and key in ("none_there", "no_kind"):
        key, near = ("no_sensor_there" if key == "none_there" else "no_sensor"), ""
    template = _TEXT[f"{key}_near" if near else key][language]
    kind = sensor or _in_words(unknown.kind, "kinds", home, language)
    room = _in_words(unknown.room, "rooms", home, language)
    where = _OUTDOORS.get(room, room) if room in _ADVERBS else f"in the {room.removeprefix('the ')}"
    said = template.format(where=where, kind=kind, room=room, what=unknown.what or unknown.kind, near=near)
    return Question(said) if near else Speech(said, Claim.REFUSED, doubtful=True)


def _sensor_for(kind: str, home: Home, language: Language) -> str:
    """What would have to be there to tell: a house without a smoke sensor may well be full of smoke."""
    words = words_of(kind)
    concept = home.lexicon.kind_words.get(words) or home.lexicon.kind_words.get(single(words), "")
    if concept not in _FELT:
        return ""
    if concept == "person":
        return _PRESENCE[language]
    felt = home.lexicon.spoken.get(f"kinds.{concept}", {}).get(language, kind)
    return felt if felt.endswith(_SENSOR[language]) else felt + _SENSOR[language]


def _told_unable(ids: Sequence[str], home: Home, language: Language) -> str:
    names = _distinct([t for i in ids if (t := home.names.thing(i))], home.names, language)
    told = _listed(names[:_OFFERED], language, "and") if len(names) <= _OFFERED else names[0]
    return _TEXT["unable"][language].format(names=told)


def told_later(language: Language) -> Speech:
    """A time or condition was given; nothing was done."""
    return Speech(_TEXT["later"][language], Claim.REFUSED)


def told_postponed(deferred: tuple[Deferred, ...], language: Language, *, beside: bool = False) -> Speech:
    """What was understood, when it was to be, and that nothing of it was done; `beside`: something else was."""
    return Speech(told_deferred(deferred, language, beside=beside), Claim.REFUSED, deferred)


def told_unavailable(wanted: Wanted, language: Language) -> Speech:
    """No house has it yet."""
    return Speech(_TEXT[wanted][language], Claim.REFUSED)


def told_left_alone(language: Language) -> Speech:
    """It was said not to do something; nothing was done."""
    return Speech(_TEXT["left_alone"][language], Claim.ANSWER)


def _distinct(things: Sequence[Thing], names: Names, language: Language) -> list[str]:
    """Names of the things, with their room where the name alone is not clear."""
    counted = Counter(_best(t.names, language) for t in things)
    told = []
    for thing in things:
        name, room = _best(thing.names, language), names.room(thing.room)
        if counted[name] > 1 and room and room.names:
            where = _best(room.names, language)
            name = f"{where}的{name}" if language == "zh" else f"{name} in the {where}"
        told.append(name)
    return list(dict.fromkeys(told))


def _listed(names: Sequence[str], language: Language, word: str = "or") -> str:
    last = {"or": {"en": " or ", "zh": "还是"}, "and": {"en": " and ", "zh": "和"}}[word][language]
    comma = ", " if language == "en" else "、"
    return comma.join(names[:-1]) + last + names[-1] if len(names) > 1 else "".join(names)


def _best(names: Sequence[str], language: Language) -> str:
    wanted = (n for n in names if any(map(is_chinese, n)) == (language == "zh"))
    return next(wanted, names[0] if names else "")


def _room_name(name: str, home: Home, language: Language) -> str:
    room = next((r for r in home.names.rooms if name in r.names), None)
    if room is None:
        return name
    said = _best(room.names, language)
    if language == "zh" and not any(map(is_chinese, said)):
        return _in_words(said, "rooms", home, language)
    return f"the {said}" if language == "en" else said


def _in_words(said: str, table: str, home: Home, language: Language) -> str:
    """The usual word for a kind or room in the language of the listener, where it was said in the other."""
    if not said or any(map(is_chinese, said)) == (language == "zh"):
        return said
    words = words_of(said)
    concept = (
        home.lexicon.kind_words.get(words) if table == "kinds" else next(iter(home.lexicon.rooms.get(words, ())), None)
    )
    return home.lexicon.spoken.get(f"{table}.{concept}", {}).get(language, said)
