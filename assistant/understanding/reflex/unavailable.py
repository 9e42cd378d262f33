"""What people ask of an assistant that no house here can do yet, so that this is said plainly."""

from collections.abc import Sequence
from typing import Literal

from assistant.understanding.reflex.tokens import is_chinese, words_of

Wanted = Literal["timer", "alarm_clock", "reminder"]

_SETTING = frozenset(
    ["set", "start", "make", "create", "add", "put", "need", "want", "give", "run", "begin", "new", "cancel", "stop",
     "pause", "resume", "delete", "remove", "have", "got", "any", "left", "how", "what", "is", "are"]
)  # fmt: skip
_CLOCKS = tuple(words_of(w) for w in ("alarm", "alarms", "alarm clock", "wake up call"))
_WAKING = tuple(
    words_of(w) for w in ("wake me", "wake us", "get me up", "叫醒我", "叫我起床", "叫我起来", "闹钟", "闹铃")
)
_REMINDING = tuple(
    words_of(w) for w in ("remind me", "remind us", "reminder", "reminders", "提醒我", "提醒一下", "设个提醒")
)
_TIMING = tuple(words_of(w) for w in ("计时器", "定时器", "倒计时", "倒数", "计时"))


def wanted_of(words: Sequence[str], *, timed: bool) -> Wanted | None:
    """Which of them a sentence is about. `timed`: it says a time, which makes an "alarm" one that wakes."""
    if _occurs(words, _REMINDING):
        return "reminder"
    if _occurs(words, _WAKING) or (timed and _occurs(words, _CLOCKS) and _SETTING & set(words)):
        return "alarm_clock"
    timers = {"timer", "timers", "countdown", "stopwatch"} & set(words)
    if _occurs(words, _TIMING) or (timers and (_SETTING & set(words) or len(words) <= _BRIEF)):
        return "timer"
    return None


_BRIEF = 4
"""Words of a request that has no verb ("ten minute timer")."""


def _occurs(words: Sequence[str], groups: Sequence[tuple[str, ...]]) -> bool:
    for group in groups:
        if group[0] not in words:
            continue
        starts = range(len(words)) if is_chinese(group[0]) else range(min(len(words), _EARLY))
        if any(tuple(words[s : s + len(group)]) == group for s in starts):
            return True
    return False


_EARLY = 12
"""Words into a sentence by which an English request has been made."""
