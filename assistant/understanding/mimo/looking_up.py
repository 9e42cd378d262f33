"""What a question can be looked up with where the model is not needed, or has not answered in time."""

from collections.abc import Iterator, Sequence

from assistant.tools import Choice, Quantity, Targets, Tool, Toolbox, ToolCall
from assistant.understanding.mimo.candidates import Candidates, takes_rooms
from assistant.understanding.mimo.hints import is_beyond_now
from assistant.understanding.mimo.sentence import Meant
from assistant.understanding.mimo.surroundings import shown
from assistant.understanding.names import Thing
from assistant.understanding.reflex.clauses.clauses import Parser
from assistant.understanding.reflex.clauses.mood import mood_of
from assistant.understanding.reflex.matching.chart import chart_of
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.setting import Surroundings
from assistant.understanding.reflex.tokens import tokens_of
from assistant.utterance import Language

MOST = 5
"""Things that are told of at most."""
_STATE: dict[Language, str] = {"en": "what is the state of {name}", "zh": "{name}是什么状态"}
_WHICH: dict[Language, tuple[str, ...]] = {
    "en": ("which {kind} are open", "which {kind} are on", "which {kind} are unlocked"),
    "zh": ("哪些{kind}开着", "哪些{kind}没锁"),
}
"""What is told of many things of one kind: which of them are not as they are when nobody is there."""


def only_call(
    meant: Meant, offered: Candidates, home: Home, grammar: Grammar, language: Language
) -> tuple[ToolCall, ...]:
    """The one call that a question leaves: how the few things are that it names, where no other tool fits.

    What tells anything else (who did it, and why) is for the model to weigh.
    """
    if not meant.asks or meant.advice or offered.may_talk or len(offered.tools) != 1 or is_beyond_now(meant.words):
        return ()
    each = offered.tools[0]
    things = _named(meant, home, home.fitting(_things_of(each.tool), reading=True)) if _is_of_things(each.tool) else ()
    if not things or each.amounts or each.values or meant.joined:
        return ()
    if {call.tool for t in things for call in _state_of(t, home, grammar, language)} != {each.tool.name}:
        return ()
    return (ToolCall(each.tool.name, {each.tool.parameters[0].name: tuple(t.id for t in things)}),)


def states_asked(meant: Meant, home: Home, grammar: Grammar, language: Language) -> tuple[ToolCall, ...]:
    """How the few things are that a question names, as if that had been asked: better than no answer at all.

    Nothing where it asks for another time, how often, by whom or why: how things are now is no answer to that.
    """
    if not meant.asks or meant.advice or meant.conditional or is_beyond_now(meant.words):
        return ()
    named = _named(meant, home, home.everything)
    calls = (call for t in named for call in _state_of(t, home, grammar, language))
    return tuple(calls) if named else _which_of_kind(meant, home, grammar, language)


def _which_of_kind(meant: Meant, home: Home, grammar: Grammar, language: Language) -> tuple[ToolCall, ...]:
    """Which of the many things are open or on that a question calls by one kind, no more than it is about."""
    if len(meant.kinds) != 1:
        return ()
    about = set(home.ids(meant.named))
    for form in _WHICH[language]:
        call = _read(form.format(kind=meant.kinds[0]), home, grammar, language)
        things = tuple(i for i in _things_in(call) if i in about) if call else ()
        if call and things:
            return (ToolCall(call.tool, {**call.arguments, "things": things}),)
    return ()


def _things_in(call: ToolCall) -> tuple[str, ...]:
    things = call.arguments.get("things")
    return tuple(str(i) for i in things) if isinstance(things, tuple | list) else ()


def _named(meant: Meant, home: Home, fitting: int) -> Sequence[Thing]:
    """Things that are named; persons only where nothing else is: 小明 in 小明开的灯 is not what is asked about."""
    bits = meant.named & fitting & ~home.kind("car")
    things = home.things(bits & ~home.kind("person") or bits)
    return things if len(things) <= MOST else ()


def _is_of_things(tool: Tool) -> bool:
    """Whether it is told which things, and nothing else has to be chosen."""
    marks = [p.mark for p in tool.parameters]
    named = bool(marks) and isinstance(marks[0], Targets) and not takes_rooms(tool.parameters[0])
    return named and not any(p.required and isinstance(p.mark, Choice | Quantity) for p in tool.parameters)


def _things_of(tool: Tool) -> Targets:
    return next(p.mark for p in tool.parameters if isinstance(p.mark, Targets))


def _state_of(thing: Thing, home: Home, grammar: Grammar, language: Language) -> Iterator[ToolCall]:
    call = _read(_STATE[language].format(name=shown(thing.names, language)), home, grammar, language)
    if call and (thing.id,) in call.arguments.values():
        yield call


def _read(text: str, home: Home, grammar: Grammar, language: Language) -> ToolCall | None:
    """The one call that a question in plain words comes to."""
    chart = chart_of(text, tokens_of(text), home, grammar)
    found = Parser(chart, grammar, home, mood_of(chart)).sentence(Surroundings("", language))
    wholly = found.complete and all(reads_only(grammar.toolbox, call) for call in found.calls)
    return found.calls[0] if wholly and len(found.calls) == 1 else None


def reads_only(toolbox: Toolbox, call: ToolCall) -> bool:
    """Whether a call changes nothing."""
    return toolbox[call.tool].reads_only
