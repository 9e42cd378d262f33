"""A stretch of an utterance that is understood as one wish or question."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.fill import Setting
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import is_chinese


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens `start` to `end` of a chart, and how they were meant."""

    setting: Setting
    start: int
    end: int
    asks: bool
    """It is a question: only tools that change nothing may answer."""
    strange: tuple[Span, ...] = ()
    """Words that name nothing here and are taken for what is wished for all the same, so that the rest can be done."""

    @property
    def chart(self) -> Chart:
        """The senses of its words."""
        return self.setting.chart

    @property
    def home(self) -> Home:
        """The names it is about."""
        return self.setting.home

    free: tuple[Span, ...] = field(init=False)
    """The spans inside it that every tool admits."""
    telling: tuple[Span, ...] = field(init=False)
    """The spans inside it that a tool may admit."""

    def __post_init__(self) -> None:
        """Keep only the spans that lie inside."""
        for name, spans in (("free", self.chart.free), ("telling", self.chart.telling)):
            inside = tuple(s for s in spans if s.start >= self.start and s.end <= self.end)
            object.__setattr__(self, name, inside)

    @property
    def mask(self) -> int:
        """Its tokens."""
        return (1 << self.end) - (1 << self.start)


def calls_another(clause: Clause, alignment: Sequence[tuple[int, int]]) -> bool:
    """Whether the words of a phrase hold the whole name of something here: 氛围灯 is that lamp, not one of a car."""
    names = (s for s in clause.telling if s.sense is Sense.NAME and s.end - s.start > 2)
    own = {(s.start, s.end) for s in names if is_chinese(clause.chart.words[s.start])}
    return any(a <= start and end <= b for start, end in own for a, b in alignment)
