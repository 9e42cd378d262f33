"""Plain questions that compare: which is warmer, which room is the coldest."""

from collections.abc import Iterator

from assistant.understanding.reflex.questions.about import named_in, said_of
from assistant.understanding.reflex.questions.reading import Reading
from assistant.understanding.reflex.questions.words import Part


def compared(read: Reading) -> Iterator[str]:
    """Which of two has more of something, whether one has, and by how much."""
    named, about = named_in(read)
    more = read.of(Part.MORE)[0]
    said = more.means
    if read.asks_for("difference") and about:
        yield f"how much {said} is the {about.replace(' and ', ' than the ', 1)}"
    before = said_of(read, [p for p in named if p.end <= more.start])
    behind = said_of(read, [p for p in named if p.start >= more.end])
    which = read.asks_for("which", "where", "who")
    if before and behind and not which:
        yield f"is the {before} {said} than the {behind}"
    elif not which and about:
        yield f"is the {about.replace(' and ', f' {said} than the ', 1)}"
    yield f"which is {said} the {about.replace(' and ', ' or the ')}"


def most(read: Reading) -> Iterator[str]:
    """Which has most or least of something."""
    _, about = named_in(read)
    said = read.of(Part.MOST)[0].means
    if read.has(Part.THING) and about:
        yield f"which {about} is the {said}"
    if about.startswith("except "):
        yield f"which of everything {about} is the {said}"
    if len(read.of(Part.PLACE)) > 1:
        yield f"which of {about} is the {said}"
    if any(p.part is Part.EXCEPT for p in read.pieces):
        return  # what is left out must not be forgotten
    if about:
        yield f"which room {about} is the {said}"
        return
    yield f"which room is the {said}"
    yield f"which is the {said}"
