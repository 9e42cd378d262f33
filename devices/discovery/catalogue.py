"""The signals of a car that Mimosa knows, from a table of COVESA VSS 6.0 paths (`vss_catalogue.toml`)."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import product
from typing import Any

from devices.device import Capability, Reading, Shape, Value, Writing
from devices.numbers import is_finite

OVERLAY = "Vehicle.X."
"""Beginning of the paths that are none of the standard's."""
MOVING = "moving"
"""What a signal reads while its value is on the way to its target."""
NEVER_BY_VOICE = 5
"""The tier that nobody may write but by hand."""

SAFETY_CLASSES = ("sensor", "comfort", "sight", "opening", "access", "energy", "driving")
"""What a wrong value touches: nothing (it can only be read), comfort, seeing and being seen, what opens, who gets in,
the battery, how the car drives."""

_ALTERNATIVES = re.compile(r"\{([^}]*)\}")
_SHAPES = {"boolean": Shape.FLAG, "string": Shape.TEXT}
_WHOLE = re.compile(r"u?int\d+")
_NOTHING_KNOWN = frozenset({"", "unknown", "unavailable", "none"})


@dataclass(frozen=True, slots=True)
class Signal:
    """One leaf of the vehicle's tree."""

    path: str
    """With "Vehicle." in front."""
    is_actuator: bool
    datatype: str
    """VSS's: boolean, string, float, double, int8 … uint32."""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    tier: int = 1
    safety: str = "sensor"
    """One of SAFETY_CLASSES."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Language ("en", "zh") → what people call it."""
    tolerance: float = 0.0
    proved_by: str = ""
    accepts: Mapping[Value, frozenset[Value]] = field(default_factory=dict)
    is_act: bool = False
    """Something that happens once and is not a state."""
    is_color: bool = False
    moves: bool = False
    """A flag whose change takes time (a lid, a flap); numbers may always do."""

    @property
    def can_be_on_its_way(self) -> bool:
        """Whether it reads MOVING between a wish and its end."""
        return self.moves or self.shape is Shape.NUMBER

    @property
    def shape(self) -> Shape:
        """The form of its values."""
        if self.is_act:
            return Shape.ACT
        if self.is_color:
            return Shape.COLOR
        return Shape.CHOICE if self.choices else _SHAPES.get(self.datatype, Shape.NUMBER)

    @property
    def is_whole(self) -> bool:
        """Whether it takes whole numbers only."""
        return bool(_WHOLE.fullmatch(self.datatype))

    def capability(self, writing: Writing | None, reading: Reading | None) -> Capability:
        """The capability of that name, bound to topics."""
        return Capability(
            self.path,
            self.shape,
            unit=self.unit,
            low=self.low,
            high=self.high,
            choices=self.choices,
            writing=writing,
            reading=reading,
            tier=self.tier if writing else 0,
            proved_by=self.proved_by,
            accepts=self.accepts,
            tolerance=self.tolerance,
            under_way=frozenset({MOVING}) if self.can_be_on_its_way else frozenset(),
        )

    def fit(self, value: object) -> Value:
        """A value from JSON in the form this signal has; None where it has another form."""
        if isinstance(value, bool):
            return value if self.datatype == "boolean" else None
        if isinstance(value, int | float):
            is_number = self.datatype not in ("boolean", "string") and is_finite(value)
            return (round(value) if self.is_whole else value) if is_number else None
        return value if isinstance(value, str) and self.datatype == "string" else None

    def parse(self, text: str) -> Value:
        """A value from a text; None where it is not of this signal's form."""
        lowered = text.strip().lower()
        if self.datatype == "boolean":
            return {"true": True, "false": False, "on": True, "off": False}.get(lowered)
        if self.datatype == "string":
            return None if lowered in _NOTHING_KNOWN else text
        try:
            return self.fit(float(lowered))
        except ValueError:
            return None


def guessed(path: str, state: str | None) -> Signal:
    """A signal outside the catalogue: it can be read, in the form its state has; nobody vouches for writing it."""
    lowered = (state or "").strip().lower()
    if lowered in ("true", "false"):
        return Signal(path, False, "boolean")
    try:
        float(lowered)
    except ValueError:
        return Signal(path, False, "string")
    return Signal(path, False, "double")


def _expanded(pattern: str) -> Iterator[tuple[str, str]]:
    """Every path of a pattern, and what was chosen in it: "Row{1,2}.{A,B}" gives four, the first of them "1.A"."""
    pieces = _ALTERNATIVES.split(pattern)
    for chosen in product(*(p.split(",") for p in pieces[1::2])):
        path = "".join(a + b for a, b in zip(pieces[::2], (*chosen, ""), strict=True))
        yield path, ".".join(chosen)


_TABLE: Mapping[str, Any] = tomllib.loads((files("devices.discovery") / "vss_catalogue.toml").read_text("utf-8"))

VSS_VERSION: str = _TABLE["vss_version"]


def _signals() -> Iterator[Signal]:
    for row in _TABLE["signal"]:
        for path, chosen in _expanded(row["path"]):
            yield _signal(path, row, _TABLE["place"].get(chosen, ("", "")))


def _signal(path: str, row: Mapping[str, Any], place: tuple[str, str]) -> Signal:
    low, high = row.get("range", (None, None))
    proof = row.get("proved_by", "")
    return Signal(
        path=path,
        is_actuator=row.get("actuator", False),
        datatype=row["datatype"],
        unit=row.get("unit", ""),
        low=low,
        high=high,
        choices=tuple(row.get("choices", ())),
        tier=row.get("tier", 1),
        safety=row["safety"],
        names={language: row[language].replace("{place}", p) for language, p in zip(("en", "zh"), place, strict=True)},
        tolerance=row.get("tolerance", 0.0),
        proved_by=path.rsplit(".", 1)[0] + proof if proof.startswith(".") else proof,
        accepts={wish: frozenset(values) for wish, values in row.get("accepts", {}).items()},
        is_act=row.get("act", False),
        is_color=row.get("color", False),
        moves=row.get("moves", False),
    )


SIGNALS: Mapping[str, Signal] = {s.path: s for s in _signals()}
"""By path."""
