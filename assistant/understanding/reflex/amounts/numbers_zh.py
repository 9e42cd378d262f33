"""Mandarin numbers and clock times in characters."""

from collections.abc import Sequence

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_LONGEST = 9
"""Characters of one number."""
_EVENING = (("下", "午"), ("晚", "上"), ("傍", "晚"), ("今", "晚"))
_MORNING = (("早", "上"), ("上", "午"), ("凌", "晨"), ("中", "午"), ("早", "晨"))


def may_begin(word: str) -> bool:
    """Whether a number or a clock time can begin with this character."""
    return word in _DIGITS or word in _SCALES or word in "下晚傍早上凌中今"


def number_at(words: Sequence[str], start: int) -> tuple[int, float] | None:
    """(end, number) of the number that begins at `start`; 二十五点五 has a fraction, 七点 has none."""
    whole = _whole(words, start)
    if not whole:
        return None
    end, number = whole
    if end + 1 < len(words) and words[end] == "点" and words[end + 1] in _DIGITS:
        return _fraction(words, end + 1, number)
    return end, float(number)


def clock_at(words: Sequence[str], start: int) -> tuple[int, float] | None:
    """(end, minutes after midnight) of the clock time that begins at `start`: 下午三点一刻, 七点半, 8点20分."""
    part = tuple(words[start : start + 2])
    hour = _hour(words, start + 2 if part in _EVENING or part in _MORNING else start)
    if not hour or not 0 <= hour[1] <= 24:
        return None
    end, minutes = hour[0], hour[1] * 60.0
    if part in _EVENING and minutes < 720:
        minutes += 720
    return _minutes_after(words, end, minutes)


def _hour(words: Sequence[str], start: int) -> tuple[int, float] | None:
    hour = _digits_or_whole(words, start)
    if not hour or hour[0] >= len(words):
        return None
    if words[hour[0]] == ":" and hour[0] + 1 < len(words) and words[hour[0] + 1].isdigit():
        return hour[0], hour[1]
    return (hour[0] + 1, hour[1]) if words[hour[0]] == "点" else None


def _minutes_after(words: Sequence[str], end: int, minutes: float) -> tuple[int, float]:
    if end < len(words) and words[end] == ":":
        return end + 2, minutes + int(words[end + 1])
    if end < len(words) and words[end] == "钟":
        return end + 1, minutes
    if end < len(words) and words[end] == "半":
        return end + 1, minutes + 30
    more = _digits_or_whole(words, end)
    if more and more[0] < len(words) and words[more[0]] == "刻":
        return more[0] + 1, minutes + more[1] * 15
    if more and more[0] < len(words) and words[more[0]] == "分":
        return more[0] + 1, minutes + more[1]
    return end, minutes


def _digits_or_whole(words: Sequence[str], start: int) -> tuple[int, float] | None:
    if start < len(words) and words[start].isdecimal() and len(words[start]) <= _LONGEST:
        return start + 1, float(words[start])
    found = _whole(words, start)
    return (found[0], float(found[1])) if found else None


def _whole(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """二十五, 一百二十, 一百五 (150), 十, 五零 (digit by digit)."""
    total, pending, position, tenth = 0, -1, start, 0
    while position < min(len(words), start + _LONGEST):
        word = words[position]
        if word in _SCALES:
            total += (1 if pending < 0 else pending) * _SCALES[word]
            pending, tenth = -1, _SCALES[word] // 10
        elif word in _DIGITS:
            pending = pending * 10 + _DIGITS[word] if pending > 0 else _DIGITS[word]
        else:
            break
        position += 1
    if position == start:
        return None
    # 一百五 is 150; with a 零 before it, it is 105.
    shortened = tenth >= 10 and pending > 0 and words[position - 2] in _SCALES
    return position, total + max(pending, 0) * (tenth if shortened else 1)


def _fraction(words: Sequence[str], start: int, number: int) -> tuple[int, float]:
    digits, end = [], start
    while end < len(words) and words[end] in _DIGITS:
        digits.append(str(_DIGITS[words[end]]))
        end += 1
    return end, float(f"{number}.{''.join(digits)}")
