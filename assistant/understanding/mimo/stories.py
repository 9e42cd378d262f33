"""Whether a sentence only tells of others or of the past, or wishes something beside its story."""

import re
from collections.abc import Iterator, Sequence

from assistant.understanding.mimo.hints import tells_story
from assistant.understanding.reflex.english.rewording import IMPERATIVES
from assistant.understanding.reflex.tokens import PUNCTUATION, is_chinese

_BREAKS = PUNCTUATION | {"so", "but"}
_OPENING = frozenset({"and", "so", "but", "please", "just", "well", "then", "now", "go", "oh", "ok", "okay", "right"})
_LIKE_PAST = frozenset({"put", "shut", "set", "let", "have", "get", "run", "clear"})
"""Begin a command as well as the rest of a story: "he came in, put the light on"."""
_PAST = frozenset({"was", "were", "came", "went", "did", "had", "got", "said", "told", "left", "rang", "woke", "ago"})
_ENDED = 3
"""Letters of "bed" and "red", which are no past."""
_REQUESTING = frozenset({"please", "you", "love", "now", "then", "will", "would"})
_SAYING = frozenset(
    ["said", "says", "told", "asked", "asks", "shouted", "shouts", "yelled", "yells", "goes", "went", "replied",
     "screamed", "whispered", "wrote", "texted", "tells", "like"]
)  # fmt: skip
_HEARERS = frozenset({"me", "us", "him", "her", "them", "that"})
_SHORT = 5
"""Words of "my brother told me" at most."""

_ASKED_ZH = re.compile("^(?:那|所以|就|你|快)*(?:帮|给我|请|麻烦|劳驾|能不能|可以|顺便|赶紧|赶快)")
_ENDING_ZH = re.compile("(?:一下|吧|嘛|哈|哦)$")
_ORDERED_ZH = re.compile("^(?:那|所以|就|快|也)*(?:把|打开|关|开|调|拉)")
_TOLD_ZH = re.compile("然后|就|才|过$|走")
_MINDED_ZH = re.compile("说|嫌|怕|怪|觉得|讲|嚷|喊")
_REPORTED_ZH = re.compile("(?:说|讲|道|喊|叫|问|吼)(?:我|你|他|她|大家)?$")
_OTHER_ZH = frozenset({"其", "吉", "维"})
"""Before 他: no person."""


def only_tells(words: Sequence[str]) -> bool:
    """Whether it is told of others or of the past, and nothing is wished beside it."""
    said = tuple(w for i, w in enumerate(words) if w != "他" or i == 0 or words[i - 1] not in _OTHER_ZH)
    if not tells_story(said):
        return False
    stretches = list(_stretches(said))
    wishes = _wishes_zh if any(map(is_chinese, said)) else _wishes
    return not any(wishes(stretches, at) for at in range(len(stretches)))


def _stretches(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    start = 0
    for at in range(len(words) + 1):
        if at == len(words) or words[at] in _BREAKS:
            if at > start:
                yield tuple(words[start:at])
            start = at + 1


def _wishes(stretches: Sequence[tuple[str, ...]], at: int) -> bool:
    """ "… turn the radiator up": a command that nobody else is said to have given."""
    words = stretches[at]
    before, after = stretches[at - 1] if at else (), stretches[at + 1] if at + 1 < len(stretches) else ()
    first = next((i for i, word in enumerate(words) if word not in _OPENING), len(words))
    rest = words[first:]
    if rest[:2] in (("can", "you"), ("could", "you"), ("would", "you"), ("will", "you")):
        rest = tuple(word for word in rest[2:] if word not in _OPENING)
    if not rest or rest[0] not in IMPERATIVES:
        return False
    if rest[0] in _LIKE_PAST and _is_past(before) and not _REQUESTING & set(words):
        return False
    reported = [w for w in before if w not in _HEARERS]
    return not (reported and reported[-1] in _SAYING) and not (len(after) <= _SHORT and _SAYING & set(after))


def _is_past(words: Sequence[str]) -> bool:
    return any(word in _PAST or (word.endswith("ed") and len(word) > _ENDED) for word in words)


def _wishes_zh(stretches: Sequence[tuple[str, ...]], at: int) -> bool:
    """帮他关掉; 我妈说娃儿怕黑，把小鹅灯打开: asked for, or what was said or felt is the reason for it."""
    said = "".join(stretches[at])
    before = "".join(stretches[at - 1]) if at else ""
    if _REPORTED_ZH.search(before):
        return False
    if _ASKED_ZH.match(said):
        return True
    if tells_story(stretches[at]):
        return False
    if _ENDING_ZH.search(said):
        return True
    ordered = _ORDERED_ZH.match(said) and not _TOLD_ZH.search(said)
    return bool(ordered) and any(_MINDED_ZH.search("".join(each)) for each in stretches[:at])
