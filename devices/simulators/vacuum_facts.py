"""What is true of the robot vacuum: how fast it is, what it needs, what can befall it, and why it says no."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.device import Value

SQUARE_METRES_A_MINUTE: Mapping[str, float] = {"vacuum": 1.0, "mop": 0.6, "vacuum_and_mop": 0.6}
MODES = tuple(SQUARE_METRES_A_MINUTE)
WATER_LEVELS = ("low", "medium", "high")
WATER_A_SQUARE_METRE: Mapping[str, float] = {"low": 0.5, "medium": 0.8, "high": 1.2}
"""% of its tank."""
FAN_SPEEDS = ("quiet", "standard", "strong", "max")
FEATURES = ("start", "stop", "pause", "return_home", "fan_speed", "locate", "clean_spot", "send_command")
MOST_PASSES = 3

BATTERY_A_SQUARE_METRE = 0.8
TOO_EMPTY_TO_START = 15
TOO_EMPTY_TO_GO_ON = 20
ENOUGH_TO_GO_ON = 80
CHARGED_A_MINUTE = 0.7
"""%."""

STEP_S = 15.0
"""Simulated seconds between two looks at what it has cleaned."""
WAY_HOME_S = 20.0
SEEKS_DOCK_S = 600.0
"""After which it gives up."""
WAY_TO_A_ROOM_S = 30.0
EMPTYING_S = 30.0
WASHING_S = 60.0
DRYING_S = 7200.0
SPOT_AREA = 2.25
ROOM_AREA = 12.0

LIVES_H: Mapping[str, float] = {"main_brush": 300, "side_brush": 200, "filter": 150, "mop_pad": 100}
"""Hours of cleaning that its parts last."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that stops it."""

    code: int
    text: str
    severity: str
    """info | warning | error | catastrophic"""
    kind: str
    """transient | permanent"""
    subsystem: str


TROUBLES: Mapping[str, Trouble] = {
    "stuck": Trouble(0x41, "it is stuck", "error", "transient", "motors"),
    "bin_missing": Trouble(0x42, "its dust bin is missing", "error", "transient", "attachments"),
    "bin_full": Trouble(0x43, "its dust bin is full", "warning", "transient", "attachments"),
    "water_tank_empty": Trouble(0x44, "its water tank is empty", "warning", "transient", "attachments"),
    "water_tank_missing": Trouble(0x45, "its water tank is missing", "error", "transient", "attachments"),
    "mop_pad_missing": Trouble(0x47, "its mop pad is missing", "error", "transient", "attachments"),
    "battery_low": Trouble(0x48, "its battery is too empty", "warning", "transient", "power"),
    "brush_jammed": Trouble(0x4D, "its brush is jammed", "error", "transient", "motors"),
    "navigation_sensor_obscured": Trouble(0x4E, "it cannot see where it is", "error", "transient", "sensors"),
    "dock_not_found": Trouble(0x40, "it does not find its dock", "error", "transient", "navigation"),
    "wheel_in_void": Trouble(0x03, "a wheel hangs in the air", "error", "transient", "motors"),
    "lidar_blocked": Trouble(0x01, "its lidar does not turn", "catastrophic", "permanent", "sensors"),
}
MISHAPS = ("stuck", "brush_jammed", "navigation_sensor_obscured", "wheel_in_void", "lidar_blocked")
"""What can befall it while it drives."""

REFUSALS: Mapping[str, int] = {
    "cleaning_in_progress": 0x40,
    "unsupported_area": 0x01,
    "invalid_in_state": 0x03,
    **{name: TROUBLES[name].code for name in ("battery_low", "bin_missing", "bin_full", "water_tank_empty")},
    **{name: TROUBLES[name].code for name in ("water_tank_missing", "mop_pad_missing")},
}
"""Why it does not do what it was told → code."""


@dataclass(slots=True)
class Job:
    """One order to clean: what is to be done, and how far it got."""

    flag: str
    """segment | zone | spot | none (everything)"""
    areas: dict[str, float]
    """Name of the room or zone → m², all passes together."""
    mode: str
    progress: dict[str, str] = field(default_factory=dict)
    """Name → Pending | Operating | Skipped | Completed."""
    left: float = 0.0
    """m² still to clean in the present one."""

    def __post_init__(self) -> None:
        self.progress = dict.fromkeys(self.areas, "Pending")

    @property
    def present(self) -> str:
        """What it cleans right now, or would when it goes on; empty where nothing is left."""
        for state in ("Operating", "Pending"):
            for name, how in self.progress.items():
                if how == state:
                    return name
        return ""

    def begin_present(self) -> None:
        """Go to the next one, where none is begun."""
        name = self.present
        if name and self.progress[name] == "Pending":
            self.progress[name] = "Operating"
            self.left = self.areas[name]

    def clean(self, square_metres: float) -> float:
        """So much is cleaned now; returns how much of it was left to clean."""
        done = min(square_metres, self.left)
        self.left -= done
        if self.left <= 1e-9:
            self.progress[self.present] = "Completed"
        return done


def why_not(values: Mapping[str, Value]) -> str:
    """What keeps it from beginning to clean, one of REFUSALS; empty where nothing does."""
    battery = values["battery"]
    assert isinstance(battery, int | float)
    if values["activity"] in ("cleaning", "moving", "manual_control"):
        return "cleaning_in_progress"
    if values["activity"] == "error":
        return "invalid_in_state"
    if battery < TOO_EMPTY_TO_START:
        return "battery_low"
    if values["bin"] != "ok":
        return f"bin_{values['bin']}"
    if values["cleaning_mode"] != "vacuum":
        if values["water_tank"] != "ok":
            return f"water_tank_{values['water_tank']}"
        if values["mop_pad"] != "ok":
            return "mop_pad_missing"
    return ""
