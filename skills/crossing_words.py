"""That a car left home, or came home, in the words of a language."""

from datetime import datetime, timedelta

from assistant.utterance import Language
from devices.geofence import Crossing
from skills.road_words import at_time, road_say
from skills.values import date_in_words, weekday_in_words

_WEEK = timedelta(days=7)


def crossing_in_words(crossing: Crossing, name: str, now: datetime, language: Language) -> str:
    """ "The car left home at 08:12." `name`: as it stands in a sentence; `now`: with the time zone that is meant."""
    key = crossing.what if crossing.seen else f"{crossing.what}_unseen"
    return road_say(key, language, name=name, time=_moment(crossing.at.astimezone(now.tzinfo), now, language))


def _moment(at: datetime, now: datetime, language: Language) -> str:
    time, ago = at_time(at, language), now.date() - at.date()
    if not ago:
        return road_say("on_today", language, time=time)
    if ago == timedelta(days=1):
        return road_say("on_yesterday", language, time=time)
    day = weekday_in_words(at, language) if ago < _WEEK else date_in_words(at, language)
    return road_say("on_day", language, day=day, time=time)
