"""One sentence read in its dialogue: what it answers, what it goes on with, what it says, or why it is left alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.conversation import Conversation
from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mind import PassedOn, Question, Step
from assistant.understanding.reflex.clauses.citing import cites
from assistant.understanding.reflex.clauses.clauses import Parser, Understanding
from assistant.understanding.reflex.clauses.lacking import asked_for
from assistant.understanding.reflex.clauses.mood import mood_of
from assistant.understanding.reflex.clauses.plainly import left_out_first, said_plainly, wishes_first
from assistant.understanding.reflex.clauses.repairs import without_repetition
from assistant.understanding.reflex.effort import Effort
from assistant.understanding.reflex.english.asides import without_asides
from assistant.understanding.reflex.english.composed import composed
from assistant.understanding.reflex.english.no_order import is_bare_place, says_no_order, with_is, without_holding
from assistant.understanding.reflex.english.statements import wishes_behind_question
from assistant.understanding.reflex.english.wishes_alone import rest_beside
from assistant.understanding.reflex.following.follow_words import joined
from assistant.understanding.reflex.following.on import GoingOn, Retold, choosable, going_on_from, placed_there
from assistant.understanding.reflex.following.topic import topic_of
from assistant.understanding.reflex.mandarin.freely import (
    goes_too_far,
    is_misread,
    resolves_complaint,
    said_freely,
    wishes_behind,
)
from assistant.understanding.reflex.mandarin.no_order import says_no_order_zh
from assistant.understanding.reflex.matching.chart import chart_of
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.matching.resolution import Ambiguous
from assistant.understanding.reflex.names.hearing import Hearing, respelt, without_address
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.outcome import steps_for
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.phrases.quoting import quoted
from assistant.understanding.reflex.tokens import (
    MAX_TEXT,
    MAX_TOKENS,
    Token,
    is_chinese,
    is_code,
    repeats_itself,
    tokens_of,
)
from assistant.utterance import Utterance


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

    def steps(self) -> tuple[Step, ...]:
        """The calls; or one question, one sentence, or PassedOn."""
        text = self.utterance.text
        tokens = tokens_of(text) if len(text) <= MAX_TEXT else ()
        unread = _why_unread(text, tokens)
        if unread:
            return (PassedOn(unread),)
        quoting = quoted(text, tokens, self.grammar.quotings)
        return (quoting,) if quoting is not None else self._in_dialogue(tokens)

    def _in_dialogue(self, tokens: tuple[Token, ...]) -> tuple[Step, ...]:
        """What answers or completes what was said before, else what stands for itself."""
        utterance, names = self.utterance, self.home.names
        topic = topic_of(self.conversation, utterance, names)
        around = Surroundings(
            utterance.place,
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
        return answered or self._new(said, going_on)

    def _new(self, said: Parser, going_on: GoingOn) -> tuple[Step, ...]:
        """What neither answers nor has to be completed."""
        around = going_on.around
        parser, found = _said_plainly(said, around)
        misses = going_on.misses(found)
        completed = None if found.matches and not misses else going_on.late()
        if completed:
            return completed
        if misses or (found.matches and is_bare_place(said.chart)):
            return (PassedOn("it is not about what was spoken of, or names a room alone"),)
        if _may_be_misheard(found, parser):
            parser, found = self._heard_again(parser, found, around) or (parser, found)
        return self._beside(going_on, found) or self._best(said, parser, found, around)

    def _best(self, said: Parser, parser: Parser, found: Understanding, around: Surroundings) -> tuple[Step, ...]:
        """What the sentence comes to where phrases, the parts of a question and a stranger's words are all tried."""
        steps = self._steps_for(found, parser, around)
        plain = _composed(said, around) if isinstance(steps[0], PassedOn) or _is_open(found, parser) else None
        if plain is not None:
            return steps_for(plain[1], plain[0], around, self.hearing)
        steps = self._freely(said, found, steps, around) or steps
        question = asked_for(steps, parser.chart, self.home, around, self._retold(self.effort))
        if self.effort.is_over and not found.matches and not question and isinstance(steps[0], PassedOn):
            return (PassedOn("too much at once"),)
        return (question,) if question else steps

    def _freely(
        self, said: Parser, found: Understanding, steps: tuple[Step, ...], around: Surroundings
    ) -> tuple[Step, ...]:
        """Mandarin in a stranger's words, where nothing came of it or its own words mislead."""
        told = all(isinstance(step, ToolCall) and self.toolbox[step.tool].reads_only for step in steps)
        wishing = told and wishes_behind(said)
        misled = wishing or bool(found.refused) or is_misread(said) or resolves_complaint(said)
        misled = misled or goes_too_far(found.calls, self.home.names)
        if not misled and any(isinstance(step, ToolCall | Question) for step in steps):
            return ()
        return said_freely(said, around, self._retold(Effort()), self.toolbox, only_wishes=wishing)

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
            parser, found = _said_plainly(_parser(text, tokens, self.grammar, self.home, effort), around)
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
        return _parser(text, tokens, self.grammar, self.home, self.effort)


