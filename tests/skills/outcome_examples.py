"""One example of every outcome, reason and safe way out, for the page that explains them."""

from datetime import datetime

from devices.command import Outcome, OutcomeKind, Reason, Safe
from devices.device import Shape, Value
from skills.outcomes import Beside
from tests.skills.still_home import DEVICES, PERCENT, StillHome, can, device, outcome

K, R = OutcomeKind, Reason
AT_HALF_PAST_TWO = Beside(datetime.fromisoformat("2026-11-22T02:30:00+01:00"))

HOME = StillHome(
    {
        d.id: d
        for d in (
            *DEVICES,
            device(
                "cover.garage",
                "Garage Door",
                can("open"),
                can("position", Shape.NUMBER, **PERCENT),
                zh="车库门",
                flavour="garage",
            ),
            device("switch.oven", "Oven", can("on"), zh="烤箱"),
            device("switch.fridge", "Fridge", can("on"), zh="冰箱"),
            device("switch.smoke", "Smoke Alarm", can("on"), zh="烟雾报警器"),
            device("media_player.speaker", "Speaker", can("volume", Shape.NUMBER, **PERCENT), zh="音箱"),
            device("cooker.rice", "Rice Cooker", can("start", Shape.ACT), can("menu", Shape.CHOICE), zh="电饭煲"),
            device(
                "vss",
                "Car",
                can("Vehicle.Body.Trunk.Rear.IsOpen"),
                can("Vehicle.Cabin.Sunroof.Switch", Shape.CHOICE),
                can("Vehicle.Body.Lights.LightSwitch", Shape.CHOICE),
                can("Vehicle.Body.Lights.Beam.High.IsOn"),
                can("Vehicle.Body.Lights.Fog.Front.IsOn"),
                can("Vehicle.Cabin.Door.Row2.DriverSide.Window.Position", Shape.NUMBER, **PERCENT),
                can("Vehicle.Powertrain.CombustionEngine.IsRunning"),
                can("Vehicle.X.Display.Driver.Text", Shape.TEXT),
                zh="车",
            ),
        )
    }
).seen

LAMP, DOOR, GARAGE, OVEN = (
    ("light.kitchen", "on"),
    ("lock.front", "locked"),
    ("cover.garage", "open"),
    ("switch.oven", "on"),
)
TRUNK = ("vss", "Vehicle.Body.Trunk.Rear.IsOpen")
ROOF = ("vss", "Vehicle.Cabin.Sunroof.Switch")
WINDOW = ("vss", "Vehicle.Cabin.Door.Row2.DriverSide.Window.Position")
HEATING = ("climate.bedroom", "mode")


def _came(kind: OutcomeKind, what: tuple[str, str], value: Value, reason: Reason = R.NONE, **more: object) -> Outcome:
    return outcome(kind, *what, value, reason, **more)


KINDS: dict[OutcomeKind, Outcome] = {
    K.DONE: _came(K.DONE, LAMP, True),
    K.ALREADY: _came(K.ALREADY, LAMP, True),
    K.STARTED: _came(K.STARTED, ("vacuum.robby", "clean_rooms"), ("kitchen",)),
    K.PENDING: _came(K.PENDING, ("cover.blinds", "position"), 50),
    K.FAILED: _came(K.FAILED, LAMP, True),
    K.UNKNOWN: _came(K.UNKNOWN, ("switch.heater", "on"), True),
    K.REFUSED: _came(K.REFUSED, DOOR, False),
    K.ASK: _came(K.ASK, DOOR, False),
}

