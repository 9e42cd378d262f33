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
from assistant.understanding.reflex.mandarin.naming import PLACES, Stretch, inside
from assistant.understanding.reflex.mandarin.owners import named_by_bits, named_loosely, only_names, whose
from assistant.understanding.reflex.mandarin.piece_telling import telling_of_piece
from assistant.understanding.reflex.mandarin.pieces import Piece, beginnings, ids_of, outermost
from assistant.understanding.reflex.mandarin.plain import plain_questions, plain_wishes
from assistant.understanding.reflex.mandarin.righting import contrast, put_right
from assistant.understanding.reflex.mandarin.running_on import bare_amounts, is_about_a_door, room_before
from assistant.understanding.reflex.mandarin.telling import (
    Telling,
    complains,
    doubts,
    is_courtesy,
    is_narrated,
    is_topic,
    spares_the_rest,
)
from assistant.understanding.reflex.mandarin.unmet import LEAST, refusal_of
from assistant.understanding.reflex.setting import Surroundings
from assistant.understanding.reflex.spans import Sense

_NARRATING = ("我", "他", "她", "你们", "我们", "有人", "谁", "又", "总", "老是")
"""Before 把, and before a verb: somebody tells what was done."""


_TAKEN_BACK = re.compile("(还是|那就|先)*(不要|不用|不必|算)了?(吧|啦)?$|还是(不|别)")
"""What was wished just before is not to be after all."""
_LIKEWISE = re.compile("(?:(?:也|都|也都)(?:是|一样|照样|照办)|一样|照办)(?:的|啊|哈|吧|哦)?$")
"""Of these things the same is wished as of those before."""


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
            elif after.calls and not after.named and not piece.calls and not piece.aside:
                piece.aside = is_topic(piece.said)  # 电炖锅炖了三个钟头了，可以关了
        for piece, after in pairwise(self.pieces):
            contrast(piece, after, self._undone)
        put_right(self.pieces)
        wishes = [p for p in self.pieces if p.calls]
        if any(_TAKEN_BACK.match(p.said) for p in self.pieces if not p.named):
            return ()
        unmet = self._unmet() if len(wishes) >= LEAST else {}
        if not wishes or any(not p.aside and not p.calls and p.stretch not in unmet for p in self.pieces):
            return ()
        if any(is_narrated(t.said, w.said) for t in self.pieces if t.aside and not t.named for w in wishes):
            return ()
        calls = [c for p in wishes for c in p.calls]
        kept = [p for p in self.pieces if p.kept]
        if any(self._holds(p) & {i for c in calls for i in ids_of(c)} for p in kept):
            return ()
        return tuple(step for p in self.pieces for step in p.calls or unmet.get(p.stretch, ()))

    def _unmet(self) -> dict[Stretch, tuple[Step, ...]]:
        """What is said of the pieces that wish something which cannot be."""
        open_ones = [p for p in self.pieces if not p.calls and not p.kept and not complains(p.said)]
        told = {p.stretch: refusal_of(p, self.parser.home, self.around.language) for p in open_ones}
        return {stretch: (step,) for stretch, step in told.items() if step is not None}

    def _undone(self, forbids: Piece, after: Piece) -> tuple[ToolCall, ...]:
        """What would be done if a piece did not forbid it."""
        bare = form("not_so").sub("", forbids.said)
        return self._calls(form("not_so").sub("", self._put(forbids))) or self._calls(self._about(after) + bare)

    def _place_in(self, piece: Piece) -> None:
        """Say of a piece whether it is a wish, and what it comes to, or stands aside."""
        telling = telling_of_piece(piece, self.parser)
        piece.aside = spares_the_rest(piece.said) or bool(form("where_i_am").match(piece.said))
        piece.aside = piece.aside or (not piece.named and is_courtesy(piece.said))
        piece.aside = piece.aside or (telling is Telling.CLEARLY and not piece.named)
        if piece.aside:
            return
        only_named = piece.named and only_names(self._put(piece), self.parser.home)
        if piece.named and (too := _LIKEWISE.search(piece.said)):
            piece.text, piece.calls = self._likewise(piece, piece.said[: too.start()])
            return
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

    def _likewise(self, piece: Piece, about: str) -> tuple[str, tuple[ToolCall, ...]]:
        """车库的灯也是, behind 工具间灯关一下: the same of other things."""
        before = [p for p in self.pieces[: self.pieces.index(piece)] if p.calls and p.named]
        if not before:
            return "", ()
        chart, (start, end) = self.parser.chart, before[-1].stretch
        named = (*inside(chart, (start, end), *PLACES), *before[-1].named)
        first, last = min(s.start for s in named), max(s.end for s in named)
        verb = "".join(chart.words[last:end])
        lead = "".join(chart.words[start:first])
        return self._first([about + verb, lead + about + verb, f"把{about}{verb}"], reads=False)

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
        door = not piece.named and is_about_a_door(piece.said)
        place = room_before(self.parser.chart, self.pieces, piece, self.parser.home) if door else ""
        texts = [*(place + t for t in texts if place), *texts]
        about = self._about(piece) if not piece.named and not place else ""
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
            texts += plain_wishes(about + self._put(piece), self.parser.home.names)
        elif piece.named and len(self.pieces) > 1:
            texts += [t for t in bare_amounts(texts[0]) if t not in texts]
            place = self._place(piece) or room_before(self.parser.chart, self.pieces, piece, self.parser.home)
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
            for cut in beginnings(text, self.parser.home):
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
        said = piece.said
        if form("that_room").search(said) and (room := self._room_of_others(piece)):
            said = form("that_room").sub(f"{room}的", said, count=1)
        return named_loosely(whose(said, other, self.parser.home), self.parser.home)

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

    def _is_beside(self, piece: Piece) -> bool:
        """Whether a stretch beside a question wishes nothing: it may ask again, doubt or tell. 不算车库 leaves out."""
        if inside(self.parser.chart, piece.stretch, Sense.EXCEPT):
            return False
        if telling_of_piece(piece, self.parser) is not Telling.NOT or complains(piece.said):
            return True
        if form("beside_question").search(piece.said):
            return True
        return not piece.named and not self._wish(piece)[1] and doubts(piece.said)

    def _wishes_after_all(self) -> bool:
        """Whether a piece wishes, whatever was asked before: 院门是不是没锁？麻烦锁一下."""
        if len(self.pieces) < 2 or not any(p.named for p in self.pieces[:-1]):
            return False
        return any(form("wished_after").match(p.said) for p in self.pieces[1:] if not p.named)

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
        before = [p for p in before if p.calls or any(s.sense is not Sense.PART for s in p.named)] or before
        if not before:
            return ""
        if only_names(self._put(before[-1]), self.parser.home):
            return self._put(before[-1])
        done = {i for c in before[-1].calls for i in ids_of(c)}
        if len(done) == 1 and (thing := self.parser.home.names.thing(*done)) and thing.names:
            return thing.names[0]
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
        return self._room_of_others(piece)

    def _room_of_others(self, piece: Piece) -> str:
        """The rooms that are named where no thing is."""
        chart = self.parser.chart
        others = [p for p in self.pieces if p is not piece and all(s.sense is Sense.PART for s in p.named)]
        rooms = [s for p in others for s in inside(chart, p.stretch, *PLACES)]
        return "".join("".join(chart.words[s.start : s.end]) for s in outermost(rooms))
