"""The error tree of this room.

AssistantError
├── NotAudio            the bytes are no sound we can read
├── SpeechTooLong       more speech than one turn may carry
├── EngineFailed        a speech or language engine died, hung or answered nonsense
│   └── EngineMissing   its model file is absent, cut short or has the wrong hash
├── ToolMistake         a tool call that no tool can take
│   ├── UnknownTool
│   └── BadArgument
├── BadPin              digits that are no good as a PIN
├── NotTaught           a phrase that cannot be taught
└── MemoryUnavailable   what is remembered cannot be read or written now
"""

from collections.abc import Mapping


class AssistantError(Exception):
    """Everything this room raises on purpose."""


class NotAudio(AssistantError):
    """The bytes are no sound we can read."""


class SpeechTooLong(AssistantError):
    """More speech than one turn may carry."""


class EngineFailed(AssistantError):
    """A speech or language engine died, hung or answered nonsense."""


class EngineMissing(EngineFailed):
    """An engine's model file is absent, cut short or has the wrong hash."""


class ToolMistake(AssistantError):
    """A tool call that no tool can take."""


class UnknownTool(ToolMistake):
    """The call names a tool that nobody declared."""


class BadArgument(ToolMistake):
    """An argument is missing, of the wrong type, or out of its declared range."""


class BadPin(AssistantError):
    """Digits that are no good as a PIN; the text says what would be right."""


class NotTaught(AssistantError):
    """A phrase that cannot be taught; the text says why, and `say` says it to the person."""

    def __init__(self, reason: str, say: Mapping[str, str]) -> None:
        """`reason`: a stable code. `say`: one sentence under "en" and under "zh"."""
        self.reason = reason
        self.say = say
        super().__init__(say["en"])


class MemoryUnavailable(AssistantError):
    """What is remembered cannot be read or written now."""
