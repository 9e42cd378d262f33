"""Values in words: numbers with their unit, colours, choices, moments."""

from datetime import datetime
from functools import cache

from assistant.utterance import Language
from devices.device import Capability, Shape, Value
from skills.words import fill, phrase_file, section

METRES_IN_KILOMETRE = 1000


def in_words(value: Value, capability: Capability | None, language: Language) -> str:
    """A value of this capability as it is spoken; raw text for what has no words of its own."""
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return str(section(language, "value")["true" if value else "false"])
    if isinstance(value, int | float):
        return quantity(value, capability.unit if capability else "", language)
    if value is None:
        return ""
    if (capability is not None and capability.shape is Shape.COLOR) or _is_color(value):
        return color_in_words(value, language)
    if (moment := _moment(value)) is not None:
        return time_of_day(moment, language)
    known = section(language, "value").get(value)
    return str(known) if known else value.replace("_", " ").strip()


def quantity(number: float, unit: str, language: Language) -> str:
    """ "21 degrees", "50%", "3.2 kWh". Metres from a kilometre up become kilometres."""
    if unit == "m" and abs(number) >= METRES_IN_KILOMETRE:
        number, unit = round(number / METRES_IN_KILOMETRE), "km"
    plain = plain_number(number)
    template = section(language, "unit").get(unit)
    if template is not None:
        return fill(template, plain != "1", n=plain)
    return f"{plain} {unit}".strip()


def plain_number(number: float) -> str:
    """A number without needless digits: 21.0 → "21", 20.5 → "20.5"."""
    rounded = round(float(number), 2)
    return str(int(rounded)) if rounded.is_integer() else f"{rounded:g}" if abs(rounded) < 1e5 else str(rounded)


def duration(seconds: float, language: Language) -> str:
    """ "1 hour 25 minutes"; below a minute in seconds."""
    if seconds < 60:
        return quantity(round(seconds), "s", language)
    hours, minutes = divmod(round(seconds / 60), 60)
    parts = [quantity(n, unit, language) for n, unit in ((hours, "h"), (minutes, "min")) if n]
    return ("" if language == "zh" else " ").join(parts)


def time_of_day(moment: datetime, language: Language) -> str:
    """The time on a clock, in the zone of the moment."""
    return fill(section(language, "calendar")["time"], hour=f"{moment.hour}", minute=f"{moment.minute:02}")


def spoken_time(moment: datetime, language: Language) -> str:
    """The time as people say it: "half past two", 两点半 as 2点半; with its minutes where they are no quarter."""
    words = section(language, "calendar")
    quarters = {0: "o_clock", 15: "quarter_past", 30: "half_past", 45: "quarter_to"}
    if (moment.hour, moment.minute) == (0, 0):
        return str(words["midnight"])
    if moment.minute not in quarters:
        return time_of_day(moment, language)
    hour, following = words["hours"][moment.hour % 12], words["hours"][(moment.hour + 1) % 12]
    return fill(words[quarters[moment.minute]], hour=hour, next=following)


def date_in_words(moment: datetime, language: Language) -> str:
    """The date with its weekday."""
    words = section(language, "calendar")
    return fill(
        words["date"],
        weekday=weekday_in_words(moment, language),
        month=words["months"][moment.month - 1],
        day=_ordinal(moment.day) if language == "en" else str(moment.day),
        year=str(moment.year),
    )


def weekday_in_words(moment: datetime, language: Language) -> str:
    """The day of the week."""
    return str(section(language, "calendar")["weekdays"][moment.weekday()])


def color_in_words(color: str, language: Language) -> str:
    """The name of the nearest colour that has one, for "#rrggbb"; the text itself for anything else."""
    return str(section(language, "color")[_nearest(color)]) if _is_color(color) else color


@cache
def colors() -> dict[str, str]:
    """Colour name → "#rrggbb"."""
    return dict(phrase_file("colors")["color"])


def color_named(name: str, present: object = None) -> str:
    """ "#rrggbb" of a colour by its name. "another" is the next one round the wheel, never called as `present` is."""
    if name != "another":
        return colors()[name]
    now = _nearest(str(present)) if _is_color(str(present)) else ""
    return colors()[_ROUND[(_ROUND.index(now) + 1) % len(_ROUND)] if now in _ROUND else _ROUND[0]]


_ROUND = ("blue", "purple", "red", "orange", "green", "cyan")
"""Colours that look unlike their neighbours in the row."""


def _moment(text: str) -> datetime | None:
    """The moment that an ISO text means; None for any other text."""
    if len(text) < len("2026-01-01T00:00") or text[10:11] != "T":
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _nearest(color: str) -> str:
    """The name of the colour that is most like this "#rrggbb"."""
    wanted = _channels(color)

    def distance(name: str) -> int:
        return sum((a - b) ** 2 for a, b in zip(wanted, _channels(colors()[name]), strict=True))

    return min(colors(), key=distance)


def _is_color(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _ordinal(day: int) -> str:
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"
