"""The mind for everything the reflex cannot place: it asks a language model, and checks every word of the answer.

Think, call, look, answer: what a tool tells goes back to the model where the sentence wants more than that.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from functools import partial
from time import perf_counter

from assistant.conversation import Conversation
from assistant.errors import EngineFailed
from assistant.tools import Claim, Toolbox, ToolCall
from assistant.understanding.mimo.arguments import Situation
from assistant.understanding.mimo.candidates import Candidates, candidates
from assistant.understanding.mimo.engine import Budget, Engine, Form, Prompt, Usage
from assistant.understanding.mimo.faithful import NOT_ALL, NOTHING, only_by_name, stays_within
from assistant.understanding.mimo.grammar import form_of
from assistant.understanding.mimo.grounding import Ground
from assistant.understanding.mimo.having_looked import looks, tells_only_now
from assistant.understanding.mimo.judging import answers_already, at_once, calls_in, goes_on, judged
from assistant.understanding.mimo.known import KnownOf, known_lines
from assistant.understanding.mimo.looking_up import only_call, states_asked
from assistant.understanding.mimo.prompt import constant_prompt, turn_prompt
from assistant.understanding.mimo.restating import (
    LONGEST,
    constant_prompts,
    form_for,
    may_be_restated,
    named_in,
    plain_lines,
    restating_prompt,
)
from assistant.understanding.mimo.sentence import Sentences
from assistant.understanding.mimo.surroundings import FactsOf
from assistant.understanding.mimo.thinking import ThinkingApart
from assistant.understanding.mimo.thought import Answer, Thought
from assistant.understanding.mimo.tool_lines import lines_of
from assistant.understanding.mimo.words import core_sentence
from assistant.understanding.mind import PassedOn, Speech, Step, Thinking
from assistant.understanding.names import Names
from assistant.utterance import Utterance

log = logging.getLogger(__name__)

Reads = Callable[[Utterance, Conversation, Toolbox, Names], Sequence[Step]]
"""Understands a sentence without a model."""

STEPS = 3
"""Answers of the model in one turn at most."""


class MimoMind:
    """The reasoning core over any engine."""

    name = "core"

    def __init__(
        self,
        engine: Engine,
        *,
        facts_of: FactsOf | None = None,
        known_of: KnownOf | None = None,
        reads: Reads | None = None,
        budget: Budget | None = None,
        steps: int = STEPS,
    ) -> None:
        """`facts_of`: what is known of things now; without it the model is shown no states. `known_of`: what is known
        of whoever speaks. `reads`: understands plain sentences; without it the model is not asked to put what was said
        into plain words. `budget`: of a turn."""
        self._engine = engine
        self._facts_of = facts_of
        self._known_of = known_of
        self._reads = reads
        self._budget = budget or Budget()
        self._steps = steps
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
        thinkable = self._thinkable(toolbox)
        await asyncio.to_thread(self._sentences.prepare, thinkable)
        # What is asked for first stays in the context.
        for constant in (self._constant(thinkable), *(constant_prompts() if self._reads else ())):
            await self._engine.prepare(constant)

    async def close(self) -> None:
        """Let the engine go."""
        await self._engine.close()

    async def reply(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """See Mind. A question gets only the tools that change nothing."""
        everything, toolbox = toolbox, self._thinkable(toolbox)
        thought = self._thought_of(utterance, conversation, toolbox, names)
        meant, home, offered = thought.situation.meant, thought.situation.home, thought.offered
        if plain := at_once(meant, offered, home, utterance.language):
            yield plain
            return
        grammar = self._sentences.grammar(toolbox)
        if calls := answers_already(meant, toolbox) or only_call(meant, offered, home, grammar, utterance.language):
            async for step in looks(calls, thought.looked):
                yield step
            if not meant.advice or not all(each.found for each in thought.looked):
                return
        try:
            understood = False
            async for step in self._in_plain_words(thought, everything):
                understood = understood or not isinstance(step, Thinking)
                yield step
            if understood:
                return
            async for step in self._deliberate(thought):
                yield step
        except EngineFailed as error:
            calls = () if thought.looked else self._states(thought)
            if not calls:
                raise
            log.warning("the model failed, the states are told instead: %s", error)
            async for step in tells_only_now(calls, thought):
                yield step

    async def reconsider(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """See Reconsiders: plain words alone, and only about things that the sentence calls by their names."""
        thought = self._thought_of(utterance, conversation, self._thinkable(toolbox), names)
        situation = thought.situation
        if situation.meant.held_back or not situation.meant.by_name:
            return
        steps: list[Step] = []
        async for step in self._in_plain_words(thought, toolbox):
            if isinstance(step, Thinking):
                yield step
            else:
                steps.append(step)
        if only_by_name(steps, situation):
            for step in steps:
                yield step

    def _thought_of(self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names) -> Thought:
        meant = self._sentences.meant(utterance, names, toolbox, _last_things(conversation, utterance))
        home = self._sentences.home(names)
        ground = Ground(utterance, conversation, names, home.ids(meant.named), hinted=home.ids(meant.proposals.things))
        situation = Situation(utterance, names, home, meant, ground)
        return Thought(conversation, toolbox, situation, candidates(meant, toolbox, home))

    async def _in_plain_words(self, thought: Thought, toolbox: Toolbox) -> AsyncIterator[Step]:
        """What the model puts into plain words and code then reads; nothing where that is not what was said."""
        situation = thought.situation
        if self._reads is None or not may_be_restated(situation.meant, thought.offered):
            return
        answer = Answer()
        prompt = restating_prompt(situation.utterance, thought.conversation, named_in(situation.meant, situation.home))
        form = form_for(situation.meant, situation.language)
        async for thinking in self._ask(prompt, form, replace(self._budget, tokens=LONGEST), answer):
            yield thinking
        thought.spent += answer.usage.generated if answer.usage else 0
        said = [replace(situation.utterance, text=line) for line in plain_lines(answer.text)]
        steps = [step for each in said for step in self._reads(each, Conversation(""), toolbox, situation.names)]
        lines = {each.text: partial(self._sentences.meant, each, situation.names, thought.toolbox) for each in said}
        why = stays_within(steps, lines, thought.toolbox, situation) if lines else NOTHING
        yield Thinking("\n".join([*lines, why]))
        if why:
            # Words that turn a wish round are no better as calls; a question may still be answered by looking.
            steps = [] if why in (NOT_ALL, NOTHING) or situation.meant.asks else [PassedOn(why)]
        for step in steps:
            yield step

    async def _deliberate(self, thought: Thought) -> AsyncIterator[Step]:
        """Answer after answer of the model, until one ends the turn or the budget does."""
        situation, talk, why = thought.situation, not thought.offered.tools, "too_long"
        thought.known = await known_lines(
            situation.utterance, situation.names, self._known_of, self._facts_of, talk=talk
        )
        for number in range(1, self._steps + 1):
            last, answer = number == self._steps, Answer()
            offer = thought.offer(last=last)
            left = self._budget.after(thought.spent, perf_counter() - thought.began)
            if left.empty:
                break
            async for thinking in self._ask(self._prompt(thought, offer), form_of(offer), left, answer):
                yield thinking
            thought.spent += answer.usage.generated if answer.usage else 0
            wanted = answer.wanted
            if wanted is None:
                break
            steps = judged(wanted, thought.toolbox, thought.situation, thought.looked, thought.known)
            if not steps and not thought.looked:
                why = "not_known"
                break
            calls = calls_in(steps)
            if wanted.calls and not calls and not thought.looked and self._states(thought):
                break  # the model asked for what nobody named: how things are now is the better answer
            if last or not goes_on(calls, thought.situation.meant, offer, thought.toolbox):
                for step in steps:
                    yield step
                return
            async for step in looks(calls, thought.looked):
                yield step
            if not all(each.tells for each in thought.looked):
                return
        async for step in self._instead(thought, why):
            yield step

    async def _instead(self, thought: Thought, why: str) -> AsyncIterator[Step]:
        """What is told where the model has no answer, and nothing that was looked up is one."""
        if thought.looked:
            return
        if calls := self._states(thought):
            async for step in tells_only_now(calls, thought):
                yield step
        else:
            claim = Claim.FAILED if why == "too_long" else Claim.REFUSED
            yield Speech(core_sentence(why, thought.situation.language), claim)

    def _states(self, thought: Thought) -> tuple[ToolCall, ...]:
        """What is told to a question about a few things where the model has not answered."""
        situation = thought.situation
        grammar = self._sentences.grammar(thought.toolbox)
        return states_asked(situation.meant, situation.home, grammar, situation.language)

    async def _ask(self, prompt: Prompt, form: Form, budget: Budget, answer: Answer) -> AsyncIterator[Thinking]:
        """One answer of the model, its thinking as it comes; no longer than the budget, whatever the engine does."""
        began, pieces_seen = perf_counter(), 0
        apart = ThinkingApart()
        pieces = self._engine.stream(prompt, form, budget)
        async with contextlib.aclosing(pieces):
            async for piece in pieces:
                if isinstance(piece, Usage):
                    self.usage = answer.usage = piece
                    log.info("core answered: %s", piece)
                    continue
                pieces_seen += 1
                if _runs_away(pieces_seen, perf_counter() - began, budget):
                    self.usage = answer.usage = Usage("tokens", generated=pieces_seen)
                    break
                if piece.thinking:
                    yield Thinking(piece.text)
                    continue
                for part in apart.feed(piece.text):
                    if part.kind == "thinking":
                        yield Thinking(part.text)
                    else:
                        answer.text += part.text
        answer.text += "".join(part.text for part in apart.rest() if part.kind == "answer")

    def _prompt(self, thought: Thought, offer: Candidates) -> Prompt:
        situation, meant = thought.situation, thought.situation.meant
        acts = any(not c.tool.reads_only for c in offer.tools)
        turn = turn_prompt(
            situation.utterance,
            thought.conversation,
            situation.names,
            asks=meant.asks and not meant.advice,
            tools=lines_of(offer.tools),
            hint=meant.proposals.each if acts else (),
            hinted=situation.home.things(meant.proposals.things),
            looked=thought.looked,
            known=thought.known,
            talk=not thought.offered.tools and not thought.looked,
            facts_of=self._facts_of,
        )
        return Prompt(self._constant(thought.toolbox), turn)

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


def _last_things(conversation: Conversation, utterance: Utterance) -> tuple[str, ...]:
    """Ids in the arguments of the latest calls: what "it" may mean."""
    for exchange in reversed(conversation.recent(utterance.at)):
        values = [v for call in exchange.calls for v in call.arguments.values() if isinstance(v, tuple | list)]
        if ids := tuple(i for value in values for i in value if isinstance(i, str)):
            return ids
    return ()


def _runs_away(pieces: int, seconds: float, budget: Budget) -> bool:
    return pieces > budget.tokens + budget.thinking_tokens or seconds > budget.seconds + 1.0
