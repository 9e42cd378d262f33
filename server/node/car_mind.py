"""The reflex in the car: the car's own is placed at once; what may be the house's is left to the mind behind."""

from collections.abc import AsyncIterator, Callable, Sequence

from assistant.conversation import Conversation
from assistant.tools import Claim, Toolbox, ToolCall
from assistant.understanding.mind import PassedOn, Question, Speech, Step
from assistant.understanding.names import Names
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Utterance
from server.node.words import say

OF_THE_HOUSE = frozenset({"People", "Presence", "Indoors", "Power", "Appliances", "Weather"})
"""Skills that speak of the house wherever no thing is named."""
REFERRING_BACK = frozenset({"Undo", "GoingOn", "Reasons", "Running"})
"""Skills that are about what was done last: the house's where the house did it."""

SpokeLast = Callable[[Conversation], bool]


class CarMind:
    """The reflex with the names of the car alone. `house_spoke_last`: whether "it" is the house's to know."""

    name = "reflex"

    def __init__(self, reflex: ReflexMind, house_spoke_last: SpokeLast) -> None:
        self._reflex = reflex
        self._house_spoke_last = house_spoke_last

    async def reply(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """What the car does or answers; or one PassedOn."""
        steps = self._reflex.steps(utterance, conversation, toolbox, names)
        why = self._why_not(steps, toolbox, conversation)
        if why:
            yield PassedOn(why)
            return
        for step in steps:
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
