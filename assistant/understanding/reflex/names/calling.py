"""What is called how in a house, where a sentence gives something a name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.parameters import Targets
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.matching.chart import Chart, chart_of
from assistant.understanding.reflex.matching.cover import cover
from assistant.understanding.reflex.matching.describing import Scene
from assistant.understanding.reflex.matching.nouns import resolve
from assistant.understanding.reflex.matching.resolution import Ambiguous, Resolved
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.names.places import rooms_of
from assistant.understanding.reflex.spans import DESCRIBING, Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, Token
from assistant.utterance import Language

MOST_WORDS = 12
"""Words, or Chinese characters, in which one thing is named."""
MOST_NEW = 8
"""Words, or Chinese characters, of a name that is only stated."""
_GOES_ON = frozenset([
    "back", "home", "over", "in", "to", "here", "for", "at", "out", "up", "down", "now", "and", "when", "if", "after",
    "before", "please", "again", "later", "tomorrow", "today", "tonight", "about", "from", "with", "a", "an", "quits",
    "even", "me", "what", "whatever", "which", "who", "how", "why", "where", "that", "that's", "whose", "is", "are",
])  # fmt: skip
"""What goes on with another wish: "call the vacuum back", "call it a day". No name begins so."""
_GOES_ON_ZH = frozenset("回停醒过出进起")
"""The same in Mandarin: 叫回去, 叫停, 叫醒."""
_ASKING_ZH = frozenset("什哪谁啥怎")
_SAYS_WHAT = frozenset([
    "problem", "problems", "issue", "culprit", "one", "ones", "thing", "favourite", "favorite", "best", "worst",
    "noise", "reason", "answer", "cause", "same", "next", "other", "only", "point", "question", "that", "this", "it",
    "what", "which", "who", "there", "here",
])  # fmt: skip
"""What says something of a thing, and does not call it anything: "the problem is the big lamp"."""
_SAYS_WHAT_ZH = frozenset("这那它谁哪啥他她您你我问题原因不没也都还只最")
_PEOPLE = frozenset({"person", "device_tracker"})
"""Nobody gives them names by word of mouth."""
_POINTING = frozenset({Sense.IT})
_TELLING = frozenset({Sense.NAME, Sense.PART, Sense.KIND, Sense.IT, Sense.ANYTHING, Sense.EVERYTHING, Sense.ALL})


@dataclass(frozen=True, slots=True)
class HouseCalling:
    """One house, where somebody speaks."""

    home: Home
    language: Language
    place: str
    pointed_at: Callable[[], tuple[str, ...]]
    """Ids of what "it" means."""

    def things(self, text: str, words: Sequence[Token], targets: Targets) -> tuple[str, ...]:
        """Ids of the things, or else rooms, that these words name in full; several where it is not clear which."""
        tokens = tuple(words)
        if len(tokens) > MOST_WORDS:
            return ()
        chart = chart_of(text, tokens, self.home, None)
        spans = [s for s in chart.spans if s.sense in DESCRIBING or s.sense is Sense.FREE]
        explained = cover(spans, (0, len(tokens)), 0, chart.content)
        described = [s for s in explained.spans if s.sense in DESCRIBING]
        if explained.left or not described or explained.spans[-1] is not described[-1]:
            return ()
        said = chart.said(0, len(tokens))
        if not any(s.sense in _TELLING for s in described):
            return _ids(rooms_of(described, self.home, self.place, said))
        found = _ids(resolve(described, self._scene(chart, described, said, targets)))
        people = {thing.id for thing in self.home.names.things if thing.kind in _PEOPLE}
        return () if people.intersection(found) else found

    def may_be_called(self, words: Sequence[Token], *, new: bool) -> bool:
        """Whether the words may stand where something is given a name. `new`: see Words."""
        said = tuple(token.text for token in words)
        if said[0] in _GOES_ON | _GOES_ON_ZH or not _ASKING_ZH.isdisjoint(said):
            return False
        return not new or self._is_new(said, words)

    def _is_new(self, said: Sequence[str], words: Sequence[Token]) -> bool:
        """Whether nothing of it is known here, or all of it is one name."""
        if len(said) > MOST_NEW or not PUNCTUATION.isdisjoint(said) or not _SAYS_WHAT.isdisjoint(said):
            return False
        if not _SAYS_WHAT_ZH.isdisjoint(said):
            return False
        free = lexicon().free
        start = 1 if said[0] in free and len(said) > 1 else 0
        chart = chart_of("".join(said), tuple(words[start:]), self.home, None)
        if any(s.sense is Sense.NAME and (s.start, s.end) == (0, len(chart.words)) for s in chart.spans):
            return True
        return not any(s.sense is not Sense.AND for s in chart.spans if not _is_one_letter(s))

    def _scene(self, chart: Chart, described: Sequence[Span], said: str, targets: Targets) -> Scene:
        pointing = any(s.sense in _POINTING for s in described)
        pointed_at = self.home.bits(self.pointed_at()) if pointing else 0
        fit = self.home.fitting(targets)
        return Scene(self.home, chart.words, said, targets, fit, self.place, False, pointed_at, self.language)


def _is_one_letter(span: Span) -> bool:
    """A single Chinese character that means something by itself, as most of a longer name do."""
    return span.end == span.start + 1 and span.sense in (Sense.FREE, Sense.PART)


def _ids(found: object) -> tuple[str, ...]:
    if isinstance(found, Resolved) and not found.missing:
        return found.ids
    return found.candidates if isinstance(found, Ambiguous) else ()
