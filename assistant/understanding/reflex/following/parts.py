"""Parts of a car that were spoken of: "turn that off" after the seat heating, "just the driver's" after the windows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.tools import ToolCall
from assistant.understanding.reflex.following.completing import Understand
from assistant.understanding.reflex.following.filling import Stretch
from assistant.understanding.reflex.following.follow_words import Body, follow_words, joined
from assistant.understanding.reflex.following.likes import ids_in
from assistant.understanding.reflex.following.topic import Act, Topic, parts_of
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION

_SAYS_ITSELF = (Sense.NAME, Sense.KIND, Sense.ROOM, Sense.FLOOR, Sense.ABSENT_ROOM, Sense.HOUSE, Sense.OUTSIDE)
_PRONOUNS = frozenset({"it", "that", "this", "them", "those", "these", "它", "它们"})
_PARTICLES = frozenset({"on", "off", "up", "down"})
_COPULAS = frozenset({"am", "is", "are", "feel", "feels"})
_FEELS = re.compile(r"(?:我|太|好|有点|很|真)(?:冷|热|凉|烫|冻)")
_MOST_WORDS = 12
_SEAT = "seat"
"""The parameter that says at which seat."""


@dataclass(frozen=True, slots=True)
class Parts:
    """One utterance right behind what was done to parts of a car."""

    whole: Stretch
    topic: Topic
    understand: Understand

    def calls(self, body: Body) -> tuple[ToolCall, ...]:
        """What is wished of the parts; none where something else is spoken of, or where it is not clear."""
        last = self.topic.last
        if last is None or not parts_of(last) or len(self.whole.words) > _MOST_WORDS or self._tells_how_it_is:
            return ()
        other = self._other(body, last)
        if other:
            return other
        if any(not self._is_zone(s.start, s.end) for s in self.whole.spans(*_SAYS_ITSELF)):
            return ()
        zone = self._zone()
        if zone is None:
            return self._first(self._completed(body, last), last)
        return self._first(self._placed(body, zone, last), last)

    @property
    def _tells_how_it_is(self) -> bool:
        """ "I'm too hot", "太热了": how somebody feels it is no order to the parts, and stands by itself."""
        words = self.whole.words
        return not _COPULAS.isdisjoint(words) if not self._is_chinese else _FEELS.search("".join(words)) is not None

    def _first(self, sentences: Iterator[str], last: Act) -> tuple[ToolCall, ...]:
        for sentence in sentences:
            found = self.understand(sentence, last.things)
            if len(found) == 1 and set(ids_in(found)) <= set(last.things):
                return (self._at_the_same_seat(found[0], last),)
        return ()

    def _at_the_same_seat(self, call: ToolCall, last: Act) -> ToolCall:
        """Where no seat is named, that of before is meant."""
        seat = next((c.arguments[_SEAT] for c in last.calls if _SEAT in c.arguments), None)
        tool = next((a.tool for a in self.whole.grammar.tools if a.tool.name == call.tool), None)
        takes = tool is not None and any(p.name == _SEAT for p in tool.parameters)
        skills = {a.tool.skill for a in self.whole.grammar.tools if a.tool.name in {c.tool for c in last.calls}}
        if seat is None or _SEAT in call.arguments or tool is None or not takes or tool.skill not in skills:
            return call
        return ToolCall(call.tool, {**call.arguments, _SEAT: seat})

    def _completed(self, body: Body, last: Act) -> Iterator[str]:
        """The sentence with the name of the parts in the place of a pronoun, or beside its words."""
        noun = self._called(parts_of(last), self._plural(last))
        words = self.whole.words
        for start, end in ((0, len(words)), (body.start, body.end)):
            said = [w for w in words[start:end] if w not in PUNCTUATION]
            pronoun = next((i for i, w in enumerate(said) if w in _PRONOUNS), None)
            if pronoun is not None:
                before, after = said[:pronoun], [w for w in said[pronoun + 1 :] if w not in _PRONOUNS]
                particle = [w for w in after[:1] if w in _PARTICLES]
                yield joined([*before, noun, *after])
                yield joined([*before, *particle, noun, *after[len(particle) :]])
                yield joined([*before, "车" if self._is_chinese else "the car", *after])
            elif said:
                yield joined([noun, *said] if self._is_chinese else [*said, noun])
                if not self._is_chinese:
                    yield joined([noun, *said])
                    yield joined(["make", noun, *said])
                yield joined(said)

    def _placed(self, body: Body, zone: tuple[int, int], last: Act) -> Iterator[str]:
        """ "副驾的关上": the sentence with what such parts are called behind the seat."""
        noun, words = self._plural(last), self.whole.words
        after = zone[1]
        while after < body.end and words[after] in ("的", "one", "ones", "'s", "s"):
            after += 1
        said = [*words[body.start : zone[1]], *([] if not self._is_chinese else ["的"]), noun, *words[after : body.end]]
        yield joined(w for w in said if w not in PUNCTUATION)

    def _other(self, body: Body, last: Act) -> tuple[ToolCall, ...]:
        """ "The other one", "the other window": of the parts that were spoken of, or of a pair."""
        words = self.whole.words
        place = follow_words().inside("other", words, body.start, body.end)
        others = self._others(last)
        if place is None or not others:
            return ()
        kind_said = [s for s in self.whole.spans(Sense.KIND) if s.start >= place[0] and s.start <= place[1]]
        end = max((s.end for s in kind_said), default=place[1])
        noun = self._called(others, self._plural(last))
        before, after = words[body.start : place[0]], words[end : body.end]
        before = before[:-1] if before[-1:] == ("the",) else before
        if any(self.whole.chart.content >> i & 1 for i in (*range(body.start, place[0]), *range(end, body.end))):
            return self._first(iter((joined(w for w in (*before, noun, *after) if w not in PUNCTUATION),)), last)
        return self._first(_at_the_other_seat(last.said), last) or self._again(noun, last)

    def _again(self, noun: str, last: Act) -> tuple[ToolCall, ...]:
        """The call of before, at the seat of this part."""
        found = self.understand(f"打开{noun}" if self._is_chinese else f"open {noun}", last.things)
        seat = next((call.arguments[_SEAT] for call in found if _SEAT in call.arguments), None)
        calls = tuple(c for c in last.calls if _SEAT in c.arguments)
        return tuple(ToolCall(c.tool, {**c.arguments, _SEAT: seat}) for c in calls) if seat else ()

    def _others(self, last: Act) -> tuple[str, ...]:
        own = parts_of(last)
        for act in self.topic.acts[1:]:
            spoken = parts_of(act)
            if set(own) < set(spoken):
                return tuple(p for p in spoken if p not in own)
        if len(own) != 1:
            return ()
        return tuple(own[0].replace(one, other) for one, other in _PAIRS if one in own[0])[:1]

    def _called(self, parts: Sequence[str], plural: str) -> str:
        return parts[0] if len(parts) == 1 else plural

    def _plural(self, last: Act) -> str:
        """What such parts are called without their seat: "car windows", 车窗."""
        first = parts_of(last)[0]
        return first.rpartition("的")[2] if self._is_chinese else last.like or first

    @property
    def _is_chinese(self) -> bool:
        return self.whole.around.language == "zh"

    def _zone(self) -> tuple[int, int] | None:
        """Where a seat of the car is named."""
        found = self.whole.spans(Sense.CHOICE)
        seats = [s for s in found if s.meaning[1] == _SEAT]
        longest = max(seats, key=lambda s: s.end - s.start, default=None)
        return (longest.start, longest.end) if longest else None

    def _is_zone(self, start: int, end: int) -> bool:
        zone = self._zone()
        return zone is not None and zone[0] <= start and end <= zone[1]


_PAIRS = (
    ("the front passenger's seat", "the driver's seat"),
    ("the driver's seat", "the front passenger's seat"),
    ("副驾驶座", "驾驶座"),
    ("驾驶座", "副驾驶座"),
)
"""What one seat is called and the one beside it, the longer words first."""
_BESIDE = (
    ("passenger", "driver"),
    ("driver", "passenger"),
    ("副驾驶", "主驾"),
    ("副驾", "主驾"),
    ("主驾驶", "副驾"),
    ("主驾", "副驾"),
    ("驾驶座", "副驾"),
)
"""The same as people say it."""


def _at_the_other_seat(text: str) -> Iterator[str]:
    """What was said before, of the seat beside."""
    for one, other in _BESIDE:
        if one in text:
            yield text.replace(one, other)
            return
