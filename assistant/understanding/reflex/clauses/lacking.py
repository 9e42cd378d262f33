"""Commands that lack one thing alone: "turn off", "set the thermostat", 关了. The reflex asks for it."""

from collections.abc import Callable
from dataclasses import replace

from assistant.conversation import Choosing
from assistant.tools import ToolCall
from assistant.understanding.mind import PassedOn, Question, Step
from assistant.understanding.reflex.following.completing import LOCKING
from assistant.understanding.reflex.following.follow_words import body_of, joined
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.setting import Surroundings
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION, is_chinese
from assistant.utterance import Language

Understand = Callable[[str, Surroundings], tuple[Step, ...]]
"""From a whole sentence to its steps."""

_MOST_WORDS = 8
"""Of a longer sentence more than one thing is open."""
_MOST_PAUSES = 2
"""Of a sentence with more, too, as of one that names a row of things."""
_MOST_KINDS = 12
"""So many kinds of things are tried."""
_NAMING = (Sense.NAME, Sense.PART, Sense.KIND, Sense.ROOM, Sense.FLOOR, Sense.EVERYTHING, Sense.HOUSE, Sense.ANYTHING)
_VERBS = frozenset(
    ["turn", "switch", "open", "close", "shut", "lock", "unlock", "start", "stop", "pause", "dim", "brighten", "set"]
) | frozenset(
    [
        "put",
        "raise",
        "lower",
        "off",
        "on",
        "开",
        "打开",
        "开启",
        "关",
        "关闭",
        "关掉",
        "关上",
        "关了",
        "启动",
        "停止",
        "暂停",
        "调",
    ]
)
"""With one of these something is wished of a thing, and nothing else is said by it."""
_SETTING = frozenset({"set", "put", "change", "adjust", "turn", "make", "设", "调", "把", "将", "设置", "调整"})
_POINTING = frozenset({"it", "that", "this", "them", "those", "these", "它", "它们"})
_VALUES: dict[Language, tuple[str, ...]] = {"en": ("to 21 degrees", "to 50 %"), "zh": ("到21度", "到百分之五十")}
"""Amounts with which such a command is whole; what is asked for is the one of them that it takes."""
_LINKS: dict[Language, str] = {"en": "to", "zh": "到"}

_TEXT: dict[str, dict[Language, str]] = {
    "thing": {"en": "What do you mean?", "zh": "你指的是什么？"},
    "value": {"en": "To what?", "zh": "调到多少？"},
}


def asked_for(
    steps: tuple[Step, ...], chart: Chart, home: Home, around: Surroundings, understand: Understand
) -> Question | None:
    """What is asked back where one thing or one amount would make a command whole; None where that is not so.

    `steps`: what the sentence came to by itself; only what would be passed on is asked about.
    """
    body = body_of(chart.words)
    words = [w for w in chart.words[body.start : body.end] if w not in PUNCTUATION]
    if joined(words) in LOCKING:
        return _for_a_thing(words, home, around, understand)
    if not all(isinstance(step, PassedOn) for step in steps):
        return None
    if body.asks or not 0 < len(words) <= _MOST_WORDS:
        return None
    if any(s.start >= body.start for s in chart.with_sense(*_NAMING)):
        return _for_a_value(words, chart, around, understand)
    return _for_a_thing(words, home, around, understand)


def _for_a_thing(words: list[str], home: Home, around: Surroundings, understand: Understand) -> Question | None:
    verb = [w for w in words if w not in _POINTING]
    if len(verb) < len(words) and around.pointed_at:
        return None  # what "it" means is known, and cannot do that
    said = joined(verb)
    if not verb or not ({said} | {verb[0]}) & _VERBS:
        return None
    pronoun = "它" if around.language == "zh" else "it"
    for thing in _one_of_each_kind(home):
        about = replace(around, pointed_at=(thing,), carried=(), chosen=())
        if any(_is_one_call(understand(text, about)) for text in (joined([*verb, pronoun]), joined([pronoun, *verb]))):
            question = _TEXT["thing"][around.language]
            return Question(question, Choosing(said, question=question))
    return None


def _one_of_each_kind(home: Home) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for thing in home.names.things:
        found.setdefault(thing.kind, thing.id)
    return tuple(found.values())[:_MOST_KINDS]


def _for_a_value(words: list[str], chart: Chart, around: Surroundings, understand: Understand) -> Question | None:
    if words[0] not in _SETTING or chart.with_sense(Sense.QUANTITY):
        return None
    if sum(w in PUNCTUATION for w in chart.words) > _MOST_PAUSES:
        return None
    said = joined(words)
    language: Language = "zh" if is_chinese(words[0]) else "en"
    for value in _VALUES[language]:
        if _is_one_call(understand(f"{said} {value}" if language == "en" else said + value, around)):
            link = f"{said} {_LINKS[language]}" if language == "en" else said + _LINKS[language]
            question = _TEXT["value"][around.language]
            return Question(question, Choosing(link, pointed_at=around.pointed_at, question=question))
    return None


def _is_one_call(steps: tuple[Step, ...]) -> bool:
    return len(steps) == 1 and isinstance(steps[0], ToolCall)
