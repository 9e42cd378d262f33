"""A GGUF model in a process of its own, behind the Engine seam."""

import contextlib
import logging
from collections.abc import AsyncGenerator

from assistant.errors import EngineFailed
from assistant.understanding.mimo.engine import Budget, Form, Piece, Prompt, Usage
from assistant.understanding.mimo.llama_worker import Options, arguments
from assistant.understanding.mimo.templates import ChatFormat, manner_of
from assistant.worker_frames import Header
from assistant.workers import Worker

log = logging.getLogger(__name__)

LOAD_TIMEOUT_S = 180.0
PREPARE_TIMEOUT_S = 900.0
"""Reading a long constant prompt for the first time takes a 7B model minutes on a small machine."""
SLACK_S = 15.0
"""How much later than its own budget the process may answer before it counts as hung and is replaced."""


class LlamaEngine:
    """llama.cpp in a child process that is replaced when it dies or hangs."""

    def __init__(self, options: Options, name: str = "") -> None:
        """`name`: what people are shown; empty: as the model file says."""
        self._name = name
        self._worker = Worker(arguments(options), name="language model", start_timeout_s=LOAD_TIMEOUT_S)
        self._format: ChatFormat | None = None

    @property
    def model(self) -> str:
        """See Engine."""
        return self._name or str(self._worker.ready.get("name", ""))

    @property
    def pid(self) -> int | None:
        """Process id of the model's process while it lives."""
        return self._worker.pid

    async def prepare(self, constant: str) -> None:
        """See Engine. The evaluated prompt comes from disk where it was kept."""
        head = (await self._chat()).render(constant, "").head
        told = await self._one({"do": "prepare", "head": head}, PREPARE_TIMEOUT_S)
        log.info("constant prompt: %(tokens)d tokens, %(evaluated)d evaluated, %(ms)d ms", told)

    async def stream(self, prompt: Prompt, form: Form | None, budget: Budget) -> AsyncGenerator[Piece | Usage, None]:
        """See Engine."""
        rendered = (await self._chat()).render(prompt.constant, prompt.turn, thinking=budget.thinking_tokens > 0)
        request = {
            "do": "stream",
            "head": rendered.head,
            "turn": rendered.turn,
            "foot": rendered.foot,
            "grammar": form.gbnf if form else "",
            "tokens": budget.tokens,
            "seconds": budget.seconds,
            "thinking_tokens": budget.thinking_tokens,
        }
        answers = self._worker.request(request, deadline_s=budget.seconds + SLACK_S)
        async with contextlib.aclosing(answers):
            async for told, _ in answers:
                if "usage" in told:
                    yield Usage(**told["usage"])
                else:
                    yield Piece(told["text"], told.get("thinking", False))

    async def count(self, text: str) -> int:
        """See Engine."""
        told = await self._one({"do": "count", "text": text}, SLACK_S)
        return int(told["tokens"])

    async def close(self) -> None:
        """End the process."""
        await self._worker.close()

    async def _chat(self) -> ChatFormat:
        await self._worker.start()
        if self._format is None:
            told = self._worker.ready
            template = str(told.get("template", ""))
            self._format = ChatFormat(template, manner_of(f"{self._name} {told.get('name', '')}", template))
        return self._format

    async def _one(self, request: Header, deadline_s: float) -> Header:
        answers = self._worker.request(request, deadline_s=deadline_s)
        async with contextlib.aclosing(answers):
            async for told, _ in answers:
                return told
        raise EngineFailed("the language model gave no answer")
