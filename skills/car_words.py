"""Ways to say that something of the car goes on or off, whichever way round."""

import re

FAN_LEVELS = 7
"""Levels of a fan where the car has no levels of its own but percent: as many as most dials have."""
_LEVEL = re.compile(r"\b(level|stage|setting|notch|step) (\d|one|two|three|four|five|six|seven)\b", re.IGNORECASE)
"""Said so, a number is a tenth of the percentage that it is read as."""
_PERCENT = re.compile(r"%|percent|per cent|百分|趴")


_ALL = re.compile(
    r"\b(?:all|every|both)\s+(?:of\s+)?(?:the\s+|our\s+)?(?:front\s+|rear\s+|back\s+)?(?:heated\s+)?"
    r"(?:seats?|heaters?|massages?)\b|\bseat\s+(?:heating|heaters?|cooling|ventilation|massages?)\s+everywhere\b"
    r"|(?:所有|全部|每个)的?(?:座椅|座位|加热|通风|按摩)|(?:座椅|座位)(?:加热|通风|按摩)?(?:全部|全都|都)",
    re.IGNORECASE,
)


def says_all(text: str) -> bool:
    """Whether all seats are meant where none is named."""
    return bool(_ALL.search(text))


def share(number: float, text: str, levels: int) -> int:
    """% that a number means; up to so many levels and without "percent" it is one of them.

    Who says "the fan to three" means the third notch of a dial: 3 % would be next to nothing, and asking back about it
    would take the eyes off the road.
    """
    if _LEVEL.search(text) and number % 10 == 0:
        number /= 10
    is_level = number == int(number) and 1 <= number <= levels and not _PERCENT.search(text)
    return round(number * 100 / levels) if is_level else int(number)


def on_en(what: str) -> list[str]:
    """ "turn on the wipers", "turn the wipers on", "wipers on"; `what` may hold (a|b)."""
    return [f"turn on [the] [car] {what}", f"turn [the] [car] {what} on", f"{what} on"]


def off_en(what: str) -> list[str]:
    """The same for off."""
    return [f"turn off [the] [car] {what}", f"turn [the] [car] {what} off", f"{what} off"]


def on_zh(*names: str) -> list[str]:
    """打开雨刷, 开雨刷, 雨刷打开, 把雨刷开了."""
    return [
        way for n in names for way in (f"打开{n}", f"开{n}", f"开启{n}", f"{n}打开", f"{n}开", f"{n}开了", f"{n}开启")
    ]


def seated_zh(*names: str) -> list[str]:
    """打开座椅加热, 打开副驾座椅加热, 副驾座椅加热调到三档: with and without the seat, and how much."""
    return [
        way
        for n in names
        for at in ("", "{seat}")
        for way in (
            *(f"打开{at}{n}", f"{at}{n}打开", f"{at}{n}", f"{at}{n}调到{{percent}}", f"{at}{n}{{percent}}"),
            *(f"{at}{n}调到{{level}}", f"{at}{n}{{level}}", f"打开{at}{n}{{percent}}", f"打开{at}{n}{{level}}"),
        )
    ] + [f"打开我的{n}" for n in names]


def unseated_zh(*names: str) -> list[str]:
    """关闭座椅加热, 关闭副驾座椅加热, 副驾座椅加热关闭."""
    return [
        way
        for n in names
        for at in ("", "{seat}", "所有", "所有的", "全部")
        for way in (f"关闭{at}{n}", f"{at}{n}关闭", f"停止{at}{n}", f"关掉{at}{n}", f"{at}{n}关掉", f"{at}{n}关了")
    ] + [f"(关闭|关掉|停止)我的{n}" for n in names]


def off_zh(*names: str) -> list[str]:
    """关闭雨刷, 关掉雨刷, 关雨刷, 雨刷关掉, 把雨刷关了."""
    return [
        way
        for n in names
        for way in (f"关闭{n}", f"关掉{n}", f"关{n}", f"关上{n}", f"{n}关闭", f"{n}关掉", f"{n}关了", f"{n}关上")
    ]
