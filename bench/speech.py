"""The ears and the voice alone: from sound to words, and from words to the first sound.

24 commands are spoken by another voice (hibari) than the one that replies, with the home's names as hints.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

from assistant.speech.audio import decode, wav
from assistant.speech.endpointing import Endpoints
from assistant.speech.piper import PiperSynthesizer
from assistant.speech.silero import WINDOW_BYTES, SileroDetector
from assistant.speech.transcriber import Transcript
from assistant.speech.whisper import WhisperTranscriber
from bench.table import Row, percentile
from server.settings import load_settings

COMMANDS = (
    ("Turn on the kitchen light.", "The kitchen light is on."),
    ("Start the vacuum in the kitchen.", "The vacuum has started in the kitchen."),
    ("Lock the front door.", "The front door is locked."),
    ("Open the blinds in the bedroom.", "The bedroom blinds are open."),
    ("Set the thermostat to twenty one degrees.", "The thermostat is set to 21 degrees."),
    ("Turn off all the lights.", "All 12 lights are off."),
    ("What is the temperature in the garage?", "It is 14.5 degrees in the garage."),
    ("Dim the floor lamp to thirty percent.", "The floor lamp is at 30 percent."),
    ("Close the trunk.", "The trunk is closing."),
    ("Set the kitchen light to blue.", "The kitchen light is blue."),
    ("Is the front door locked?", "Yes, the front door is locked."),
    ("Turn the air conditioner to cooling.", "The air conditioner is cooling."),
    ("Start the rice cooker.", "The rice cooker has started."),
    ("Send the vacuum home.", "The vacuum is on its way home."),
    ("Play some music in the living room.", "Music is playing in the living room."),
    ("Turn up the fan.", "The fan is at 60 percent now."),
    ("How far can I drive?", "The car can drive another 312 kilometres."),
    ("Turn on the seat heating.", "The seat heating is on."),
    ("Turn off the kitchen light and the floor lamp.", "The kitchen light and the floor lamp are off."),
    ("Pause the vacuum.", "The vacuum is paused."),
    ("Set a timer for ten minutes.", "The timer runs for ten minutes."),
    ("Turn on the hallway light.", "The hallway light did not answer. I do not know whether it is on."),
    ("Warm up the car.", "The car is warming up to 22 degrees."),
    ("Which windows are open?", "The window in the bathroom is open."),
)
NAMES = (
    *("kitchen", "living room", "bedroom", "bathroom", "hallway", "garage", "kitchen light", "floor lamp", "vacuum"),
    *("rice cooker", "air conditioner", "thermostat", "blinds", "front door", "fan", "car", "trunk", "seat heating"),
)


async def measure() -> list[Row]:
    """Raises FileNotFoundError where a model is missing."""
    models_dir = load_settings().models_dir
    _require(models_dir)
    clips = await asyncio.to_thread(_spoken)
    ears, voice = WhisperTranscriber(models_dir), PiperSynthesizer(models_dir)
    try:
        starts = [await _seconds(ears), await _seconds(voice)]
        heard = await _heard(ears, clips)
        first_ms, all_ms = await _answered(voice)
    finally:
        await ears.close()
        await voice.close()
    hear_ms = [transcript.ms for transcript in heard]
    return [
        Row("ears: start", starts[0], "s"),
        Row("voice: start", starts[1], "s"),
        Row("detector: one 32 ms window", _window_ms(clips[0]), "ms"),
        Row("endpoint: silence waited for", Endpoints().hangover_s * 1000, "ms"),
        *_spread(f"ears: {len(clips)} commands", hear_ms),
        Row("ears: commands heard word for word", sum(map(_exact, heard, COMMANDS)) / len(heard) * 100, "%"),
        *_spread("voice: first sound", first_ms),
        *_spread("voice: whole sentence", all_ms),
        *_spread("ears and first sound", [h + f for h, f in zip(hear_ms, first_ms, strict=True)]),
    ]


def _require(models_dir: Path) -> None:
    for name in ("whisper-base/model.bin", "en_US-joe-medium.onnx"):
        if not (models_dir / name).is_file():
            raise FileNotFoundError(f"{models_dir / name} is missing; fetch it with: mimosa models fetch")


def _spoken() -> list[bytes]:
    from hibari import SAMPLE_RATE as RATE
    from hibari import Hibari

    speak = Hibari()
    return [
        decode(wav((np.clip(speak(command, seed=7), -1, 1) * 32767).astype("<i2").tobytes(), RATE))
        for command, _ in COMMANDS
    ]


async def _seconds(engine: WhisperTranscriber | PiperSynthesizer) -> float:
    began = perf_counter()
    await engine.start()
    return perf_counter() - began


async def _heard(ears: WhisperTranscriber, clips: Sequence[bytes]) -> list[Transcript]:
    await ears.transcribe(clips[0], "en", NAMES)
    return [await ears.transcribe(clip, "en", NAMES) for clip in clips]


async def _answered(voice: PiperSynthesizer) -> tuple[list[float], list[float]]:
    """Milliseconds to the first and to the last sound of each reply."""
    first: list[float] = []
    whole: list[float] = []
    for _, reply in COMMANDS:
        began = perf_counter()
        times = [perf_counter() async for _ in voice.synthesize(reply, "en")]
        first.append((times[0] - began) * 1000)
        whole.append((times[-1] - began) * 1000)
    return first, whole


def _window_ms(clip: bytes) -> float:
    detector = SileroDetector()
    windows = [clip[at : at + WINDOW_BYTES] for at in range(0, len(clip) - WINDOW_BYTES, WINDOW_BYTES)]
    began = perf_counter()
    for window in windows:
        detector.probability(window)
    return (perf_counter() - began) * 1000 / len(windows)


def _exact(heard: Transcript, command: tuple[str, str]) -> bool:
    numbers = {"21": "twenty one", "30%": "thirty percent", "30": "thirty", "10": "ten", "°": " degrees"}
    text = heard.text
    for digits, word in numbers.items():
        text = text.replace(digits, word)
    return _bare(text) == _bare(command[0])


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _spread(name: str, values: Sequence[float]) -> list[Row]:
    return [Row(f"{name}, p50", percentile(values, 0.5), "ms"), Row(f"{name}, p95", percentile(values, 0.95), "ms")]
