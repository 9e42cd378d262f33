"""One sentence read in its dialogue: what it answers, what it goes on with, what it says, or why it is left alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.conversation import Conversation
from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mind import PassedOn, Question, Step
from assistant.understanding.reflex.clauses.citing import cites
from assistant.understanding.reflex.clauses.clauses import Parser, Understanding
from assistant.understanding.reflex.clauses.lacking import asked_for
from assistant.understanding.reflex.clauses.telling import told_in
from assistant.understanding.reflex.effort import Effort, TooMuch
from assistant.understanding.reflex.english.asides import without_asides
from assistant.understanding.reflex.english.no_order import is_bare_place, says_no_order, with_is, without_holding
from assistant.understanding.reflex.english.one_by_one import read_one_by_one
from assistant.understanding.reflex.english.two_questions import halves
from assistant.understanding.reflex.english.wishes_alone import rest_beside
from assistant.understanding.reflex.following.follow_words import joined
from assistant.understanding.reflex.following.on import GoingOn, Retold, choosable, going_on_from, placed_there
from assistant.understanding.reflex.following.topic import topic_of
from assistant.understanding.reflex.mandarin.freely import (
    goes_too_far,
    is_misread,
    loses_amount,
    resolves_complaint,
    said_freely,
    strays,
    wishes_behind,
)
from assistant.understanding.reflex.mandarin.no_order import says_no_order_zh
from assistant.understanding.reflex.mandarin.pieces import ids_of
from assistant.understanding.reflex.mandarin.rewording import reworded
from assistant.understanding.reflex.mandarin.two_questions import halves_zh
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.matching.resolution import Ambiguous
from assistant.understanding.reflex.names.calling import HouseCalling
from assistant.understanding.reflex.names.hearing import Hearing, respelt, without_address
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.outcome import steps_for
from assistant.understanding.reflex.parsing import as_said_plainly, composed_of, parser_of, why_unread
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.phrases.quoting import quoted
from assistant.understanding.reflex.questions.mandarin import lists_before_asking, wondered
from assistant.understanding.reflex.tokens import (
    MAX_TEXT,
    MAX_TOKENS,
    Token,
    is_chinese,
    tokens_of,
)
from assistant.utterance import Utterance

_MOST_PARTED = 8
"""Stretches of one sentence that are read by themselves."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence: said by somebody, somewhere, in a conversation, about one home."""

    utterance: Utterance
    conversation: Conversation
    toolbox: Toolbox
    grammar: Grammar
    home: Home
    hearing: Callable[[], Hearing]
    """How the names of the home sound; costly the first time."""
    shorter: Callable[[Utterance], tuple[Step, ...]]
    """What the mind makes of the same sentence with a part left out."""
    effort: Effort
    plain: bool = False
    """It is already in plain words, and is put in no plainer ones."""

    def steps(self) -> tuple[Step, ...]:
        """The calls; or one question, one sentence, or PassedOn."""
        text = self.utterance.text
        asked = wondered(text)
        if asked != text:
            return replace(self, utterance=replace(self.utterance, text=asked)).steps()
        tokens = tokens_of(text) if len(text) <= MAX_TEXT else ()
        unread = why_unread(text, tokens)
        if unread:
            return (PassedOn(unread),)
        quoting = quoted(text, tokens, self.grammar.quotings, self._calling())
        return (quoting,) if quoting is not None else self._told() or self._in_dialogue(tokens)

    def _told(self) -> tuple[Step, ...]:
        """What a sentence that tells a liking or a prohibition comes to."""
        place = self.utterance.place if self.home.names.room(self.utterance.place) else ""
        around = Surroundings(place, self.utterance.language)
        retold = self._retold(self.effort.again())
        return told_in(self.utterance.text, self.toolbox, lambda text: retold(text, around))

    def _calling(self) -> HouseCalling:
        """What is called how here; "it" is what was talked about."""
        said, names = self.utterance, self.home.names
        return HouseCalling(
            self.home, said.language, said.place, lambda: topic_of(self.conversation, said, names).things
        )

    def _in_dialogue(self, tokens: tuple[Token, ...]) -> tuple[Step, ...]:
        """What answers or completes what was said before, else what stands for itself."""
        utterance, names = self.utterance, self.home.names
        topic = topic_of(self.conversation, utterance, names)
        around = Surroundings(
            utterance.place if names.room(utterance.place) else "",  # a microphone may outlive its room
            utterance.language,
            topic.pointed_at(tuple(t.text for t in tokens), names),
            in_car=bool(utterance.speaker.seat),
            chosen=topic.things,
        )
        text = placed_there(utterance.text, tokens, topic, names)
        said = self._parser(text, without_holding(tokens if text == utterance.text else tokens_of(text)))
        if cites(said.chart) or says_no_order(said.chart) or says_no_order_zh(said.chart):
            return (PassedOn("words that are only cited or told"),)
        stated = with_is(said.chart)
        said = self._parser(text, stated) if stated else said
        going_on = going_on_from(topic, said, around, self._retold(self.effort), self.toolbox)
        answered = going_on.answer(self.conversation.asked, utterance) or going_on.early()
        listed = self._composed(said, around) if lists_before_asking(said) and not wishes_behind(said) else ()
        return answered or listed or self._two_questions(said) or self._new(said, going_on)

    def _two_questions(self, said: Parser) -> tuple[Step, ...]:
        """The answers to two questions in one breath, where both are understood by themselves."""
        if not said.mood.asks or said.mood.conditions or said.mood.negations or wishes_behind(said):
            return ()
        for texts in (*halves(said.chart), *halves_zh(said.chart)):
            if any(is_chinese(text[0]) and not self._asks(text) for text in texts if text):
                continue
            steps = [self.shorter(replace(self.utterance, text=text)) for text in texts if text]
            calls = [c for each in steps for c in each if isinstance(c, ToolCall) and self.toolbox[c.tool].reads_only]
            if all(steps) and len(calls) == sum(map(len, steps)) and len(set(map(str, calls))) == len(calls):
                return tuple(calls)
        return ()

    def _asks(self, text: str) -> bool:
        return self._parser(text, tokens_of(text)).mood.asks

    def _new(self, said: Parser, going_on: GoingOn) -> tuple[Step, ...]:
        """What neither answers nor has to be completed."""
        around = going_on.around
        parser, found = as_said_plainly(said, around)
        misses = going_on.misses(found)
        completed = None if found.matches and not misses else going_on.late()
        if completed:
            return completed
        if misses or (found.matches and is_bare_place(said.chart)):
            return (PassedOn("it is not about what was spoken of, or names a room alone"),)
        if _may_be_misheard(found, parser):
            parser, found = self._heard_again(parser, found, around) or (parser, found)
        return self._beside(going_on, found) or self._in_plain_words(going_on, self._best(said, parser, found, around))

    def _in_plain_words(self, going_on: GoingOn, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """What a Mandarin sentence that came to nothing comes to in plain words."""
        said = going_on.parser
        if self.plain or said.mood.asks or not all(isinstance(step, PassedOn) for step in steps):
            return steps
        text = reworded(said)
        if not text.text:
            return steps
        reworded_so = replace(self.utterance, text=text.text)
        plainly = replace(self, utterance=reworded_so, effort=self.effort.again(), plain=True).steps()
        done = {i for step in plainly if isinstance(step, ToolCall) for i in ids_of(step)}
        widened = not text.names_things and len(done) > 1 and not done <= set(going_on.topic.things)
        return steps if widened or any(isinstance(step, PassedOn) for step in plainly) else plainly

    def _best(self, said: Parser, parser: Parser, found: Understanding, around: Surroundings) -> tuple[Step, ...]:
        """What the sentence comes to where phrases, the parts of a question and a stranger's words are all tried."""
        steps = self._steps_for(found, parser, around)
        chinese = any(map(is_chinese, said.chart.words))
        open_still = isinstance(steps[0], PassedOn) or _is_open(found, parser)
        composed = self._composed(said, around) if open_still and not chinese else ()
        if composed:
            return composed
        try:
            steps = self._otherwise(said, parser, found, steps, around)
        except TooMuch:
            if found.matches and not self._is_misled(said, found):
                return steps  # what is sure is done, and of the rest it is said what is wrong
            raise
        if chinese and _bids_what_only_tells(steps, said):
            return self.shorter(replace(self.utterance, text=said.chart.text.replace("了吧", "了吗")))
        unanswered = chinese and not any(isinstance(step, ToolCall) for step in steps) and not wishes_behind(said)
        return (self._composed(said, around) if unanswered else ()) or steps

    def _composed(self, said: Parser, around: Surroundings) -> tuple[Step, ...]:
        """The answer to the question that the parts of a sentence come to; nothing where it is none."""
        plain = composed_of(said, around)
        return steps_for(plain[1], plain[0], around, self.hearing) if plain is not None else ()

    def _otherwise(
        self, said: Parser, parser: Parser, found: Understanding, steps: tuple[Step, ...], around: Surroundings
    ) -> tuple[Step, ...]:
        """The steps; or what comes of the sentence part by part, or a question about what is not clear."""
        freely = self._freely(said, found, steps, around) or self._one_by_one(said, found, steps, around)
        if not freely and loses_amount(said, found.calls):
            return (PassedOn("an amount that no part of the sentence takes"),)
        steps = freely or steps
        question = asked_for(steps, parser.chart, self.home, around, self._retold(self.effort))
        if self.effort.is_over and not found.matches and not question and isinstance(steps[0], PassedOn):
            return (PassedOn("too much at once"),)
        return (question,) if question else steps

    def _is_misled(self, said: Parser, found: Understanding) -> bool:
        """Whether Mandarin words may mean something else than they say at first sight."""
        if is_misread(said) or resolves_complaint(said) or loses_amount(said, found.calls):
            return True
        return goes_too_far(found.calls, self.home.names) or strays(said, found.calls)

    def _one_by_one(
        self, said: Parser, found: Understanding, steps: tuple[Step, ...], around: Surroundings
    ) -> tuple[Step, ...]:
        """English wishes each by itself, where the sentence as a whole came to nothing or to a part."""
        partly = bool(found.refused) and not all(r.is_plain for r in found.refused)
        if not partly and not isinstance(steps[0], PassedOn):
            return ()
        effort = self.effort.further(_MOST_PARTED)

        def read(text: str, placed: Surroundings) -> tuple[Understanding, tuple[Step, ...]]:
            tokens = tokens_of(text)
            if not tokens or effort.is_over:
                return Understanding(), ()
            effort.count_sentence()
            parser, understood = as_said_plainly(parser_of(text, tokens, self.grammar, self.home, effort), placed)
            if not understood.matches and understood.shortfall is None:
                understood = parser.part(0, len(parser.chart.tokens), placed)
            return understood, self._steps_for(understood, parser, placed)

        singly = read_one_by_one(said, around, read, self.toolbox)
        done = sum(isinstance(step, ToolCall) for step in singly)
        return singly if done > len(found.matches) else ()

    def _freely(
        self, said: Parser, found: Understanding, steps: tuple[Step, ...], around: Surroundings
    ) -> tuple[Step, ...]:
        """Mandarin in a stranger's words, where nothing came of it or its own words mislead."""
        told = all(isinstance(step, ToolCall) and self.toolbox[step.tool].reads_only for step in steps)
        wishing = told and wishes_behind(said)
        misled = wishing or not all(r.is_plain for r in found.refused) or self._is_misled(said, found)
        if not misled and any(isinstance(step, ToolCall | Question) for step in steps):
            return ()
        parted = sum(word in "，,。.；;！!" for word in said.chart.words) + 1
        further = self._retold(self.effort.further(min(parted, _MOST_PARTED)))
        whole = "".join(said.chart.words)

        def retold(text: str, placed: Surroundings) -> tuple[Step, ...]:
            # The sentence as it was said has been read: what came of it is why it is put otherwise.
            return () if "".join(text.lower().split()) == whole else further(text, placed)

        steps = said_freely(said, around, retold, self.toolbox, only_wishes=wishing)
        done = sum(isinstance(step, ToolCall) for step in steps)
        return () if found.refused and not wishing and done <= len(found.matches) else steps

    def _beside(self, going_on: GoingOn, found: Understanding) -> tuple[Step, ...]:
        """起风了，关严实: what goes on with what was said before, without what only explains it."""
        if found.complete or not going_on.topic.acts or going_on.parser.mood.asks:
            return ()
        chart = going_on.parser.chart
        rest = (without_asides(chart) if any(map(is_chinese, chart.words)) else None) or rest_beside(going_on.parser)
        if rest is None or len(rest) == len(chart.tokens):
            return ()
        steps = self.shorter(replace(self.utterance, text=joined(t.text for t in rest)))
        if found.matches and not all(isinstance(step, ToolCall) for step in steps):
            return ()
        return () if any(isinstance(step, PassedOn) for step in steps) else steps

    def _retold(self, effort: Effort) -> Retold:
        """Understands another sentence of the same house; used where one is completed with what was said before."""

        def retold(text: str, around: Surroundings) -> tuple[Step, ...]:
            tokens = tokens_of(text)
            if not tokens or len(tokens) > MAX_TOKENS or effort.is_over:
                return ()
            effort.count_sentence()
            told = told_in(text, self.toolbox, lambda part: retold(part, around))
            if told:
                return told
            parser, found = as_said_plainly(parser_of(text, tokens, self.grammar, self.home, effort), around)
            return self._steps_for(found, parser, around)

        return retold

    def _heard_again(
        self, parser: Parser, found: Understanding, around: Surroundings
    ) -> tuple[Parser, Understanding] | None:
        """The same with a misheard name put right, where that makes it wholly clear."""
        if found.partial is None or not found.partial.literals:
            return None
        chart, left = parser.chart, found.partial.left
        addressed = without_address(chart, left)
        slipped = respelt(chart, parser.grammar, parser.home)
        for tokens in (self.hearing().corrected(chart, left), addressed, slipped):
            if tokens and not parser.effort.is_over:
                again = self._parser(chart.text, tokens)
                understood = again.sentence(around)
                if understood.matches or (understood.shortfall and tokens is addressed):
                    return again, understood
        return None

    def _steps_for(self, found: Understanding, parser: Parser, around: Surroundings) -> tuple[Step, ...]:
        return choosable(steps_for(found, parser, around, self.hearing), found, parser, around)

    def _parser(self, text: str, tokens: tuple[Token, ...]) -> Parser:
        return parser_of(text, tokens, self.grammar, self.home, self.effort)


def _bids_what_only_tells(steps: tuple[Step, ...], said: Parser) -> bool:
    """四楼的窗户都关了吧, where sensors alone tell of them: nobody can shut those, and it is asked whether they are."""
    return (
        "了吧" in said.chart.text
        and bool(steps)
        and all(isinstance(s, ToolCall) and s.tool == _SILENCING for s in steps)
    )


_SILENCING = "silence_detector"
"""What "shut" comes to for a sensor of a window."""


def _may_be_misheard(found: Understanding, parser: Parser) -> bool:
    """Whether a name in it may have been heard wrong: it came to nothing, and not because of what it says."""
    understood = found.matches or found.shortfall or found.refused
    return not understood and not parser.mood.conditions and not parser.mood.negations


def _is_open(found: Understanding, parser: Parser) -> bool:
    """Whether another reading may be better: nothing fits what was named, or a part says not what it is about."""
    asks = parser.mood.asks and not parser.mood.conditions and not parser.mood.negations
    if not found.matches:
        return asks and found.shortfall is not None and not isinstance(found.shortfall.reason, Ambiguous)
    apart = len(found.calls) > 1 and asks
    if apart and "or" in parser.chart.words:
        return True
    return apart and any(not c.arguments.get("things") and not c.arguments.get("rooms") for c in found.calls)
