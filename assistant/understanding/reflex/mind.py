"""The reflex mind: milliseconds, no model, and hands off what it does not wholly understand."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from assistant.conversation import Conversation
from assistant.tools import Toolbox
from assistant.understanding.mind import PassedOn, Step
from assistant.understanding.names import Names
from assistant.understanding.reflex.clauses.spared import without_spared
from assistant.understanding.reflex.effort import BOUND, Effort, TooMuch, Total
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.names.hearing import Hearing, hearing_of
from assistant.understanding.reflex.names.home import Home, index_of
from assistant.understanding.reflex.names.nameable import Unfit, why_unfit
from assistant.understanding.reflex.phrases.grammar import Grammar, grammar_of
from assistant.understanding.reflex.reading import Reading
from assistant.understanding.reflex.spotting.reading import spotted
from assistant.understanding.reflex.tokens import is_chinese
from assistant.utterance import Language, Utterance

_HOMES_KEPT = 4

_REHEARSED: tuple[tuple[Language, str], ...] = (
    ("en", "please set the lamp to 70 percent and is it warm in there?"),
    ("zh", "麻烦把灯调到百分之七十，那里热吗？"),
)


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

    def rehearse(self, toolbox: Toolbox, names: Names) -> None:
        """Read a sentence in each language: what it takes, a quarter of a second, is at hand when the first is said."""
        for language, text in _REHEARSED:
            self.steps(Utterance(text, language), Conversation("rehearsal"), toolbox, names)

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
        grammar, compiled = self._grammar(toolbox), self._home(names)

        def read(text: str, effort: Effort) -> tuple[Step, ...]:
            def steps_of(said: Utterance) -> tuple[Step, ...]:
                hearing = partial(self._hearing, compiled)
                reading = Reading(
                    said,
                    conversation,
                    toolbox,
                    grammar,
                    compiled.home,
                    hearing,
                    shorter=steps_of,
                    effort=effort.again(),
                )
                return without_spared(reading.steps(), said.text, toolbox, compiled.home, grammar)

            try:
                return steps_of(replace(utterance, text=text))
            except TooMuch:
                # What was found until then may be a part, or mean something else than a later reading.
                return (PassedOn("too much at once"),)

        steps, further = read(utterance.text, Effort(total=Total(BOUND))), Effort(total=Total(BOUND))
        return spotted(steps, utterance, toolbox, names, lambda part: read(part, further))

    def why_no_name(self, name: str, about: str, toolbox: Toolbox, names: Names) -> Unfit:
        """Why the thing or room with the id `about` may not be called so besides; empty where it may."""
        return why_unfit(name, about, self._home(names).home, self._grammar(toolbox))

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


def _same_names(known: Names, names: Names) -> bool:
    return known is names or (known.version == names.version and known == names)
