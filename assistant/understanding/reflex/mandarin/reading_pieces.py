"""What the pieces of a Mandarin sentence come to: a question, a wish, or what only tells something beside them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mind import Step
from assistant.understanding.reflex.clauses.clauses import Parser
from assistant.understanding.reflex.following.on import Retold
from assistant.understanding.reflex.mandarin.forms import form
from assistant.understanding.reflex.mandarin.naming import PLACES, inside
from assistant.understanding.reflex.mandarin.owners import named_by_bits, named_loosely, only_names, whose
from assistant.understanding.reflex.mandarin.pieces import Piece, outermost
from assistant.understanding.reflex.mandarin.plain import plain_questions, plain_wishes
from assistant.understanding.reflex.mandarin.telling import (
    Telling,
    complains,
    doubts,
    is_narrated,
    spares_the_rest,
    telling_of,
)
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.setting import Surroundings
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import is_chinese

_NARRATING = ("我", "他", "她", "你们", "我们", "有人", "谁", "又", "总", "老是")
"""Before 把, and before a verb: somebody tells what was done."""
_MOST_CUTS = 5
"""Places at which a second wish may begin without a pause."""


@dataclass(slots=True)
class Reader:
    """Reads the pieces of one sentence; what was tried once is kept."""

    parser: Parser
    around: Surroundings
    retold: Retold
    toolbox: Toolbox
    pieces: list[Piece]
    misread: bool = False
    """Its own words mislead: what they are put as is tried first."""
    known: dict[str, tuple[ToolCall, ...]] = field(default_factory=dict)

    def asked(self) -> tuple[Step, ...]:
        """The answer to the one or several questions, beside what only tells why."""
        if not self.parser.mood.asks and not self._may_ask():
            return ()
        for piece in sorted(self.pieces, key=lambda p: not p.named):
            if not piece.named and any(p.calls for p in self.pieces if p.named):
                break
            piece.text, piece.calls = self._first(self._questions(piece), reads=True)
            piece.asked = bool(piece.calls)
        asking = [p for p in self.pieces if p.asked]
        if not asking:
            return ()
        others = [p for p in self.pieces if not p.asked]
        if any(not self._is_beside(p) for p in others):
            return ()
        return tuple(c for p in asking[:2] for c in p.calls)

    def wished(self) -> tuple[Step, ...]:
        """The calls of the wishes, where all else only tells something."""
        if self.parser.mood.asks and not self._wishes_after_all() and not self._only_sounds_asking():
            return ()
        for piece in self.pieces:
            self._place_in(piece)
        for piece, after in pairwise(self.pieces):
            if after.calls and not after.named and complains(piece.said):
                piece.calls, piece.aside = (), True
        wishes = [p for p in self.pieces if p.calls]
        if not wishes or any(not p.aside and not p.calls for p in self.pieces):
            return ()
        if any(is_narrated(t.said, w.said) for t in self.pieces if t.aside and not t.named for w in wishes):
            return ()
        calls = [c for p in wishes for c in p.calls]
        kept = [p for p in self.pieces if p.kept]
        if any(self._holds(p) & {i for c in calls for i in ids_of(c)} for p in kept):
            return ()
        return tuple(calls)

    def _place_in(self, piece: Piece) -> None:
        """Say of a piece whether it is a wish, and what it comes to, or stands aside."""
        telling = self._telling(piece)
        piece.aside = spares_the_rest(piece.said) or bool(form("where_i_am").match(piece.said))
        piece.aside = piece.aside or (telling is Telling.CLEARLY and not piece.named)
        if piece.aside:
            return
        only_named = piece.named and only_names(self._put(piece), self.parser.home)
        if only_named and piece is not self.pieces[-1]:
            piece.aside = True  # 扫扫，起来干活了
            return
        if form("questioned").search(piece.said) and piece is not self.pieces[-1]:
            piece.aside = True
            return
        piece.text, piece.calls = self._wish(piece)
        if piece.calls:
            return
        piece.kept = bool(piece.named and form("kept").search(piece.said))
        piece.aside = piece.kept or telling is not Telling.NOT

    def _holds(self, piece: Piece) -> set[str]:
        """Ids of what a piece names that is to stay as it is."""
        texts = (form("kept").sub(verb, piece.said) for verb in ("关掉", "打开", "关上"))
        return {i for text in texts for c in self._calls(text) for i in ids_of(c)} or {
            i for p in self.pieces for c in p.calls for i in ids_of(c)
        }

    def _wish(self, piece: Piece) -> tuple[str, tuple[ToolCall, ...]]:
        if piece.said.startswith(_NARRATING) and "把" in piece.said[:6]:
            return "", ()
        texts = list(plain_wishes(self._put(piece), self.parser.home.names))
        about = self._about(piece) if not piece.named else ""
        amount = form("amount").match(piece.said) if about else None
        if amount:
            return self._set_to(amount["amount"], about, piece)
        if about:
            texts = [
                re.sub("^(把|让|叫)?它们?", about, t) if t.lstrip("把让叫").startswith("它") else about + t
                for t in texts
            ]
            texts = [t.replace("它", "") if t.startswith(about) else t.replace("它", about) for t in texts]
            texts = [*self._elided(piece), *texts]
        elif piece.named and len(self.pieces) > 1:
            place = self._place(piece)
            texts = [*(place + t for t in texts if place), *texts]
        if piece.said.endswith("灯") and any(form("dark").search(p.said) for p in self.pieces if p is not piece):
            texts.append(f"{texts[-1]}打开")
        found = self._first(texts if not self.misread else texts[::-1], reads=False)
        return self._two(texts) if not found[1] and len(outermost(piece.named)) > 1 else found

    def _elided(self, piece: Piece) -> list[str]:
        """走廊的关掉, behind 客房灯打开: the lamp of the hall."""
        chart, (start, end) = self.parser.chart, piece.stretch
        places = [s for s in inside(chart, (start, end), *PLACES) if s.start == start and s.end < end]
        at = max((s.end for s in places), default=end)
        kinds = [s for p in self.pieces if p.stretch[1] <= start for s in p.named if s.sense is Sense.KIND]
        if chart.words[at : at + 1] != ("的",) or not kinds:
            return []
        kind = max(kinds, key=lambda s: (s.end, s.start - s.end))
        words = (*chart.words[start : at + 1], *chart.words[kind.start : kind.end], *chart.words[at + 1 : end])
        return ["".join(words)]

    def _two(self, texts: Sequence[str]) -> tuple[str, tuple[ToolCall, ...]]:
        """灯关掉排风扇也停了: two wishes without a pause."""
        for text in texts:
            for cut in _beginnings(text, self.parser.home):
                halves = [
                    self._first(list(plain_wishes(t, self.parser.home.names)), reads=False)[1]
                    for t in (text[:cut], text[cut:])
                ]
                if all(halves):
                    return text, (*halves[0], *halves[1])
        return "", ()

    def _set_to(self, amount: str, about: str, piece: Piece) -> tuple[str, tuple[ToolCall, ...]]:
        """电视声音太大，降到一成: what becomes as much is what was spoken of."""
        told = "".join(p.said for p in self.pieces if p is not piece)
        property_ = "音量" if form("sounds").search(told) else "亮度" if form("shines").search(told) else ""
        for text in dict.fromkeys((f"{about}{property_}调到{amount}", f"{about}调到{amount}")):
            calls = self._first([text], reads=False)[1]
            if any(isinstance(v, int | float) for c in calls for v in c.arguments.values()):
                self._without_degree(piece)
                return text, calls
        return "", ()

    def _without_degree(self, piece: Piece) -> None:
        """高点，四十八度: the amount says what "a bit" was to be."""
        before = self.pieces[self.pieces.index(piece) - 1]
        if before.calls and form("by_degrees").search(before.said):
            before.calls, before.aside = (), True

    def _questions(self, piece: Piece) -> list[str]:
        said = self._put(piece)
        end = piece.stretch[1]
        texts = list(plain_questions(said, self.parser.home.names))
        if self.parser.chart.words[end : end + 1] == ("?",) and texts[-1].endswith(("着", "了")):
            texts.append(f"{texts[-1]}吗")
        texts = texts[::-1] if self.misread else texts
        if len(self.pieces) <= 2 or piece.named:
            texts += named_by_bits(said, self.parser.home)
        return texts

    def _put(self, piece: Piece) -> str:
        """A stretch with what it calls loosely by its name, and whose it is."""
        other = "".join(p.said for p in self.pieces if p is not piece)
        return named_loosely(whose(piece.said, other, self.parser.home), self.parser.home)

    def _first(self, texts: Sequence[str], *, reads: bool) -> tuple[str, tuple[ToolCall, ...]]:
        for text in texts:
            calls = self._calls(text)
            if calls and all(self.toolbox[c.tool].reads_only == reads for c in calls):
                return text, calls
        return "", ()

    def _calls(self, text: str) -> tuple[ToolCall, ...]:
        if text not in self.known:
            steps = self.retold(text, self.around)
            calls = tuple(s for s in steps if isinstance(s, ToolCall))
            self.known[text] = calls if len(calls) == len(steps) else ()
        return self.known[text]

    def _telling(self, piece: Piece) -> Telling:
        if self._is_valued(piece):
            return Telling.NOT
        if complains(piece.said):
            return Telling.CLEARLY
        weak = all(s.sense is Sense.PART or s.meaning == "car" or s.end - s.start == 1 for s in piece.named)
        return telling_of(self._without_place(piece)) if weak else Telling.NOT

    def _without_place(self, piece: Piece) -> str:
        """A stretch without the room with which it begins."""
        chart, start = self.parser.chart, piece.stretch[0]
        places = [s for s in inside(chart, piece.stretch, *PLACES) if s.start == start and s.end < piece.stretch[1] - 1]
        place = "".join(chart.words[start : max(s.end for s in places)]) if places else ""
        return piece.said.removeprefix(place).removeprefix("里") or piece.said

    def _is_valued(self, piece: Piece) -> bool:
        """Whether a stretch says how much or which: 一半亮就行 is no mere telling."""
        chart = self.parser.chart
        amounts = [s for s in inside(chart, piece.stretch, Sense.QUANTITY) if s.meaning.unit in ("%", "°C")]
        chosen = [s for s in inside(chart, piece.stretch, Sense.CHOICE) if s.end - s.start > 1]
        chosen = [s for s in chosen if not self.parser.grammar.tools[s.meaning[0]].tool.reads_only]
        whole = len(chart.words[slice(*piece.stretch)])
        return bool(amounts or form("set_to").search(piece.said)) or any(2 * (s.end - s.start) > whole for s in chosen)

    def _is_beside(self, piece: Piece) -> bool:
        """Whether a stretch beside a question wishes nothing: it may ask again, doubt or tell."""
        if self._telling(piece) is not Telling.NOT or complains(piece.said):
            return True
        return not piece.named and not self._wish(piece)[1] and doubts(piece.said)

    def _wishes_after_all(self) -> bool:
        """Whether the last piece wishes, whatever was asked before: 院门是不是没锁？麻烦锁一下."""
        if len(self.pieces) < 2 or self.pieces[-1].named:
            return False
        return bool(form("wished_after").match(self.pieces[-1].said)) and any(p.named for p in self.pieces[:-1])

    def _may_ask(self) -> bool:
        """Whether a form of questions occurs: most wishes have none."""
        return any(form(name).search(p.said) for p in self.pieces for name in ("questioned", "asking", "asked_how"))

    def _only_sounds_asking(self) -> bool:
        """Whether nothing asks but a 呢 at the end of what is told: 窗帘拉上，午睡呢."""
        asking = any(form(name).search(p.said) for p in self.pieces for name in ("questioned", "asking"))
        return not asking and "?" not in self.parser.chart.words

    def _about(self, piece: Piece) -> str:
        """What was spoken of before, where a wish names nothing: 厨房没人还亮着灯，关喽."""
        chart = self.parser.chart
        before = [p for p in self.pieces if p.stretch[0] < piece.stretch[0] and p.named]
        before = [p for p in before if not form("where_i_am").match(p.said)]
        if not before:
            return ""
        if only_names(self._put(before[-1]), self.parser.home):
            return self._put(before[-1])
        stretch = before[-1].stretch
        names = [s for s in before[-1].named if s.sense is Sense.NAME]
        spans = [*inside(chart, stretch, *PLACES), *(names or before[-1].named)]
        about = "".join("".join(chart.words[s.start : s.end]) for s in outermost(spans))
        return self._here(about) + about

    def _here(self, about: str) -> str:
        """The room in which the speaker says to be."""
        found = [m["room"] for p in self.pieces if (m := form("where_i_am").match(p.said))]
        return named_loosely(found[0], self.parser.home) if found and found[0] not in about else ""

    def _place(self, piece: Piece) -> str:
        """The room of what is told, where a wish names a thing and no room: 厨房油烟大，把窗户打开."""
        chart = self.parser.chart
        if inside(chart, piece.stretch, *PLACES) or any(s.sense is Sense.NAME for s in piece.named):
            return ""
        rooms = [s for p in self.pieces if p is not piece and not p.named for s in inside(chart, p.stretch, *PLACES)]
        return "".join("".join(chart.words[s.start : s.end]) for s in outermost(rooms))


def ids_of(call: ToolCall) -> set[str]:
    """What a call is about."""
    return {i for value in call.arguments.values() if isinstance(value, tuple) for i in value if isinstance(i, str)}


def _beginnings(text: str, home: Home) -> list[int]:
    """Where the name of a thing begins behind another wish."""
    names = {n for t in home.names.things for n in t.names if len(n) > 1}
    names |= {"".join(w) for w in home.parts if len(w) > 1 and all(map(is_chinese, w))}
    found = {m for n in names if n in text for m in [text.rfind(n)] if m > 2}
    return sorted(found)[:_MOST_CUTS]
