"""What devices say reaches terminals and logs as text, never as lines or commands of its own."""

import json
import logging

import pytest

from devices.discovery.convention import Rejected
from devices.discovery.home_assistant import HomeAssistant
from devices.link import Message
from server.printable import OneLine, printable


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Küchenlicht 厨房灯 💡", "Küchenlicht 厨房灯 💡"),
        ("two\nlines", "two\\nlines"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("turned \u202earound", "turned \\u202earound"),
        ("half \ud83d", "half \\ud83d"),
        ("line\u2028end\x85", "line\\u2028end\\x85"),
    ],
)
def test_what_is_not_seen_is_written_out(text: str, seen: str) -> None:
    assert printable(text) == seen


def test_an_announcement_makes_one_line_in_the_log() -> None:
    hostile = {"evil\n2026-01-01 CRITICAL forged": {"p": "no such thing", "uniq_id": "x"}}
    payload = json.dumps({"dev": {"ids": ["x"]}, "o": {"name": "o"}, "cmps": hostile}).encode()
    (found,) = HomeAssistant().read(Message("homeassistant/device/x/config", payload, retained=True))
    assert isinstance(found, Rejected)
    record = logging.LogRecord("devices", logging.WARNING, __file__, 1, "not taken: %s", (found.reason,), None)
    line = OneLine("%(levelname)s %(message)s").format(record)
    assert len(line.splitlines()) == 1
    assert "evil" in line


def test_a_traceback_stays_readable() -> None:
    try:
        raise ValueError("x")
    except ValueError as error:
        caught = (type(error), error, error.__traceback__)
    record = logging.LogRecord("devices", logging.ERROR, __file__, 1, "it\nfailed", (), caught)
    first, *rest = OneLine("%(message)s").format(record).splitlines()
    assert first == "it\\nfailed"
    assert rest[-1] == "ValueError: x"
