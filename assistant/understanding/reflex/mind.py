"""The reflex mind: milliseconds, no model, and hands off what it does not wholly understand."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from assistant.conversation import Conversation
from assistant.tools import Toolbox
from assistant.understanding.mind import PassedOn, Step
from assistant.understanding.names import Names
from assistant.understanding.reflex.chart import chart_of
from assistant.understanding.reflex.clauses import Parser, Understanding
from assistant.understanding.reflex.fill import Surroundings
from assistant.understanding.reflex.grammar import Grammar, grammar_of
from assistant.understanding.reflex.hearing import Hearing, hearing_of, without_address
from assistant.understanding.reflex.home import Home, index_of
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.mood import mood_of
from assistant.understanding.reflex.outcome import steps_for
from assistant.understanding.reflex.tokens import MAX_TEXT, MAX_TOKENS, Token, repeats_itself, tokens_of
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

    def __init__(self) -> None:
        self._grammars: dict[int, Grammar] = {}
        self._homes: list[_Compiled] = []

    def prepare(self, toolbox: Toolbox) -> None:
        """Compile the tools' phrases, about a second; may run in a thread before the first sentence comes."""
        self._grammar(toolbox)

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
        if len(utterance.text) > MAX_TEXT:
            return (PassedOn(f"longer than {MAX_TEXT} characters"),)
        tokens = tokens_of(utterance.text)
        if not tokens or len(tokens) > MAX_TOKENS:
            return (PassedOn(f"longer than {MAX_TOKENS} words" if tokens else "no words"),)
        if repeats_itself(tokens):
            return (PassedOn("the same words over and over"),)
        grammar, compiled = self._grammar(toolbox), self._home(names)
        around = Surroundings(
            utterance.place,
            utterance.language,
            _last_things(conversation, utterance.at, names),
            in_car=bool(utterance.speaker.seat),
        )
        parser = _parser(utterance.text, tokens, grammar, compiled.home)
        found = parser.sentence(around)
        if not found.matches and not found.shortfall and not parser.mood.conditions and not parser.mood.negations:
            parser, found = self._heard_again(parser, found, compiled, around) or (parser, found)
        return steps_for(found, parser, around, lambda: self._hearing(compiled))

    def _heard_again(
        self, parser: Parser, found: Understanding, compiled: _Compiled, around: Surroundings
    ) -> tuple[Parser, Understanding] | None:
        """The same with a misheard name put right, where that makes it wholly clear."""
        if found.partial is None or not found.partial.literals:
            return None
        chart, left = parser.chart, found.partial.left
        addressed = without_address(chart, left)
        for tokens in (self._hearing(compiled).corrected(chart, left), addressed):
            if tokens:
                again = _parser(chart.text, tokens, parser.grammar, compiled.home)
                understood = again.sentence(around)
                if understood.matches or (understood.shortfall and tokens is addressed):
                    return again, understood
        return None

    def _grammar(self, toolbox: Toolbox) -> Grammar:
        known = self._grammars.get(id(toolbox))
        if known is None or known.toolbox is not toolbox:
            known = grammar_of(toolbox, lexicon())
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


def _parser(text: str, tokens: tuple[Token, ...], grammar: Grammar, home: Home) -> Parser:
    chart = chart_of(text, tokens, home, grammar)
    return Parser(chart, grammar, home, mood_of(chart))


def _same_names(known: Names, names: Names) -> bool:
    return known is names or (known.version == names.version and known == names)


def _last_things(conversation: Conversation, now: datetime, names: Names) -> tuple[str, ...]:
    """The things the latest calls were about: what "it" means."""
    for exchange in reversed(conversation.recent(now)):
        lists = [v for call in exchange.calls for v in call.arguments.values() if isinstance(v, tuple | list)]
        things = tuple(i for ids in lists for i in ids if isinstance(i, str) and names.thing(i))
        if things:
            return tuple(dict.fromkeys(things))
    return ()
