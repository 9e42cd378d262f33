"""Sound files in and out: whatever a person may send → what the ears take, and speech → WAV."""

import io
import logging
import struct
import subprocess
import sys
import wave

from assistant.errors import NotAudio, SpeechTooLong
from assistant.speech.audio_decoder import NOT_AUDIO, TOO_LONG
from assistant.speech.transcriber import MAX_SPEECH_S, SAMPLE_RATE

log = logging.getLogger(__name__)

MAX_PCM_BYTES = int(MAX_SPEECH_S * SAMPLE_RATE) * 2
MAX_FILE_BYTES = 64 * 2**20
MOST_CHUNKS = 1_000
"""Parts that a WAV file may have before its sound."""
_DECODE_TIMEOUT_S = 30.0
_RIGHT = "send a sound file such as WAV, FLAC, MP3, M4A, Ogg, Opus or WebM with at most 30 s of speech"


def decode(data: bytes) -> bytes:
    """A sound file of any usual format as 16 kHz mono s16le; empty where it holds no sample.

    Blocks for up to some seconds: call it in a thread. Raises NotAudio for anything else, SpeechTooLong for more than
    MAX_SPEECH_S of sound or MAX_FILE_BYTES of file.
    """
    if not data:
        raise NotAudio(f"an empty file; {_RIGHT}")
    plain = _plain_wav(data)
    if plain is None and len(data) > MAX_FILE_BYTES:
        raise SpeechTooLong(f"a file of {len(data) // 2**20} MiB; at most {MAX_FILE_BYTES // 2**20} MiB are taken")
    pcm = _decoded(data) if plain is None else plain
    if len(pcm) > MAX_PCM_BYTES:
        raise _too_long()
    return pcm


def wav(pcm: bytes, rate: int) -> bytes:
    """Mono s16le samples as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(pcm)
    return file.getvalue()


def _plain_wav(data: bytes) -> bytes | None:
    """The samples of a WAV file that is as the ears take it already; None for any other file.

    A header may promise more than there is: only what is there counts. Raises NotAudio beyond MOST_CHUNKS.
    """
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return None
    at, fits, chunks = 12, False, 0
    while at + 8 <= len(data):
        chunks += 1
        if chunks > MOST_CHUNKS:
            raise NotAudio(f"a WAV file in more than {MOST_CHUNKS} parts; {_RIGHT}")
        name, size = struct.unpack_from("<4sI", data, at)
        body = memoryview(data)[at + 8 : at + 8 + size]
        if name == b"fmt " and len(body) >= 16:
            kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body)
            fits = (kind, channels, rate, bits) == (1, 1, SAMPLE_RATE, 16)
        elif name == b"data":
            return bytes(body[: len(body) // 2 * 2]) if fits else None
        at += 8 + size + size % 2
    return None


def _decoded(data: bytes) -> bytes:
    command = [sys.executable, "-m", "assistant.speech.audio_decoder", str(MAX_PCM_BYTES)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_DECODE_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        raise NotAudio(f"it cannot be decoded in {_DECODE_TIMEOUT_S:.0f} s; {_RIGHT}") from None
    reason = done.stderr.decode(errors="replace").strip()[-300:]
    if done.returncode == TOO_LONG:
        raise _too_long()
    if done.returncode == NOT_AUDIO:
        raise NotAudio(f"there is no sound in it that can be read ({reason}); {_RIGHT}")
    if done.returncode != 0:
        log.warning("the decoder ended with status %d: %s", done.returncode, reason)
        raise NotAudio(f"it cannot be decoded; {_RIGHT}")
    if reason:
        log.warning("a sound file is %s", reason)
    return done.stdout


def _too_long() -> SpeechTooLong:
    return SpeechTooLong(f"more than {MAX_SPEECH_S:.0f} s of sound; one turn carries at most that")
