"""The times of an act in a sentence, each with the words that say it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.understanding.deferred import Condition, PartOfDay
from assistant.understanding.reflex.amounts.time_words import BETWEEN
from assistant.understanding.reflex.amounts.times import READERS


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """Tokens `start` to `end` of a sentence that say a time."""

    start: int
    end: int
    condition: Condition

    @property
    def mask(self) -> int:
        """Its tokens, one bit each."""
        return (1 << self.end) - (1 << self.start)


def time_phrases(words: Sequence[str]) -> list[TimePhrase]:
    """The times in a sentence, in their order; what belongs together ("tomorrow at half past six") as one."""
    found: list[TimePhrase] = []
    at = 0
    while at < len(words):
        phrase = max(_phrases_at(words, at), key=lambda p: p.end, default=None)
        if phrase is None:
            at += 1
            continue
        joined = _joined(found[-1], phrase, words) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(phrase)
        at = phrase.end
    return found


def _phrases_at(words: Sequence[str], start: int) -> Iterator[TimePhrase]:
    for reader in READERS:
        for end, condition in reader(words, start):
            if end > start:
                yield TimePhrase(start, end, condition)


def _joined(first: TimePhrase, second: TimePhrase, words: Sequence[str]) -> TimePhrase | None:
    """ "every weekday" + "at seven", "quarter to eight" + "tonight"; None where two are meant."""
    if any(w not in BETWEEN for w in words[first.end : second.start]):
        return None
    one, other = first.condition, second.condition
    if other.kind == "moment" and one.kind in ("moment", "recurrence", "duration") and one.seconds is None:
        kept, added = one, other
    elif one.kind == "moment" and other.kind == "recurrence" and other.seconds is None:
        kept, added = other, one
    else:
        return None
    if kept.time and added.time:
        return None
    part = kept.part_of_day or added.part_of_day
    time, either = (kept.time or added.time), (kept.either_half or added.either_half)
    if time and either and part:
        time, either = _in_part_of_day(time, part), False
    ahead = kept.days_ahead if kept.days_ahead is not None else added.days_ahead
    whole = replace(
        kept,
        time=time,
        either_half=either,
        part_of_day=part,
        days_ahead=ahead,
        weekdays=kept.weekdays or added.weekdays,
    )
    return TimePhrase(first.start, second.end, whole)


def _in_part_of_day(time: str, part: PartOfDay) -> str:
    hour, minute = int(time[:2]), time[3:]
    late = part in ("afternoon", "evening") or (part == "night" and hour >= 6)
    return f"{(hour % 12) + 12:02}:{minute}" if late else f"{hour % 12:02}:{minute}" if hour < 12 else time
