"""What an English sentence says beside its command, known by its form: "…, it makes me need the loo".

A clause of its own that states something - somebody or something, and what they are, have or do - gives a reason for
the command beside it, whatever its words mean. It may not take anything back, report, ask, set a condition or a
measure, name a thing of this house, or wish for anything: then the whole is not understood.
"""

from collections.abc import Iterator

from assistant.understanding.reflex.english.asides import LEAVING
from assistant.understanding.reflex.english.remarks import dashed
from assistant.understanding.reflex.english.rewording import IMPERATIVES
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import Token

_LONGEST = 12
"""Words of a statement."""
_SHORTEST = 2
_ENDS = frozenset({".", ",", ";", "!"})
_PRONOUNS = frozenset([
    "i", "we", "he", "she", "they", "it", "that", "this", "there", "everyone", "everybody", "someone", "somebody",
    "nobody", "people", "these", "those", "something",
])  # fmt: skip
_ARTICLES = frozenset({"the", "my", "our", "his", "her", "their", "a", "an", "some", "your"})
_BE = frozenset({"am", "is", "are", "was", "were", "has", "have", "had"})
_ADVERBS = frozenset(
    [
        "actually",
        "just",
        "please",
        "and",
        "so",
        "not",
        "only",
        "well",
        "or",
        "where",
        "which",
        "what",
        "who",
        "how",
        "why",
    ]
)
_FINITE = _BE | frozenset([
    "can", "can't", "keeps", "keep", "makes", "make", "gets", "get", "feels", "feel", "looks", "look", "smells",
    "sounds", "seems", "needs", "wants", "hurts", "goes", "comes", "got", "came", "went", "fell", "started", "stopped",
    "does", "do", "did", "woke", "hates", "loves", "likes", "works", "starts", "finished", "needed", "made", "ended",
    "bothers", "annoys", "wakes", "sleeps", "lives", "saw", "just", "burnt", "burned", "forgot", "spilled", "dropped",
])  # fmt: skip
_PRESENT = frozenset({"am", "is", "are", "has", "have", "can", "feel", "feels", "need", "needs", "got", "just"})
TURNING = frozenset([
    "say", "says", "said", "saying", "tell", "tells", "told", "telling", "ask", "asks", "asked", "asking", "think",
    "thought", "wonder", "guess", "mean", "means", "meant", "kidding", "joking", "joke", "wish", "wishes", "should",
    "shall", "would", "could", "might", "must", "may", "will", "if", "when", "whenever", "while", "unless", "until",
    "till", "once", "before", "after", "or", "else", "instead", "rather", "except", "only", "never", "mind", "forget",
    "changed", "change", "cancel", "wrong", "mistake", "no", "yes", "wait", "sorry", "but", "song", "film", "movie",
    "book", "story", "line", "lyrics", "quote", "title", "dream", "dreamt", "dreamed", "called", "quoting", "typed",
    "sang", "singing", "sings", "song's", "used", "want", "supposed", "ordered", "wrote", "writes", "written", "read",
    "reads", "heard", "hear", "shouted", "whispered", "yelled", "remember", "pretend", "imagine", "suppose", "hope",
    "then", "next", "later", "yet", "everywhere", "already", "example", "test", "question", "answer", "like",
])  # fmt: skip
"""Words of statements that report, take back, wish, set conditions or tell of times: no mere reasons."""
_STATED = frozenset({"but", "like", "no", "already", "want", "only", "remember", "hear", "read", "think"})
"""Of these, harmless behind a pronoun that is said of oneself: "I can't hear anything", "there's no need"."""
_FORBIDDEN = frozenset([
    Sense.NAME, Sense.KIND, Sense.QUANTITY, Sense.CONDITION, Sense.EXCEPT, Sense.EVERYTHING, Sense.ABILITY,
    Sense.POLITE, Sense.BOTH,
])  # fmt: skip
_BY_THE_WAY = frozenset(
    {"well", "just", "then", "ok", "okay", "please", "i", "said", ",", "so", "anyway", "right", "oh"}
)
_OBJECTS = frozenset({"it", "them", "him", "her", "that", "those", "these", "one", "ones"})
_BEGINS = IMPERATIVES | {"please", "can", "could", "would", "will", "you", "so", "just"}
"""Begin a command behind a statement."""


