"""What sensors, people, lists, scenes and fields can tell or take, by Home Assistant domain."""

from devices.device import Shape
from devices.discovery.inventory_terms import Capabilities, can, does, number_of, own_state, switched
from devices.discovery.inventory_wire import Entity, Extract, as_number, tidy

ALARM_MODES = ("disarmed", "armed_home", "armed_away", "armed_night", "armed_vacation")


def todo(entity: Entity) -> Capabilities:
    yield can(entity, "items", Shape.TEXT, lambda s: s.items)
    yield can(entity, "open_items", Shape.NUMBER, lambda s: tidy(as_number(s.state)))
    yield does(entity, "add_item", proved_by="items")
    yield does(entity, "complete_item", proved_by="items")


def sensor(entity: Entity) -> Capabilities:
    is_number = bool(entity.unit) or as_number(entity.state) is not None
    extract: Extract = (lambda s: tidy(as_number(s.state))) if is_number else own_state
    yield can(entity, entity.flavour or "value", Shape.NUMBER if is_number else Shape.TEXT, extract, unit=entity.unit)


def binary_sensor(entity: Entity) -> Capabilities:
    name = "battery_low" if entity.flavour == "battery" else entity.flavour or "on"
    yield can(
        entity, name, Shape.FLAG, lambda s: {"on": True, "True": True, "off": False, "False": False}.get(s.state or "")
    )


def weather(entity: Entity) -> Capabilities:
    unit = str(entity.attributes.get("temperature_unit") or "°C")
    yield can(entity, "condition", Shape.TEXT, own_state)
    yield can(entity, "temperature", Shape.NUMBER, number_of("temperature"), unit=unit)
    yield can(entity, "humidity", Shape.NUMBER, number_of("humidity"), unit="%")
    if entity.attributes.get("wind_speed") is not None:
        wind = str(entity.attributes.get("wind_speed_unit") or "km/h")
        yield can(entity, "wind_speed", Shape.NUMBER, number_of("wind_speed"), unit=wind)


def located(entity: Entity) -> Capabilities:
    yield can(entity, "location", Shape.TEXT, own_state)


def activated(entity: Entity) -> Capabilities:
    yield does(entity, "activate")


def automation(entity: Entity) -> Capabilities:
    yield switched(entity)
    yield does(entity, "activate")


def pressed(entity: Entity) -> Capabilities:
    yield does(entity, "press")


def number(entity: Entity) -> Capabilities:
    yield can(
        entity,
        entity.flavour or "value",
        Shape.NUMBER,
        lambda s: tidy(as_number(s.state)),
        lambda v: {"state": str(v)},
        unit=entity.unit,
        low=as_number(entity.attributes.get("min")),
        high=as_number(entity.attributes.get("max")),
        step=as_number(entity.attributes.get("step")),
    )


def select(entity: Entity) -> Capabilities:
    yield can(entity, "option", Shape.CHOICE, own_state, lambda v: {"state": v}, choices=entity.choices("options"))


def text(entity: Entity) -> Capabilities:
    yield can(entity, "text", Shape.TEXT, own_state, lambda v: {"state": str(v)})


def timer(entity: Entity) -> Capabilities:
    yield can(entity, "activity", Shape.TEXT, own_state)


def alarm(entity: Entity) -> Capabilities:
    yield can(
        entity,
        "alarm_mode",
        Shape.CHOICE,
        own_state,
        lambda v: {"state": v},
        choices=ALARM_MODES,
        under_way=frozenset({"arming", "pending"}),
    )


def any_state(entity: Entity) -> Capabilities:
    """A domain without a row in the table can at least be read."""
    yield can(entity, "state", Shape.TEXT, own_state)
