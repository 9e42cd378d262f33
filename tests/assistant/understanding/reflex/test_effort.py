"""How much is tried for one sentence: shares of each way to understand it, and one bound over all of them."""

import pytest

from assistant.tools import ToolCall
from assistant.understanding.mind import PassedOn
from assistant.understanding.reflex import mind
from assistant.understanding.reflex.effort import LIMIT, Effort, TooMuch, Total


def test_a_further_way_has_a_share_of_its_own_under_the_same_bound():
    effort = Effort(total=Total(LIMIT + 200))
    effort.count_stretch(1, 0, LIMIT // 4)
    assert effort.is_over
    further = effort.further()
    assert not further.is_over
    further.count_words(10)
    with pytest.raises(TooMuch):
        further.count_words(100)


def test_a_sentence_at_the_bound_is_passed_on_whole(say, monkeypatch):
    text = "turn on the kitchen light and turn off the bedroom light"
    assert all(isinstance(step, ToolCall) for step in say(text))
    monkeypatch.setattr(mind, "BOUND", 150)
    assert say(text) == (PassedOn("too much at once"),)
