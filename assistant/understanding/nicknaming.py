"""The seam to the names that the household gives: where they are kept, and which words may be one."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.memory.nicknames import Nickname, Nicknames
from assistant.understanding.reflex.names.nameable import Unfit, bare_name
from assistant.understanding.reflex.tokens import words_of
from assistant.understanding.taught import is_reserved, may_be_code

__all__ = ["Nicknaming", "Unfit", "key_of"]


@dataclass(frozen=True, slots=True)
class Nicknaming:
    """Names beside those that things have of their own."""

    kept: Nicknames
    unfit: Callable[[str, str], Unfit]
    """Why what has this id, the second one, may not be called so; empty where it may."""

    def bare(self, said: str) -> str:
        """The name in some words: without an article and marks around it."""
        return bare_name(said)

    def known(self, said: str) -> Nickname | None:
        """The given name that these words end in, whatever stands before it ("it the moon")."""
        words = words_of(said)
        for start in range(len(words)):
            found = self.kept.find(" ".join(words[start:]))
            if found is not None:
                return found
        return None

    def given(self, name: str) -> Nickname | None:
        """The given name that is just this."""
        return self.kept.find(key_of(name))

    def why_not(self, name: str, about: str) -> str:
        """Why nothing, or not this, may be called so: a reason of Unfit, or "answer"; empty where it may."""
        if is_reserved(name):
            return "answer"
        return "number" if may_be_code(name) else self.unfit(name, about)


def key_of(name: str) -> str:
    """The form in which a name is found again."""
    return " ".join(words_of(name))
