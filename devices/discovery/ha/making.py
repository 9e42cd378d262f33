"""What every platform's table shares: making one capability, leaving out what is neither read nor written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from devices.device import Capability, Reading, Shape, Value, Writing
from devices.discovery.ha.settings import Convert, Settings, a_number, number_text, wished_number
from devices.discovery.vocabulary import tier_of
from devices.errors import NotDiscoverable

Capabilities = Iterable[Capability]


@dataclass(frozen=True, slots=True)
class Making:
    """One component on its way to capabilities."""

    platform: str
    settings: Settings
    fallback: str
    """A name for what has no better one: its object id."""
    left_out: list[str] = field(default_factory=list)
    """Why something that the component could do besides is not taken."""

    @property
    def flavour(self) -> str:
        """The device class."""
        return self.settings.text("device_class").lower()

    def can(
        self, name: str, shape: Shape, reading: Reading | None, writing: Writing | None = None, **more: Any
    ) -> Capabilities:
        """The capability, or nothing where it is neither read nor written."""
        if reading is None and writing is None:
            return
        tier = tier_of(self.platform, self.flavour, name) if writing else 0
        yield Capability(name, shape, writing=writing, reading=reading, tier=tier, **more)

    def besides(self, *capabilities: Capabilities) -> Capabilities:
        """What a component can do beside its purpose: where it is badly announced, the component is taken without."""
        for some in capabilities:
            try:
                yield from some
            except NotDiscoverable as error:
                self.left_out.append(str(error))

    def on(self) -> Capabilities:
        """On and off by payloads."""
        s = self.settings
        payload_on, payload_off = s.text("payload_on", "ON"), s.text("payload_off", "OFF")
        told_on, told_off = s.text("state_on", payload_on), s.text("state_off", payload_off)
        template = "state_value_template" if "state_value_template" in s else "value_template"
        yield from self.can(
            "on",
            Shape.FLAG,
            s.reading("state_topic", template, one_of({told_on: True, told_off: False})),
            s.writing("command_topic", "command_template", lambda v: payload_on if v else payload_off),
        )

    def act(self, name: str, topic_key: str, payload: str, template_key: str = "", **more: Any) -> Capabilities:
        """Something that is done once."""
        writing = self.settings.writing(topic_key, template_key, lambda _: payload) if payload else None
        yield from self.can(name, Shape.ACT, None, writing, **more)

    def choice(
        self, name: str, listed: str, prefix: str, default: tuple[str, ...] = (), template: str = "", **more: Any
    ) -> Capabilities:
        """A choice among listed values, on `<prefix>_command_topic` and `<prefix>_state_topic`."""
        s = self.settings
        choices = s.texts(listed, default)
        if choices:
            yield from self.can(
                name,
                Shape.CHOICE,
                s.reading(f"{prefix}_state_topic", template or f"{prefix}_state_template", str),
                s.writing(f"{prefix}_command_topic", f"{prefix}_command_template", str),
                choices=choices,
                **more,
            )

    def number(
        self, name: str, topics: tuple[str, str], templates: tuple[str, str], unit: str, **more: Any
    ) -> Capabilities:
        """A number on a state and a command topic, in the component's own unit."""
        (state, command), (state_template, command_template) = topics, templates
        yield from self.can(
            name,
            Shape.NUMBER,
            self.settings.reading(state, state_template, a_number),
            self.settings.writing(command, command_template, lambda v: number_text(wished_number(v))),
            unit=unit,
            **more,
        )


Platform = Callable[[Making], Capabilities]


def one_of(meanings: dict[str, Value]) -> Convert:
    """What exactly these texts mean; any other text says nothing."""
    return meanings.get


def fahrenheit_to_celsius(text: str) -> float:
    """°F text → °C. Raises ValueError."""
    return round((a_number(text) - 32) / 1.8, 1)


def celsius_to_fahrenheit(value: Value) -> str:
    """°C wish → °F text."""
    return number_text(round(wished_number(value) * 1.8 + 32, 1))
