"""Covers, valves and locks."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from devices.device import Reading, Shape, Value
from devices.discovery.ha.making import Capabilities, Making, one_of
from devices.discovery.ha.settings import a_number, number_text, wished_number
from devices.discovery.ha.travel import AT_AN_END, MOVING, STOPPED, Travel
from devices.errors import NotDiscoverable

LOCKING = frozenset({"locking", "unlocking"})
AT_REST: frozenset[Value] = frozenset(range(101))
"""Positions that are told while nothing moves."""


def cover(making: Making) -> Capabilities:
    """A cover: open, close, stop, position, tilt."""
    told, wished = ("position_topic", "set_position_topic") if _counts(making) else ("", "")
    yield from _openable(making, told, wished, "position_template", "set_position_template")
    yield from making.besides(_tilt(making))


def valve(making: Making) -> Capabilities:
    """A valve: open and close, or a position on the same two topics."""
    if making.settings.flag("reports_position"):
        yield from _openable(making, "state_topic", "command_topic", "value_template", "command_template")
    else:
        yield from _openable(making, "", "", "", "")


def _counts(making: Making) -> bool:
    """Whether its positions can be told apart; a note where they cannot."""
    s = making.settings
    if s.number("position_closed", 0) != s.number("position_open", 100):
        return True
    making.left_out.append("position_open and position_closed are the same")
    return False


@dataclass(frozen=True, slots=True)
class _Ends:
    """What the device calls wholly closed and wholly open, and where its positions travel."""

    closed: float
    opened: float
    told: str
    """Setting with the topic it tells its position on; empty where it tells none."""
    told_template: str
    wished: str
    wished_template: str

    def percent(self, text: str) -> Value:
        """The device's position → 0 closed to 100 open; None where it cannot be."""
        percent = (_position_number(text) - self.closed) / (self.opened - self.closed) * 100
        return round(percent) if -1 <= percent <= 101 else None

    def own(self, value: Value) -> str:
        """0 closed to 100 open → the device's position."""
        return number_text(round(self.closed + wished_number(value) / 100 * (self.opened - self.closed)))

    def named(self, value: Value) -> Mapping[str, Any]:
        """What command templates see."""
        ends = {"position_open": round(self.opened), "position_closed": round(self.closed)}
        return {"position": value, "tilt_position": value, **ends}

    @property
    def takes_positions_as_commands(self) -> bool:
        """Whether opening and closing are positions too."""
        return self.wished == "command_topic"


def _openable(making: Making, told: str, wished: str, told_template: str, wished_template: str) -> Capabilities:
    s = making.settings
    ends = _Ends(
        s.number("position_closed", 0), s.number("position_open", 100), told, told_template, wished, wished_template
    )
    if (told or wished) and ends.closed == ends.opened:
        raise NotDiscoverable("position_open and position_closed are the same")
    motion = _motion(making)
    reading = s.reading(told, told_template, ends.percent) if told else None
    moves_on_same_topic = motion is not None and reading is not None and motion.topic == reading.topic
    if motion is not None and reading is not None:
        reading = _position_at_rest(reading, motion) if moves_on_same_topic else Travel(motion, reading).reading()
    writing = s.writing(wished, wished_template, ends.own, ends.named) if wished else None
    yield from _open(making, motion, reading, writing is not None and ends.takes_positions_as_commands, ends)
    yield from making.can(
        "position",
        Shape.NUMBER,
        reading,
        writing,
        unit="%",
        low=0,
        high=100,
        tolerance=AT_AN_END,
        under_way=MOVING if motion is not None else frozenset(),
    )
    yield from _stop(making, moves_on_same_topic and not ends.takes_positions_as_commands)


def _stop(making: Making, tells_rest: bool) -> Capabilities:
    """A cover stops unless it says it cannot; a valve only where it says how."""
    s = making.settings
    payload = "" if s.is_null("payload_stop") else s.text("payload_stop", "" if making.platform == "valve" else "STOP")
    proof: dict[str, Any] = {"proved_by": "position", "accepts": {None: AT_REST}} if tells_rest else {}
    yield from making.act("stop", "command_topic", payload, "command_template", **proof)


def _position_number(text: str) -> float:
    if text.startswith("{"):
        told = json.loads(text)
        text = str(told.get("position")) if isinstance(told, dict) else text
    return a_number(text)


def _motion(making: Making) -> Reading | None:
    """Open, closed, opening, closing or stopped, as the state topic tells it, also within an object."""
    s = making.settings
    meanings: dict[str, Value] = {
        s.text("state_stopped", STOPPED): STOPPED,
        s.text("state_open", "open"): True,
        s.text("state_closed", "closed"): False,
        s.text("state_opening", "opening"): "opening",
        s.text("state_closing", "closing"): "closing",
    }

    def convert(text: str) -> Value:
        told = json.loads(text) if text.startswith("{") else {"state": text}
        state = told.get("state")
        return meanings.get(state) if isinstance(state, str) else None

    return s.reading("state_topic", "value_template", convert)


