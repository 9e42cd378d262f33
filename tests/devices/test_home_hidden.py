"""What the owner hides from the assistant, no question brings to light."""

from assistant.tools import ToolCall as Call
from assistant.tools import ToolResult, call
from devices.home import Home
from server.database import Database
from skills.loading import load
from skills.surface import Services
from tests.devices.conftest import lock
from tests.devices.test_layout_live import owned, say
from tests.skills.test_answers import said_by

QUESTIONS = (
    Call("check_state", {"things": ("door",), "state": "locked"}),
    Call("check_state", {"things": ("nowhere",), "state": "locked"}),
    Call("why_so", {"things": ("door",)}),
    Call("why_so", {"things": ("nowhere",)}),
)


async def answers(home: Home) -> list[ToolResult]:
    """What is said about the door, and about a thing that never was."""
    toolbox = load(Services(home)).toolbox
    return [await call(toolbox, question, said_by()) for question in QUESTIONS]


async def test_a_question_about_a_hidden_device_is_answered_as_if_it_were_not_there(database: Database) -> None:
    async with owned(database) as (place, ownership):
        await place.add(lock())
        await place.report("door/locked", True)
        state, absent, why, why_absent = await answers(place.home)
        assert "locked" in state.say
        assert state.say != absent.say
        assert why.say != why_absent.say
        await ownership.set_device("door", say(hidden=True))
        state, absent, why, why_absent = await answers(place.home)
        assert (state.say, state.claim) == (absent.say, absent.claim)
        assert (why.say, why.claim) == (why_absent.say, why_absent.claim)
