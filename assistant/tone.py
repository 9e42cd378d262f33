"""How a reply is worded for whoever hears it. What it claims, its numbers and its names stay as they are."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from assistant.conversation import Conversation
from assistant.course import Course
from assistant.memory.members import Members, Tone
from assistant.tools import Claim, ToolResult
from assistant.understanding.names import Names
from assistant.utterance import Language, Recording, Utterance
from assistant.words import sentence

AGAIN = timedelta(minutes=1)
"""Within this time the same words are a request that was not met."""

NIGHT = (22, 6)
"""From this hour up to, without, the other nobody is told more than they need."""

UNSURE = 0.5
"""The ears are less sure than this of what they only guess."""

NEAR = 2
"""Characters beside a word by which it is told that it stands in a name or in what somebody said."""

_HOLDS = frozenset({Claim.DONE, Claim.STARTED, Claim.ALREADY})
_CORE = "core"
_LETTER = re.compile(r"[A-Za-z\u3400-\u9fff]")
_SPOKEN = re.compile(r"[^\w]+")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」")

_HURRY = re.compile(
    r"\b(?:quickly|hurry|asap|i'm late|be quick|in a rush)\b|赶紧|赶快|快点|快一点|来不及|赶时间|我要迟到",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^(?:no|nope)[,.! ]+(?:i (?:said|meant|asked)|not (?:that|the|this)|that's not|the other|wrong)\b|^i said\b"
    r"|^that(?:'s| is) not what i|^wrong\b"
    r"|^(?:不是|不对|错了|不)[,，。! ！]*我(?:说|要|讲|指|是说)|^我说的是|^(?:不对|错了)[,，。!！]",
    re.IGNORECASE,
)

_SHORTER_EN = {
    "cannot": "can't",
    "could not": "couldn't",
    "did not": "didn't",
    "does not": "doesn't",
    "do not": "don't",
    "is not": "isn't",
    "are not": "aren't",
    "has not": "hasn't",
    "have not": "haven't",
    "will not": "won't",
    "I am": "I'm",
    "It is": "It's",
    "That is": "That's",
    "We are": "We're",
    "You are": "You're",
    "I will": "I'll",
}
_LONGER_EN = {short: long for long, short in _SHORTER_EN.items()}
_POLITER_ZH = re.compile(r"你(?!们)")
_PLEASE_ZH = re.compile(r"(?:^|(?<=[。！？；，]))请(?![求假客])")


@dataclass(frozen=True, slots=True)
class Mood:
    """What the moment asks for beside the tone that somebody chose."""

    hurry: bool = False
    night: bool = False
    frustrated: bool = False
    in_car: bool = False


def in_own_language(said: Utterance | Recording, members: Members | None) -> Utterance | Recording:
    """What was said, in the member's language where its own is unclear: no letter in it, or one that is to be heard."""
    member = members.of(said.speaker.person) if members else None
    if member is None or member.language is None:
        return said
    unclear = said.any_language if isinstance(said, Recording) else not _LETTER.search(said.text)
    return replace(said, language=member.language) if unclear else said


def in_their_tone(
    utterance: Utterance, conversation: Conversation, course: Course, members: Members | None, names: Names
) -> None:
    """Word the course's reply for whoever spoke. The claim of the course stays as it is."""
    if members is None or not course.reply:
        return
    member = members.of(utterance.speaker.person)
    mood = mood_of(utterance, conversation, course)
    kept = [name for thing in names.things for name in thing.names]
    kept += [name for room in names.rooms for name in room.names]
    kept += [utterance.text, course.confirmed.text if course.confirmed else ""]
    tone = for_the_moment(member.tone if member else Tone(), mood)
    reply = toned(course.reply, course.claim, course.results, tone, utterance.language, kept)
    if mood.frustrated and _is_guess(utterance, course):
        offered = sentence("tone_heard", utterance.language, text=utterance.text.strip())
        reply = _joined([offered, reply], utterance.language)
    course.reply = reply


def mood_of(utterance: Utterance, conversation: Conversation, course: Course) -> Mood:
    """What this moment asks for, as far as the words, the clock and the turn before tell."""
    first, end = NIGHT
    hour = utterance.at.hour
    return Mood(
        hurry=bool(_HURRY.search(utterance.text)),
        night=hour >= first or hour < end,
        frustrated=bool(_CORRECTION.search(utterance.text.strip())) or _asks_again(utterance, conversation, course),
        in_car=bool(utterance.speaker.seat),
    )


def is_discontent(utterance: Utterance, conversation: Conversation) -> bool:
    """Whether somebody puts something right or says the same once more: then nothing is guessed for them."""
    if _CORRECTION.search(utterance.text.strip()):
        return True
    last = next(reversed(conversation.recent(utterance.at)), None)
    return last is not None and _says_again(utterance, last.utterance)