REASONS: dict[Reason, Outcome] = {
    R.NO_SUCH_DEVICE: _came(K.FAILED, ("nobody", "on"), True, R.NO_SUCH_DEVICE),
    R.CANNOT_DO_THAT: _came(K.FAILED, ("light.hall", "brightness"), 40, R.CANNOT_DO_THAT),
    R.OUT_OF_RANGE: _came(K.FAILED, ("climate.bedroom", "target_temperature"), 45, R.OUT_OF_RANGE, low=7, high=30),
    R.OFFLINE: _came(K.FAILED, LAMP, True, R.OFFLINE),
    R.LINK_DOWN: _came(K.FAILED, LAMP, True, R.LINK_DOWN),
    R.NO_ANSWER: _came(K.UNKNOWN, DOOR, True, R.NO_ANSWER),
    R.CANNOT_REPORT: _came(K.PENDING, LAMP, True, R.CANNOT_REPORT),
    R.CONTRADICTED: _came(K.FAILED, DOOR, True, R.CONTRADICTED, reported=False),
    R.DEVICE_ERROR: _came(K.FAILED, ("vacuum.robby", "activity"), "cleaning", R.DEVICE_ERROR),
    R.DEVICE_REFUSED: _came(K.FAILED, TRUNK, True, R.DEVICE_REFUSED, code="service_mode"),
    R.NOT_AUTHORISED: _came(K.FAILED, LAMP, True, R.NOT_AUTHORISED),
    R.NOT_ALLOWED: _came(K.REFUSED, DOOR, False, R.NOT_ALLOWED, safe=Safe.BY_AN_ADULT),
    R.NOT_WHILE_DRIVING: _came(K.REFUSED, TRUNK, True, R.NOT_WHILE_DRIVING, safe=Safe.WHEN_PARKED),
    R.NEEDS_CONFIRMATION: _came(K.ASK, OVEN, True, R.NEEDS_CONFIRMATION),
    R.NEEDS_SECOND_FACTOR: _came(K.ASK, DOOR, False, R.NEEDS_SECOND_FACTOR),
    R.JOURNAL_UNAVAILABLE: _came(K.FAILED, LAMP, True, R.JOURNAL_UNAVAILABLE),
    R.SUPERSEDED: _came(K.FAILED, LAMP, True, R.SUPERSEDED),
    R.CHANGED_BY_HAND: _came(K.FAILED, LAMP, True, R.CHANGED_BY_HAND, reported=False),
    R.REVERTED: _came(K.FAILED, ("switch.heater", "on"), True, R.REVERTED),
    R.JAMMED: _came(K.FAILED, DOOR, True, R.JAMMED),
    R.STOPPED_SHORT: _came(K.FAILED, ("cover.garage", "position"), 100, R.STOPPED_SHORT, reported=50),
    R.BUSY: _came(K.FAILED, ("cooker.rice", "menu"), "congee", R.BUSY),
    R.NOT_APPROVED: _came(K.REFUSED, GARAGE, True, R.NOT_APPROVED, safe=Safe.APPROVE_IT),
    R.SPARED: _came(K.REFUSED, ("switch.fridge", "on"), False, R.SPARED, safe=Safe.NAME_IT),
    R.ONLY_BY_HAND: _came(K.REFUSED, ("switch.smoke", "on"), False, R.ONLY_BY_HAND, safe=Safe.AT_THE_DEVICE),
    R.FROST: _came(K.REFUSED, HEATING, "off", R.FROST, safe=Safe.FROST_LIMIT),
    R.NOBODY_HOME: _came(K.REFUSED, OVEN, True, R.NOBODY_HOME, safe=Safe.WHEN_SOMEBODY_IS_HOME),
    R.AT_NIGHT: _came(K.ASK, ("vacuum.robby", "activity"), "cleaning", R.AT_NIGHT),
    R.MANY_DEVICES: _came(K.ASK, LAMP, True, R.MANY_DEVICES),
    R.VERY_LOUD: _came(K.ASK, ("media_player.speaker", "volume"), 95, R.VERY_LOUD),
    R.LOADED: _came(K.ASK, ("cooker.rice", "start"), None, R.LOADED),
    R.RAINING: _came(K.ASK, ROOF, "OPEN", R.RAINING),
    R.DARK: _came(K.ASK, ("vss", "Vehicle.Body.Lights.LightSwitch"), "OFF", R.DARK),
    R.TOO_FAST: _came(K.REFUSED, ROOF, "OPEN", R.TOO_FAST, safe=Safe.WHEN_SLOWER),
    R.UNSURE: _came(K.ASK, ROOF, "OPEN", R.UNSURE),
    R.CHILD_LOCK: _came(K.REFUSED, WINDOW, 100, R.CHILD_LOCK, safe=Safe.BY_THE_DRIVER),
    R.NOT_FROM_THAT_SEAT: _came(K.REFUSED, TRUNK, True, R.NOT_FROM_THAT_SEAT, safe=Safe.BY_THE_DRIVER),
    R.NOT_GRANTED: _came(K.REFUSED, GARAGE, True, R.NOT_GRANTED, safe=Safe.GRANT_IT),
    R.FUMES: _came(
        K.REFUSED,
        ("vss", "Vehicle.Powertrain.CombustionEngine.IsRunning"),
        True,
        R.FUMES,
        safe=Safe.OPEN_THE_GARAGE,
    ),
}

SAFE: dict[Safe, Outcome] = {
    Safe.WHEN_PARKED: REASONS[R.NOT_WHILE_DRIVING],
    Safe.WHEN_STOPPED: _came(K.REFUSED, TRUNK, True, R.NOT_WHILE_DRIVING, safe=Safe.WHEN_STOPPED),
    Safe.WHEN_SLOWER: REASONS[R.TOO_FAST],
    Safe.WHEN_DRY: _came(K.REFUSED, ROOF, "OPEN", R.RAINING, safe=Safe.WHEN_DRY),
    Safe.READ_ALOUD: _came(
        K.REFUSED, ("vss", "Vehicle.X.Display.Driver.Text"), "…", R.NOT_WHILE_DRIVING, safe=Safe.READ_ALOUD
    ),
    Safe.AT_THE_DEVICE: REASONS[R.ONLY_BY_HAND],
    Safe.BY_THE_DRIVER: REASONS[R.CHILD_LOCK],
    Safe.BY_AN_ADULT: REASONS[R.NOT_ALLOWED],
    Safe.WHEN_SOMEBODY_IS_HOME: REASONS[R.NOBODY_HOME],
    Safe.GRANT_IT: REASONS[R.NOT_GRANTED],
    Safe.APPROVE_IT: REASONS[R.NOT_APPROVED],
    Safe.NAME_IT: REASONS[R.SPARED],
    Safe.FROST_LIMIT: REASONS[R.FROST],
    Safe.OPEN_THE_GARAGE: REASONS[R.FUMES],
    Safe.FIRST_LOW_BEAM: _came(
        K.REFUSED, ("vss", "Vehicle.Body.Lights.Fog.Front.IsOn"), True, R.NOT_ALLOWED, safe=Safe.FIRST_LOW_BEAM
    ),
    Safe.FIRST_FOG_LIGHTS_OFF: _came(
        K.REFUSED, ("vss", "Vehicle.Body.Lights.Beam.High.IsOn"), True, R.NOT_ALLOWED, safe=Safe.FIRST_FOG_LIGHTS_OFF
    ),
    Safe.FIRST_THE_SHADE: _came(K.REFUSED, ROOF, "OPEN", R.NOT_ALLOWED, safe=Safe.FIRST_THE_SHADE),
}