def _position_at_rest(position: Reading, motion: Reading) -> Reading:
    """A position, or what the same message says about moving."""

    def decode(payload: bytes) -> Value:
        moving = motion.decode(payload)
        return moving if moving in MOVING else position.decode(payload)

    return Reading(position.topic, decode)


def _open(
    making: Making, motion: Reading | None, position: Reading | None, by_position: bool, ends: _Ends
) -> Capabilities:
    s = making.settings
    at_ends: dict[Value, frozenset[Value]] = {True: frozenset({100}), False: frozenset({0})}
    by_both = motion is not None and position is not None and motion.topic == position.topic
    to_end = s.writing(ends.wished, ends.wished_template, lambda v: ends.own(_end(v)), lambda v: ends.named(_end(v)))
    by_command = to_end if by_position else s.writing("command_topic", "command_template", _opening(making))
    yield from making.can(
        "open",
        Shape.FLAG,
        _open_from_both(motion, position) if by_both else motion or _open_from_position(position),
        by_command or to_end,
        under_way=MOVING,
        proved_by="position" if position is not None else "",
        accepts=at_ends if position is not None else {},
    )


def _opening(making: Making) -> Callable[[Value], str]:
    """How opening and closing are wished; a payload of null says that it cannot."""
    s = making.settings
    payloads = {True: ("payload_open", "OPEN"), False: ("payload_close", "CLOSE")}

    def encode(value: Value) -> str:
        key, default = payloads[bool(value)]
        if s.is_null(key):
            raise ValueError(f"it has no {key}")
        return s.text(key, default)

    return encode


def _end(value: Value) -> int:
    return 100 if value else 0


def _open_from_both(motion: Reading | None, position: Reading | None) -> Reading | None:
    """Whether it is open, as the state tells it, or else the position on the same topic."""
    stated, placed = motion, _open_from_position(position)
    if stated is None or placed is None:
        return stated or placed

    def decode(payload: bytes) -> Value:
        told = stated.decode(payload)
        return placed.decode(payload) if told is None or told == STOPPED else told

    return Reading(stated.topic, decode)


def _open_from_position(position: Reading | None) -> Reading | None:
    if position is None:
        return None

    def decode(payload: bytes) -> Value:
        value = position.decode(payload)
        return value > 0 if isinstance(value, int | float) else value

    return Reading(position.topic, decode)


def _tilt(making: Making) -> Capabilities:
    s = making.settings
    low, high = s.number("tilt_min", 0), s.number("tilt_max", 100)
    if low == high:
        raise NotDiscoverable("tilt_min and tilt_max are the same")
    limits = {"tilt_min": round(low), "tilt_max": round(high)}

    def percent(text: str) -> Value:
        return round((a_number(text) - low) / (high - low) * 100)

    def own(value: Value) -> str:
        return number_text(round(low + wished_number(value) / 100 * (high - low)))

    yield from making.can(
        "tilt",
        Shape.NUMBER,
        s.reading("tilt_status_topic", "tilt_status_template", percent),
        s.writing("tilt_command_topic", "tilt_command_template", own, lambda v: {"tilt_position": v, **limits}),
        unit="%",
        low=0,
        high=100,
        tolerance=AT_AN_END,
    )


def lock(making: Making) -> Capabilities:
    """A lock; one that wants a code can only be read."""
    s = making.settings
    meanings: dict[str, Value] = {
        "OPEN": False,
        s.text("state_opening", "OPENING"): "unlocking",
        s.text("state_locked", "LOCKED"): True,
        s.text("state_unlocked", "UNLOCKED"): False,
        s.text("state_locking", "LOCKING"): "locking",
        s.text("state_unlocking", "UNLOCKING"): "unlocking",
        s.text("state_jammed", "JAMMED"): "jammed",
    }
    locking, unlocking = s.text("payload_lock", "LOCK"), s.text("payload_unlock", "UNLOCK")
    reading = s.reading("state_topic", "value_template", one_of(meanings))
    if "code_format" in s:
        if reading is None:
            raise NotDiscoverable("the lock wants a code and does not tell how it is")
        yield from making.can("locked", Shape.FLAG, reading, under_way=LOCKING)
        return
    yield from making.can(
        "locked",
        Shape.FLAG,
        reading,
        s.writing("command_topic", "command_template", lambda v: locking if v else unlocking, lambda _: {"code": ""}),
        under_way=LOCKING,
    )
    if "payload_open" in s:
        yield from making.act("unlatch", "command_topic", s.text("payload_open"), "command_template")
