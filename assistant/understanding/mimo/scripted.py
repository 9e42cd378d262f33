"""The double of the Engine seam: answers from a script, and counts like a real one."""

from collections.abc import AsyncGenerator, Callable

from assistant.understanding.mimo.engine import Budget, Form, Piece, Prompt, Usage


class ScriptedEngine:
    """Answers every prompt with what `answer` makes of its turn. A token is a word here."""

    def __init__(self, answer: Callable[[str], str], model: str = "scripted") -> None:
        self._answer = answer
        self._warm = ""
        self.model = model
        self.prompts: list[Prompt] = []
        self.forms: list[Form | None] = []

    async def prepare(self, constant: str) -> None:
        """Nothing has to be loaded; the constant is known from now on."""
        self._warm = constant

    async def stream(self, prompt: Prompt, form: Form | None, budget: Budget) -> AsyncGenerator[Piece | Usage, None]:
        """The script's text word by word, cut at the budget."""
        self.prompts.append(prompt)
        self.forms.append(form)
        cold = 0 if prompt.constant == self._warm else len(prompt.constant.split())
        self._warm = prompt.constant
        words = self._answer(prompt.turn).split(" ")
        for number, word in enumerate(words[: budget.tokens]):
            yield Piece(word if number == 0 else f" {word}")
        turn = len(prompt.turn.split())
        yield Usage(
            "complete" if len(words) <= budget.tokens else "tokens",
            evaluated=cold + turn,
            reused=len(prompt.constant.split()) - cold,
            generated=min(len(words), budget.tokens),
            constant_evaluated=cold,
        )

    async def count(self, text: str) -> int:
        """Words."""
        return len(text.split())

    async def close(self) -> None:
        """Nothing is held."""
