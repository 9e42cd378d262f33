"""What has come of a turn so far."""

from dataclasses import dataclass, field
from time import perf_counter

from assistant.tools import Claim, ToolCall, ToolResult
from assistant.utterance import Utterance


@dataclass(slots=True)
class Course:
    """What has come of the turn so far."""

    id: str
    started: float = field(default_factory=perf_counter)
    stages_ms: dict[str, float] = field(default_factory=dict)
    calls: list[ToolCall] = field(default_factory=list)
    results: list[ToolResult] = field(default_factory=list)
    reply: str = ""
    claim: Claim = Claim.ANSWER
    outcome: str = ""
    confirmed: Utterance | None = None
    """What was said before the question that this turn says yes to."""
    proved: bool = False
    """The person proved who they are."""

    def lap(self, stage: str, since: float) -> float:
        """Note that `stage` took from `since` to now; returns milliseconds."""
        spent = (perf_counter() - since) * 1000
        self.stages_ms[stage] = round(self.stages_ms.get(stage, 0.0) + spent, 2)
        return spent

    def settle(self, reply: str, claim: Claim, outcome: str = "") -> None:
        """Fix what is said and how the turn ended."""
        self.reply, self.claim, self.outcome = reply, claim, outcome or claim.value
