"""What has come of a turn so far."""

from dataclasses import dataclass, field
from time import perf_counter

from assistant.conversation import AskedElsewhere, Choosing
from assistant.tools import Claim, ToolCall, ToolResult
from assistant.understanding.deferred import Deferred
from assistant.understanding.mind import Later
from assistant.utterance import Utterance


@dataclass(slots=True)
class Course:
    """What has come of the turn so far."""

    id: str
    started: float = field(default_factory=perf_counter)
    stages_ms: dict[str, float] = field(default_factory=dict)
    calls: list[ToolCall] = field(default_factory=list)
    results: list[ToolResult] = field(default_factory=list)
    remarks: list[tuple[int, ToolResult]] = field(default_factory=list)
    """What cannot be done of what was said, each with the number of calls before it."""
    later: list[tuple[int, Later]] = field(default_factory=list)
    """What is asked of somebody else when the calls were run, each with the number of calls before it."""
    deferred: tuple[Deferred, ...] = ()
    """What was wished for later or on a condition."""
    reply: str = ""
    claim: Claim = Claim.ANSWER
    outcome: str = ""
    confirmed: Utterance | None = None
    """What was said before the question that this turn says yes to."""
    doubtful: bool = False
    """The last refusal of a mind is one of which another may know better."""
    mind_asked: bool = False
    """A mind has asked something back, whatever the calls beside it ask."""
    asked_elsewhere: AskedElsewhere | None = None
    """What somebody else asks through a mind at the end of the turn."""
    mind: str = ""
    """Name of the mind that placed the utterance."""
    decided: bool = False
    """A yes or no, in words, was taken as the answer to what waited here."""
    choosing: Choosing | None = None
    """What may answer the question that the turn ends with."""
    guessed: str = ""
    """Id of the thing that was taken because it is the one usually meant."""
    offered: str = ""
    """What is suggested at the end of the reply; a part of it."""
    ends: bool = False
    """The person said that the conversation is over."""
    proved: bool = False
    """The person proved who they are."""

    def lap(self, stage: str, since: float) -> float:
        """Note that `stage` took from `since` to now; returns milliseconds."""
        spent = (perf_counter() - since) * 1000
        self.stages_ms[stage] = round(self.stages_ms.get(stage, 0.0) + spent, 2)
        return spent

    def remark(self, text: str, claim: Claim) -> None:
        """Note what is told beside the results of the calls, at this point among them."""
        self.remarks.append((len(self.calls), ToolResult(claim, text)))

    def told(self, since: int = 0) -> list[ToolResult]:
        """Results and remarks in the order of what was said, from result `since` on."""
        found: list[ToolResult] = []
        for number in range(since, len(self.results) + 1):
            found += [remark for before, remark in self.remarks if before == number]
            found += self.results[number : number + 1]
        return found

    def claim_of(self, spoken: str) -> Claim:
        """How strong a sentence of the reply is; what is suggested behind it is a question."""
        return Claim.ASK if spoken in self.offered else self.claim

    def settle(self, reply: str, claim: Claim, outcome: str = "") -> None:
        """Fix what is said and how the turn ended."""
        self.reply, self.claim, self.outcome = reply, claim, outcome or claim.value
