"""The seam to a language model: a prompt in, text out piece by piece, and what it cost."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model is asked, in two pieces of which the first never changes."""

    constant: str
    """Instructions, tools and examples: byte-identical across turns, so that it is evaluated once."""
    turn: str
    """Everything that changes: home, states, clock, speaker, what was said. Data, never control tokens."""


@dataclass(frozen=True, slots=True)
class Form:
    """What an answer may look like."""

    gbnf: str
    """For llama.cpp."""
    json_schema: Mapping[str, Any]
    """The same for servers that take a JSON schema."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What an answer may cost at most; for a mind, all answers of a turn together."""

    tokens: int = 192
    """Tokens of the answer."""
    seconds: float = 20.0
    """From the request to the last token."""
    thinking_tokens: int = 0
    """Tokens of thinking before the answer; 0: it answers at once, as speech wants it."""

    def after(self, tokens: int, seconds: float) -> "Budget":
        """What is left when so many tokens and seconds are spent; `empty` where that is nothing."""
        return replace(self, tokens=max(0, self.tokens - tokens), seconds=max(0.0, self.seconds - seconds))

    @property
    def empty(self) -> bool:
        """Nothing can be answered with it."""
        return self.tokens <= 0 or self.seconds <= 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Some more of the answer."""

    text: str
    thinking: bool = False


Ending = Literal["complete", "tokens", "seconds", "cancelled"]


@dataclass(frozen=True, slots=True)
class Usage:
    """The last thing of every answer: what it cost and why it ended."""

    ended: Ending
    """"complete", or which limit was reached."""
    evaluated: int = 0
    """Prompt tokens the model had to read anew."""
    reused: int = 0
    """Prompt tokens it had read before."""
    generated: int = 0
    constant_evaluated: int = 0
    """Of the evaluated ones, those of the constant prompt; 0 once it is warm. -1 where the engine cannot tell."""
    first_token_ms: float = 0.0
    total_ms: float = 0.0


class Engine(Protocol):
    """Something that runs a language model."""

    @property
    def model(self) -> str:
        """The model's own name, as people are shown it; empty before the first answer of a server that names none."""
        ...

    async def prepare(self, constant: str) -> None:
        """Get ready to answer prompts that begin so; may take minutes the first time.

        Raises EngineMissing when the model is absent or damaged, EngineFailed when it cannot run.
        """
        ...

    def stream(self, prompt: Prompt, form: Form | None, budget: Budget) -> AsyncGenerator[Piece | Usage, None]:
        """The answer in pieces, and its Usage at the end. Closing the generator early stops the model.

        `form` binds the answer; None leaves it free. Raises EngineMissing or EngineFailed.
        """
        ...

    async def count(self, text: str) -> int:
        """How many tokens a text has."""
        ...

    async def close(self) -> None:
        """Let go of everything."""
        ...
