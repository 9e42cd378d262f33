"""From tool results to what is said and how strong it is."""

from collections.abc import Sequence

from assistant.tools import Claim, ToolResult
from assistant.utterance import Language

_WEAKEST_FIRST = (
    Claim.ASK,
    Claim.UNKNOWN,
    Claim.FAILED,
    Claim.REFUSED,
    Claim.PENDING,
    Claim.STARTED,
    Claim.DONE,
    Claim.ALREADY,
    Claim.ANSWER,
)


def claim_of(results: Sequence[ToolResult]) -> Claim:
    """The claim of several results together: that of the weakest."""
    return min((r.claim for r in results), key=_WEAKEST_FIRST.index, default=Claim.ANSWER)


def words_of(results: Sequence[ToolResult], language: Language) -> str:
    """What is said about several results, each sentence once, in their order."""
    separator = "" if language == "zh" else " "
    return separator.join(dict.fromkeys(r.say for r in results if r.say))
