"""Sentences that tell how somebody likes it, or what is not to be done, at times that come again.

Nothing is to be done now: the time or state in them postpones no wish, and the "do not" refuses none. What they name is
understood as in an order of its own ("run the washing machine"), which is not taken.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.conversation import Choosing
from assistant.memory.conditions import ALWAYS
from assistant.memory.told_orders import is_dressed_order
from assistant.memory.told_times import lasting, plain, taken_apart
from assistant.parameters import Choice, JsonValue, Words
from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mind import Question, Step
from assistant.understanding.reflex.clauses.telling_forms import (
    ALLOWS,
    AND,
    AT_ALL,
    BARE,
    DEGREES,
    DRINKS,
    FOR_SOMEBODY,
    FORBIDS,
    HOW,
    LEAD,
    LIKES,
    MUSIC,
    NEVER,
    OF_MUSIC,
    OPEN_AT,
    ORDERS,
    PARTED,
    PLAYS,
    PREFERS,
    QUESTIONS,
    QUIET,
    RUNS,
    SAMPLES,
    STANDS_FOR,
    UNITS,
    WANTS,
)
from assistant.understanding.reflex.following.topic import TOLD_WHEN
from assistant.understanding.reflex.tokens import is_chinese, words_of
from assistant.utterance import Language

Understand = Callable[[str], tuple[Step, ...]]
"""From another whole sentence to its steps, none of which is taken."""

_MOST_LETTERS = 160
_OF_IT = re.compile(r"\b(?:it|them|this|that|these|those)\b|[它这那]")
_MOST_AT_ONCE = 4
"""Likings in one sentence."""
_KEEPING = ("remember", "like_")
"""How the names of tools begin that keep a liking."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """A sentence taken apart."""

    said: str
    """Without the condition."""
    text: str
    """As it was spelt."""
    when: str
    """The whole sentence, where it holds a condition; else empty."""
    language: Language
    toolbox: Toolbox
    understand: Understand
    for_good: bool = False
    """Whether it says of itself that it holds from now on: 以后别开落地灯."""

    def call(self, tool: str, **arguments: JsonValue) -> tuple[Step, ...]:
        """A call with what was said of when."""
        return (ToolCall(tool, {**arguments, TOLD_WHEN: self.when}),)

    def as_spelt(self, words: str) -> str:
        """Words of it with the letters in which they were given."""
        start = self.text.lower().find(words)
        return self.text[start : start + len(words)] if start >= 0 else words

    def one_of(self, tool: str, parameter: str, said: str) -> str | None:
        """The value of a closed list that these words stand for."""
        mark = self.toolbox[tool].parameter(parameter).mark
        known: Mapping[str, Mapping[Language, tuple[str, ...]]] = mark.words if isinstance(mark, Choice) else {}
        return next((value for value, forms in known.items() if said in forms.get(self.language, ())), None)


def told_in(text: str, toolbox: Toolbox, understand: Understand) -> tuple[Step, ...]:
    """What a whole sentence that tells a liking or a prohibition calls, or asks; empty where it is none."""
    if len(text) > _MOST_LETTERS or "?" in text or "？" in text:
        return ()
    language: Language = "zh" if any(map(is_chinese, text)) else "en"
    sentence = plain(text)
    if is_dressed_order(sentence, language):
        return _kept_in_words(sentence, toolbox)
    for_now, sentence = sentence, lasting(sentence)
    if not PARTED[language].search(sentence):
        return ()
    when, said = taken_apart(sentence, language)
    if when == ALWAYS and WANTS[language].search(said):
        return ()
    told = "" if when == ALWAYS else sentence
    telling = _Telling(said, text, told, language, toolbox, understand, for_good=sentence != for_now)
    return (
        _allows(telling) or _forbids(telling) or _liked_and_wished(telling) or _liked(telling) or _each_liked(telling)
    )


def _kept_in_words(sentence: str, toolbox: Toolbox) -> tuple[Step, ...]:
    """What is ordered as a liking goes where likings are kept, which says why it changes nothing."""
    return (ToolCall("remember", {"words": sentence}),) if "remember" in toolbox else ()


def _allows(telling: _Telling) -> tuple[Step, ...]:
    """ "You can vacuum again": a prohibition is taken back, and nothing is ordered."""
    found = ALLOWS[telling.language].search(telling.said) if "allow_again" in telling.toolbox else None
    if found is None:
        return ()
    deed = telling.one_of("allow_again", "deed", found["deed"] or found["named"])
    return () if deed is None else (ToolCall("allow_again", {"deed": deed}),)


def _forbids(telling: _Telling) -> tuple[Step, ...]:
    """ "No music after ten", "never turn on the floor lamp": something is not to be done unasked."""
    found = FORBIDS[telling.language].search(telling.said)
    holds = telling.when or telling.for_good or NEVER[telling.language].search(telling.said)
    told_of_kids = found is not None and found["kids"] and " can " not in found["kids"]
    if "forbid" not in telling.toolbox or not (holds or told_of_kids):
        return ()
    if QUIET[telling.language].search(telling.said):
        return telling.call("forbid", deed="noise")
    if found is None:
        return ()
    whom = {"whom": "children"} if found["kids"] or found.groupdict().get("let") else {}
    rest = AT_ALL[telling.language].sub("", found["deed"] or found["named"]).strip()
    if FOR_SOMEBODY[telling.language].search(rest):
        return telling.call("forbid")  # for one person alone nothing can be forbidden, and for all it was not said
    deed = telling.one_of("forbid", "deed", rest)
    if deed is not None:
        return telling.call("forbid", deed=deed, **whom)
    for wish in _as_orders(rest, telling.language):
        calls = [step for step in telling.understand(wish) if isinstance(step, ToolCall)]
        acts = telling.toolbox["forbid"].parameter("act").mark
        if len(calls) == 1 and isinstance(acts, Choice) and calls[0].tool in acts.words:
            things = calls[0].arguments.get("things") or ()
            return telling.call("forbid", act=calls[0].tool, things=things, **whom) if things else ()
    orders = holds and not telling.when and any(isinstance(step, ToolCall) for step in telling.understand(rest))
    return telling.call("forbid") if orders else ()  # which says what alone can be kept


def _as_orders(rest: str, language: Language) -> Iterator[str]:
    """What is not to be done, as somebody would say it who wants it."""
    yield rest
    bare = RUNS[language].sub("", rest)
    yield f"turn on {bare}" if language == "en" else f"打开{bare}"


def _drinks(telling: _Telling) -> tuple[Step, ...]:
    """ "I like my coffee strong"."""
    found = DRINKS[telling.language].search(telling.said) if "like_drink" in telling.toolbox else None
    if found is None:
        return ()
    said = found.groupdict()
    drink = next(said[name] for name in ("drink", "drink2", "drink3") if said.get(name))
    how = next((said[name] for name in ("how", "how2", "how3") if said.get(name)), "")
    sort = telling.one_of("like_drink", "drink", drink)
    return telling.call("like_drink", drink=sort, how=telling.as_spelt(how)) if sort and how else ()


def _plays(telling: _Telling) -> tuple[Step, ...]:
    """ "I like jazz in the morning", "play something quiet in the evening"."""
    if "like_music" not in telling.toolbox:
        return ()
    heard = MUSIC[telling.language].search(telling.said)
    wished = PLAYS[telling.language].search(telling.said) if telling.when else None
    found = heard or wished
    if found is None:
        return ()
    what = found["what"].strip()
    plainly = OF_MUSIC[telling.language].sub("", what) or what
    sort = telling.one_of("like_music", "sort", what) or telling.one_of("like_music", "sort", plainly)
    if sort is not None and (telling.when or found["listening"]):
        return telling.call("like_music", sort=sort)
    free = heard is not None and heard["listening"] and isinstance(_mark(telling, "what"), Words)
    return telling.call("like_music", what=telling.as_spelt(plainly)) if free and telling.when else ()


def _mark(telling: _Telling, parameter: str) -> object:
    return telling.toolbox["like_music"].parameter(parameter).mark


def _liked(telling: _Telling) -> tuple[Step, ...]:
    """How something is liked."""
    return _drinks(telling) or _plays(telling) or _likes(telling)


def _liked_and_wished(telling: _Telling) -> tuple[Step, ...]:
    """ "I like jazz and turn on the lamp": a liking, and behind it an order or what is never to be done.

    Each with the condition that stands beside it. Nothing where the order is not understood.
    """
    sentence, order = telling.when or telling.said, ORDERS[telling.language]
    parts = AND[telling.language].split(sentence) if LEAD[telling.language].match(sentence) else []
    if len(parts) > _MOST_AT_ONCE or not any(order.match(part) for part in parts[1:]):
        return ()
    found: list[Step] = []
    for part in parts:
        told = told_in(part, telling.toolbox, telling.understand)
        wished = order.match(part) is not None
        if wished and not told and _OF_IT.search(part):
            return ()  # what is liked may be what "it" is
        steps = told or (telling.understand(part) if wished else _kept_in_words(part, telling.toolbox))
        if not steps or not all(isinstance(step, ToolCall) for step in steps):
            return ()
        found += steps
    return tuple(found)


def _each_liked(telling: _Telling) -> tuple[Step, ...]:
    """ "I like my coffee strong and the bedroom at 19 degrees": each liking by itself.

    Where one of them is none, the whole is kept in the words in which it was told.
    """
    lead = LEAD[telling.language].match(telling.said)
    parts = AND[telling.language].split(telling.said) if lead else []
    if lead is None or len(parts) < 2 or len(parts) > _MOST_AT_ONCE:
        return ()
    if any(ORDERS[telling.language].match(part) for part in parts):
        return ()
    space = " " if telling.language == "en" else ""
    whole = [part if LEAD[telling.language].match(part) else f"{lead[0].strip()}{space}{part}" for part in parts]
    told = [_one_liked(replace(telling, said=part)) for part in whole]
    if all(told):
        return tuple(step for steps in told for step in steps)
    return _kept_in_words(telling.text, telling.toolbox) if any(told) else ()


def _one_liked(telling: _Telling) -> tuple[Step, ...]:
    """A liking, also one that is told as any sentence is."""
    told = _liked(telling) or telling.understand(telling.said)
    kept = all(isinstance(step, ToolCall) and step.tool.startswith(_KEEPING) for step in told)
    return told if kept else ()


def _likes(telling: _Telling) -> tuple[Step, ...]:
    """A number that is liked under a condition; or how it is liked, for which the number is asked."""
    if not LIKES[telling.language].search(telling.said):
        return ()
    return _likes_number(telling) or _lacks_number(telling)


def _likes_number(telling: _Telling) -> tuple[Step, ...]:
    """What is understood without the condition takes it with it, and a bare number its unit."""
    bare = BARE[telling.language].search(telling.said)
    units = UNITS[telling.language] if bare else ("",)
    said = _as_liking(telling.said, telling.language)
    tried = [telling.understand(f"{said}{unit}") for unit in units] if telling.when or bare else []
    calls = [steps[0] for steps in tried if len(steps) == 1]
    call = next((each for each in calls if isinstance(each, ToolCall)), None)
    if call is None or all(p.name != TOLD_WHEN for p in telling.toolbox[call.tool].parameters):
        return ()
    return (ToolCall(call.tool, {**call.arguments, TOLD_WHEN: telling.when or telling.said}),)


def _as_liking(said: str, language: Language) -> str:
    """The liking in the words in which numbers are told."""
    plainly = PREFERS[language].sub(" like " if language == "en" else "喜欢", said, count=1)
    should = language == "en" and " should be " in plainly and not plainly.startswith("remember")
    return f"remember that {plainly}" if should else plainly


def _lacks_number(telling: _Telling) -> tuple[Step, ...]:
    """ "I like the bedroom warm": asks how warm, and has the answer put in the place of the word."""
    found = DEGREES[telling.language].search(telling.said)
    if found is None:
        return ()
    sort, whole = STANDS_FOR[found["word"]], telling.when or telling.said
    joint = "" if telling.language == "zh" else " at "
    head, tail = OPEN_AT[telling.language].get(sort, ("", ""))
    plainly = _as_liking(found["head"].strip(), telling.language)
    calls = telling.understand(f"{plainly}{joint}{SAMPLES[telling.language][sort]}")
    if len(calls) != 1 or not isinstance(calls[0], ToolCall):
        return ()
    open_at = whole.replace(f"{found['between']}{found['word']}", f"{joint}{head}{found['word']}{tail}", 1)
    question = QUESTIONS[telling.language][sort].format(word=HOW.get(found["word"], found["word"]))
    return (Question(question, Choosing(open_at, instead=words_of(found["word"]), question=question)),)
