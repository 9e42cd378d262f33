"""What the model is told of whoever speaks: how they like what the sentence is about, and nothing of anybody else."""

from collections.abc import Awaitable, Callable, Sequence

from assistant.conversation import Conversation, Exchange
from assistant.understanding.mimo.surroundings import FactsOf, harmless, knowable, nearest
from assistant.understanding.names import Names, Thing
from assistant.utterance import Speaker, Utterance

KnownOf = Callable[[Utterance, Sequence[Thing]], Awaitable[Sequence[str]]]
"""What was said, and the things it is near to, the nearest first → what is known of whoever said it that matters for
it: a short line each, what matters most first."""

MOST = 12
"""Lines that the model is shown at most."""
MAX_LINE = 100
"""Characters of each."""
NEAREST = 8
"""Things that are looked at."""

_STRANGERS = frozenset({"guest", "unknown_voice", "untrusted_text", "routine"})


async def known_lines(
    utterance: Utterance, names: Names, known_of: KnownOf | None, facts_of: FactsOf | None, *, talk: bool = False
) -> tuple[str, ...]:
    """At most MOST lines, each once; none where nobody knows who speaks. `talk`: it is about nothing in the home."""
    if known_of is None or is_stranger(utterance.speaker):
        return ()
    near = [] if talk else nearest(utterance.text, utterance.place, names)
    near = knowable(near, facts_of, utterance.speaker)[:NEAREST]
    lines = [harmless(line, MAX_LINE) for line in await known_of(utterance, near)]
    return tuple(dict.fromkeys(line for line in lines if line))[:MOST]


def said_before(utterance: Utterance, conversation: Conversation, most: int) -> list[Exchange]:
    """The latest exchanges with the same person, oldest first: what others were answered is for them to know."""
    speaker, recent = utterance.speaker, conversation.recent(utterance.at)
    own = [each for each in recent if each.utterance.speaker.is_same_as(speaker)]
    return [each for each in own if is_stranger(each.utterance.speaker) is is_stranger(speaker)][-most:]


def is_stranger(speaker: Speaker) -> bool:
    """Whether it is nobody of the household, as far as is known."""
    return speaker.person == "unknown" or speaker.role in _STRANGERS
