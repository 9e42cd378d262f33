"""Statements beside a command, known by their form; and constructions read from their list."""

import pytest

from assistant.understanding.names import Names, Room, Thing
from assistant.understanding.reflex.english.rewording import misreads, reworded
from assistant.understanding.reflex.english.rewording_rules import rules
from assistant.understanding.reflex.english.statements import wishes_behind_question, without_statements
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.matching.chart import chart_of, kept_with_chart
from assistant.understanding.reflex.names.home import index_of
from assistant.understanding.reflex.tokens import tokens_of

HOUSE = index_of(
    Names(
        (
            Thing("light.hall", ("Hall Light",), "light", "hall"),
            Thing("cover.loft", ("Loft Blind",), "cover", "loft"),
            Thing("vacuum.bob", ("Bob",), "vacuum", "hall"),
        ),
        (Room("hall", ("Hall",), ""), Room("loft", ("Loft",), "")),
        (),
        version=1,
    ),
    lexicon(),
)


def chart(said):
    return chart_of(said, tokens_of(said), HOUSE, None)


def left(said):
    return [" ".join(t.text for t in tokens) for tokens in without_statements(chart(said))]


@pytest.mark.parametrize(
    "reason",
    [
        "it makes me sneeze",
        "the phone's ringing",
        "that hum gets on my nerves",
        "I can't stand it",
        "we're off to my sister's",
    ],
)
def test_what_states_something_is_set_aside(reason):
    assert "turn off the hall light" in left(f"turn off the hall light, {reason}")


@pytest.mark.parametrize(
    "said",
    [
        "she said",
        "I was only joking",
        "I changed my mind",
        "actually don't",
        "if it rains",
        "it's the title of a song",
        "the loft blind is closed",
        "we would like it warmer",
        "I want it off",
    ],
)
def test_what_takes_back_reports_or_wishes_is_none(said):
    assert left(f"turn on the hall light, {said}") == []


def test_a_command_behind_a_question_by_the_way():
    assert wishes_behind_question(chart("did I lock up? well, just close the loft blind")) == 8
    assert wishes_behind_question(chart("what did she say? turn it off?")) == 0


@pytest.mark.parametrize(
    ("said", "plainly"),
    [
        ("the hall light can go off", "turn off the hall light"),
        ("I could do with the hall light on", "turn on the hall light"),
        ("the loft blind needs closing", "close the loft blind"),
        ("Bob, off you go", "start bob"),
        ("we are done with the hall light", "turn off the hall light"),
        ("the loft blind open or not", "is the loft blind open"),
    ],
)
def test_constructions_are_put_plainly(said, plainly):
    assert any(" ".join(t.text for t in edit.new) == plainly for edit in reworded(chart(said)))


@pytest.mark.parametrize("said", ["the guests can go off", "I could do with a holiday", "turn on the hall light"])
def test_others_stay(said):
    assert not list(reworded(chart(said)))


def test_what_would_be_misread_is_known():
    assert misreads(chart("open up the loft blind, just a crack"))
    assert not misreads(chart("open the loft blind"))


def test_every_rule_can_be_read():
    assert rules().by_first
    assert rules().slotted


@pytest.mark.parametrize("said", ["the hall light needs turning off", "could do with the loft blind closed"])
def test_rules_lacking_a_word_are_not_tried(said):
    words = frozenset(said.split())
    tried = rules().sayable(words)
    assert 0 < len(tried) < len(rules().slotted)
    assert all(words & need for rule in tried for need in rule.needs)


def test_what_is_worked_out_from_a_chart_is_worked_out_once():
    asked = []

    @kept_with_chart
    def length(of, start=0):
        asked.append(start)
        return len(of.words) - start

    both = chart("open the loft blind"), chart("close it")
    assert [length(each) for each in (*both, *both)] == [4, 2, 4, 2]
    assert length(both[0], start=1) == 3
    assert asked == [0, 0, 1]
