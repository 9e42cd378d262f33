"""A refusal of one mind is put to another; it stands unless that one reads calls out of the sentence."""

from collections.abc import AsyncIterator, Callable, Sequence

import pytest

from assistant.conversation import Conversation
from assistant.course import Course
from assistant.errors import EngineFailed
from assistant.second_opinion import second_opinion
from assistant.tools import Claim, Toolbox, ToolCall
from assistant.understanding.mind import PassedOn, Speech, Step, Thinking
from assistant.understanding.names import Names
from assistant.utterance import Utterance

CALL = ToolCall("turn_on", {"things": ("light.hall",)})
SAID = Utterance("the sauna's gone cold, put the hall light on", "en")


class Other:
    """A mind that was not asked first."""

    name = "core"

    def __init__(self, steps: Sequence[Step], *, fails: bool = False) -> None:
        self._steps, self._fails = steps, fails
        self.asked = 0

    async def reply(self, *_: object) -> AsyncIterator[Step]:
        yield PassedOn("not asked here")

    async def reconsider(self, *_: object) -> AsyncIterator[Step]:
        self.asked += 1
        for step in self._steps:
            yield step
        if self._fails:
            raise EngineFailed("gone")


def _refused(times: int = 1, *, doubtful: bool = True) -> Course:
    course = Course("turn")
    for _ in range(times):
        course.settle("I know of no sauna here.", Claim.REFUSED)
        course.remark(course.reply, Claim.REFUSED)
        course.doubtful = doubtful
    return course


async def _after(course: Course, other: Other) -> Course:
    known = Toolbox(()), Names((), ())
    _ = [thought async for thought in second_opinion(SAID, Conversation(""), (other,), known, course)]
    return course


async def test_calls_take_the_place_of_a_refusal() -> None:
    course = await _after(_refused(), Other((Thinking("plain"), CALL)))
    assert (course.calls, course.remarks, course.reply, course.mind) == ([CALL], [], "", "core")


@pytest.mark.parametrize("other", [Other((Thinking("plain"),)), Other((Speech("No."),)), Other((CALL,), fails=True)])
async def test_a_refusal_stands_where_nothing_better_is_known(other: Other) -> None:
    course = await _after(_refused(), other)
    assert (course.calls, course.reply, course.mind) == ([], "I know of no sauna here.", "")
    assert course.doubtful


@pytest.mark.parametrize("refused", [lambda: _refused(2), lambda: _refused(doubtful=False), lambda: Course("turn")])
async def test_several_refusals_and_sure_ones_are_put_to_nobody(refused: Callable[[], Course]) -> None:
    other = Other((CALL,))
    await _after(refused(), other)
    assert not other.asked
