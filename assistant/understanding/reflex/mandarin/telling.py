"""Whether a stretch of Mandarin only tells something beside a wish, by its form: 这针眼儿都瞅不见, 我找件换洗衣裳.

Nobody can list all that people tell. What tells has a subject, a degree, an aspect or a result and no form of a wish;
what reports, supposes, forbids, postpones, chooses or takes back is no mere telling, whatever stands in it.
"""

import re
from enum import IntEnum

from assistant.understanding.reflex.mandarin.forms import form

LONGEST = 18
"""Characters of one stretch that may be set aside."""
_TURNING = ("reporting", "supposing", "forbidding", "choosing", "told_of")
"""Forms with which a stretch is no mere telling."""
_WANTING = ("wishing", "ordering", "asking")
_CLEAR = ("subject", "degree", "living", "state", "potential")
_UNCLEAR = ("aspect", "result", "life", "looks_like")


class Telling(IntEnum):
    """How clearly a stretch only tells something."""

    NOT = 0
    PERHAPS = 1
    """By its form; where it can be a wish it is one."""
    CLEARLY = 2


def is_courtesy(said: str) -> bool:
    """Whether it only thanks, urges, greets or is said to somebody else: 谢谢侬, 快点快点, 喊他写作业去."""
    return bool(form("courtesy").match(said))


def spares_the_rest(said: str) -> bool:
    """Whether it only says that nothing else is meant: 别的不要动."""
    return bool(form("else_nothing").match(said))


def telling_of(said: str) -> Telling:
    """How clearly the characters of one stretch, which names no thing of the house, only tell something.

    A wish of somebody, a report, a condition, a time, a choice and a negation of a wish tell nothing.
    """
    said = form("idioms").sub("我出门", said)
    if not 1 < len(said) <= LONGEST:
        return Telling.NOT
    felt = form("said_to_feel").search(said)
    plain = form("allowed_midst").sub("", said[: felt.start()] + said[felt.end() :] if felt else said)
    if any(form(name).search(plain) for name in (*_TURNING, *_WANTING)):
        return Telling.NOT
    if plain != said or form("enough").match(said):
        return Telling.CLEARLY
    if any(form(name).search(said) for name in _CLEAR):
        return Telling.CLEARLY
    return Telling.PERHAPS if any(form(name).search(said) for name in _UNCLEAR) else Telling.NOT


def complains(said: str) -> bool:
    """Whether a stretch that names a thing only says how that is: 厨房没人还亮着灯, 电视吵死了."""
    if not 2 < len(said) <= LONGEST or not form("stated").search(said):
        return False
    if any(form(name).search(said) for name in _TURNING) or re.search(
        "吗|什么|多少|几|哪|是不是|有没有|没有$|没$|[?]", said
    ):
        return False
    return not re.search(
        "^(把|帮|请|给我|麻烦|让)|(调|开|关|设)(到|成|为|至)|[关打拉锁]掉?(吧|好|上|一下)$|点(吧|儿)?$|一(点|些|下)$",
        said,
    )


def is_topic(said: str) -> bool:
    """Whether a stretch that names a thing only tells of it: 打印机打完了, 挂烫机好像忘记拔了."""
    if not 2 < len(said) <= LONGEST or any(form(name).search(said) for name in (*_TURNING, *_WANTING, "bound_to")):
        return False
    return any(form(name).search(said) for name in ("aspect", "degree", "stated", "result"))


def doubts(said: str) -> bool:
    """Whether a stretch beside a question may be left out of it: 会不会太冷, 我给忘了."""
    return len(said) <= LONGEST and not any(form(name).search(said) for name in ("reporting", "supposing"))


def is_narrated(telling: str, wish: str) -> bool:
    """Whether somebody's wish may be told together with what it came from: 他很生气，把厨房灯关了."""
    if form("said_to_feel").search(telling) and re.match("^(要|得|该|应该|必须)", wish):
        return True
    if not re.match("^(就|又|才)?把", wish) or form("asked_for").search(wish):
        return False
    if form("said_to_feel").search(telling):
        return True
    return wish.endswith(("了", "掉了")) and bool(form("third").match(telling)) and not form("coming").search(telling)
