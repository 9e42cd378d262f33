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
    calls = (call for t in _named(meant, home, home.everything) for call in _state_of(t, home, grammar, language))
    return tuple(calls)


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
    text = _STATE[language].format(name=shown(thing.names, language))
    chart = chart_of(text, tokens_of(text), home, grammar)
    found = Parser(chart, grammar, home, mood_of(chart)).sentence(Surroundings("", language))
    for call in found.calls:
        if found.complete and reads_only(grammar.toolbox, call) and (thing.id,) in call.arguments.values():
            yield call


def reads_only(toolbox: Toolbox, call: ToolCall) -> bool:
    """Whether a call changes nothing."""
    return toolbox[call.tool].reads_only
