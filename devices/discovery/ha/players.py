"""Media players. Home Assistant itself has no such platform on MQTT; two ways of announcing them are in use.

One has a topic for each fact and each deed (`state_title_topic`, `command_pause_topic`); the other is made like Home
Assistant's own platforms (`state_topic`, `command_topic` with payloads, `volume_command_topic`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from devices.device import Reading, Shape, Value, Writing
from devices.discovery.ha.making import Capabilities, Making
from devices.discovery.ha.settings import Convert, Settings, a_number, number_text, wished_number

PLAYBACK = {
    "playing": "playing",
    "play": "playing",
    "buffering": "playing",
    "paused": "paused",
    "pause": "paused",
    "idle": "idle",
    "stopped": "idle",
    "stop": "idle",
    "standby": "idle",
    "on": "idle",
    "off": "idle",
}
"""What players tell → what it is called here."""
MUTED = {"true": True, "on": True, "1": True, "muted": True, "false": False, "off": False, "0": False, "unmuted": False}
DEEDS = (("playing", "play"), ("paused", "pause"), ("idle", "stop"))
"""Wish for playback, and what players call the deed."""
_PERCENT: dict[str, Any] = {"unit": "%", "low": 0, "high": 100, "tolerance": 1.0}


@dataclass(frozen=True, slots=True)
class _Terms:
    """What an announcement calls the topics of one fact."""

    told: tuple[str, ...]
    templates: tuple[str, ...]
    keys: tuple[str, ...]
    """Where it stands in a JSON object."""
    wished: tuple[str, ...] = ()


STATE = _Terms(
    ("state_state_topic", "state_topic"),
    ("state_state_template", "state_value_template", "value_template", "state_template"),
    ("state", "media_state", "playback", "status"),
)
VOLUME = _Terms(
    ("state_volume_topic", "volume_state_topic", "volume_level_topic", "volume_topic"),
    ("state_volume_template", "volume_value_template", "volume_state_template", "volume_level_template"),
    ("volume_level", "volume"),
    ("command_volume_topic", "volume_command_topic", "volume_set_topic", "volumeset_topic"),
)
MUTE = _Terms(
    ("state_mute_topic", "mute_state_topic", "is_volume_muted_topic"),
    ("state_mute_template", "mute_value_template", "mute_state_template", "is_volume_muted_template"),
    ("is_volume_muted", "muted", "mute"),
    ("command_mute_topic", "mute_command_topic", "mute_topic"),
)
SOURCE = _Terms(
    ("state_source_topic", "source_state_topic"),
    ("state_source_template", "source_value_template", "source_state_template"),
    ("source",),
    ("command_source_topic", "source_command_topic", "select_source_command_topic"),
)
TITLE = _Terms(
    ("state_title_topic", "media_title_state_topic", "title_state_topic", "media_title_topic", "title_topic"),
    ("state_title_template", "media_title_value_template", "title_value_template", "media_title_template"),
    ("media_title", "title"),
    ("command_playmedia_topic", "play_media_topic", "play_media_command_topic", "playmedia_topic"),
)


def media_player(making: Making) -> Capabilities:
    """Playing and pausing, volume, what plays, the next and the previous."""
    yield from making.besides(
        _playback(making),
        _volume(making),
        _muted(making),
        _source(making),
        _title(making),
        _act(making, "next"),
        _act(making, "previous"),
    )


def _first(settings: Settings, keys: tuple[str, ...]) -> str:
    """The first of these settings that is there; the first of all where none is."""
    return next((key for key in keys if key in settings), keys[0])


def _reading(settings: Settings, terms: _Terms, convert: Convert) -> Reading | None:
    """A fact on its own topic, or out of the object that tells the state."""
    own = _first(settings, terms.told)
    topic = own if own in settings else _first(settings, STATE.told)
    template = _first(settings, terms.templates)
    if own not in settings and template not in settings and not _tells_objects(settings):
        return None

    def pick(text: str) -> Value:
        if not text.startswith("{"):
            return convert(text) if own in settings or template in settings else None
        told = json.loads(text)
        found = next((told[key] for key in terms.keys if told.get(key) is not None), None)
        return None if found is None else convert(str(found))

    return settings.reading(topic, template, pick)


def _tells_objects(settings: Settings) -> bool:
    """Whether its state may be a JSON object with everything else in it."""
    return "state_topic" in settings and not any(key in settings for key in STATE.templates)


def _deed(settings: Settings, name: str) -> tuple[str, str] | None:
    """Topic and payload of something the player does."""
    spoken = name.capitalize()
    own_topics = (
        (f"command_{name}_topic", settings.text(f"command_{name}_payload", spoken)),
        (f"{name}_topic", spoken),
    )
    for key, payload in own_topics:
        own = settings.writing(key, "", str)
        if own is not None:
            return own.topic, payload
    shared = settings.writing("command_topic", "", str)
    if shared is None or settings.is_null(f"payload_{name}"):
        return None
    return shared.topic, settings.text(f"payload_{name}", name)


def _playback(making: Making) -> Capabilities:
    s = making.settings
    deeds = {wish: deed for wish, name in DEEDS if (deed := _deed(s, name)) is not None}
    writing = None
    if deeds:
        topics: dict[Value, str] = {wish: topic for wish, (topic, _) in deeds.items()}
        writing = Writing(next(iter(topics.values())), lambda v: deeds[str(v)][1].encode(), elsewhere=topics)
    reading = _reading(s, STATE, lambda text: PLAYBACK.get(text.lower()))
    yield from making.can(
        "playback", Shape.CHOICE, reading, writing, choices=tuple(deeds or dict.fromkeys(wish for wish, _ in DEEDS))
    )


def _volume(making: Making) -> Capabilities:
    s = making.settings
    whole = s.number("volume_max", 1.0)

    def percent(text: str) -> Value:
        told = round(a_number(text) / whole * 100)
        return told if 0 <= told <= 100 else None

    writing = s.writing(
        _first(s, VOLUME.wished), "volume_command_template", lambda v: number_text(wished_number(v) / 100 * whole)
    )
    yield from making.can("volume", Shape.NUMBER, _reading(s, VOLUME, percent), writing, **_PERCENT)


def _muted(making: Making) -> Capabilities:
    s = making.settings
    topic = _first(s, MUTE.wished)
    mutes, unmutes = ("ON", "OFF") if topic == "mute_topic" else ("true", "false")
    payloads: Mapping[bool, str] = {
        True: s.text(_first(s, ("payload_mute_on", "payload_mute")), mutes),
        False: s.text(_first(s, ("payload_mute_off", "payload_unmute")), unmutes),
    }
    writing = s.writing(topic, "mute_command_template", lambda v: payloads[bool(v)])
    yield from making.can("muted", Shape.FLAG, _reading(s, MUTE, lambda t: MUTED.get(t.lower())), writing)


def _source(making: Making) -> Capabilities:
    s = making.settings
    sources = s.texts("source_list")
    writing = s.writing(_first(s, SOURCE.wished), "source_command_template", str) if sources else None
    shape = Shape.CHOICE if sources else Shape.TEXT
    yield from making.can("source", shape, _reading(s, SOURCE, str), writing, choices=sources)


def _title(making: Making) -> Capabilities:
    s = making.settings
    yield from making.can("media", Shape.TEXT, _reading(s, TITLE, str), s.writing(_first(s, TITLE.wished), "", str))


def _act(making: Making, name: str) -> Capabilities:
    found = _deed(making.settings, name)
    if found is not None:
        topic, payload = found
        yield from making.can(name, Shape.ACT, None, Writing(topic, lambda _: payload.encode()))
