"""A sentence of which one half hangs on the other is never parted."""

import pytest

from assistant.utterance import Speaker, Utterance
from server.node.halves import parted


@pytest.mark.parametrize(
    "said",
    [
        "turn on the kitchen light, or close the sunroof",
        "turn on the kitchen light, otherwise close the sunroof",
        "open my window, close the sunroof, or turn on the kitchen light",
        "turn on the kitchen light, open my window, or close the sunroof",
        "is the garage door closed, the trunk open, or the kitchen light on?",
        "shall I turn on the kitchen light, open my window, close the sunroof, or lock the car?",
        "either turn on the kitchen light or the hall light, and open my window",
        "open my window, turn on the kitchen light, otherwise close the sunroof",
        "is the garage door closed, is the kitchen light on, then lock the car",
        "打开我的车窗，关上天窗，还是打开厨房的灯？",
        "打开厨房的灯，打开我的车窗，或者关上天窗",
        "is the garage door closed, then lock the car",
        "is the garage door closed and then lock the car",
        "remember to turn on the kitchen light, and open my window",
        "tell Anna to turn on the kitchen light, and open my window",
        "打开厨房的灯，或者关上天窗",
        "要么打开厨房的灯，要么关上天窗",
        "车库门关了吗，那就锁车",
        "提醒我打开厨房的灯，然后打开我的车窗",
    ],
)
def test_where_one_half_hangs_on_the_other_it_stays_whole(said: str) -> None:
    language = "en" if said.isascii() else "zh"
    assert not list(parted(Utterance(said, language, Speaker("anna"))))


@pytest.mark.parametrize(
    "said",
    [
        "turn on the kitchen light and open my window",
        "turn on the kitchen light, open my window and close the sunroof",
        "open my window, is the garage door closed?",
        "打开厨房的灯，然后打开我的车窗",
    ],
)
def test_two_wishes_are_parted(said: str) -> None:
    language = "en" if said.isascii() else "zh"
    assert list(parted(Utterance(said, language, Speaker("anna"))))
