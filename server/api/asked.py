"""The questions this server has put to a caller and that wait for a yes. No wish counts as confirmed without one."""

import json
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import HTTPConnection

YES_WITHIN_S = 30.0
"""Seconds a question waits for its yes."""

QUESTIONS_KEPT = 100


class OpenQuestions:
    """What was answered with "ask" lately: each question takes one yes, to the very same wish."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, within_s: float = YES_WITHIN_S) -> None:
        """`clock`: seconds, never going back. `within_s`: seconds that each waits for its yes."""
        self._clock = clock
        self._within_s = within_s
        self._open: OrderedDict[str, float] = OrderedDict()

    def ask(self, *wish: Any, within_s: float | None = None) -> None:
        """Note that this wish, as values of JSON, waits for a yes from now on. The longest open are dropped.

        `within_s`: seconds that this one waits, where it is not as long as the others.
        """
        key = _key(wish)
        self._open[key] = self._clock() + (self._within_s if within_s is None else within_s)
        self._open.move_to_end(key)
        while len(self._open) > QUESTIONS_KEPT:
            self._open.popitem(last=False)

    def take_yes(self, *wish: Any) -> bool:
        """Whether this wish was asked about and is in time; its question is then closed."""
        until = self._open.pop(_key(wish), None)
        return until is not None and self._clock() <= until


def _key(wish: tuple[Any, ...]) -> str:
    return json.dumps(wish, sort_keys=True)


async def questions_of(connection: HTTPConnection) -> OpenQuestions:
    """The questions of this app."""
    found: OpenQuestions = connection.app.state.questions
    return found


Questions = Annotated[OpenQuestions, Depends(questions_of)]
"""The parameter of every route that may ask."""
