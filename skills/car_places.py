"""Places in a car: its seats and its windows, as people say them from theirs, and as the car calls them."""

import re
from collections.abc import Sequence

from assistant.tools import Choice, ToolContext, ToolResult
from devices.device import Value
from devices.home import Home
from skills.acting import Wish, carry_out, nothing_changed

DRIVER_POSITION = "Vehicle.Cabin.DriverPosition"

SEAT = Choice(
    {
        "driver": {
            "en": (
                "driver",
                "driver's",
                "drivers",
                "driver side",
                "driver seat",
                "driver's side",
                "driver's seat",
                "on the driver's side",
            ),
            "zh": (
                *("主驾", "驾驶座", "主驾驶", "主驾座", "主驾驶座", "正驾", "正驾驶", "司机", "司机座", "司机位"),
                *("驾驶位", "驾驶侧", "司机那边"),
            ),
        },
        "passenger": {
            "en": (
                *("passenger", "passenger's", "passengers", "passenger side", "passenger seat", "passenger's seat"),
                *(
                    "front passenger",
                    "front passenger's",
                    "front passenger's seat",
                    "passenger's side",
                    "on the passenger side",
                ),
            ),
            "zh": ("副驾", "副驾驶", "副驾座", "副驾驶座", "副驾位", "副座", "副驾那边"),
        },
        "own": {
            "en": (
                "my side",
                "on my side",
                "my side of the car",
                "my zone",
                "mine",
                "my place",
                "my end",
                "my spot",
                "over here",
            ),
            "zh": ("我这边", "我这", "我这里", "我这儿", "我这侧", "我旁边", "我这个座位", "我的座位"),
        },
        "front": {
            "en": ("front seats", "both front", "driver and passenger", "in the front", "up front"),
            "zh": ("前排", "前座", "主副驾", "主驾和副驾", "主驾跟副驾", "主驾副驾", "主驾、副驾", "前面两个"),
        },
        "rear": {
            "en": ("rear", "back", "back seat", "rear seat", "in the back", "back seats", "rear seats"),
            "zh": ("后排", "后座", "后面", "后排座"),
        },
        "left": {
            "en": ("left", "left side", "left hand", "left-hand", "on the left", "left hand side"),
            "zh": ("左边", "左侧", "左手边", "左"),
        },
        "right": {
            "en": ("right side", "right hand", "right-hand", "on the right", "right hand side", "right"),
            "zh": ("右边", "右侧", "右手边", "右"),
        },
        "front_left": {"en": ("front left", "left front"), "zh": ("左前", "前左", "前排左边", "左前方")},
        "front_right": {"en": ("front right", "right front"), "zh": ("右前", "前右", "前排右边", "右前方")},
        "rear_left": {
            "en": ("rear left", "left rear", "back left", "left back"),
            "zh": ("左后", "后左", "后排左边", "左后方", "后排左侧", "左后排"),
        },
        "rear_right": {
            "en": ("rear right", "right rear", "back right", "right back"),
            "zh": ("右后", "后右", "后排右边", "右后方", "后排右侧", "右后排"),
        },
        "behind_driver": {
            "en": ("behind the driver", "behind the driver's seat"),
            "zh": ("驾驶座后面", "主驾后面", "司机后面"),
        },
        "behind_passenger": {
            "en": ("behind the passenger", "behind the front passenger", "behind the passenger seat"),
            "zh": ("副驾后面", "副驾驶后面"),
        },
        "behind_own": {"en": ("behind me", "behind my seat"), "zh": ("我后面", "我身后")},
        "rear_middle": {
            "en": ("rear middle", "middle rear", "back middle", "rear centre", "rear center"),
            "zh": ("后排中间", "后座中间"),
        },
        "all": {
            "en": (
                *("all", "everyone", "everybody", "for everyone", "for everybody", "for all of us", "everywhere"),
                *("the whole car", "all seats", "every seat"),
            ),
            "zh": ("全车", "所有", "全部", "所有人", "每个座位"),
        },
    }
)
"""A seat, or several; "left" and "right" as somebody sees them who looks ahead, "behind me" from a front seat."""

