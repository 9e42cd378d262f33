"""Mandarin wishes put as a question with the thing first: 阿扫可以先停一下吗 is 阿扫先停一下."""

import re
from dataclasses import replace
from itertools import pairwise

from assistant.understanding.reflex.tokens import PUNCTUATION, Token, is_chinese

_ASKED = re.compile(
    "(?P<thing>.*?[^我你您他她它们谁人们还也都就])(?P<modal>可不可以|可以|能不能|能否|可否|能)"
    "(?P<wish>(请你|麻烦你|你|帮我|给我|先|再|也|就|暂时)*(停|关|开|打开|暂停|调|锁|拉|放|升|降|收|启动|静音|继续|亮|暗|小|大)"
    "(掉|上|下来|下|一下|一会儿?|到[^吗么不呢]+|成[^吗么不呢]+|起来|[大小高低亮暗快慢]一?[点些]|一?点|声一?点|暂停|回去|好)+)(?P<end>吗|么|不|呢)?$"
)
_OTHER = "\ufffc"


def without_modal(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens with what is only politely asked as a wish; 空调能开吗 may ask whether it works, and stays.

    Needs a thing, or what is called otherwise, before the modal, and a verb with its result behind it.
    """
    words = [t.text for t in tokens]
    if "可" not in words and "能" not in words:
        return tokens
    marks = [i for i, word in enumerate(words) if word in PUNCTUATION and word != "、"]
    for mark, end in pairwise([-1, *marks, len(words)]):
        start = mark + 1
        found = _ASKED.match("".join(w if len(w) == 1 else _OTHER for w in words[start:end]))
        if found is None or not any(map(is_chinese, words[start:end])) or found.end("thing") < 2:
            continue
        if end < len(words) and words[end] == "?" and not found["end"]:
            continue
        pause = tuple(replace(t, text=",") if t.text == "?" else t for t in tokens[end : end + 1])
        return (
            *tokens[: start + found.end("thing")],
            *tokens[start + found.start("wish") : start + found.end("wish")],
            *(pause if end + 1 < len(words) else ()),
            *tokens[end + 1 :],
        )
    return tokens
