"""One answer, token by token: thinking where it is wanted, then the answer itself, within its limits."""

import codecs
import json
from collections.abc import Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from assistant.worker_frames import Header
from assistant.workers_child import Cancelled

if TYPE_CHECKING:
    from assistant.understanding.mimo.sampling import GrammarRun


class Writing(Protocol):
    """What a model in memory can do for an answer."""

    def next_token(self, grammar: "GrammarRun | None") -> int | None:
        """The next token, or None at the end of the answer."""
        ...

    def follow(self, tokens: list[int]) -> None:
        """These tokens come next; evaluate them."""
        ...

    def bytes_of(self, token: int) -> bytes:
        """The bytes a token stands for."""
        ...

    def grammar(self, gbnf: str) -> "GrammarRun":
        """A fresh run of a grammar."""
        ...

    def control(self, text: str) -> list[int]:
        """Tokens of our own text, control tokens included."""
        ...


class Answer:
    """One answer being written: first thinking where it is wanted, then the answer itself."""

    def __init__(self, model: Writing, header: Header, deadline: float, cancelled: Cancelled) -> None:
        self._model = model
        self._header = header
        self._deadline = deadline
        self._cancelled = cancelled
        self.generated = 0
        self.first_at = 0.0
        self.ended = "complete"

    def pieces(self) -> Iterator[Header]:
        """The pieces, {"text"} and for thinking {"text", "thinking"}; afterwards `ended` says why it ended."""
        if self._header["thinking_tokens"]:
            yield from self._think()
        if self.ended == "complete":
            yield from self._write()

    def _think(self) -> Iterator[Header]:
        thought = ""
        for text in self._written(None, self._header["thinking_tokens"]):
            thought += text
            if "</think>" in thought:
                return
            yield {"text": text, "thinking": True}
        if self.ended == "seconds" or self._cancelled:
            return
        self.ended = "complete"  # enough thought; the answer follows in any case
        self._model.follow(self._model.control("\n</think>\n\n"))

    def _write(self) -> Iterator[Header]:
        gbnf = self._header.get("grammar")
        grammar = self._model.grammar(gbnf) if gbnf else None
        whole = ""
        try:
            for text in self._written(grammar, self._header["tokens"]):
                whole += text
                yield {"text": text}
                if grammar and _is_whole(whole):
                    self.ended = "complete"
                    return
        finally:
            if grammar:
                grammar.close()

    def _written(self, grammar: "GrammarRun | None", most: int) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for _ in range(most):
            if self._cancelled:
                self.ended = "cancelled"
                return
            if perf_counter() > self._deadline:
                self.ended = "seconds"
                return
            token = self._model.next_token(grammar)
            if token is None:
                return
            if grammar:
                grammar.accept(token)
            self.generated += 1
            self.first_at = self.first_at or perf_counter()
            if text := decoder.decode(self._model.bytes_of(token)):
                yield text
            self._model.follow([token])
        self.ended = "tokens"


def _is_whole(text: str) -> bool:
    """Under our grammar an answer is whole as soon as it is JSON."""
    if not text.endswith(("]", "}")):
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
