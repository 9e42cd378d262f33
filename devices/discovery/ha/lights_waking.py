"""In which order a light with topics of its own for everything wants to hear that it shall be on."""

from dataclasses import replace

from devices.device import Aside, Capability, Reading, Value, Writing
from devices.discovery.ha import light_parts as parts
from devices.discovery.ha.making import Making

ORDERS = ("last", "first", "brightness")
"""How bright and which colour, then "on"; the other way round; or the brightness alone, which switches it on."""


class Waking:
    """What is said beside each wish, so that a light that is off shines as wished."""

    def __init__(self, making: Making) -> None:
        self._settings = settings = making.settings
        self._order = settings.text("on_command_type", "last").lower()
        if self._order not in ORDERS:
            making.left_out.append(f"on_command_type is last, first or brightness, not {self._order[:40]!r}")
        payload_on, payload_off = settings.text("payload_on", "ON"), settings.text("payload_off", "OFF")
        self._on = settings.writing("command_topic", "command_template", lambda v: payload_on if v else payload_off)
        self._last: Value = 100
        """% at which it was on before."""

    def woken(self, capability: Capability) -> Capability:
        """A wish that switches the light on as well, where it does not do so by itself."""
        remembered = self._remembering(capability)
        writing = remembered.writing
        if writing is None or self._on is None or self._order == "brightness":
            return remembered
        ordered = (
            replace(writing, first=self._say_on) if self._order == "first" else replace(writing, then=self._say_on)
        )
        return replace(remembered, writing=ordered)

    def by_brightness(self, on: Capability) -> Capability:
        """On and off; on by a brightness where that is how the light is switched on."""
        writing, dimmed = on.writing, self._dimming()
        if writing is None or dimmed is None:
            return on
        plain = writing.encode

        def encode(value: Value) -> bytes:
            return dimmed.encode(self._last) if value is True else plain(value)

        return replace(on, writing=replace(writing, encode=encode, elsewhere={True: dimmed.topic}))

    def _dimming(self) -> Writing | None:
        """How a brightness is wished of a light that is switched on by it; None for any other."""
        if self._order != "brightness":
            return None
        scale = parts.brightness_scale(self._settings)
        return self._settings.writing(
            "brightness_command_topic", "brightness_command_template", lambda v: str(parts.from_percent(v, scale))
        )

    def _say_on(self, wish: Value) -> Aside | None:
        """Nothing where the wish is no light at all."""
        if self._on is None or (not isinstance(wish, str) and wish == 0):
            return None
        return Aside(self._on.topic, self._on.encode(True))

    def _remembering(self, capability: Capability) -> Capability:
        """A brightness that is told is kept for the next time it is switched on."""
        reading = capability.reading
        if capability.name != "brightness" or reading is None or self._order != "brightness":
            return capability

        def decode(payload: bytes) -> Value:
            told = reading.decode(payload)
            if isinstance(told, int | float) and told > 0:
                self._last = told
            return told

        return replace(capability, reading=Reading(reading.topic, decode, expires_after_s=reading.expires_after_s))
