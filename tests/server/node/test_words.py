"""The car's words exist in both languages, and no age is told shorter than it is."""

import pytest

from server.node.words import age, keys


def test_both_languages_have_the_same_sentences():
    assert keys("en") == keys("zh")


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (0, "just now", "刚刚"),
        (59, "just now", "刚刚"),
        (61, "a minute ago", "一分钟前"),
        (600, "10 minutes ago", "10分钟前"),
        (3_700, "an hour ago", "一小时前"),
        (40_000, "11 hours ago", "11小时前"),
        (200_000, "2 days ago", "2天前"),
    ],
)
def test_how_long_ago(seconds, en, zh):
    assert (age(seconds, "en"), age(seconds, "zh")) == (en, zh)
