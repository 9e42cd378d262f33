"""Plain questions about people: who is at home, where somebody is, whether anybody moves there."""

from collections.abc import Iterator

from assistant.understanding.reflex.questions.about import named_in, spoken
from assistant.understanding.reflex.questions.reading import Reading
from assistant.understanding.reflex.questions.words import Part


def people(read: Reading, *, named: bool) -> Iterator[str]:
    """Who is where; `named`: it is about certain people."""
    about, states = named_in(read)[1], read.of(Part.STATE)
    away = any(spoken(p) == "away" for p in states)
    if named:
        if read.asks_for("where", "location"):
            yield f"where is {about}"
        if states:
            yield f"is {about} {'away' if away else 'home'}"
    elif read.of(Part.MEASURE, Part.MOST, Part.MORE, Part.LIMIT) or not _is_whereabouts(read, about):
        return
    elif about and (read.asks_for("anyone", "who") or not read.has(Part.THING)):
        yield f"is there motion in the {about}"
    elif not about:
        yield _who(read, away)


def _is_whereabouts(read: Reading, about: str) -> bool:
    """Whether nothing else is asked of people than whether they are at home, or there."""
    states = read.of(Part.STATE)
    if states:
        return any(spoken(p) in ("home", "away") for p in states)
    return bool(about) or read.has(Part.SILENT, "house")


def _who(read: Reading, away: bool) -> str:
    if read.asks_for("who", "count"):
        return "who is away" if away else "who is home"
    if read.asks_for("nobody"):
        return "is anyone out" if away else "is nobody home"
    if read.asks_for("everyone"):
        return "is everyone out" if away else "is everyone home"
    return "who is away" if away else "is anyone home"
