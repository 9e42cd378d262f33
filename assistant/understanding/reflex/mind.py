"""The reflex mind: milliseconds, no model, and hands off what it does not wholly understand."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.conversation import Conversation
from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mind import PassedOn, Question, Step
from assistant.understanding.names import Names
from assistant.understanding.reflex.asides import without_asides
from assistant.understanding.reflex.chart import chart_of
from assistant.understanding.reflex.citing import cites
from assistant.understanding.reflex.clauses import Parser, Understanding
from assistant.understanding.reflex.composed import composed
from assistant.understanding.reflex.effort import Effort
from assistant.understanding.reflex.fill import Surroundings
from assistant.understanding.reflex.follow_on import GoingOn, Retold, choosable, going_on_from, placed_there
from assistant.understanding.reflex.follow_topic import topic_of
from assistant.understanding.reflex.follow_words import joined
from assistant.understanding.reflex.freely_zh import (
    goes_too_far,
    is_misread,
    resolves_complaint,
    said_freely,
    wishes_behind,
)
from assistant.understanding.reflex.grammar import Grammar, grammar_of
from assistant.understanding.reflex.hearing import Hearing, hearing_of, respelt, without_address
from assistant.understanding.reflex.home import Home, index_of
from assistant.understanding.reflex.lacking import asked_for
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.mood import mood_of
from assistant.understanding.reflex.no_order import is_bare_place, says_no_order, with_is, without_holding
from assistant.understanding.reflex.no_order_zh import says_no_order_zh
from assistant.understanding.reflex.outcome import steps_for
from assistant.understanding.reflex.plainly import left_out_first, said_plainly, wishes_first
from assistant.understanding.reflex.quoting import quoted
from assistant.understanding.reflex.repairs import without_repetition
from assistant.understanding.reflex.resolution import Ambiguous
from assistant.understanding.reflex.spared import without_spared
from assistant.understanding.reflex.statements import wishes_behind_question
from assistant.understanding.reflex.tokens import (
    MAX_TEXT,
    MAX_TOKENS,
    Token,
    is_chinese,
    is_code,
    repeats_itself,
    tokens_of,
)
from assistant.understanding.reflex.wishes_alone import rest_beside
from assistant.utterance import Utterance

_HOMES_KEPT = 4


@dataclass(slots=True)
class _Compiled:
    """What one home's names came to."""

    home: Home
    hearing: Hearing | None = None


