"""Whether a sentence asks, by its own words alone."""

import pytest

from assistant.tools import Toolbox
from assistant.understanding.names import Names
from assistant.understanding.reflex.clauses.mood import mood_of
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.matching.chart import chart_of
from assistant.understanding.reflex.names.home import index_of
from assistant.understanding.reflex.phrases.grammar import grammar_of
from assistant.understanding.reflex.tokens import tokens_of


def asks(text: str) -> bool:
    home, grammar = index_of(Names((), (), ()), lexicon()), grammar_of(Toolbox(()), lexicon())
    return mood_of(chart_of(text, tokens_of(text), home, grammar)).asks


@pytest.mark.parametrize(
    "text",
    ["车库门是开的还是关的", "车库门开着还是关着", "窗帘开还是关", "灯亮还是灭", "卧室冷还是热", "灯亮不亮"],
)
def test_one_of_two_is_asked_for(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["空调还是开着吧", "空调还是开26度", "我还是喜欢亮一点", "把灯打开"])
def test_what_is_settled_is_not_asked(text: str) -> None:
    assert not asks(text)
