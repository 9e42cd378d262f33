"""What was put off and is to be done at once after all: "then do it now", 那现在关吧."""

from itertools import takewhile

from assistant.tools import ToolCall
from assistant.understanding.reflex.following.completing import Understand
from assistant.understanding.reflex.following.filling import Stretch
from assistant.understanding.reflex.following.follow_words import body_of, follow_words, joined
from assistant.understanding.reflex.following.likes import ids_in
from assistant.understanding.reflex.following.topic import Topic
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION

_SAYS_ITSELF = (Sense.NAME, Sense.KIND, Sense.ROOM, Sense.FLOOR, Sense.ABSENT_ROOM, Sense.HOUSE, Sense.EVERYTHING)


def at_once(whole: Stretch, topic: Topic, understand: Understand) -> tuple[ToolCall, ...]:
    """The calls that were put off right before, also where nothing else was done since; none for anything else."""
    idle = tuple(takewhile(lambda exchange: not exchange.calls, topic.previous))
    before = next((exchange for exchange in idle if exchange.deferred), None)
    if before is None or whole.spans(*_SAYS_ITSELF):
        return ()
    calls = tuple(call for each in before.deferred for call in each.calls)
    words = whole.words
    body = body_of(words)
    readings = [tuple(w for w in each if w not in PUNCTUATION) for each in (words, words[body.start : body.end])]
    known = follow_words()
    if any(known.is_one("at_once", said) or _says_only_now(said) for said in readings):
        return calls
    for said in readings:
        rest = _without_now(said)
        if rest:
            same = understand(joined([*_bare(rest), "它" if whole.around.language == "zh" else "it"]), ids_in(calls))
            if same:
                return same
    return ()


def _says_only_now(said: tuple[str, ...]) -> bool:
    rest = _without_now(said)
    return rest != said and not _bare(tuple(w for w in rest if w not in _DOING))


def _without_now(said: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those that say "at once", and without filler where such were among them."""
    known, kept, position = follow_words(), list[str](), 0
    while position < len(said):
        stop = known.at_start("now", said, position, len(said))
        if stop == position:
            kept.append(said[position])
            position += 1
        position = max(position, stop)
    return tuple(kept) if len(kept) < len(said) else said


def _bare(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w for w in said if w not in _FILLER)


_DOING = frozenset({"do", "做", "弄"})
_FILLER = (
    frozenset(
        [
            "then",
            "just",
            "please",
            "it",
            "that",
            "so",
            "ok",
            "okay",
            "well",
            "right",
            "go",
            "ahead",
            "and",
            "instead",
            "yes",
        ]
    )
    | frozenset("那就吧了请好的先么啊给我")
    | {"那么"}
)
