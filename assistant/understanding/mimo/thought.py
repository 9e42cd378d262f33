"""What a turn of the reasoning core consists of: one thought, and the answers of the model in it."""

from dataclasses import dataclass, field
from time import perf_counter

from assistant.conversation import Conversation
from assistant.tools import Toolbox
from assistant.understanding.mimo.arguments import Situation
from assistant.understanding.mimo.candidates import Candidates, without
from assistant.understanding.mimo.decoding import Wanted, decode, whole_sentences
from assistant.understanding.mimo.engine import Usage
from assistant.understanding.mimo.prompt import Looked


@dataclass(slots=True)
class Answer:
    """What the model wrote in one step."""

    text: str = ""
    usage: Usage | None = None

    @property
    def wanted(self) -> Wanted | None:
        """What it says; None where it was cut off before it said anything whole."""
        wanted = decode(self.text)
        if self.usage is None or self.usage.ended == "complete":
            return wanted
        said = whole_sentences(wanted.say)
        return Wanted(say=said) if said else None


@dataclass(slots=True)
class Thought:
    """One turn, as far as it has been thought about."""

    conversation: Conversation
    toolbox: Toolbox
    situation: Situation
    offered: Candidates
    looked: list[Looked] = field(default_factory=list)
    known: tuple[str, ...] = ()
    """What is known of whoever speaks that matters for it, a line each."""
    spent: int = 0
    """Tokens of the answers so far."""
    began: float = field(default_factory=perf_counter)

    def offer(self, *, last: bool) -> Candidates:
        """What the next answer may be: nothing is looked up twice, and the last step only acts or answers."""
        if not self.looked and not last:
            return self.offered
        used = {each.call.tool for each in self.looked}
        return without(self.offered, used, looking=not last and not self.situation.meant.advice)
