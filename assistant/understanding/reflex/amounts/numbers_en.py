"""English numbers and clock times in words."""

from collections.abc import Sequence

_UNITS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    w: n
    for n, w in zip(
        range(20, 100, 10), ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], strict=True
    )
}
_TENS["fourty"] = 40
_LONGEST = 9
"""Characters of one number or number word."""
_HALVES = (("and", "a", "half"), ("and", "1", "/", "2"), ("and", "a", "1", "/", "2"), ("1", "/", "2"))
_BEFORE_HALF = frozenset({"at", "by", "around", "about", "until", "till", "from", "before", "after", "past"})
_MORNING = frozenset({"am"})
_EVENING = frozenset({"pm"})


def may_begin(word: str) -> bool:
    """Whether a number or a clock time can begin with this word."""
    return (
        word[0].isdigit() or word in _UNITS or word in _TENS or word in ("half", "quarter", "a", "hundred", "thousand")
    )


def number_at(words: Sequence[str], start: int) -> tuple[int, float] | None:
    """(end, number) of the number that begins at `start`."""
    if start >= len(words) or len(words[start]) > _LONGEST:
        return None
    found = _digits(words, start) if words[start][0].isdigit() else _spelt(words, start)
    if not found:
        return None
    end, number = _thousands(words, *found)
    if end < len(words) - 1 and words[end] == "point" and words[end + 1] in _UNITS:
        digits = []
        end += 1
        while end < len(words) and words[end] in _UNITS and _UNITS[words[end]] < 10:
            digits.append(str(_UNITS[words[end]]))
            end += 1
        return end, float(f"{int(number)}.{''.join(digits) or '0'}")
    for half in _HALVES:
        if tuple(words[end : end + len(half)]) == half:
            return end + len(half), number + 0.5
    return end, number


def clock_at(words: Sequence[str], start: int) -> tuple[int, float] | None:
    """(end, minutes after midnight) of the clock time that begins at `start`: "7:30", "quarter to eight", "six pm"."""
    lead = tuple(words[start : start + 2])
    for said, shift in _SHIFTS.items():
        if lead == said:
            hour = number_at(words, start + 2)
            if hour and 0 <= hour[1] <= 24:
                return _half_of_day(words, hour[0], hour[1] * 60 + shift)
    if lead[:1] == ("half",) and start and words[start - 1] in _BEFORE_HALF and (hour := number_at(words, start + 1)):
        # Said for half past by the British.
        return _half_of_day(words, hour[0], hour[1] * 60 + 30) if 1 <= hour[1] <= 12 and hour[1] % 1 == 0 else None
    hour = number_at(words, start)
    if not hour or not 0 <= hour[1] <= 24 or hour[1] % 1:
        return None
    end, minutes = hour[0], hour[1] * 60
    if end + 1 < len(words) and words[end] == ":" and words[end + 1].isdigit():
        return _half_of_day(words, end + 2, minutes + int(words[end + 1]))
    if tuple(words[end : end + 2]) == ("o", "clock") or tuple(words[end : end + 1]) == ("oclock",):
        return _half_of_day(words, end + (2 if words[end] == "o" else 1), minutes)
    found = _half_of_day(words, end, minutes)
    return found if found[0] > end else None


_SHIFTS = {
    ("quarter", "to"): -15,
    ("quarter", "past"): 15,
    ("half", "past"): 30,
    ("ten", "to"): -10,
    ("ten", "past"): 10,
}
_SHIFTS |= {("five", "to"): -5, ("five", "past"): 5, ("twenty", "to"): -20, ("twenty", "past"): 20}


def _half_of_day(words: Sequence[str], end: int, minutes: float) -> tuple[int, float]:
    mark = words[end] if end < len(words) else ""
    if mark in ("a", "p") and tuple(words[end + 1 : end + 3]) == (".", "m"):
        return (end + 4 if tuple(words[end + 3 : end + 4]) == (".",) else end + 3), minutes + (
            720 if mark == "p" and minutes < 720 else 0
        )
    if mark in _EVENING:
        return end + 1, minutes + (720 if minutes < 720 else 0)
    return (end + 1 if mark in _MORNING else end), minutes


def _digits(words: Sequence[str], start: int) -> tuple[int, float]:
    if tuple(words[start : start + 3]) == ("1", "/", "2"):
        return start + 3, 0.5
    return start + 1, float(words[start])


def _spelt(words: Sequence[str], start: int) -> tuple[int, float] | None:
    total, position = 0, start
    if words[position] == "a" and tuple(words[position + 1 : position + 2]) == ("hundred",):
        total, position = 100, position + 2
    elif tuple(words[position : position + 1]) == ("hundred",):
        total, position = 100, position + 1
    else:
        below = _below_hundred(words, position)
        if not below:
            return None
        position, total = below
        if position < len(words) and words[position] == "hundred":
            total, position = total * 100, position + 1
    if total >= 100:
        more = _below_hundred(words, position + (1 if tuple(words[position : position + 1]) == ("and",) else 0))
        if more:
            position, total = more[0], total + more[1]
    return position, float(total)


def _thousands(words: Sequence[str], end: int, number: float) -> tuple[int, float]:
    """ "Three thousand five hundred", "2.5 thousand": with what stands behind it; the number itself where none does."""
    if tuple(words[end : end + 1]) != ("thousand",):
        return end, number
    end, number = end + 1, number * 1000
    joined = end + (tuple(words[end : end + 1]) == ("and",))
    more = _spelt(words, joined) if joined < len(words) and not words[joined][0].isdigit() else None
    return (more[0], number + more[1]) if more else (end, number)


def _below_hundred(words: Sequence[str], start: int) -> tuple[int, int] | None:
    word = words[start] if start < len(words) else ""
    if word in _TENS:
        one = _UNITS.get(words[start + 1], 0) if start + 1 < len(words) else 0
        return (start + 2, _TENS[word] + one) if 0 < one < 10 else (start + 1, _TENS[word])
    return (start + 1, _UNITS[word]) if word in _UNITS else None