def _may_be_misheard(found: Understanding, parser: Parser) -> bool:
    """Whether a name in it may have been heard wrong: it came to nothing, and not because of what it says."""
    understood = found.matches or found.shortfall or found.refused
    return not understood and not parser.mood.conditions and not parser.mood.negations


def _composed(said: Parser, around: Surroundings) -> tuple[Parser, Understanding] | None:
    """The question of known parts that a sentence is; what was tried for the sentence itself is not counted again."""
    effort = Effort()
    return composed(said, around, lambda text: _parser(text, tokens_of(text), said.grammar, said.home, effort))


def _is_open(found: Understanding, parser: Parser) -> bool:
    """Whether another reading may be better: nothing fits what was named, or a part says not what it is about."""
    asks = parser.mood.asks and not parser.mood.conditions and not parser.mood.negations
    if not found.matches:
        return asks and found.shortfall is not None and not isinstance(found.shortfall.reason, Ambiguous)
    apart = len(found.calls) > 1 and asks
    return apart and any(not c.arguments.get("things") and not c.arguments.get("rooms") for c in found.calls)


def _said_plainly(parser: Parser, around: Surroundings) -> tuple[Parser, Understanding]:
    """A sentence as it was said, or as it was meant beside what only explains or corrects it."""

    def parse(tokens: tuple[Token, ...]) -> Parser:
        again = _parser(parser.chart.text, tokens, parser.grammar, parser.home, parser.effort)
        marked = "?" in parser.chart.words[-1 if is_chinese(parser.chart.words[0]) else 0 :]
        marked = marked and not wishes_behind_question(parser.chart)
        if parser.mood.asks and not again.mood.asks and marked and "?" not in again.chart.words:
            # What was asked stays a question, however it is put right; "darling, would you …?" never was one.
            again = replace(again, mood=replace(again.mood, asks=True))
        return again

    first = left_out_first(parser, around, parse) or wishes_first(parser, around, parse)
    return first or said_plainly(parser, parser.sentence(around), around, parse)


def _why_unread(text: str, tokens: tuple[Token, ...]) -> str:
    """Why a sentence is not looked at; empty where it is."""
    if len(text) > MAX_TEXT:
        return f"longer than {MAX_TEXT} characters"
    if not tokens or len(tokens) > MAX_TOKENS:
        return f"longer than {MAX_TOKENS} words" if tokens else "no words"
    if is_code(text):
        return "written for a machine"
    return "the same words over and over" if repeats_itself(tokens) else ""


def _parser(text: str, tokens: tuple[Token, ...], grammar: Grammar, home: Home, effort: Effort) -> Parser:
    chart = effort.charts.get((text, tokens))
    if chart is None:
        chart = effort.charts[(text, tokens)] = chart_of(text, without_repetition(tokens, home.called), home, grammar)
    effort.count_words(len(tokens))
    return Parser(chart, grammar, home, mood_of(chart), effort)
