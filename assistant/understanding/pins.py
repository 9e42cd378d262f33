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
_TIMES = {"double": 2, "triple": 3}
_AROUND = frozenset("我的密码是口令请好数字代个人识别吧嗯啊哦呃就用它这谢了对行那") | {
    *("my", "the", "pin", "code", "number", "it", "its", "s", "is", "that", "here", "use", "try", "and"),
    *("please", "thanks", "thank", "you", "ok", "okay", "yes", "yeah", "yep", "sure", "so", "well"),
    *("um", "uh", "er", "hm", "hmm"),
}
"""Words beside a PIN that mean nothing else."""
_PIECES = re.compile(r"[0-9]|[a-z]+|[\u4e00-\u9fff〇]")

_DIGIT = (
    rf"(?:\d|\b(?:(?:{'|'.join(_TIMES)})\s+)?(?:\d|(?:{'|'.join(w for w in _SPOKEN if w.isascii())})\b)"
    rf"|[{''.join(w for w in _SPOKEN if not w.isascii())}])"
)
_RUN = re.compile(rf"{_DIGIT}(?:[\s,.\-\uff0c\u3001\u3002]*{_DIGIT})*", re.IGNORECASE)
_SAYS_PIN = re.compile(r"\bpins?\b|我的密码|口令", re.IGNORECASE)


def pin_in(text: str) -> str | None:
    """The digits, where the text says a PIN and nothing else; None for anything else.

    "double two" is 22.
    """
    digits: list[str] = []
    times = 1
    for piece in _PIECES.findall(_narrow(text)):
        digit = piece if piece.isdigit() else _SPOKEN.get(piece)
        if digit is not None:
            digits += [digit] * times
            times = 1
        elif piece in _TIMES:
            times = _TIMES[piece]
        elif piece not in _AROUND:
            return None
    return "".join(digits) if SHORTEST <= len(digits) <= LONGEST else None


def says_pin(text: str) -> bool:
    """Whether the text speaks of a PIN."""
    return _SAYS_PIN.search(text) is not None


def without_pin(text: str, instead: str) -> str:
    """The text with `instead` in the place of every row of digits that is long enough for a PIN."""
    return _RUN.sub(lambda found: instead if _is_long(found[0]) else found[0], text)


def _is_long(row: str) -> bool:
    pieces = _PIECES.findall(_narrow(row))
    times = sum(_TIMES.get(piece, 1) - 1 for piece in pieces)
    return sum(piece not in _TIMES for piece in pieces) + times >= SHORTEST


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
