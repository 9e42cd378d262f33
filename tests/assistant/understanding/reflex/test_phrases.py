"""The phrase language: what can be written, and what a broken phrase is told."""

import pytest

from assistant.errors import BadArgument
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.phrases.grammar import grammar_of
from assistant.understanding.reflex.phrases.phrases import variants_of


def test_optional_words_and_alternatives_are_spelt_out():
    said = {" ".join("".join(v).split()) for v in variants_of("[please] (turn|switch) on {things}")}
    assert said == {"please turn on {things}", "please switch on {things}", "turn on {things}", "switch on {things}"}


@pytest.mark.parametrize("phrase", ["turn (on {things}", "turn on {things}]", "set {things", "a | b)", "[x (y]"])
def test_a_broken_phrase_is_named(phrase):
    with pytest.raises(BadArgument, match="lights"):
        variants_of(phrase, "lights")


def test_every_tool_of_a_toolbox_is_found_by_its_words(toolbox):
    grammar = grammar_of(toolbox, lexicon())
    assert {grammar.patterns[i].tool.name for i in range(len(grammar.patterns))} == {t.name for t in toolbox}
