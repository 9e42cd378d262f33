"""From words to the things or rooms they name: for the reflex, and for the words a language model chose."""

from functools import lru_cache

from assistant.tools import Targets
from assistant.understanding.names import Names
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.matching.chart import chart_of
from assistant.understanding.reflex.matching.cover import Cover, cover
from assistant.understanding.reflex.matching.describing import Scene
from assistant.understanding.reflex.matching.nouns import resolve, silent
from assistant.understanding.reflex.matching.resolution import Ambiguous, Resolution, Resolved, Unknown
from assistant.understanding.reflex.names.hearing import Hearing, hearing_of
from assistant.understanding.reflex.names.home import Home, index_of
from assistant.understanding.reflex.names.places import rooms_of
from assistant.understanding.reflex.spans import DESCRIBING, Sense, Span
from assistant.understanding.reflex.tokens import MAX_TEXT, Token, tokens_of
from assistant.utterance import Language

__all__ = ["Ambiguous", "Resolution", "Resolved", "Unknown", "resolve_rooms", "resolve_things"]

_FREE = frozenset({Sense.FREE})


def resolve_things(
    words: str, names: Names, language: Language, place: str, targets: Targets, *, reading: bool = False
) -> Resolution:
    """The things that `words` name among those a parameter takes; never more than was named.

    `place` is the room where it was said. Empty words mean what `targets.default` says. An id, or several separated
    by commas, names itself. `reading`: things that can only be read may be named too.
    """
    home, hearing = _indexed(names)
    fit = home.fitting(targets, reading=reading)
    exact = _as_ids(words, {t.id for t in home.things(fit)})
    if exact:
        return Resolved(exact)
    if len(words) > MAX_TEXT:
        return Unknown(words[:40])
    explained, tokens = _explained(words, home, hearing, fit)
    texts = tuple(t.text for t in tokens)
    scene = Scene(home, texts, words.strip(), targets, fit, place, reading, 0, language)
    spans = [s for s in explained.spans if s.sense in DESCRIBING]
    if explained.left:
        return Unknown(words.strip(), hearing.near(" ".join(texts)))
    return resolve(spans, scene) if spans else silent(scene)


def resolve_rooms(words: str, names: Names, language: Language, place: str) -> Resolution:
    """The rooms that `words` name: by name, floor, "here", "everywhere" or id."""
    home, hearing = _indexed(names)
    exact = _as_ids(words, {r.id for r in names.rooms})
    if exact:
        return Resolved(exact)
    if len(words) > MAX_TEXT:
        return Unknown(words[:40])
    explained, _ = _explained(words, home, hearing, 0)
    if explained.left:
        return Unknown(words.strip(), hearing.near(words.strip().lower()), room=words.strip())
    spans = [s for s in explained.spans if s.sense in DESCRIBING]
    return rooms_of(spans, home, place, words.strip())


def _explained(words: str, home: Home, hearing: Hearing, fit: int) -> tuple[Cover, tuple[Token, ...]]:
    """The words as descriptions; with a misheard name put right where that leaves nothing unexplained."""
    tokens = tokens_of(words)
    for attempt in range(2):
        chart = chart_of(words, tokens, home, None)
        spans = [s for s in chart.spans if _may_describe(s, home, fit)]
        explained = cover(spans, (0, len(tokens)), 0, chart.content)
        corrected = hearing.corrected(chart, explained.left) if explained.left and attempt == 0 else None
        if corrected is None:
            break
        tokens = corrected
    return explained, tokens


def _may_describe(span: Span, home: Home, fit: int) -> bool:
    if span.sense in (Sense.NAME, Sense.PART):
        return bool(span.meaning & fit)
    if span.sense is Sense.KIND:
        having = home.kind(span.meaning)
        return bool(fit) and (not having or bool(having & fit))
    return span.sense in DESCRIBING or span.sense in _FREE


def _as_ids(words: str, known: set[str]) -> tuple[str, ...]:
    parts = [p.strip() for p in words.split(",")]
    return tuple(dict.fromkeys(parts)) if parts and all(p in known for p in parts) else ()


@lru_cache(maxsize=4)
def _indexed_once(_: int, version: int, names: "_ByIdentity") -> tuple[Home, Hearing]:
    home = index_of(names.names, lexicon())
    return home, hearing_of(home)


class _ByIdentity:
    """Names as a key: two are the same when they are one object."""

    __slots__ = ("names",)

    def __init__(self, names: Names) -> None:
        self.names = names

    def __hash__(self) -> int:
        return id(self.names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.names is self.names


def _indexed(names: Names) -> tuple[Home, Hearing]:
    return _indexed_once(id(names), names.version, _ByIdentity(names))