_FIXED = {
    "driver": r"Row1\.Driver(Side)?",
    "passenger": r"Row1\.Passenger(Side)?",
    "front": r"Row1\.\w+",
    "rear": r"Row[2-9]\.\w+",
    "all": r"Row\d\.\w+",
    "rear_middle": r"Row2\.Middle",
    "behind_driver": r"Row2\.Driver(Side)?",
    "behind_passenger": r"Row2\.Passenger(Side)?",
}
_SIDES = {"left": ("Driver", "Passenger"), "right": ("Passenger", "Driver")}
"""Side of the car → what is there where the driver sits on the left, and where on the right."""

WINDOW = Choice(
    {
        "Front": {
            "en": ("front", "windscreen", "windshield"),
            "zh": ("前挡", "前挡风", "前窗", "前挡风玻璃", "前玻璃", "前面"),
        },
        "Rear": {
            "en": ("rear", "back", "rear window"),
            "zh": ("后挡", "后窗", "后挡风", "后挡风玻璃", "后玻璃", "后面"),
        },
    }
)


def place(home: Home, ctx: ToolContext, car: str, seat: str) -> str:
    """The regular expression of the places of the car that are meant; empty where nobody knows which.

    `seat` is a value of SEAT. "own" is where whoever speaks sits; "left" and "right" are that side of their row.
    """
    speaker = ctx.utterance.speaker.seat
    if seat == "own":
        seat = speaker
    elif seat == "behind_own":
        seat = f"behind_{speaker}"
    if seat in _FIXED:
        return _FIXED[seat]
    if seat in _SIDES:
        seat = f"{'rear' if speaker.startswith('rear') else 'front'}_{seat}"
    row, _, side = seat.partition("_")
    if side not in _SIDES:
        return ""
    return rf"{'Row2' if row == 'rear' else 'Row1'}\.{_SIDES[side][_drives_on_the_right(home, car)]}(Side)?"


def _drives_on_the_right(home: Home, car: str) -> bool:
    """Whether the driver sits on the right side of this car; where it does not say so, on the left."""
    fact = home.fact(car, DRIVER_POSITION)
    return fact is not None and fact.value == "RIGHT"


def paths_at(home: Home, ctx: ToolContext, cars: Sequence[str], pattern: str, seat: str) -> list[tuple[str, str]]:
    """Car and path of every writable signal at these places; `pattern` holds {place}."""
    found = []
    for car in cars:
        where = place(home, ctx, car, seat)
        if where:
            found += signals(home, (car,), pattern.replace("{place}", where))
    return found


def signals(home: Home, cars: Sequence[str], pattern: str) -> list[tuple[str, str]]:
    """Car and path of every writable signal whose whole path matches."""
    matching = re.compile(pattern)
    return [
        (car, path)
        for car in cars
        if car in home.devices
        for path, capability in home.devices[car].capabilities.items()
        if capability.writable and matching.fullmatch(path)
    ]


async def set_at(
    home: Home, ctx: ToolContext, cars: Sequence[str], pattern: str, seat: str, value: Value
) -> ToolResult:
    """Wish this value at these places; `pattern` holds {place}. Says so where nobody knows which are meant."""
    wishes = [Wish(car, path, value) for car, path in paths_at(home, ctx, cars, pattern, seat)]
    return await carry_out(home, ctx, wishes) if wishes else not_there(home, ctx, cars, seat)


def not_there(home: Home, ctx: ToolContext, cars: Sequence[str], seat: str) -> ToolResult:
    """There is no car, it has no such thing at that place, or nobody knows which place is meant."""
    if cars and not place(home, ctx, cars[0], seat):
        return nothing_changed("car_which_seat", home, ctx)
    return nothing_changed("car_cannot" if cars else "car_none", home, ctx, cars)


def own_or(ctx: ToolContext, otherwise: str) -> str:
    """Where nothing is said: the seat of whoever speaks, or `otherwise` where they sit on none that is known."""
    return "own" if ctx.utterance.speaker.seat not in ("", "unknown") else otherwise


def front_or_own(ctx: ToolContext) -> str:
    """Whose fan is meant where no seat is named: those in front share theirs; who sits behind has their own or none."""
    return "own" if ctx.utterance.speaker.seat.startswith("rear") else "all"


def one_or_all_doors(ctx: ToolContext) -> str:
    """Which doors are meant where no seat is named: "my door" is one."""
    return "own" if _MY_DOOR.search(ctx.utterance.text) else "all"


_MY_DOOR = re.compile(r"\bmy (car )?door\b|我的?(这边)?的?(车)?门", re.IGNORECASE)
