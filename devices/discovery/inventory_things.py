"""What lights, covers, players and everything else with a will of its own can do, by Home Assistant domain."""

from devices.device import Capability, Shape, Value
from devices.discovery.colors import hs_of_hex, rgb_of_hex, to_hex, to_hex_from_hs
from devices.discovery.inventory_terms import (
    Capabilities,
    Wish,
    can,
    chosen,
    does,
    is_on,
    number_in,
    number_of,
    own_state,
    percent,
    switched,
    text_of,
)
from devices.discovery.inventory_wire import Entity, Shown, as_number, tidy
from devices.discovery.vocabulary import ACTIVITY_ACCEPTS

BRIGHTNESS_FULL = 255
HVAC_MODES = ("off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only")
HVAC_MODES_TO_SWITCH_ON = ("heat_cool", "auto", "heat", "cool", "dry", "fan_only")


def switch(entity: Entity) -> Capabilities:
    yield switched(entity)


def light(entity: Entity) -> Capabilities:
    yield switched(entity)
    modes = set(entity.choices("supported_color_modes"))
    if not modes or modes - {"onoff"}:
        yield percent(
            entity, "brightness", _brightness, lambda v: {"brightness": int(number_in(v) * BRIGHTNESS_FULL / 100 + 0.5)}
        )
    if not modes or modes & {"hs", "rgb", "rgbw", "rgbww", "xy"}:
        yield can(entity, "color", Shape.COLOR, _color, _color_wish("hs" if modes and "rgb" not in modes else "rgb"))
    if not modes or "color_temp" in modes:
        yield can(
            entity,
            "color_temperature",
            Shape.NUMBER,
            number_of("color_temp_kelvin"),
            lambda v: {"color_temp_kelvin": v},
            unit="K",
            low=as_number(entity.attributes.get("min_color_temp_kelvin")) or 1500,
            high=as_number(entity.attributes.get("max_color_temp_kelvin")) or 9000,
            tolerance=100,
        )
    yield from chosen(entity, "effect", "effect", "effect_list")


def _brightness(shown: Shown) -> Value:
    raw = shown.number("brightness")
    return None if raw is None else round(raw / BRIGHTNESS_FULL * 100)


def _color(shown: Shown) -> Value:
    for name, convert in (("rgb_color", to_hex), ("hs_color", to_hex_from_hs)):
        channels = shown.attributes.get(name)
        if isinstance(channels, list | tuple):
            numbers = [as_number(c) for c in channels]
            if all(n is not None for n in numbers):
                return convert([n for n in numbers if n is not None])
    return None


def _color_wish(mode: str) -> Wish:
    if mode == "hs":
        return lambda v: {"hs_color": list(hs_of_hex(str(v)))}
    return lambda v: {"rgb_color": list(rgb_of_hex(str(v)))}


def fan(entity: Entity) -> Capabilities:
    yield switched(entity)
    if entity.supports("SET_SPEED"):
        yield percent(entity, "speed", number_of("percentage"), lambda v: {"percentage": v})
    yield can(
        entity,
        "oscillating",
        Shape.FLAG,
        lambda s: v if isinstance(v := s.attributes.get("oscillating"), bool) else None,
        lambda v: {"oscillating": v},
    )
    yield can(
        entity,
        "direction",
        Shape.CHOICE,
        text_of("direction"),
        lambda v: {"direction": v},
        choices=("forward", "reverse"),
    )
    yield from chosen(entity, "preset", "preset_mode", "preset_modes")


def cover(entity: Entity) -> Capabilities:
    yield can(
        entity,
        "open",
        Shape.FLAG,
        _open,
        lambda v: {"state": "open" if v else "closed"},
        under_way=frozenset({"opening", "closing"}),
    )
    if entity.supports("SET_POSITION"):
        yield percent(entity, "position", _position, lambda v: {"current_position": v})
    if entity.attributes.get("current_tilt_position") is not None:
        yield percent(entity, "tilt", number_of("current_tilt_position"), lambda v: {"current_tilt_position": v})
    yield does(entity, "stop")


def _open(shown: Shown) -> Value:
    return {"open": True, "closed": False}.get(shown.state or "", shown.state if _moves(shown) else None)


def _moves(shown: Shown) -> bool:
    return shown.state in ("opening", "closing")


def _position(shown: Shown) -> Value:
    known = shown.number("current_position", "position")
    return tidy(known) if known is not None else {"open": 100, "closed": 0}.get(shown.state or "")


def lock(entity: Entity) -> Capabilities:
    yield can(
        entity,
        "locked",
        Shape.FLAG,
        lambda s: {"locked": True, "unlocked": False}.get(s.state or "", s.state),
        lambda v: {"state": "locked" if v else "unlocked"},
        under_way=frozenset({"locking", "unlocking"}),
    )


