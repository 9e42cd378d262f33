"""A reply in sentences, so that the first is spoken while the rest is made."""

import re

from assistant.utterance import Language

LONGEST: dict[Language, int] = {"en": 240, "zh": 80}
"""Characters after which a sentence is cut at the next best place; a voice needs a sentence whole."""

_NO_END = frozenset(
    (
        *("mr", "mrs", "ms", "dr", "prof", "st", "mt", "vs", "etc", "approx", "ca", "no", "nos", "vol", "fig"),
        *("min", "max", "inc", "ltd", "co", "jr", "sr", "e.g", "i.e"),
    )
)
"""Words whose full stop ends no sentence."""
_END = re.compile(
    r"""
    [。！？…；]+["'”’」』）)]*           # a Chinese end needs no space after it
    | [.!?]+["'”’)\]]*(?=\s|$)          # a Latin end does, so 21.5 and example.org stay whole
    | [!?]+(?=[\u3400-\u9fff])
    | \n+
    """,
    re.VERBOSE,
)
_CLAUSE = re.compile(r"[,;:—，、：]+\s*")
_LAST_WORD = re.compile(r"[^\s(\"'“‘]+$")


def sentences(text: str, language: Language) -> tuple[str, ...]:
    """The sentences of a text in their order, none empty, none longer than LONGEST allows."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if _ends(text, end):
            found.append(text[start : end.end()])
            start = end.end()
    found.append(text[start:])
    whole = (sentence.strip() for sentence in found)
    return tuple(part for sentence in whole for part in _cut(sentence, LONGEST[language]) if _can_be_said(part))


def _ends(text: str, end: re.Match[str]) -> bool:
    if end.group() != ".":
        return True
    following = text[end.end() :].lstrip()
    if following[:1].islower():
        return False
    before = _LAST_WORD.search(text[: end.start()])
    word = before.group() if before else ""
    return not following or not (word.lower() in _NO_END or (len(word) == 1 and word.isupper() and word != "I"))


def _cut(sentence: str, longest: int) -> list[str]:
    parts: list[str] = []
    rest = sentence
    while len(rest) > longest:
        at = _best_cut(rest, longest)
        parts.append(rest[:at].strip())
        rest = rest[at:].strip()
    return [*parts, rest]


def _best_cut(text: str, longest: int) -> int:
    """After the last clause that fits, else after the last word, else in the middle of one."""
    clauses = [clause.end() for clause in _CLAUSE.finditer(text, 0, longest)]
    if clauses:
        return clauses[-1]
    space = text.rfind(" ", 1, longest)
    return space if space > 0 else longest


def _can_be_said(part: str) -> bool:
    return any(character.isalnum() for character in part)
