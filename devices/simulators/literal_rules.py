"""What a literal entity does with a wish: one rule for each Home Assistant domain that has one of its own."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from devices.discovery.inventory_wire import as_number

Wish = Mapping[str, Any]
"""{"state": …}, {attribute: …}, or {"act": …, "value"?: …}."""

SWITCHED_OFF = frozenset({"off", "standby"})


@dataclass(slots=True)
class EntityState:
    """What an entity says."""

    state: str | None
    attributes: dict[str, Any]
    items: list[str] = field(default_factory=list)
    deeds: Counter[str] = field(default_factory=Counter)
    """How often it did what leaves no trace in its state."""

    def copy(self) -> "EntityState":
        """One that does not change with this one."""
        return EntityState(self.state, dict(self.attributes), list(self.items), self.deeds.copy())


Rule = Callable[[EntityState, EntityState, Wish], None]


def obey(domain: str, entity: EntityState, setup: EntityState, wish: Wish) -> None:
    """Change the entity as wished; anything the wish does not speak of keeps what it had."""
    if "act" in wish:
        entity.deeds[str(wish["act"])] += 1
    _RULES.get(domain, _plain)(entity, setup, wish)


def _plain(entity: EntityState, setup: EntityState, wish: Wish) -> None:
    """State and attributes become what was wished; deeds leave no trace."""
    if "act" in wish:
        return
    for name, value in wish.items():
        if name == "state":
            entity.state = str(value)
        else:
            entity.attributes[name] = value


def _light(entity: EntityState, setup: EntityState, wish: Wish) -> None:
    attributes = entity.attributes
    switched_off = wish.get("state") == "off" or wish.get("brightness") == 0
    if switched_off:
        entity.state = "off"
        attributes["brightness"] = None
        if "color_mode" in attributes:
            attributes["color_mode"] = None
        return
    entity.state = "on"
    attributes.update({name: value for name, value in wish.items() if name != "state"})
    if attributes.get("brightness") is None and setup.attributes.get("brightness") is not None:
        attributes["brightness"] = setup.attributes["brightness"]
    if "color_mode" in attributes:
        attributes["color_mode"] = _color_mode(wish, setup, attributes)


def _color_mode(wish: Wish, setup: EntityState, attributes: Mapping[str, Any]) -> Any:
    for name, mode in (("rgb_color", "rgb"), ("hs_color", "hs"), ("color_temp_kelvin", "color_temp")):
        if name in wish:
            return mode
    supported = setup.attributes.get("supported_color_modes")
    first = supported[0] if isinstance(supported, list) and supported else None
    return attributes.get("color_mode") or setup.attributes.get("color_mode") or first


def _fan(entity: EntityState, setup: EntityState, wish: Wish) -> None:
    attributes = entity.attributes
    if wish.get("state") == "off" or wish.get("percentage") == 0:
        entity.state, attributes["percentage"] = "off", 0
    elif "percentage" in wish:
        entity.state, attributes["percentage"] = "on", wish["percentage"]
    elif wish.get("state") == "on":
        if entity.state != "on":
            attributes["percentage"] = 100
        entity.state = "on"
    else:
        _plain(entity, setup, wish)


def _cover(entity: EntityState, setup: EntityState, wish: Wish) -> None:
    if "act" in wish or "current_tilt_position" in wish:
        _plain(entity, setup, wish)
        return
    position = wish.get("current_position", 100 if wish.get("state") == "open" else 0)
    entity.state = "open" if position else "closed"
    entity.attributes["current_position"] = position
    if "position" in entity.attributes:
        entity.attributes["position"] = str(position)


def _media_player(entity: EntityState, setup: EntityState, wish: Wish) -> None:
    attributes = entity.attributes
    match wish.get("act"):
        case "mute":
            attributes["volume_level"] = 0.0
        case "unmute":
            before = as_number(setup.attributes.get("volume_level"))
            attributes["volume_level"] = before or 1.0
        case "next":
            attributes["media_track"] = int(as_number(attributes.get("media_track")) or 0) + 1
        case "previous":
            attributes["media_track"] = max(int(as_number(attributes.get("media_track")) or 0) - 1, 0)
        case None:
            is_on_already = wish.get("state") == "on" and entity.state not in SWITCHED_OFF
            _plain(entity, setup, {} if is_on_already else wish)
            if "media_title" in wish:
                entity.state = "playing"


def _vacuum(entity: EntityState, setup: EntityState, wish: Wish) -> None:
    if wish.get("act") in ("clean_rooms", "spot"):
        entity.state = "cleaning"
    else:
        _plain(entity, setup, wish)


def _todo(entity: EntityState, setup: EntityState, wish: Wish) -> None:
    item = str(wish.get("value", ""))
    count = int(as_number(entity.state) or 0)
    match wish.get("act"):
        case "add_item" if item:
            entity.items.append(item)
            entity.state = str(count + 1)
        case "complete_item":
            known = next((i for i in entity.items if i.casefold() == item.casefold()), None)
            if known is None and (entity.state == "0" or (entity.items and count <= len(entity.items))):
                return  # All that is open is known by name, and this is not among it.
            if known is not None:
                entity.items.remove(known)
            entity.state = str(max(count - 1, 0))


_RULES: Mapping[str, Rule] = {
    "light": _light,
    "fan": _fan,
    "cover": _cover,
    "valve": _cover,
    "media_player": _media_player,
    "vacuum": _vacuum,
    "todo": _todo,
}
