"""Text from outside that is shown on a terminal or stands in a log: nothing in it steers, or begins a line."""

import logging
import unicodedata

_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories of what is not seen: control and format characters, half characters, line ends."""


def printable(text: str) -> str:
    """The text with all that is not seen written out: a line feed as "\\n", an escape as "\\x1b"."""
    return "".join(c if unicodedata.category(c) not in _STEERING else _written_out(c) for c in text)


def _written_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


class OneLine(logging.Formatter):
    """Every message on one line of its own, whatever a device or a person has put into it; a traceback comes behind."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line without the traceback."""
        record.message = printable(record.message)
        return super().formatMessage(record)
