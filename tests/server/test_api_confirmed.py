"""What needs a yes: asked first, and done only where the yes answers that very question."""

import httpx
import pytest

from devices.policy import Allow, Confirm
from server.api.asked import QUESTIONS_KEPT, YES_WITHIN_S, OpenQuestions
from server.app import create_app
from server.settings import Settings

GLARING = {"capability": "brightness", "value": 90}
KITCHEN = "/api/devices/light.kitchen/commands"
TOOL = "/api/tools/set_brightness"
CALL = {"arguments": {"things": ["light.kitchen"], "percent": 90}}


def glaring_needs_a_yes(command, device, situation):
    return Confirm() if command.capability == "brightness" and command.value > 80 else Allow()


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def http(pocket, tmp_path, clock):
    async with pocket(Settings(data_dir=tmp_path), [glaring_needs_a_yes]) as mimosa:
        app = create_app(mimosa)
        app.state.questions = OpenQuestions(clock)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8237") as client:
            yield client


async def touch(http, path: str = KITCHEN, **more) -> str:
    answer = await http.post(path, json={**GLARING, **more})
    return answer.json()["outcome"]


async def use(http, call=CALL, **more) -> str:
    answer = await http.post(TOOL, json={**call, **more})
    return answer.json()["claim"]


async def test_a_touch_is_asked_about_and_done_after_the_yes(http):
    assert await touch(http) == "ask"
    assert await touch(http, confirmed=True) == "done"


async def test_a_touch_nobody_asked_about_is_not_confirmed_by_its_own_word(http):
    assert await touch(http, confirmed=True) == "ask"
    assert await touch(http, confirmed=True) == "done"


async def test_a_yes_counts_once(http):
    await touch(http)
    assert await touch(http, confirmed=True) == "done"
    assert await touch(http, confirmed=True) == "ask"


@pytest.mark.parametrize("other", [{"value": 95}, {"person": "mia"}, {"path": "/api/devices/light.attic/commands"}])
async def test_a_yes_is_to_the_very_same_wish(http, other):
    await touch(http)
    assert await touch(http, confirmed=True, **other) == "ask"


async def test_the_owner_is_the_same_person_by_either_name(http):
    await touch(http)
    assert await touch(http, confirmed=True, person="owner") == "done"


async def test_a_yes_that_comes_too_late_is_asked_again(http, clock):
    await touch(http)
    clock.now = YES_WITHIN_S + 0.1
    assert await touch(http, confirmed=True) == "ask"


async def test_a_tool_is_asked_about_and_called_after_the_yes_once(http):
    assert await use(http, confirmed=True) == "ask"
    assert await use(http, confirmed=True) == "done"
    assert await use(http, confirmed=True) == "ask"


@pytest.mark.parametrize(
    "other",
    [
        {"call": {"arguments": {"things": ["light.kitchen", "light.attic"], "percent": 90}}},
        {"person": "mia"},
        {"place": "attic"},
    ],
)
async def test_a_yes_is_to_the_very_same_call(http, other):
    await use(http)
    assert await use(http, confirmed=True, **other) == "ask"


async def test_a_yes_to_a_touch_is_none_to_a_tool(http):
    await touch(http)
    assert await use(http, confirmed=True) == "ask"


async def test_what_needs_no_yes_is_done_whatever_is_said(http):
    assert await touch(http, value=40, confirmed=True) == "done"


def test_only_the_latest_questions_are_kept():
    questions = OpenQuestions()
    for number in range(QUESTIONS_KEPT + 1):
        questions.ask("touch", number)
    assert not questions.take_yes("touch", 0)
    assert questions.take_yes("touch", 1)
    assert questions.take_yes("touch", QUESTIONS_KEPT)


def test_true_and_one_are_different_wishes():
    questions = OpenQuestions()
    questions.ask("touch", True)
    assert not questions.take_yes("touch", 1)
