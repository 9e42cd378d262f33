"""Whether an answer to a suggestion wants it done every time from then on; matched by code in both languages."""

from functools import cache

from assistant.understanding.reflex.tokens import words_of

_EN = (
    ("", "yes", "yeah", "ok", "okay", "sure", "please", "yes please", "good idea"),
    ("", "do that", "do it", "do this", "please do that", "please do it", "always do that", "always do it"),
    ("", "every time", "every day", "every evening", "every morning", "everyday", "always", "each time", "daily"),
    ("", "please", "from now on", "from now on please"),
)
_ZH = (
    ("", "是", "是的", "好", "好的", "对", "行", "可以", "嗯"),
    ("", "以后", "从现在起", "从今以后", "请"),
    ("每次", "每次都", "每天", "每天都", "每晚", "每晚都", "天天", "天天都", "一直", "总是", "都"),
    ("", "这样", "这么", "这样做", "这么做", "做", "要", "如此", "这样吧", "这样做吧", "做吧"),
)
_FROM_NOW = ("以后", "从现在起", "从今以后")
_LASTING = ("every", "each", "always", "daily", *"每天总", "一直", *(f"{since}都" for since in _FROM_NOW))
"""One of these has to be in it: "都这样" alone is about all things, not about all times."""


Options = tuple[tuple[str, ...], ...]
"""What may stand in one place of the answer, each in words; the empty one where nothing has to."""


def wants_every_time(text: str) -> bool:
    """Whether the whole text says so; what says more than that is no such answer."""
    spoken = text.lower()
    if len(text) > 60 or not any(word in spoken for word in _LASTING):
        return False
    words = words_of(text)
    return any(_fits(words, parts) for parts in _forms())


@cache
def _forms() -> tuple[tuple[Options, ...], ...]:
    return tuple(tuple(tuple(map(words_of, options)) for options in parts) for parts in (_EN, _ZH))


def _fits(words: tuple[str, ...], parts: tuple[Options, ...]) -> bool:
    """Whether the words are one option of each part in their order, and nothing beside."""
    if not parts:
        return not words
    ways = (option for option in parts[0] if words[: len(option)] == option)
    return any(_fits(words[len(option) :], parts[1:]) for option in ways)