def for_the_moment(tone: Tone, mood: Mood) -> Tone:
    """Shorter in a hurry and for whoever is not content; at night and in a car nobody is told more than the usual."""
    if mood.hurry or mood.frustrated:
        return Tone("short", "formal" if tone.manner == "formal" else "plain")
    if (mood.night or mood.in_car) and tone.length == "chatty":
        return replace(tone, length="usual")
    return tone


def toned(
    text: str, claim: Claim, results: Iterable[ToolResult], tone: Tone, language: Language, kept: Iterable[str] = ()
) -> str:
    """The same statement in that tone. `kept`: names and words of others, which are never changed."""
    results = tuple(results)
    if results and all(result.claim is not Claim.ANSWER for result in results):
        text = _reworded(text, tone, language, kept)
    before = sentence("tone_all_right", language) if _is_courteous(tone, claim) else ""
    after = _true_clause(results, claim, language) if tone.length == "chatty" else ""
    return _joined([before, text, after], language)


def _is_courteous(tone: Tone, claim: Claim) -> bool:
    return tone.manner == "warm" and tone.length != "short" and claim in _HOLDS


def _true_clause(results: tuple[ToolResult, ...], claim: Claim, language: Language) -> str:
    """What the record proves beside; nothing where a reason for a filled value is said already."""
    commands = [result.facts.get("commands") for result in results]
    if not commands or not all(commands) or any(result.facts.get("filled") for result in results):
        return ""
    told = {Claim.DONE: "tone_confirmed", Claim.ALREADY: "tone_nothing_to_change"}
    alike = all(result.claim is claim for result in results)
    return sentence(told[claim], language) if alike and claim in told else ""


def _reworded(text: str, tone: Tone, language: Language, kept: Iterable[str]) -> str:
    if language == "zh":
        if tone.length == "short":
            text = _changed(text, _PLEASE_ZH, lambda found: "", kept)
        return _changed(text, _POLITER_ZH, lambda found: "您", kept) if tone.manner == "formal" else text
    if tone.manner == "formal":
        return _swapped(text, _LONGER_EN, kept)
    return _swapped(text, _SHORTER_EN, kept) if tone.length == "short" else text


def _swapped(text: str, swaps: Mapping[str, str], kept: Iterable[str]) -> str:
    by_lower = {old.lower(): new for old, new in swaps.items()}

    def other(found: re.Match[str]) -> str:
        old, new = found.group(), by_lower[found.group().lower()]
        return new[0].upper() + new[1:] if old[0].isupper() else new[0].lower() + new[1:]

    # At the end of a clause nothing is contracted ("as it is."), and "it's been" is "it has been".
    ways = "|".join(re.escape(old) for old in swaps)
    return _changed(text, re.compile(rf"\b(?:{ways})\b(?= (?!been\b))", re.IGNORECASE), other, kept)


def _changed(text: str, pattern: re.Pattern[str], other: Callable[[re.Match[str]], str], kept: Iterable[str]) -> str:
    """Every match put otherwise but those in quotes and in what is kept."""
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    theirs = [phrase.lower() for phrase in kept if pattern.search(phrase)]

    def chosen(found: re.Match[str]) -> str:
        start, end = found.span()
        around = [text[start : end + NEAR]] + ([text[start - NEAR : end]] if start >= NEAR else [])
        barred = any(first <= start and end <= last for first, last in quoted)
        barred = barred or any(each.lower() in phrase for each in around for phrase in theirs)
        return found.group() if barred else other(found)

    return pattern.sub(chosen, text)


def _asks_again(utterance: Utterance, conversation: Conversation, course: Course) -> bool:
    """Whether the same was said just before and is not met; "louder" said twice is met twice."""
    recent = conversation.recent(utterance.at)
    if not recent or course.decided or course.confirmed is not None:
        return False
    last = recent[-1]
    again = _says_again(utterance, last.utterance)
    return again and (last.claim not in _HOLDS or course.claim is Claim.ALREADY)


def _says_again(utterance: Utterance, before: Utterance) -> bool:
    """Whether the same person said the same words just before."""
    same = before.speaker.is_same_as(utterance.speaker) and _plain(before) == _plain(utterance)
    return same and utterance.at - before.at <= AGAIN


def _plain(said: Utterance) -> str:
    return _SPOKEN.sub(" ", said.text.casefold()).strip()


def _is_guess(utterance: Utterance, course: Course) -> bool:
    return course.outcome == "not_understood" or course.mind == _CORE or utterance.confidence < UNSURE


def _joined(parts: Iterable[str], language: Language) -> str:
    return ("" if language == "zh" else " ").join(part for part in parts if part)