def climate(entity: Entity) -> Capabilities:
    modes = entity.choices("hvac_modes") or HVAC_MODES
    unit = str(entity.attributes.get("temperature_unit") or "°C")
    to_switch_on = next((m for m in (entity.state, *HVAC_MODES_TO_SWITCH_ON) if m in modes and m != "off"), "auto")
    yield can(entity, "on", Shape.FLAG, is_on, lambda v: {"state": to_switch_on if v else "off"})
    yield can(entity, "mode", Shape.CHOICE, own_state, lambda v: {"state": v}, choices=modes)
    yield _target(entity, "target_temperature", "temperature", unit)
    yield can(entity, "temperature", Shape.NUMBER, number_of("current_temperature"), unit=unit)
    if entity.attributes.get("current_humidity") is not None:
        yield percent(entity, "humidity", number_of("current_humidity"), None)
    yield from chosen(entity, "fan_mode", "fan_mode", "fan_modes")
    yield from chosen(entity, "preset", "preset_mode", "preset_modes")
    yield from chosen(entity, "swing", "swing_mode", "swing_modes")


def _target(entity: Entity, name: str, attribute: str, unit: str) -> Capability:
    return can(
        entity,
        name,
        Shape.NUMBER,
        number_of(attribute),
        lambda v: {attribute: v},
        unit=unit,
        low=as_number(entity.attributes.get("min_temp")),
        high=as_number(entity.attributes.get("max_temp")),
        tolerance=0.5,
    )


def water_heater(entity: Entity) -> Capabilities:
    unit = str(entity.attributes.get("temperature_unit") or "°C")
    yield can(entity, "on", Shape.FLAG, is_on, lambda v: {"state": "on" if v else "off"})
    if modes := entity.choices("operation_list"):
        yield can(entity, "mode", Shape.CHOICE, own_state, lambda v: {"state": v}, choices=modes)
    yield _target(entity, "target_temperature", "temperature", unit)
    yield can(entity, "temperature", Shape.NUMBER, number_of("current_temperature"), unit=unit)


def humidifier(entity: Entity) -> Capabilities:
    yield switched(entity)
    yield percent(entity, "target_humidity", number_of("humidity"), lambda v: {"humidity": v})
    yield percent(entity, "humidity", number_of("current_humidity"), None)
    yield from chosen(entity, "mode", "mode", "available_modes")


def media_player(entity: Entity) -> Capabilities:
    yield can(entity, "on", Shape.FLAG, is_on, lambda v: {"state": "on" if v else "off"})
    yield can(
        entity,
        "playback",
        Shape.CHOICE,
        lambda s: s.state if s.state in ("playing", "paused", "idle", "buffering") else s.state and "idle",
        lambda v: {"state": v},
        choices=("playing", "paused", "idle"),
        under_way=frozenset({"buffering"}),
    )
    yield percent(entity, "volume", _volume, lambda v: {"volume_level": round(number_in(v) / 100, 4)})
    yield can(entity, "muted", Shape.FLAG, _muted, lambda v: {"act": "mute" if v else "unmute"})
    yield can(entity, "track", Shape.NUMBER, number_of("media_track"))
    yield does(entity, "next")
    yield does(entity, "previous")
    yield can(entity, "media", Shape.TEXT, text_of("media_title"), lambda v: {"media_title": v})
    if "media_artist" in entity.attributes:
        yield can(entity, "artist", Shape.TEXT, text_of("media_artist"))
    if entity.choices("source_list"):
        yield from chosen(entity, "source", "source", "source_list")
    elif "source" in entity.attributes:
        yield can(entity, "source", Shape.TEXT, text_of("source"))


def _volume(shown: Shown) -> Value:
    level = shown.number("volume_level")
    return None if level is None else tidy(round(level * 100 if level <= 1 else level, 1))


def _muted(shown: Shown) -> Value:
    said = shown.attributes.get("is_volume_muted")
    level = shown.number("volume_level")
    if level == 0 and not said:
        return True  # nothing is heard at no volume, whatever the mute says
    return said if isinstance(said, bool) else None if level is None else False


def vacuum(entity: Entity) -> Capabilities:
    yield from _drives(entity, ("cleaning", "paused", "returning", "docked", "idle"))
    yield can(entity, "battery", Shape.NUMBER, number_of("battery_level"), unit="%")
    yield does(entity, "clean_rooms", proved_by="activity", accepts={None: frozenset({"cleaning"})})
    yield does(entity, "locate")
    yield from chosen(entity, "fan_speed", "fan_speed", "fan_speed_list")


def lawn_mower(entity: Entity) -> Capabilities:
    yield from _drives(entity, ("mowing", "paused", "returning", "docked"))


def _drives(entity: Entity, activities: tuple[str, ...]) -> Capabilities:
    yield can(
        entity,
        "activity",
        Shape.CHOICE,
        lambda s: {"off": "idle", "on": "cleaning"}.get(s.state or "", s.state),
        lambda v: {"state": "returning" if v == "docked" else v},
        choices=activities,
        accepts={a: ACTIVITY_ACCEPTS[a] for a in activities},
        under_way=frozenset({"cleaning", "mowing", "returning"}),
    )
