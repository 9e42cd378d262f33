"""One sentence as one or several clauses, each of which becomes a tool call or is refused with its reason."""

from dataclasses import dataclass

from assistant.understanding.reflex.clauses.distributed import distributed
from assistant.understanding.reflex.clauses.segments import quotes_on, several_in
from assistant.understanding.reflex.clauses.stretches import Refused, Stretches, Understanding
from assistant.understanding.reflex.clauses.twofold import twofold
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.matching.resolution import Unknown

__all__ = ["Parser", "Refused", "Understanding"]


@dataclass(slots=True)
class Parser(Stretches):
    """Parses the clauses of one chart."""

    def sentence(self, around: Surroundings) -> Understanding:
        """Understand all of it: as one clause, else as several joined by "and", "then", a comma or nothing."""
        whole = self.clause(0, len(self.chart.tokens), around)
        if whole.complete and quotes_on(whole):
            apart = several_in(self, around)
            return apart if apart and apart.complete and len(apart.matches) > 1 else whole
        if whole.complete or whole.tied:
            return whole
        both = None if whole.matches or self.mood.asks else twofold(self, 0, len(self.chart.tokens), around)
        if both is not None:
            return both
        several = distributed(self, around) or several_in(self, around)
        if several is None:
            return whole
        if several.matches:
            better = not whole.matches or len(several.refused) < len(whole.refused)
            return several if better else whole
        strange = any(isinstance(r.reason, Unknown) and r.reason.strange for r in several.refused)
        return whole if whole.matches or whole.shortfall or strange else several
