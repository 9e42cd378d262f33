"""What people in the car are told unasked, as sound: a head unit fetches it and plays it where nobody talks."""

import asyncio
import io
import logging
import secrets
import wave
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from starlette.requests import HTTPConnection

from assistant.errors import EngineFailed
from assistant.speech.synthesizer import Synthesizer
from assistant.utterance import Language
from server.api.problems import Problem, documented
from server.car.caller import Talking

log = logging.getLogger(__name__)

router = APIRouter(prefix="/news", tags=["waiting"])

KEPT = 20
"""News that can still be fetched."""
MADE_IN_S = 20.0
"""Seconds that the voice may take for one."""

WAV = "audio/wav"
_SOUND: dict[int | str, dict[str, Any]] = {
    200: {"description": "The sentence, read aloud", "content": {WAV: {"schema": {"type": "string"}}}}
}

VoiceNow = Callable[[], Synthesizer | None]
"""The voice there is at the moment; None without one."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One sentence, and its sound by language: made once, however many ask for it."""

    say: Mapping[Language, str]
    unit: str
    sounds: dict[Language, "asyncio.Task[bytes]"] = field(default_factory=dict)


class SpokenNews:
    """The last sentences that head units were told. Each is made into sound when one asks for it, and kept with it."""

    def __init__(self, voice: VoiceNow = lambda: None) -> None:
        self._voice = voice
        self._kept: OrderedDict[str, _Told] = OrderedDict()

    def offer(self, say: Mapping[Language, str], unit: str) -> str:
        """The address at which head unit `unit`, or any where that is empty, can fetch it; empty without a voice."""
        if self._voice() is None:
            return ""
        news = secrets.token_hex(8)
        self._kept[news] = _Told(dict(say), unit)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return f"{router.prefix}/{news}"

    async def sound(self, news: str, unit: str, language: Language) -> bytes:
        """A WAV file with the sentence. Raises Problem ("no-such-news", "no-voice")."""
        told = self._kept.get(news)
        if told is None or language not in told.say or told.unit not in ("", unit):
            raise Problem("no-such-news", f"news: {news[:40]!r} was not told to this head unit, or long ago")
        making = told.sounds.get(language)
        if making is None:
            making = told.sounds[language] = self._begin(news, told, language)
        try:
            # Who goes away does not take it from the others.
            return await asyncio.shield(making)
        except (EngineFailed, TimeoutError) as error:
            log.warning("news %s cannot be read aloud: %s", news, error)
            raise Problem("no-voice", "the voice failed; show the words instead") from error

    def _begin(self, news: str, told: _Told, language: Language) -> "asyncio.Task[bytes]":
        """Begin to make the sound; one that failed is made anew when it is asked for again. Raises Problem."""
        voice = self._voice()
        if voice is None or language not in voice.languages:
            raise Problem("no-voice", f"nobody here speaks {language!r} now; show the words instead")
        making = asyncio.create_task(_spoken(voice, told.say[language], language), name=f"sound of news {news}")

        def made(done: "asyncio.Task[bytes]") -> None:
            if done.cancelled() or done.exception() is not None:
                told.sounds.pop(language, None)

        making.add_done_callback(made)
        return making


async def _spoken(voice: Synthesizer, text: str, language: Language) -> bytes:
    """A WAV file. Raises EngineFailed, TimeoutError."""
    async with asyncio.timeout(MADE_IN_S):
        pieces = [piece async for piece in voice.synthesize(text, language)]
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(pieces[0].rate if pieces else 16_000)
        file.writeframes(b"".join(piece.pcm for piece in pieces))
    return written.getvalue()


async def news_of(connection: HTTPConnection) -> SpokenNews:
    """What can be fetched now."""
    found: SpokenNews = connection.app.state.news
    return found


@router.get(
    "/{news}",
    operation_id="hearNews",
    summary="What was told unasked, read aloud",
    response_class=Response,
    responses=_SOUND | documented("no-such-news", "no-voice", "invalid"),
)
async def hear_news(
    news: str,
    caller: Talking,
    told: Annotated[SpokenNews, Depends(news_of)],
    language: Annotated[Language, Query(description="In which of its languages")] = "en",
) -> Response:
    """A WAV file (PCM16 mono) for the address that an event `waiting` has under `news.sound`.

    Play it where nobody talks, and only once: what it asks is answered by a turn, or by POST /waiting/{wish}.
    """
    return Response(await told.sound(news, caller.unit.id, language), media_type=WAV)
