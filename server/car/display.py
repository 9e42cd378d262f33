"""What of a reply may stand on a display: while the car moves one short phrase, the whole is read aloud."""

from assistant.speech.sentences import sentences
from assistant.utterance import Language
from devices.policy import Driving
from skills.words import section

STOPPED_CHARACTERS = 120
"""What a driver at a red light takes in."""
MOVING_CHARACTERS = 40


def display_of(reply: str, outcome: str, language: Language, driving: Driving) -> str:
    """What may be shown of a reply: all of it PARKED, some STOPPED, a phrase MOVING or UNKNOWN.

    `outcome`: a claim's value, "not_understood" or "interrupted". What is shown claims no more than the reply.
    """
    if driving is Driving.PARKED:
        return reply
    if driving is Driving.STOPPED:
        return _whole_sentences(reply, language, STOPPED_CHARACTERS) or _cut(reply, STOPPED_CHARACTERS)
    if not reply or len(reply) <= MOVING_CHARACTERS:
        return reply
    phrases = section(language, "glance")
    return str(phrases.get(outcome, phrases["failed"]))


def _whole_sentences(reply: str, language: Language, most: int) -> str:
    """As many of its sentences as there is room for, from the first."""
    separator = "" if language == "zh" else " "
    shown = ""
    for sentence in sentences(reply, language):
        longer = f"{shown}{separator}{sentence}" if shown else sentence
        if len(longer) > most:
            break
        shown = longer
    return shown


def _cut(text: str, most: int) -> str:
    """Its beginning, with an ellipsis; between two words where there is a space near."""
    head = text[: most - 1]
    at = head.rfind(" ")
    return (head[:at] if at > most // 2 else head).rstrip() + "…"