class ReflexMind:
    """Understands what the tools' phrases and the home's names explain to the last word, in English and Mandarin."""

    name = "reflex"

    def __init__(self, kept: Path | None = None) -> None:
        """`kept`: the file in which the compiled phrases are found at the next start."""
        self._kept = kept
        self._grammars: dict[int, Grammar] = {}
        self._homes: list[_Compiled] = []

    def prepare(self, toolbox: Toolbox) -> None:
        """Compile the tools' phrases, about a second; may run in a thread before the first sentence comes."""
        self._grammar(toolbox)

    def get_to_know(self, names: Names) -> None:
        """Index a home before the first sentence comes; may run in a thread.

        How names sound takes half a second and 60 MiB the first time: here only where one is Mandarin, elsewhere when
        a Mandarin word is first misheard.
        """
        compiled = self._home(names)
        called = [n for thing in names.things for n in thing.names] + [n for room in names.rooms for n in room.names]
        if any(is_chinese(letter) for name in called for letter in name):
            self._hearing(compiled).listen()

    async def reply(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """The calls; or one question, one sentence, or PassedOn. Raises BadArgument where a tool's phrase is broken."""
        for step in self.steps(utterance, conversation, toolbox, names):
            yield step

    def steps(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> tuple[Step, ...]:
        """The same without waiting: nothing here blocks for longer than some milliseconds."""
        steps = self._understood(utterance, conversation, toolbox, names)
        return without_spared(steps, utterance.text, toolbox, self._home(names).home, self._grammar(toolbox))

    def _understood(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> tuple[Step, ...]:
        """The steps, what is left out among them where a reading missed that it is."""
        if len(utterance.text) > MAX_TEXT:
            return (PassedOn(f"longer than {MAX_TEXT} characters"),)
        tokens = tokens_of(utterance.text)
        unread = _why_unread(utterance.text, tokens)
        if unread:
            return (PassedOn(unread),)
        grammar, compiled = self._grammar(toolbox), self._home(names)
        quoting = quoted(utterance.text, tokens, grammar.quotings)
        if quoting is not None:
            return (quoting,)
        topic = topic_of(conversation, utterance, names)
        around = Surroundings(
            utterance.place,
            utterance.language,
            topic.pointed_at(tuple(t.text for t in tokens), names),
            in_car=bool(utterance.speaker.seat),
            chosen=topic.things,
        )
        text = placed_there(utterance.text, tokens, topic, names)
        tokens = tokens if text == utterance.text else tokens_of(text)
        effort = Effort()
        parser = _parser(text, without_holding(tokens), grammar, compiled.home, effort)
        if cites(parser.chart) or says_no_order(parser.chart) or says_no_order_zh(parser.chart):
            return (PassedOn("words that are only cited or told"),)
        stated = with_is(parser.chart)
        parser = _parser(text, stated, grammar, compiled.home, effort) if stated else parser
        retold = self._steps_of(grammar, compiled, effort)
        going_on = going_on_from(topic, parser, around, retold, toolbox)
        taken_up = going_on.answer(conversation.asked, utterance) or going_on.early()
        if taken_up:
            return taken_up
        around, said = going_on.around, parser
        parser, found = _said_plainly(parser, around)
        misses = going_on.misses(found)
        taken_up = None if found.matches and not misses else going_on.late()
        if taken_up:
            return taken_up
        if misses or (found.matches and is_bare_place(said.chart)):
            return (PassedOn("it is not about what was spoken of, or names a room alone"),)
        if (
            not found.matches
            and not found.shortfall
            and not found.refused
            and not parser.mood.conditions
            and not parser.mood.negations
        ):
            parser, found = self._heard_again(parser, found, compiled, around) or (parser, found)
        beside = self._beside(utterance, conversation, toolbox, names, going_on, found)
        if beside:
            return beside
        steps = choosable(steps_for(found, parser, around, lambda: self._hearing(compiled)), found, parser, around)
        plain = _composed(said, around) if isinstance(steps[0], PassedOn) or _is_open(found, parser) else None
        if plain is not None:
            return steps_for(plain[1], plain[0], around, lambda: self._hearing(compiled))
        steps = self._freely(said, found, steps, around, toolbox, compiled) or steps
        question = asked_for(steps, parser.chart, compiled.home, around, retold)
        if effort.is_over and not found.matches and not question and isinstance(steps[0], PassedOn):
            return (PassedOn("too much at once"),)
        return (question,) if question else steps

    def _freely(
        self,
        said: Parser,
        found: Understanding,
        steps: tuple[Step, ...],
        around: Surroundings,
        toolbox: Toolbox,
        compiled: _Compiled,
    ) -> tuple[Step, ...]:
        """Mandarin in a stranger's words, where nothing came of it or its own words mislead."""
        told = all(isinstance(step, ToolCall) and toolbox[step.tool].reads_only for step in steps)
        wishing = told and wishes_behind(said)
        misled = wishing or bool(found.refused) or is_misread(said) or resolves_complaint(said)
        misled = misled or goes_too_far(found.calls, compiled.home.names)
        if not misled and any(isinstance(step, ToolCall | Question) for step in steps):
            return ()
        retold = self._steps_of(said.grammar, compiled, Effort())
        return said_freely(said, around, retold, toolbox, only_wishes=wishing)

    def _beside(
        self,
        utterance: Utterance,
        conversation: Conversation,
        toolbox: Toolbox,
        names: Names,
        going_on: GoingOn,
        found: Understanding,
    ) -> tuple[Step, ...]:
        """起风了，关严实: what goes on with what was said before, without what only explains it."""
        if found.complete or not going_on.topic.acts or going_on.parser.mood.asks:
            return ()
        chart = going_on.parser.chart
        rest = (without_asides(chart) if any(map(is_chinese, chart.words)) else None) or rest_beside(going_on.parser)
        if rest is None or len(rest) == len(chart.tokens):
            return ()
        steps = self.steps(replace(utterance, text=joined(t.text for t in rest)), conversation, toolbox, names)
        if found.matches and not all(isinstance(step, ToolCall) for step in steps):
            return ()
        return () if any(isinstance(step, PassedOn) for step in steps) else steps

    def _steps_of(self, grammar: Grammar, compiled: _Compiled, effort: Effort) -> Retold:
        """Understands another sentence of the same house; used where one is completed with what was said before."""

        def retold(text: str, around: Surroundings) -> tuple[Step, ...]:
            tokens = tokens_of(text)
            if not tokens or len(tokens) > MAX_TOKENS or effort.is_over:
                return ()
            parser = _parser(text, tokens, grammar, compiled.home, effort)
            parser, found = _said_plainly(parser, around)
            steps = steps_for(found, parser, around, lambda: self._hearing(compiled))
            return choosable(steps, found, parser, around)

        return retold

    def _heard_again(
        self, parser: Parser, found: Understanding, compiled: _Compiled, around: Surroundings
    ) -> tuple[Parser, Understanding] | None:
        """The same with a misheard name put right, where that makes it wholly clear."""
        if found.partial is None or not found.partial.literals:
            return None
        chart, left = parser.chart, found.partial.left
        addressed = without_address(chart, left)
        slipped = respelt(chart, parser.grammar, parser.home)
        for tokens in (self._hearing(compiled).corrected(chart, left), addressed, slipped):
            if tokens and not parser.effort.is_over:
                again = _parser(chart.text, tokens, parser.grammar, compiled.home, parser.effort)
                understood = again.sentence(around)
                if understood.matches or (understood.shortfall and tokens is addressed):
                    return again, understood
        return None

    def _grammar(self, toolbox: Toolbox) -> Grammar:
        known = self._grammars.get(id(toolbox))
        if known is None or known.toolbox is not toolbox:
            known = grammar_of(toolbox, lexicon(), self._kept)
            self._grammars = {**dict(list(self._grammars.items())[-3:]), id(toolbox): known}
        return known

    def _home(self, names: Names) -> _Compiled:
        for compiled in self._homes:
            if _same_names(compiled.home.names, names):
                return compiled
        compiled = _Compiled(index_of(names, lexicon()))
        self._homes = [compiled, *self._homes[: _HOMES_KEPT - 1]]
        return compiled

    @staticmethod
    def _hearing(compiled: _Compiled) -> Hearing:
        if compiled.hearing is None:
            compiled.hearing = hearing_of(compiled.home)
        return compiled.hearing


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


def _same_names(known: Names, names: Names) -> bool:
    return known is names or (known.version == names.version and known == names)
