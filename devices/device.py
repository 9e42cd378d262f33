"""What is in the house and the car, and what each can do: data, no behaviour."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Value = bool | int | float | str | tuple[str, ...] | None
"""What a capability can be set to or report. Colours are "#rrggbb", moments ISO 8601, lists tuples of strings."""


class Shape(StrEnum):
    """The form of a capability's values."""

    FLAG = "flag"
    NUMBER = "number"
    CHOICE = "choice"
    COLOR = "color"
    TEXT = "text"
    ACT = "act"
    """Not a state but something that happens once (next track, locate, open the trunk)."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What goes along with a wish to a device that understands more than the bare value."""

    id: str
    """Of the command; the device does the same id once."""
    expires: datetime
    """With its time zone; not to be obeyed after that."""
    person: str
    seat: str
    """Where in the car the person sits; empty: not in it."""
    auth: str = ""
    """"confirmed" after a yes, "second_factor" after proof of identity, "none" without either; empty: not said."""
    driving: str = ""
    """What the car was seen to do when it was decided on: a Driving; empty: not said, and for what is no car."""
    driving_age_s: float | None = None
    """Seconds since the oldest report that says so; None: there is none."""


@dataclass(frozen=True, slots=True)
class Aside:
    """One message of those that a wish takes."""

    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Writing:
    """How a wish travels: where to and in what form. Built by discovery."""

    topic: str
    encode: Callable[[Value], bytes]
    enclose: Callable[[Value, Envelope], bytes] | None = None
    """In place of `encode` for a device that takes id, expiry and person along."""
    elsewhere: Mapping[Value, str] = field(default_factory=dict)
    """Wish → topic, for those that do not go to `topic` (a player with a topic of its own for pausing)."""

    first: Callable[[Value], "Aside | None"] | None = None
    """What has to be said before the wish, for a device that needs two messages (a light: on, then how bright)."""
    then: Callable[[Value], "Aside | None"] | None = None
    """What has to be said after it."""

    @property
    def topics(self) -> frozenset[str]:
        """Everywhere a wish of its own may go; what goes along goes to topics of the device's other wishes."""
        return frozenset({self.topic, *self.elsewhere.values()})

    def topic_for(self, value: Value) -> str:
        """Where this wish goes."""
        return self.elsewhere.get(value, self.topic)

    def topics_for(self, value: Value) -> frozenset[str]:
        """Everywhere that something is said for this wish. Raises as `encode` does for a value it cannot take."""
        beside = (say(value) for say in (self.first, self.then) if say is not None)
        return frozenset({self.topic_for(value), *(aside.topic for aside in beside if aside is not None)})

    def messages(self, value: Value, payload: bytes) -> "tuple[Aside, ...]":
        """Everything that is sent for this wish, in order; `payload` is the wish itself in the device's form."""
        before, after = (say(value) if say else None for say in (self.first, self.then))
        return tuple(m for m in (before, Aside(self.topic_for(value), payload), after) if m is not None)


@dataclass(frozen=True, slots=True)
class Answering:
    """A device that answers each command by its id, beside reporting its state. An answer can refuse, never prove."""

    prefix: str
    """The answer to a command comes on this topic with the command's id behind it."""
    refusal: Callable[[bytes], str | None]
    """The device's code for why it does not do it; None where it does. Never raises."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a fact comes from, and how to read it. Built by discovery."""

    topic: str
    decode: Callable[[bytes], Value]
    """The value, or None where this message says nothing about the capability. Never raises on foreign bytes."""
    stamp: Callable[[bytes], float | None] | None = None
    """What the device puts on a report to tell newer from older (a sequence number, seconds of its clock), or None
    where this message has none. No function where its reports never carry any. Never raises."""
    expires_after_s: float | None = None
    """A report older than this is in doubt: the device sends one more often. None: it holds until the next."""
    doubts: Callable[[bytes], bool] | None = None
    """Whether the device says with this message that what it said before cannot be relied on now ("stale"). No function
    where it never says so. Never raises."""
    beside: "Reading | None" = None
    """Another topic that tells about the same capability (a cover's, that says it moves)."""

    @property
    def all(self) -> "tuple[Reading, ...]":
        """Itself, and the one beside it."""
        return (self,) if self.beside is None else (self, self.beside)


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing a device can do or tell."""

    name: str
    """"on", "brightness", "color", "color_temperature", "target_temperature", "temperature", "mode", "position",
    "locked", "speed", "volume", "muted", "playback", "activity", "battery", "humidity", … or a VSS path."""
    shape: Shape
    unit: str = ""
    """"%", "°C", "K", "s", "min", "km/h", "W", … ; empty for none."""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    choices: tuple[str, ...] = ()
    """What may be wished or reported, for Shape.CHOICE; for the segments of a vacuum, their names."""
    writing: Writing | None = None
    """None: it cannot be changed."""
    reading: Reading | None = None
    """None: it cannot be read back; a wish for it can never be more than PENDING."""
    tier: int = 1
    """Risk of changing it, 0 (reading) to 5 (never by voice); the safe direction is decided by policy."""
    proved_by: str = ""
    """Another capability whose report proves this one (an act "clean_rooms" is proved by "activity")."""
    accepts: Mapping[Value, frozenset[Value]] = field(default_factory=dict)
    """wish → reported values that prove it, where they are not simply equal (returning → returning, docked)."""
    under_way: frozenset[Value] = frozenset()
    """Reported values that say it has begun and is not finished (opening, locking, heating, cleaning)."""
    tolerance: float = 0.0
    """How far a reported number may be off, in its unit."""
    at_least: int = 0
    """The owner treats it as risky as this tier at least, whatever the table says."""
    at_most: int | None = None
    """The owner, on the page, treats it as no riskier than this; access never falls below 3. None: not said."""
    label: str = ""
    """What it is called in its device's own announcement, for people to read; empty where `name` is all there is."""

    @property
    def writable(self) -> bool:
        """Whether it can be changed."""
        return self.writing is not None


@dataclass(frozen=True, slots=True)
class Availability:
    """A topic that says whether the device is there."""

    topic: str
    online: bytes
    offline: bytes
    decode: Callable[[bytes], bytes] = bytes
    """Applied to the payload before it is compared."""


@dataclass(frozen=True, slots=True)
class Device:
    """One thing in the house or car."""

    id: str
    """Stable and unique in this home, `[a-z0-9_.:-]+`."""
    name: str
    kind: str
    """Home Assistant's component ("light", "cover", "vacuum", "sensor", …), "cooker", or "car"."""
    capabilities: Mapping[str, Capability]
    room: str = ""
    """Room id; empty where unknown."""
    aliases: tuple[str, ...] = ()
    flavour: str = ""
    """Finer than the kind: a Home Assistant device class such as "curtain", "garage" or "motion"."""
    maker: str = ""
    model: str = ""
    source: str = ""
    """Which convention brought it: "ha", "vss" or "inventory"."""
    availability: tuple[Availability, ...] = ()
    availability_mode: str = "latest"
    """"all", "any" or "latest", as in Home Assistant."""
    asking: Writing | None = None
    """How to ask it to say how it is (zigbee2mqtt's "get", Tasmota's "STATE"); the value encoded is None. None: it
    cannot be asked."""
    answering: Answering | None = None
    """None: it only reports its state."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room or an outside area."""

    id: str
    names: tuple[str, ...]
    floor: str = ""


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor of the house."""

    id: str
    names: tuple[str, ...]
