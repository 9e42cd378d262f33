"""The mind for everything the reflex cannot place: it asks a language model, and checks every word of the answer."""

import contextlib
import logging
from collections.abc import AsyncIterator

from assistant.conversation import Conversation
from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mimo.arguments import Refused, Situation, readable
from assistant.understanding.mimo.candidates import candidates, names_of
from assistant.understanding.mimo.decoding import Wanted, decode
from assistant.understanding.mimo.engine import Budget, Engine, Prompt, Usage
from assistant.understanding.mimo.grammar import form_of
from assistant.understanding.mimo.grounding import Ground
from assistant.understanding.mimo.prompt import constant_prompt, turn_prompt
from assistant.understanding.mimo.sentence import Sentences
from assistant.understanding.mimo.surroundings import FactsOf
from assistant.understanding.mimo.thinking import ThinkingApart
from assistant.understanding.mimo.words import core_sentence
from assistant.understanding.mind import PassedOn, Question, Speech, Step, Thinking
from assistant.understanding.names import Names
from assistant.utterance import Utterance

log = logging.getLogger(__name__)


class MimoMind:
    """The reasoning core over any engine."""

    name = "core"

    def __init__(self, engine: Engine, *, facts_of: FactsOf | None = None, budget: Budget | None = None) -> None:
        """`facts_of`: what is known of things now; without it the model is shown no states."""
        self._engine = engine
        self._facts_of = facts_of
        self._budget = budget or Budget()
        self._sentences = Sentences()
        self._told: tuple[Toolbox, str] | None = None
        self._offered: tuple[Toolbox, Toolbox] | None = None
        self.usage: Usage | None = None
        """What the last answer cost."""

    @property
    def model(self) -> str:
        """The model's own name, as people are shown it."""
        return self._engine.model

    async def prepare(self, toolbox: Toolbox) -> None:
        """Have the constant prompt read before the first person waits for it. Raises EngineMissing or EngineFailed."""
        await self._engine.prepare(self._constant(self._thinkable(toolbox)))

    async def close(self) -> None:
        """Let the engine go."""
        await self._engine.close()

    async def reply(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """See Mind. A question gets only the tools that change nothing."""
        toolbox = self._thinkable(toolbox)
        meant = self._sentences.meant(utterance, names, toolbox)
        home = self._sentences.home(names)
        offered = candidates(meant, toolbox, home)
        fitting = names_of(offered.tools) if offered.narrowed else ""
        turn = turn_prompt(utterance, conversation, names, asks=meant.asks, fitting=fitting, facts_of=self._facts_of)
        answer, ended = "", "complete"
        apart = ThinkingApart()
        pieces = self._engine.stream(Prompt(self._constant(toolbox), turn), form_of(offered), self._budget)
        async with contextlib.aclosing(pieces):
            async for piece in pieces:
                if isinstance(piece, Usage):
                    self.usage, ended = piece, piece.ended
                    log.info("core answered: %s", piece)
                elif piece.thinking:
                    yield Thinking(piece.text)
                else:
                    for part in apart.feed(piece.text):
                        if part.kind == "thinking":
                            yield Thinking(part.text)
                        else:
                            answer += part.text
        answer += "".join(part.text for part in apart.rest() if part.kind == "answer")
        wanted = decode(answer)
        if ended != "complete" and not wanted.say:
            yield Speech(core_sentence("too_long", utterance.language))
            return
        ground = Ground(utterance, conversation, names, home.ids(meant.named))
        for step in _steps(wanted, toolbox, Situation(utterance, names, home, meant, ground)):
            yield step

    def _thinkable(self, toolbox: Toolbox) -> Toolbox:
        """The tools a model may call, the same object for the same toolbox."""
        if self._offered is None or self._offered[0] is not toolbox:
            self._offered = (toolbox, toolbox.thinkable())
        return self._offered[1]

    def _constant(self, toolbox: Toolbox) -> str:
        """The constant prompt of these tools, made once."""
        if self._told is None or self._told[0] is not toolbox:
            self._told = (toolbox, constant_prompt(toolbox))
        return self._told[1]


def _steps(wanted: Wanted, toolbox: Toolbox, situation: Situation) -> list[Step]:
    """What to do about an answer. Calls are run all or none."""
    if wanted.trouble:
        return [PassedOn(wanted.trouble)]
    if wanted.ask:
        return [Question(wanted.ask)]
    if wanted.say:
        return [Speech(wanted.say)]
    calls = [readable(each, toolbox, situation) for each in wanted.calls]
    refused = next((c for c in calls if isinstance(c, Refused)), None)
    if refused is None:
        return [c for c in calls if isinstance(c, ToolCall)]
    return [refused.told or PassedOn(refused.why)]
