"""Whether calls that were read from a model's plain words stay within what the person said."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.tools import Quantity, Targets, Tool, Toolbox, ToolCall, Words
from assistant.understanding.mimo.arguments import Situation
from assistant.understanding.mimo.candidates import may_act
from assistant.understanding.mimo.restating import turned_round
from assistant.understanding.mimo.sentence import Meant
from assistant.understanding.mind import Question, Step
from assistant.understanding.reflex.amounts.quantities import Measure, fitted
from assistant.understanding.reflex.names.home import Home

UNMENTIONED = "things that were not mentioned"
EXCEPTION = "an exception is missing"
NOTHING = "nothing is wished"
NOT_ALL = "not all of it is understood"
"""The one reason that says nothing against the wish itself."""
_COLOUR = "color"


def stays_within(
    steps: Sequence[Step], lines: Mapping[str, Callable[[], Meant]], toolbox: Toolbox, situation: Situation
) -> str:
    """Why the steps must not be taken, for the trace; empty where all of it was said and was understood.

    `lines`: the plain words, and what code alone reads off each of them.
    """
    calls = [step for step in steps if isinstance(step, ToolCall)]
    if len(calls) == len(steps):
        return _unfaithful(calls, lines, toolbox, situation)
    return "" if len(steps) == 1 and isinstance(steps[0], Question) else NOT_ALL


def _unfaithful(
    calls: Sequence[ToolCall], lines: Mapping[str, Callable[[], Meant]], toolbox: Toolbox, situation: Situation
) -> str:
    """Why they must not be run, for the trace; empty where they say what the person said.

    What acts has to be about things that the sentence mentions, with amounts and colours that it says, in its
    direction, and nothing that it names may be lost on the way. What only looks something up may leave things out, but
    picks no single thing by a name that was not said.
    """
    tools = {tool.name: tool for tool in toolbox}
    if any(call.tool not in tools for call in calls):
        return "a tool that no model may call"
    text = "\n".join(lines)
    picked = [(tool, call) for call in calls if _picks(tool := tools[call.tool], call)]
    if not situation.ground.holds(text, situation.home.ids(_touched(picked, situation.home))):
        return UNMENTIONED
    acts = _acts(calls, toolbox)
    if not acts:
        return ""
    meant = situation.meant
    if meant.asks:
        return "a question asks for no change"
    if not all(may_act(tool, meant) for tool, _ in acts):
        return "nothing of it was wished for"
    if turned_round(situation.utterance.text, text, situation.language, by_degrees=not _given(acts)):
        return "the other direction was said"
    if meant.excepts and not any(read().excepts for read in lines.values()):
        return EXCEPTION
    return _strays(acts, situation) or _differs(acts, situation)


def only_by_name(steps: Sequence[Step], situation: Situation) -> bool:
    """Whether the steps are calls about nothing but things that the sentence calls by their whole names."""
    home, meant = situation.home, situation.meant
    ids = [i for step in steps if isinstance(step, ToolCall) for v in step.arguments.values() for i in _each(v)]
    known = [i for i in ids if home.names.thing(i) or home.names.room(i)]
    return (
        bool(known)
        and all(isinstance(s, ToolCall) for s in steps)
        and not home.bits(known) & ~meant.by_name
        and (all(home.names.thing(i) for i in known))
    )


def strays(calls: Sequence[ToolCall], toolbox: Toolbox, situation: Situation) -> str:
    """Why a model's own calls must not be run: about other things than the sentence, or not about all it says."""
    meant = situation.meant
    acts = [(tool, call) for tool, call in _acts(calls, toolbox) if call not in [p.call for p in meant.proposals.each]]
    keeps_words = any(isinstance(parameter.mark, Words) for tool, _ in acts for parameter in tool.parameters)
    if not acts and meant.measures and (guessed := _acts(calls, toolbox)):
        return _differs(guessed, situation)
    if not acts or keeps_words or (meant.proposals.each and not meant.measures):
        return ""
    return EXCEPTION if meant.excepts else _strays(acts, situation) or _differs(acts, situation)


def _picks(tool: Tool, call: ToolCall) -> bool:
    """Whether it is about certain things: what acts always is, a question about one thing as well."""
    return not tool.reads_only or len(tuple(_ids(tool, call))) == 1


def _acts(calls: Sequence[ToolCall], toolbox: Toolbox) -> list[tuple[Tool, ToolCall]]:
    return [(tool, call) for call in calls if not (tool := toolbox[call.tool]).reads_only]


def _touched(acts: Sequence[tuple[Tool, ToolCall]], home: Home) -> int:
    return home.bits([i for tool, call in acts for i in _ids(tool, call) if home.names.thing(i)])


def _strays(acts: Sequence[tuple[Tool, ToolCall]], situation: Situation) -> str:
    """About other things than the sentence, or not about all of them."""
    home, meant = situation.home, situation.meant
    rooms = {*meant.rooms, situation.utterance.place}
    if any(home.names.thing(i) is None and i not in rooms for tool, call in acts for i in _ids(tool, call)):
        return "a room that was not named"
    touched = _touched(acts, home)
    unsaid = touched & ~(meant.mentioned | meant.named | home.bits(list(_only_ones(acts))))
    if not situation.ground.carries(home.ids(unsaid)):
        return UNMENTIONED
    covered = touched | home.within([i for tool, call in acts for i in _ids(tool, call) if home.names.room(i)])
    return "" if all(each & covered for each in meant.wholly) else "something that was named is missing"


def _differs(acts: Sequence[tuple[Tool, ToolCall]], situation: Situation) -> str:
    """Amounts or colours that were not said, or that are missing."""
    meant = situation.meant
    given = _given(acts)
    if any(value not in meant.amounts(quantity) for quantity, value in given):
        return "an amount that was not said"
    if not all(any(_is(measure, quantity, value) for quantity, value in given) for measure in meant.measures):
        return "an amount is missing"
    colours = {value for (_, name), said in meant.choices.items() if name == _COLOUR for value in said}
    wanted = {call.arguments[_COLOUR] for _, call in acts if _COLOUR in call.arguments}
    return "" if wanted == colours or (wanted and wanted <= colours) else "another colour"


def _given(acts: Sequence[tuple[Tool, ToolCall]]) -> list[tuple[Quantity, float]]:
    return [
        (parameter.mark, float(value))
        for tool, call in acts
        for parameter in tool.parameters
        if isinstance(parameter.mark, Quantity) and isinstance(value := call.arguments.get(parameter.name), int | float)
    ]


def _is(measure: Measure, quantity: Quantity, value: float) -> bool:
    return fitted(measure, quantity.unit, quantity.low, quantity.high) == value


def _only_ones(acts: Sequence[tuple[Tool, ToolCall]]) -> Iterator[str]:
    """What need not be named, since the house has one of its kind."""
    for tool, call in acts:
        for parameter in tool.parameters:
            value = call.arguments.get(parameter.name)
            if isinstance(parameter.mark, Targets) and parameter.mark.default == "only" and isinstance(value, tuple):
                yield from value if len(value) == 1 else ()


def _each(value: object) -> Iterator[str]:
    if isinstance(value, tuple | list):
        yield from (str(each) for each in value)


def _ids(tool: Tool, call: ToolCall) -> Iterator[str]:
    for parameter in tool.parameters:
        value = call.arguments.get(parameter.name)
        if isinstance(parameter.mark, Targets) and isinstance(value, tuple | list):
            yield from (str(each) for each in value)
