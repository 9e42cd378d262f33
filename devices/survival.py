"""Going on when one message from outside breaks what reads it."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)


@contextmanager
def surviving(topic: str) -> Iterator[None]:
    """A failure inside costs a log line that names the topic and the place, and tells nothing of the payload."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  readers of foreign bytes may fail in any way
        place = traceback.extract_tb(error.__traceback__)[-1]
        failure = type(error).__name__
        log.error("a message on %s is not taken: %s in %s, line %s", topic, failure, place.name, place.lineno)
