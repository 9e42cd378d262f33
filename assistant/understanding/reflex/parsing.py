"""A sentence as a parser: as it was said, and as it was meant beside what only explains or corrects it."""

from dataclasses import replace

from assistant.understanding.reflex.clauses.asking import asks_which
from assistant.understanding.reflex.clauses.clauses import Parser, Understanding
from assistant.understanding.reflex.clauses.mood import mood_of
from assistant.understanding.reflex.clauses.plainly import left_out_first, said_plainly, wishes_first
from assistant.understanding.reflex.clauses.repairs import without_repetition
from assistant.understanding.reflex.clauses.unbound import without_idioms
from assistant.understanding.reflex.effort import Effort
from assistant.understanding.reflex.english.statements import wishes_behind_question
from assistant.understanding.reflex.mandarin.turns_in_car import without_car_name
from assistant.understanding.reflex.mandarin.turns_polite import without_modal
from assistant.understanding.reflex.matching.chart import chart_of
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.questions.composed import composed
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import (
    MAX_TEXT,
    MAX_TOKENS,
    Token,
    is_chinese,
    is_code,
    repeats_itself,
    tokens_of,
)


def composed_of(said: Parser, around: Surroundings) -> tuple[Parser, Understanding] | None:
    """The question of known parts that a sentence is."""
    effort = said.effort.further()
    return composed(said, around, lambda text: parser_of(text, tokens_of(text), said.grammar, said.home, effort))


def as_said_plainly(parser: Parser, around: Surroundings) -> tuple[Parser, Understanding]:
    """A sentence as it was said, or as it was meant beside what only explains or corrects it."""

    def parse(tokens: tuple[Token, ...]) -> Parser:
        again = parser_of(parser.chart.text, tokens, parser.grammar, parser.home, parser.effort)
        marked = "?" in parser.chart.words[-1 if is_chinese(parser.chart.words[0]) else 0 :]
        marked = (marked and not wishes_behind_question(parser.chart)) or asks_which(parser.chart)
        if parser.mood.asks and not again.mood.asks and marked and "?" not in again.chart.words:
            # What was asked stays a question, however it is put right; "darling, would you …?" never was one.
            again = replace(again, mood=replace(again.mood, asks=True))
        return again

    first = left_out_first(parser, around, parse) or wishes_first(parser, around, parse)
    told = first or said_plainly(parser, parser.sentence(around), around, parse)
    return (parser, parser.sentence(around)) if _forgets_when(parser, told[0]) else told


def _forgets_when(said: Parser, meant: Parser) -> bool:
    """ "I'll be home at eight, lights on": whether the hour of the wish is lost with the statement it stands in."""
    kept = {token.start for token in meant.chart.tokens}
    moments = (s for s in said.mood.conditions if s.sense is Sense.QUANTITY and s.meaning.unit != "s")
    return any(token.start not in kept for s in moments for token in said.chart.tokens[s.start : s.end])


def why_unread(text: str, tokens: tuple[Token, ...]) -> str:
    """Why a sentence is not looked at; empty where it is."""
    if len(text) > MAX_TEXT:
        return f"longer than {MAX_TEXT} characters"
    if not tokens or len(tokens) > MAX_TOKENS:
        return f"longer than {MAX_TOKENS} words" if tokens else "no words"
    if is_code(text):
        return "written for a machine"
    return "the same words over and over" if repeats_itself(tokens) else ""


def parser_of(text: str, tokens: tuple[Token, ...], grammar: Grammar, home: Home, effort: Effort) -> Parser:
    chart = effort.charts.get((text, tokens))
    if chart is None:
        meant = without_idioms(without_repetition(tokens, home.called))
        said = without_modal(without_car_name(meant, home.names))
        chart = effort.charts[(text, tokens)] = chart_of(text, said, home, grammar)
    effort.count_words(len(tokens))
    return Parser(chart, grammar, home, mood_of(chart), effort)
