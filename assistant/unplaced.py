"""What is said where no mind could place what was said, and of words that no tool stands behind."""

from collections.abc import Sequence

from assistant.course import Course
from assistant.tools import Claim
from assistant.understanding.confirm import Answer, answer_in
from assistant.understanding.mimo.claims import claims_an_act
from assistant.understanding.small_talk import NAME
from assistant.utterance import Language, Utterance
from assistant.words import sentence


def settle_unplaced(utterance: Utterance, course: Course, minds: Sequence[str], starting: bool) -> None:
    """Say that it was not understood. `minds`: names of those that were asked; `starting`: one more is being loaded."""
    if answer_in(utterance.text, utterance.language) is not Answer.NONE:
        course.settle(sentence("nothing_waits", utterance.language), Claim.ANSWER)
        return
    alone = "not_understood_starting" if starting else "not_understood_no_core"
    key = "not_understood" if sum(mind != NAME for mind in minds) > 1 else alone
    course.settle(sentence(key, utterance.language), Claim.ANSWER, "not_understood")


def proven(text: str, language: Language) -> str:
    """A mind's words, unless they claim an act: those come from results alone."""
    return sentence("unproven", language) if claims_an_act(text, language) else text
