"""Answers to a suggestion that want it done every time, and sentences that do not."""

import pytest

from assistant.understanding.every_time import wants_every_time

WANTED = """
every time
Yes, every time!
Sure, do that every day.
yes please always do it
do it every evening from now on
每次都这样
好的，以后每天都这样做
以后都这样
是的，每次
从现在起每晚都做吧
"""
OTHERS = """
yes
do it
open every window
every day at nine
turn it on every time I come home
not every time
好的
都做
这样
每天八点打开窗帘
不要每次都这样
"""


@pytest.mark.parametrize("said", WANTED.split("\n")[1:-1])
def test_it_is_wanted_every_time(said):
    assert wants_every_time(said)


@pytest.mark.parametrize("said", OTHERS.split("\n")[1:-1])
def test_what_says_more_or_less_is_no_such_answer(said):
    assert not wants_every_time(said)
