"""What is worked out once: the grammar of tools that are declared alike, and how the names of a home sound."""

from assistant.conversation import Conversation
from assistant.tools import Toolbox
from assistant.understanding.names import Names
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.mind import ReflexMind
from assistant.understanding.reflex.names import hearing
from assistant.understanding.reflex.phrases.grammar import grammar_of
from assistant.utterance import Utterance


def test_tools_declared_alike_have_one_grammar_and_each_its_own_toolbox(toolbox: Toolbox) -> None:
    again = Toolbox(toolbox)
    one, other = grammar_of(toolbox, lexicon()), grammar_of(again, lexicon())
    assert one.patterns is other.patterns
    assert (one.toolbox, other.toolbox) == (toolbox, again)


def test_tools_declared_otherwise_have_another(toolbox: Toolbox) -> None:
    fewer = Toolbox(list(toolbox)[1:])
    assert grammar_of(fewer, lexicon()).patterns is not grammar_of(toolbox, lexicon()).patterns


def test_a_grammar_keeps_no_skill_alive(toolbox: Toolbox) -> None:
    grammar, own = grammar_of(toolbox, lexicon()), {tool.name: tool.run for tool in toolbox}
    assert all(abilities.tool.run is not own[abilities.tool.name] for abilities in grammar.tools)
    assert all(pattern.tool.run is not own[pattern.tool.name] for pattern in grammar.patterns)


def test_a_home_that_is_known_costs_no_turn_the_sound_of_its_names(toolbox: Toolbox, mandarin: Names) -> None:
    mind = ReflexMind()
    mind.prepare(toolbox)
    mind.get_to_know(mandarin)
    known = hearing.sound_of.cache_info().misses
    mind.steps(Utterance("打开客厅竹灯", "zh"), Conversation("test"), toolbox, mandarin)
    of_the_sentence = hearing.sound_of.cache_info().misses - known
    assert of_the_sentence < len(mandarin.things)
