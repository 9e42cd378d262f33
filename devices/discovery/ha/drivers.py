"""What drives around by itself: vacuums and lawn mowers."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from devices.device import Reading, Shape, Value, Writing
from devices.discovery.ha.making import Capabilities, Making
from devices.discovery.ha.settings import Settings, a_number
from devices.discovery.vocabulary import ACTIVITY_ACCEPTS

VACUUM_FEATURES = ("start", "stop", "return_home", "clean_spot")
VACUUM_WISHES = (
    ("start", "cleaning", "payload_start", "start"),
    ("pause", "paused", "payload_pause", "pause"),
    ("return_home", "returning", "payload_return_to_base", "return_to_base"),
    ("stop", "idle", "payload_stop", "stop"),
)
"""feature, wish, setting, its default."""
OLD_VACUUM_WISHES = (
    ("turn_on", "cleaning", "payload_turn_on", "turn_on"),
    ("turn_off", "idle", "payload_turn_off", "turn_off"),
)
OLD_VACUUM_FACTS = (("error", "error"), ("cleaning", "cleaning"), ("docked", "docked"), ("charging", "docked"))
"""Yes-or-no facts of vacuums from before their state was one word, the weightiest first."""
MOWER_WISHES = (("mowing", "start_mowing"), ("paused", "pause"), ("returning", "dock"))
MAX_SEGMENTS = 200
GOES_ON = frozenset({"cleaning", "returning", "mowing"})


def vacuum(making: Making) -> Capabilities:
    """Activity, rooms, suction, and what it does once."""
    s = making.settings
    features = s.texts("supported_features", VACUUM_FEATURES)
    payloads = {wish: s.text(key, default) for feature, wish, key, default in VACUUM_WISHES if feature in features}
    payloads |= {wish: s.text(key, default) for f, wish, key, default in OLD_VACUUM_WISHES if f in features}
    if "returning" in payloads:
        payloads["docked"] = payloads["returning"]
    yield from making.can(
        "activity",
        Shape.CHOICE,
        _field(s, lambda told: str(told["state"]) if "state" in told else None) or _old_activity(s),
        s.writing("command_topic", "", lambda v: payloads[str(v)]),
        choices=tuple(payloads),
        accepts={wish: ACTIVITY_ACCEPTS[wish] for wish in payloads},
        under_way=GOES_ON,
    )
    yield from making.besides(_rooms(making), _suction(making), _battery(making), _once(making, features))


def _suction(making: Making) -> Capabilities:
    s = making.settings
    speeds = s.texts("fan_speed_list")
    if not speeds:
        return
    own = s.reading("fan_speed_topic", "fan_speed_template", str)
    reading = own or _field(s, lambda told: str(told["fan_speed"]) if told.get("fan_speed") else None)
    yield from making.can("fan_speed", Shape.CHOICE, reading, s.writing("set_fan_speed_topic", "", str), choices=speeds)


def _battery(making: Making) -> Capabilities:
    """Only older vacuums tell it themselves; others have a sensor for it."""
    reading = making.settings.reading("battery_level_topic", "battery_level_template", a_number)
    yield from making.can("battery", Shape.NUMBER, reading, unit="%")


def _once(making: Making, features: tuple[str, ...]) -> Capabilities:
    s = making.settings
    if "locate" in features:
        yield from making.act("locate", "command_topic", s.text("payload_locate", "locate"))
    if "clean_spot" in features:
        spot = s.text("payload_clean_spot", "clean_spot")
        yield from making.act("spot", "command_topic", spot, proved_by="activity", accepts=_CLEANS)


def _old_activity(settings: Settings) -> Reading | None:
    """What an older vacuum does, from as many of its yes-or-no facts as stand on one topic."""
    known = [(key, activity) for key, activity in OLD_VACUUM_FACTS if f"{key}_topic" in settings]
    if not known:
        return None
    topic = settings.topic(f"{known[0][0]}_topic")
    facts = [
        (settings.reading(f"{key}_topic", f"{key}_template", _truth), activity)
        for key, activity in known
        if settings.topic(f"{key}_topic") == topic
    ]

    def decode(payload: bytes) -> Value:
        told = [(reading.decode(payload), activity) for reading, activity in facts if reading is not None]
        said = [activity for truth, activity in told if truth is True]
        return said[0] if said else ("idle" if any(truth is False for truth, _ in told) else None)

    return Reading(topic, decode)


def _truth(text: str) -> Value:
    """Whether a fact holds; an error's text is one."""
    return text.lower() not in ("false", "0", "off", "no", "no error")


_CLEANS: Mapping[Value, frozenset[Value]] = {None: frozenset({"cleaning"})}


def _field(settings: Settings, pick: Callable[[dict[str, Any]], Value]) -> Reading | None:
    def convert(text: str) -> Value:
        told = json.loads(text) if text.startswith("{") else {"state": text}
        return pick(told) if isinstance(told, dict) else None

    return settings.reading("state_topic", "value_template", convert)


class _Segments:
    """Names of a vacuum's rooms and their ids: those announced, and those its state tells later."""

    def __init__(self, announced: object) -> None:
        self.ids: dict[str, str] = {}
        self.learn(announced)

    def learn(self, told: object) -> tuple[str, ...] | None:
        """Take a map of ids to names; returns the names."""
        if not isinstance(told, dict) or len(told) > MAX_SEGMENTS:
            return None
        self.ids = {str(name)[:100]: str(segment)[:100] for segment, name in told.items()}
        return tuple(self.ids)

    def ids_of(self, wish: Value) -> list[str]:
        """Ids of the named rooms. Raises ValueError naming the unknown one."""
        names = (wish,) if isinstance(wish, str) else wish if isinstance(wish, tuple) else ()
        by_name = {name.casefold(): segment for name, segment in self.ids.items()}
        unknown = [n for n in names if n.casefold() not in by_name]
        if unknown or not names:
            raise ValueError(f"the vacuum knows {', '.join(self.ids) or 'no rooms'}; not {', '.join(unknown)}")
        return [by_name[n.casefold()] for n in names]


def _rooms(making: Making) -> Capabilities:
    s = making.settings
    segments = _Segments(s.raw("segments"))
    writing = s.writing(
        "clean_segments_command_topic", "clean_segments_command_template", lambda v: json.dumps(segments.ids_of(v))
    )
    if writing is None:
        return
    yield from making.can(
        "clean_rooms",
        Shape.ACT,
        None,
        writing,
        choices=tuple(segments.ids),
        proved_by="activity",
        accepts=_CLEANS,
    )
    yield from making.can("rooms", Shape.TEXT, _field(s, lambda told: segments.learn(told.get("segments"))))


def lawn_mower(making: Making) -> Capabilities:
    """Activity; each wish may have a topic of its own."""
    s = making.settings
    writings = {wish: writing for wish, name in MOWER_WISHES if (writing := _mower_writing(s, name))}
    topics: dict[Value, str] = {wish: writing.topic for wish, writing in writings.items()}
    writing = None
    if writings:
        writing = Writing(next(iter(topics.values())), lambda v: writings[str(v)].encode(v), elsewhere=topics)
    reading = s.reading("activity_state_topic", "activity_value_template", str)
    yield from making.can(
        "activity",
        Shape.CHOICE,
        reading,
        writing,
        choices=tuple(writings or ACTIVITY_ACCEPTS),
        accepts={wish: ACTIVITY_ACCEPTS[wish] for wish in writings},
        under_way=GOES_ON,
    )


def _mower_writing(settings: Settings, name: str) -> Writing | None:
    return settings.writing(f"{name}_command_topic", f"{name}_command_template", lambda _: name)
