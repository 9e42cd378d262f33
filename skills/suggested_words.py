"""Suggestions and what is done every time, in words."""

from assistant.memory.suggestions import DAY_MIN, EVERY_DAY, Deed
from assistant.utterance import Language
from devices.home import Home
from skills.naming import joined
from skills.wishes import subject_of, wording
from skills.words import fill, phrase_file

_WORK_DAYS = frozenset(range(5))


def words_of(language: Language) -> dict[str, str]:
    """The sentences of this language; `days` is no sentence."""
    return {key: text for key, text in phrase_file("suggested")[language].items() if isinstance(text, str)}


def act_in_words(deed: Deed, home: Home, language: Language) -> str:
    """What is done: "close the blinds"."""
    device = home.devices.get(deed.device)
    subject = subject_of(device, deed.action, home, language)
    return fill(wording(device, deed.action, deed.value, home, language).act, subject.plural, name=subject.name)


def offer_in_words(deed: Deed, home: Home, language: Language) -> str:
    """The suggestion with its question."""
    return fill(words_of(language)["offer"], act=act_in_words(deed, home, language))


def evidence_in_words(deed: Deed, times: int, of: int, language: Language) -> str:
    """What it rests on."""
    told = {"times": str(times), "of": str(of), "time": clock_of(deed)}
    return fill(words_of(language)["evidence"], **told)


def when_of(deed: Deed, language: Language) -> str:
    """On which days and when: "every day at 19:05"."""
    words, time = words_of(language), clock_of(deed)
    if deed.weekdays == EVERY_DAY:
        return fill(words["every_day"], time=time)
    if deed.weekdays == _WORK_DAYS:
        return fill(words["work_days"], time=time)
    if deed.weekdays == EVERY_DAY - _WORK_DAYS:
        return fill(words["weekends"], time=time)
    names = phrase_file("suggested")[language]["days"]
    days = joined([names[day] for day in sorted(deed.weekdays)], language)
    return fill(words["some_days"], days=days, time=time)


def told(key: str, deed: Deed, home: Home, language: Language) -> str:
    """A sentence about what is done and when."""
    return fill(words_of(language)[key], act=act_in_words(deed, home, language), when=when_of(deed, language))


def clock_of(deed: Deed) -> str:
    """The time of day, as a clock shows it."""
    hour, minute = divmod(deed.minute % DAY_MIN, 60)
    return f"{hour:02}:{minute:02}"
