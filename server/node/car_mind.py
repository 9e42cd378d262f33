"""The reflex in the car: the car's own is placed at once; what may be the house's is left to the mind behind."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from assistant.conversation import Conversation
from assistant.tools import Claim, Toolbox, ToolCall
from assistant.understanding.mind import Later, PassedOn, Question, Speech, Step
from assistant.understanding.names import Names
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Utterance
from server.node.halves import OtherHalf, alone, calls_of, parted, together
from server.node.words import say

OF_THE_HOUSE = frozenset({"People", "Presence", "Indoors", "Power", "Appliances", "Weather"})
"""Skills that speak of the house wherever no thing is named."""
REFERRING_BACK = frozenset({"Undo", "GoingOn", "Reasons", "Running"})
"""Skills that are about what was done last: the house's where the house did it."""

SpokeLast = Callable[[Conversation], bool]


class CarMind:
    """The reflex with the names of the car alone. `house_spoke_last`: whether "it" is the house's to know. `house`:
    who takes what is not the car's of a sentence that is partly the car's.
    """

    name = "reflex"

    def __init__(self, reflex: ReflexMind, house_spoke_last: SpokeLast, house: OtherHalf | None = None) -> None:
        self._reflex = reflex
        self._house_spoke_last = house_spoke_last
        self._house = house

    async def reply(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """What the car does or answers; or one PassedOn."""
        steps = self._reflex.steps(utterance, conversation, toolbox, names)
        why = self._why_not(steps, toolbox, conversation)
        parts = self._parts(utterance, conversation, toolbox, names) if why else None
        if why and parts is None:
            yield PassedOn(why)
            return
        for part in parts or (steps,):
            if isinstance(part, Utterance):
                # The house may be far away: what is the car's does not wait for it.
                yield Later(partial(self._of_the_house, part, conversation, toolbox, names))
                continue
            for step in part:
                yield step

    def _parts(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> tuple[Sequence[Step] | Utterance, ...] | None:
        """What is the car's to do and what is to be said to the house, in their order; None where it is not two or
        three sentences that are wholly clear, each by itself. What is the house's is said to it at once, so that it
        asks one question at most.
        """
        if self._house is None:
            return None
        own = cache(lambda text: self._own(replace(utterance, text=text), conversation, toolbox, names))
        places = cache(lambda text: self._places(replace(utterance, text=text), toolbox))
        for parts in parted(utterance):
            calls = [own(part.text) for part in parts]
            others = [part for part, mine in zip(parts, calls, strict=True) if not mine]
            if not others or len(others) == len(parts) or not all(places(part.text) for part in others):
                continue
            for_the_house: list[Utterance] = [together(others)]
            return tuple(mine or for_the_house.pop() for mine in calls if mine or for_the_house)
        return None

    def _places(self, part: Utterance, toolbox: Toolbox) -> bool:
        return self._house is not None and self._house.places(part, toolbox)

    def _own(self, half: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names) -> tuple[ToolCall, ...]:
        """The car's calls for half a sentence; none where it is not wholly the car's."""
        calls = calls_of(self._reflex.steps(half, alone(conversation), toolbox, names))
        back = any(toolbox[call.tool].skill in REFERRING_BACK for call in calls)
        return () if back or self._why_not(calls, toolbox, conversation) else calls

    async def _of_the_house(
        self, half: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """What the house makes of its half, told beside what the car does."""
        assert self._house is not None
        async for step in self._house.reply(half, conversation, toolbox, names):
            match step:
                case Speech():
                    yield replace(step, recorded=True)
                case PassedOn():
                    yield Speech(say("half_not_understood", half.language, text=half.text), Claim.REFUSED)
                case _:
                    yield step

    def _why_not(self, steps: Sequence[Step], toolbox: Toolbox, conversation: Conversation) -> str:
        """Why the car leaves it to the house; empty where it is the car's own."""
        for step in steps:
            match step:
                case PassedOn(why=why):
                    return why
                case Speech(deferred=()):
                    return "nothing in the car goes by that name"
                case Question(choosing=choosing) if choosing is None or not (choosing.candidates or choosing.call):
                    return "it is not clear what in the car is meant"
                case ToolCall():
                    skill = toolbox[step.tool].skill
                    if step.arguments.get("things"):
                        continue
                    if skill in OF_THE_HOUSE:
                        return "it is about the house"
                    if skill in REFERRING_BACK and self._house_spoke_last(conversation):
                        return "it is about what the house did"
        return ""


class LastWord:
    """What the car says where neither it nor the house could place a sentence: why, as far as the reflex knows."""

    name = "reflex"

    def __init__(self, reflex: ReflexMind, house_in_reach: Callable[[], bool], *, thinks_on: bool) -> None:
        """`thinks_on`: a mind comes behind it that may still think about what nobody placed."""
        self._reflex = reflex
        self._house_in_reach = house_in_reach
        self._thinks_on = thinks_on

    async def reply(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """The refusal or question of the reflex; or that the house may understand it, which is out of reach."""
        steps = self._reflex.steps(utterance, conversation, toolbox, names)
        told = [step for step in steps if isinstance(step, Speech | Question)]
        if told:
            yield told[0]
        elif self._thinks_on or self._house_in_reach():
            yield PassedOn("nobody could place it")
        else:
            yield Speech(say("thought_out_of_reach", utterance.language), Claim.FAILED)
