"""Voices told apart: people who do not exist let their voices be known, then say commands, quietly and in noise.

The equal error rate is that of single comparisons at any likeness. "As it decides" is what the recogniser makes of
families of four, with everybody else as strangers: a member is to be known, a stranger is to be nobody.
"""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from assistant.enrolling import SENTENCES
from assistant.recognising import ADDED, Sureness, likest, told_by
from assistant.speech.piper import PiperSynthesizer
from assistant.speech.resemblyzer import FILE, ResemblyzerVoiceprints
from assistant.speech.voiceprint import Heard, Voiceprint, VoiceSilent, VoiceTooShort, mean_of
from bench.people import Person, in_noise, people
from bench.speech import COMMANDS
from bench.table import Row, at_most, percentile
from server.settings import load_settings

SAID = tuple(command for command, _ in COMMANDS[:10])
NOISES: Mapping[str, tuple[float, str] | None] = {
    "quiet": None,
    "car, 10 dB": (10.0, "car"),
    "room, 10 dB": (10.0, "room"),
}
FAMILY = 4
ANYBODY = Sureness(quiet=-1.0, noisy=-1.0, apart=0.0)
"""Takes the likest, however unlike."""

Likenesses = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Said:
    """One command of somebody; nothing was heard where it was too short or too quiet."""

    person: str
    heard: Heard | None


async def measure() -> list[Row]:
    """Raises FileNotFoundError where a model is missing."""
    models_dir = load_settings().models_dir
    for name in (FILE, "en_US-joe-medium.onnx"):
        if not (models_dir / name).is_file():
            raise FileNotFoundError(f"{models_dir / name} is missing; fetch it with: mimosa models fetch resemblyzer")
    return await _measured(models_dir)


async def _measured(models_dir: Path) -> list[Row]:
    joe, ears = PiperSynthesizer(models_dir), ResemblyzerVoiceprints(models_dir)
    try:
        who = people(models_dir, joe)
        known = {person.name: await _known(person, ears) for person in who}
        spoken = {person.name: [await person.say(text) for text in SAID] for person in who}
    finally:
        await joe.close()
    rows = [Row("voices: people", len(who))]
    for noise, how in NOISES.items():
        said, took = await _said(spoken, ears, how)
        rows += _told_apart(f"voices, {noise}", known, said)
        rows += _decided(f"voices, {noise}", known, said)
    return [
        *rows,
        Row("voices: one command, p50", percentile(took, 0.5), "ms"),
        Row("voices: p95", percentile(took, 0.95), "ms"),
    ]


async def _known(person: Person, ears: ResemblyzerVoiceprints) -> Voiceprint:
    return mean_of([(await ears.to_keep(await person.say(text))).voiceprint for text in SENTENCES["en"]])


async def _said(
    spoken: Mapping[str, Sequence[bytes]], ears: ResemblyzerVoiceprints, how: tuple[float, str] | None
) -> tuple[list[Said], list[float]]:
    """Every command of everybody over this noise, and the milliseconds each took."""
    found, took = [], []
    for name, sounds in spoken.items():
        for number, sound in enumerate(sounds):
            pcm = sound if how is None else in_noise(sound, *how, seed=number)
            began = perf_counter()
            found.append(Said(name, await _heard(pcm, ears)))
            took.append((perf_counter() - began) * 1000)
    return found, took


async def _heard(pcm: bytes, ears: ResemblyzerVoiceprints) -> Heard | None:
    try:
        return await ears.heard(pcm)
    except (VoiceSilent, VoiceTooShort):
        return None


def _told_apart(title: str, known: Mapping[str, Voiceprint], said: Sequence[Said]) -> list[Row]:
    """Equal error rate, and how often the likest of all is the right one."""
    own: list[float] = []
    others: list[float] = []
    right = 0
    heard = [(each.person, each.heard) for each in said if each.heard]
    for person, sound in heard:
        alike = {name: voice.likeness(sound.voiceprint) for name, voice in known.items()}
        own.append(alike[person])
        others += [likeness for name, likeness in alike.items() if name != person]
        right += max(alike, key=lambda name: alike[name]) == person
    rate, at = equal_errors(np.array(own), np.array(others))
    return [
        at_most(f"{title}: equal error rate", rate * 100, 10, "%"),
        Row(f"{title}: at a likeness of", at),
        Row(f"{title}: right one of all {len(known)}", right / len(heard) * 100, "%"),
        Row(f"{title}: heard", len(heard) / len(said) * 100, "%"),
    ]


def equal_errors(own: Likenesses, others: Likenesses) -> tuple[float, float]:
    """(rate, likeness) at which as many of one's own are missed as others are taken for one."""
    best = min(
        (abs(float(np.mean(own < at)) - float(np.mean(others >= at))), float(at), float(np.mean(own < at)))
        for at in np.sort(np.concatenate((own, others)))
    )
    return best[2], best[1]


def _decided(title: str, known: Mapping[str, Voiceprint], said: Sequence[Said]) -> list[Row]:
    """What the recogniser makes of families of four, each with the others as strangers."""
    names = sorted(known)
    families = list(itertools.combinations(names, FAMILY))[:: len(names)]
    told: Counter[str] = Counter()
    before = _before(said)
    for family, (each, earlier) in itertools.product(families, zip(said, before, strict=True)):
        theirs = {name: known[name] for name in family}
        found = likest(each.heard, theirs, Sureness()) if each.heard else ""
        in_talk = told_by(each.heard, earlier, theirs, Sureness()) if each.heard else ""
        told["known in a talk"] += each.person in family and in_talk == each.person
        told["taken in a talk"] += each.person not in family and in_talk != ""
        if each.person not in family:
            told["strangers"] += 1
            told["taken"] += found != ""
            continue
        told["members"] += 1
        told["known"] += found == each.person
        told["mistaken"] += found not in ("", each.person)
        told["right"] += each.heard is not None and likest(each.heard, theirs, ANYBODY) == each.person
    strangers = max(1, told["strangers"])
    return [
        Row(
            f"{title}: in one talk with those before, member known",
            told["known in a talk"] / told["members"] * 100,
            "%",
        ),
        Row(f"{title}: … stranger taken for a member", told["taken in a talk"] / strangers * 100, "%"),
        Row(f"{title}: right one of a family of four", told["right"] / told["members"] * 100, "%"),
        Row(f"{title}: as it decides, member known", told["known"] / told["members"] * 100, "%"),
        Row(f"{title}: as it decides, member taken for another", told["mistaken"] / told["members"] * 100, "%"),
        Row(f"{title}: as it decides, stranger taken for a member", told["taken"] / strangers * 100, "%"),
    ]


def _before(said: Sequence[Said]) -> list[list[Voiceprint]]:
    """Of each command what the same person said right before it, as far as that sounds like the same person."""
    found: list[list[Voiceprint]] = []
    for number, each in enumerate(said):
        alike: list[Voiceprint] = []
        for earlier in reversed(said[max(0, number - ADDED) : number]):
            if each.heard is None or earlier.heard is None or earlier.person != each.person:
                break
            if earlier.heard.voiceprint.likeness(each.heard.voiceprint) < Sureness().same:
                break
            alike.append(earlier.heard.voiceprint)
        found.append(alike)
    return found
