"""Others than what was spoken of last: "the other one", "both off", "them all"."""

from dataclasses import dataclass, replace

from assistant.conversation import Choosing
from assistant.tools import ToolCall
from assistant.understanding.mind import Question, Step
from assistant.understanding.reflex.following.completing import Understand
from assistant.understanding.reflex.following.filling import Stretch
from assistant.understanding.reflex.following.follow_words import Body, body_of, follow_words, joined
from assistant.understanding.reflex.following.likes import NAMING, PLACING, others_of, parameter_of
from assistant.understanding.reflex.following.topic import Act, Topic
from assistant.understanding.reflex.matching.resolution import Ambiguous
from assistant.understanding.reflex.replies import told_ambiguous
from assistant.understanding.reflex.spans import Sense

_SEVERAL = frozenset({"ones", "others", "rest", "two", "他", "的", "余", "几"})


@dataclass(frozen=True, slots=True)
class Others:
    """One utterance, and what was spoken of beside what it leaves out."""

    whole: Stretch
    topic: Topic
    understand: Understand

    def several(self) -> tuple[Step, ...] | None:
        """ "Both off", "turn them all off": what was spoken of, not everything there is."""
        chart, names = self.whole.chart, self.whole.home.names
        several = self.topic.several(names)
        if len(several) < 2 or self.whole.spans(*NAMING, *PLACING, Sense.EXCEPT):
            return None
        quantifiers = [s for s in self.whole.spans(Sense.ALL, Sense.BOTH) if not self._is_inside_longer(s.start, s.end)]
        if not quantifiers:
            return None
        span = max(quantifiers, key=lambda s: s.end - s.start)
        words = [*chart.words[: span.start], *chart.words[span.end :]]
        pronoun = "它们" if self.whole.around.language == "zh" else "them"
        body = body_of(words)
        inner = [w for w in words[body.start : body.end] if w not in ("it", "them", "它", "们")]
        return self.understand(joined([*words, pronoun]), several) or self.understand(
            joined([*inner, pronoun]), several
        )

    def _is_inside_longer(self, start: int, end: int) -> bool:
        """Whether some words are part of a room, a name or an amount."""
        longer = self.whole.spans(Sense.ROOM, Sense.NAME, Sense.HOUSE, Sense.QUANTITY, Sense.ASKING)
        return any(s.start <= start and end <= s.end and s.end - s.start > end - start for s in longer)

    def one(self, body: Body, last: Act) -> tuple[Step, ...] | None:
        """ "The other one": what was not meant of those that were offered, or of its like in the room."""
        place = follow_words().inside("other", self.whole.chart.words, body.start, body.end)
        if place is None:
            return None
        others = others_of(last, self.topic, self.whole.home)
        before, after = self.whole.chart.words[body.start : place[0]], self.whole.chart.words[place[1] : body.end]
        rest = replace(self.whole, start=place[1], end=body.end)
        kinds = [s for s in rest.spans(Sense.KIND) if s.start == place[1]]
        if kinds:
            others &= self.whole.home.kind(kinds[0].meaning)
            after = self.whole.chart.words[max(s.end for s in kinds) : body.end]
        ids = self.whole.home.ids(others)
        if not ids:
            return None
        alone = not any(
            self.whole.chart.content >> i & 1 for i in (*range(body.start, place[0]), *range(place[1], body.end))
        )
        if kinds and not after and not before:
            alone = True
        many = len(ids) > 1 and not set(self.whole.chart.words[place[0] : place[1]]) & _SEVERAL
        if alone:
            call = next((c for c in last.calls if parameter_of(c, self.whole.grammar)), None)
            if call is None:
                return None
            if many:
                return (which_of(ids, call, self.whole),)
            return (ToolCall(call.tool, {**call.arguments, parameter_of(call, self.whole.grammar): ids}),)
        if many:
            return None
        pronoun = "它" if self.whole.around.language == "zh" else "it"
        return self.understand(joined([*before, pronoun, *after]), ids) or None


def which_of(ids: tuple[str, ...], call: ToolCall, whole: Stretch) -> Question:
    """Ask for which of these things the call is meant."""
    question = told_ambiguous(Ambiguous(ids), whole.home, whole.around.language)
    return Question(question.text, Choosing("", candidates=ids, call=call))
