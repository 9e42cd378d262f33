"""`mimosa eval transcribe`: recordings in, the words heard in them out."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import NotAudio, SpeechTooLong
from assistant.speech.audio import decode
from assistant.speech.transcriber import Transcriber
from assistant.utterance import LANGUAGES, Language
from server.evaluate.cases import CannotRead, read_homes, read_lines, write_line


@dataclass(frozen=True, slots=True)
class Recorded:
    """One line of a manifest, read."""

    id: str
    audio: Path
    language: Language
    words: tuple[str, ...]
    """What may be said, as the line tells."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a manifest."""

    clips: int
    empty: int
    """Clips in which no words were heard."""
    audio_s: float
    """Seconds of sound in all."""
    ms: tuple[float, ...]
    """Time the ears took for each clip."""


async def transcribe_cases(
    manifest: Path, out: Path, homes: Path | None, home: str | None, transcriber: Transcriber
) -> Summary:
    """Write {"id", "text", "confidence", "ms", "audio_s"} for each line of the manifest, in its order.

    The line's "words" and the names in the home are hints for the ears, the words first. Raises CannotRead, which names
    the line and the reason, at the first line or recording that cannot be read; the lines before it stay written.
    EngineFailed and EngineMissing come from the transcriber.
    """
    names = _names_of(homes, home)
    clips = empty = 0
    audio_s = 0.0
    ms: list[float] = []
    with out.open("w", encoding="utf-8") as stream:
        async with aclosing(_recordings(manifest)) as recordings:
            async for recorded, pcm in recordings:
                hints = tuple(dict.fromkeys((*recorded.words, *names)))
                heard = await transcriber.transcribe(pcm, recorded.language, hints)
                write_line(
                    stream,
                    {
                        "id": recorded.id,
                        "text": heard.text,
                        "confidence": heard.confidence,
                        "ms": heard.ms,
                        "audio_s": heard.audio_s,
                    },
                )
                clips += 1
                empty += not heard.text
                audio_s += heard.audio_s
                ms.append(heard.ms)
    return Summary(clips, empty, round(audio_s, 1), tuple(ms))


async def _recordings(manifest: Path) -> AsyncGenerator[tuple[Recorded, bytes], None]:
    for line, number in zip(read_lines(manifest, "id", "audio", "lang"), _numbers(manifest), strict=True):
        where = f"{manifest}, line {number}"
        recorded = _recorded(line, manifest.parent, where)
        try:
            data = await asyncio.to_thread(recorded.audio.read_bytes)
            yield recorded, await asyncio.to_thread(decode, data)
        except OSError as error:
            raise CannotRead(f"{where}: {recorded.audio} cannot be opened: {error.strerror}") from error
        except (NotAudio, SpeechTooLong) as error:
            raise CannotRead(f"{where}: {recorded.audio}: {error}") from error


def _numbers(manifest: Path) -> Iterator[int]:
    """Numbers of the lines that are not blank, from 1."""
    with manifest.open(encoding="utf-8") as stream:
        yield from (number for number, line in enumerate(stream, 1) if line.strip())


def _recorded(line: Mapping[str, Any], folder: Path, where: str) -> Recorded:
    words = line.get("words") or []
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise CannotRead(f'{where}: "words" has to be a list of texts')
    spoken = line["lang"].lower().partition("-")[0].partition("_")[0]
    language = next((known for known in LANGUAGES if known == spoken), None)
    if language is None:
        raise CannotRead(
            f"{where}: no ears for the language {line['lang']!r}; there are ears for {', '.join(LANGUAGES)}"
        )
    return Recorded(line["id"], folder / line["audio"], language, tuple(words))


def _names_of(homes: Path | None, home: str | None) -> tuple[str, ...]:
    """Every name in that home, rooms first: they are said most."""
    if homes is None:
        if home is not None:
            raise CannotRead(f"--home {home} needs --homes, the file with the homes")
        return ()
    known = read_homes(homes)
    if home is None and len(known) == 1:
        [home] = known
    if home not in known:
        raise CannotRead(f"{homes} has no home {home!r}; --home is one of: {', '.join(known)}")
    rows = [row for part in ("areas", "floors", "entities", "devices") for row in known[home].get(part, [])]
    return tuple(dict.fromkeys(str(row["name"]) for row in rows if row.get("name")))
