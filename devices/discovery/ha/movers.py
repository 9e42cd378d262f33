"""Covers, valves and locks."""

import json

from devices.device import Reading, Shape, Value
from devices.discovery.ha.making import Capabilities, Making, one_of
from devices.discovery.ha.settings import a_number, number_text, wished_number
from devices.errors import NotDiscoverable

MOVING = frozenset({"opening", "closing"})
LOCKING = frozenset({"locking", "unlocking"})
AT_REST: frozenset[Value] = frozenset(range(101))
"""Positions that are told while nothing moves."""
AT_AN_END = 2.0
"""Percent that count as wholly open or closed."""


def cover(making: Making) -> Capabilities:
    """A cover: open, close, stop, position, tilt."""
    yield from _openable(making, "position_topic", "set_position_topic", "position_template", "set_position_template")
    yield from _tilt(making)


def valve(making: Making) -> Capabilities:
    """A valve: open and close, or a position on the same two topics."""
    if making.settings.flag("reports_position"):
        yield from _openable(making, "state_topic", "command_topic", "value_template", "command_template")
    else:
        yield from _openable(making, "", "", "", "")


def _openable(making: Making, told: str, wished: str, told_template: str, wished_template: str) -> Capabilities:
    s = making.settings
    closed, opened = s.number("position_closed", 0), s.number("position_open", 100)
    if closed == opened:
        raise NotDiscoverable("position_open and position_closed are the same")
    motion = _motion(making) if told != "state_topic" else None
    moves_on_same_topic = motion is not None and told != "" and motion.topic == s.topic(told)

    def position(text: str) -> Value:
        percent = (_position_number(text) - closed) / (opened - closed) * 100
        return round(percent) if -1 <= percent <= 101 else None

    reading = s.reading(told, told_template, position) if told else None
    if reading is not None and motion is not None and moves_on_same_topic:
        reading = _position_at_rest(reading, motion)
    writing = (
        s.writing(
            wished,
            wished_template,
            lambda v: number_text(round(closed + wished_number(v) / 100 * (opened - closed))),
        )
        if wished
        else None
    )
    positions = list(
        making.can(
            "position",
            Shape.NUMBER,
            reading,
            writing,
            unit="%",
            low=0,
            high=100,
            tolerance=AT_AN_END,
            under_way=MOVING if moves_on_same_topic else frozenset(),
        )
    )
    yield from _open(making, motion, reading, writing is not None and wished == "command_topic", moves_on_same_topic)
    yield from positions
    if told != "state_topic" and s.raw("payload_stop") != "" and ("payload_stop" not in s or s.text("payload_stop")):
        proof = {"proved_by": "position", "accepts": {None: AT_REST}} if moves_on_same_topic else {}
        yield from making.act("stop", "command_topic", s.text("payload_stop", "STOP"), "command_template", **proof)


def _position_number(text: str) -> float:
    if text.startswith("{"):
        told = json.loads(text)
        text = str(told.get("position")) if isinstance(told, dict) else text
    return a_number(text)


def _motion(making: Making) -> Reading | None:
    """Open, closed, opening or closing, as the state topic tells it."""
    s = making.settings
    meanings: dict[str, Value] = {
        s.text("state_open", "open"): True,
        s.text("state_closed", "closed"): False,
        s.text("state_opening", "opening"): "opening",
        s.text("state_closing", "closing"): "closing",
    }
    return s.reading("state_topic", "value_template", one_of(meanings))


def _position_at_rest(position: Reading, motion: Reading) -> Reading:
    """A position, or what the same message says about moving."""

    def decode(payload: bytes) -> Value:
        moving = motion.decode(payload)
        return moving if moving in ("opening", "closing") else position.decode(payload)

    return Reading(position.topic, decode)


def _open(
    making: Making, motion: Reading | None, position: Reading | None, by_position: bool, same_topic: bool
) -> Capabilities:
    s = making.settings
    ends: dict[Value, frozenset[Value]] = {True: frozenset({100}), False: frozenset({0})}
    proved_by_position = position is not None and (same_topic or motion is None)
    writing = (
        s.writing("command_topic", "command_template", lambda v: _end(making, bool(v)))
        if by_position
        else s.writing(
            "command_topic",
            "command_template",
            lambda v: s.text("payload_open", "OPEN") if v else s.text("payload_close", "CLOSE"),
        )
    ) or s.writing("set_position_topic", "set_position_template", lambda v: _end(making, bool(v)))
    yield from making.can(
        "open",
        Shape.FLAG,
        motion or (_open_from_position(position) if position else None),
        writing,
        under_way=MOVING,
        proved_by="position" if proved_by_position else "",
        accepts=ends if proved_by_position else {},
    )


def _end(making: Making, is_open: bool) -> str:
    s = making.settings
    return number_text(s.number("position_open", 100) if is_open else s.number("position_closed", 0))


def _open_from_position(position: Reading) -> Reading:
    def decode(payload: bytes) -> Value:
        value = position.decode(payload)
        return value > 0 if isinstance(value, int | float) else value

    return Reading(position.topic, decode)


def _tilt(making: Making) -> Capabilities:
    s = making.settings
    low, high = s.number("tilt_min", 0), s.number("tilt_max", 100)
    if low == high:
        raise NotDiscoverable("tilt_min and tilt_max are the same")
    yield from making.can(
        "tilt",
        Shape.NUMBER,
        s.reading(
            "tilt_status_topic", "tilt_status_template", lambda t: round((a_number(t) - low) / (high - low) * 100)
        ),
        s.writing(
            "tilt_command_topic",
            "tilt_command_template",
            lambda v: number_text(round(low + wished_number(v) / 100 * (high - low))),
        ),
        unit="%",
        low=0,
        high=100,
        tolerance=AT_AN_END,
    )


def lock(making: Making) -> Capabilities:
    """A lock; one that wants a code can only be read."""
    s = making.settings
    meanings: dict[str, Value] = {
        s.text("state_locked", "LOCKED"): True,
        s.text("state_unlocked", "UNLOCKED"): False,
        s.text("state_locking", "LOCKING"): "locking",
        s.text("state_unlocking", "UNLOCKING"): "unlocking",
        s.text("state_jammed", "JAMMED"): "jammed",
    }
    locking, unlocking = s.text("payload_lock", "LOCK"), s.text("payload_unlock", "UNLOCK")
    wants_code = "code_format" in s
    yield from making.can(
        "locked",
        Shape.FLAG,
        s.reading("state_topic", "value_template", one_of(meanings)),
        None if wants_code else s.writing("command_topic", "command_template", lambda v: locking if v else unlocking),
        under_way=LOCKING,
    )
    if "payload_open" in s and not wants_code:
        yield from making.act("unlatch", "command_topic", s.text("payload_open"), "command_template")
