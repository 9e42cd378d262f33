"""What the entities of an inventory share: how one capability is made from states and attributes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from devices.device import Capability, Shape, Value
from devices.discovery.inventory_wire import Entity, Extract, Shown, as_number, deed, reading, tidy, writing
from devices.discovery.vocabulary import tier_of

Capabilities = Iterable[Capability]
Wish = Callable[[Value], Mapping[str, Any]]

OFF_STATES = frozenset({"off", "standby"})


def can(
    entity: Entity, name: str, shape: Shape, extract: Extract | None, wish: Wish | None = None, **more: Any
) -> Capability:
    """A capability read from, and where there is a wish written to, the entity."""
    return Capability(
        name,
        shape,
        writing=writing(entity, wish) if wish else None,
        reading=reading(entity, extract) if extract else None,
        tier=tier_of(entity.domain, entity.flavour, name) if wish else 0,
        **more,
    )


def does(entity: Entity, name: str, **more: Any) -> Capability:
    """A deed: proved by another capability, or by the entity's own count of what it did."""
    read = None if "proved_by" in more else reading(entity, lambda s: s.deeds.get(name, 0))
    tier = tier_of(entity.domain, entity.flavour, name)
    return Capability(name, Shape.ACT, writing=deed(entity, name), reading=read, tier=tier, **more)


def percent(entity: Entity, name: str, extract: Extract, wish: Wish | None, *, tolerance: float = 1) -> Capability:
    """A percentage."""
    return can(entity, name, Shape.NUMBER, extract, wish, unit="%", low=0, high=100, tolerance=tolerance)


def is_on(shown: Shown) -> Value:
    """Whether the state is anything but off; "True" and "False" count too."""
    if shown.state is None or shown.state in ("True", "False"):
        return {"True": True, "False": False}.get(shown.state or "")
    return shown.state not in OFF_STATES


def own_state(shown: Shown) -> Value:
    """The state as it is."""
    return shown.state


def switched(entity: Entity) -> Capability:
    """On and off by state."""
    return can(entity, "on", Shape.FLAG, is_on, lambda v: {"state": "on" if v else "off"})


def number_of(name: str) -> Extract:
    """A number among the attributes."""
    return lambda shown: tidy(shown.number(name))


def text_of(name: str) -> Extract:
    """A text among the attributes."""

    def extract(shown: Shown) -> Value:
        value = shown.attributes.get(name)
        return None if value is None else str(value)

    return extract


def chosen(entity: Entity, name: str, attribute: str, listed: str) -> Capabilities:
    """A choice among a list attribute, where the entity has that list."""
    choices = entity.choices(listed)
    if choices:
        yield can(entity, name, Shape.CHOICE, text_of(attribute), lambda v: {attribute: v}, choices=choices)


def number_in(value: Value) -> float:
    """The number of a wish. Raises ValueError for anything else."""
    number = as_number(value)
    if number is None:
        raise ValueError(f"a number is needed, not {value!r}")
    return number
