"""What is kept of a person, told in a sentence each."""

from assistant.memory.conditions import ALWAYS
from assistant.memory.habits import Habit
from assistant.memory.preferences import Preference
from assistant.utterance import Language
from devices.home import Home
from skills.liked import liking_in_words
from skills.prohibitions import never_in_words
from skills.when_words import when_in_words
from skills.wishes import state_in_words, subject_of
from skills.words import fill, phrase_file


def preference_in_words(kept: Preference, home: Home, language: Language) -> str:
    """A told preference, a prohibition or a state."""
    words = phrase_file("memory")[language]
    if kept.sort == "never":
        return never_in_words(kept, home, language)
    if kept.sort == "state":
        return str(phrase_file("told")[language][f"now_{kept.about}"])
    general = liking_in_words(kept, language)
    if general is not None:
        return general
    if not kept.capability:
        return fill(words["words"], words=kept.words)
    device = home.devices.get(kept.about)
    name = subject_of(device, kept.capability, home, language).name
    state = state_in_words(device, kept.capability, kept.value, home, language)
    template = words["value" if kept.when == ALWAYS else "value_when"]
    return fill(template, name=name, state=state, when=when_in_words(kept.when, language))


def habit_in_words(habit: Habit, home: Home, language: Language) -> str:
    """What is usually chosen, and how often; a device that is not there any more goes by its id."""
    device = home.devices.get(habit.device)
    name = subject_of(device, habit.action, home, language).name if device else habit.device
    state = state_in_words(device, habit.action, habit.value, home, language) if device else str(habit.value)
    template = phrase_file("memory")[language]["habit"]
    return fill(template, name=name, state=state, times=str(habit.times), of=str(habit.of))
