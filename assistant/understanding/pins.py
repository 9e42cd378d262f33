"""A PIN in what was said or typed: digits, or digits in words of either language."""

import re
import unicodedata

SHORTEST, LONGEST = 4, 12
"""Digits of a PIN."""

_SPOKEN = {
    **{word: str(n) for n, word in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven"))},
    **{word: str(n) for n, word in enumerate("零一二三四五六七八九")},
    **{"oh": "0", "o": "0", "eight": "8", "nine": "9", "niner": "9", "〇": "0", "幺": "1", "两": "2"},
}
_AROUND = frozenset("我的密码是口令请好数字代个人识别吧") | {
    "my",
    "the",
    "pin",
    "code",
    "is",
    "it",
    "number",
    "please",
    "ok",
    "yes",
}
_PIECES = re.compile(r"[0-9]|[a-z]+|[\u4e00-\u9fff〇]")


def pin_in(text: str) -> str | None:
    """The digits, where the text says a PIN and nothing else; None for anything else.

    "double two" is 22.
    """
    digits: list[str] = []
    twice = False
    for piece in _PIECES.findall(_narrow(text)):
        digit = piece if piece.isdigit() else _SPOKEN.get(piece)
        if digit is not None:
            digits += [digit, digit] if twice else [digit]
            twice = False
        elif piece == "double":
            twice = True
        elif piece not in _AROUND:
            return None
    return "".join(digits) if SHORTEST <= len(digits) <= LONGEST else None


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