def without_statements(chart: Chart) -> Iterator[tuple[Token, ...]]:
    """What may be left when the statements before or behind a command are set aside: behind it first."""
    if LEAVING & set(chart.words):
        return
    marks = _pauses(chart)
    behind = next((m for m in marks if _is_statement(chart, m[1], _end(chart), _FINITE)), None)
    if behind and behind[0]:
        yield chart.tokens[: behind[0]]
    before = next((m for m in reversed(marks) if _leads(chart, m)), None)
    if before:
        yield _rest(chart, before[1], len(chart.tokens))
        if behind and before[1] < behind[0]:
            yield _rest(chart, before[1], behind[0])


def wishes_behind_question(chart: Chart) -> int:
    """Where the command begins behind a question that is asked by the way: "did I lock up? well, lock the front".

    0 where there is none, or the sentence ends with a question.
    """
    if "?" not in chart.words[:-1] or chart.words[-1] == "?":
        return 0
    at = len(chart.words) - tuple(reversed(chart.words)).index("?")
    while at < len(chart.words) - 1 and chart.words[at] in _BY_THE_WAY:
        at += 1
    return at if at < len(chart.words) and chart.words[at] in IMPERATIVES else 0


def _rest(chart: Chart, start: int, end: int) -> tuple[Token, ...]:
    while start < end and chart.words[start] in ("so", "and", "well", "you", "can") and start + 2 < end:
        start += 1
    return chart.tokens[start:end]


def _end(chart: Chart) -> int:
    end = len(chart.words)
    while end and chart.words[end - 1] in _ENDS:
        end -= 1
    return end


def _pauses(chart: Chart) -> list[tuple[int, int]]:
    """Where a pause begins and where the words behind it do."""
    found = [(i, i + 1) for i, word in enumerate(chart.words[:-1]) if word in _ENDS and i]
    return sorted([*found, *((i, i) for i in dashed(chart) if i)])


def _leads(chart: Chart, mark: tuple[int, int]) -> bool:
    """Whether all before a pause states how it is now, and a command begins behind it."""
    begins = mark[1] < len(chart.words) and chart.words[mark[1]] in _BEGINS | _ARTICLES
    return begins and _is_statement(chart, 0, mark[0], _PRESENT)


def _is_statement(chart: Chart, start: int, end: int, verbs: frozenset[str]) -> bool:
    words = chart.words[start:end]
    while words[:1] and words[0] in ("cause", "cos", "because", "since", "as", "and", "ugh", "oh"):
        start, words = start + 1, words[1:]
    if not _SHORTEST <= len(words) <= _LONGEST or {"?", ":"} & set(words):
        return False
    verb = _verb(words, verbs) or _contracted(chart, start, words)
    if not verb or (TURNING - _STATED if verb == 1 else TURNING) & set(words):
        return False
    if any(s.start >= start and s.end <= end and _counts(chart, s) for s in chart.spans):
        return False
    return not ({"want", "wants", "need", "needs", "like", "likes"} & set(words) and _OBJECTS & set(words[verb:]))


def _contracted(chart: Chart, start: int, words: tuple[str, ...]) -> int:
    """Where it goes on behind the "'s" of "phone's ringing" and "the baby's asleep"; 0 where there is none."""
    named = {s.start for s in chart.with_sense(Sense.NAME, Sense.ROOM, Sense.PART, Sense.KIND)}
    for at in range(min(3, len(words) - 1)):
        token = chart.tokens[start + at]
        if chart.text[token.start : token.end].lower().endswith(("'s", "’s")):
            owned = {start + at, start + at + 1} & named
            return 0 if owned or (at and words[0] not in _ARTICLES) else at + 1
    return 0


def _counts(chart: Chart, span: Span) -> bool:
    if span.sense is Sense.EXCEPT:
        return chart.words[span.end - 1] != "not"
    return span.sense in _FORBIDDEN and not (span.sense is Sense.KIND and span.meaning in ("person", "sound"))


def _verb(words: tuple[str, ...], verbs: frozenset[str]) -> int:
    """Where what is said of the subject begins; 0 where it has no subject or no verb."""
    if words[0] in _PRONOUNS and (verbs is not _PRESENT or words[1] in verbs):
        return 1
    if words[0] in _ARTICLES:
        return next((i for i, word in enumerate(words[1:6], 1) if word in verbs), 0)
    return 1 if words[1] in _BE and words[0].isalpha() and words[0] not in _ADVERBS else 0
