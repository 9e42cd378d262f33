"""Sound files of any kind become what the ears take; anything else is refused in words."""

import contextlib
import io
import struct
import subprocess
import zlib
from pathlib import Path

import av
import numpy as np
import pytest

from assistant.errors import NotAudio, SpeechTooLong
from assistant.speech.audio import MAX_FILE_BYTES, decode, wav


def tone(seconds: float, rate: int = 16000, pitch: float = 440.0) -> bytes:
    at = np.arange(int(rate * seconds)) / rate
    return (np.sin(2 * np.pi * pitch * at) * 8000).astype("<i2").tobytes()


def encoded(container: str, codec: str, seconds: float = 1.0, rate: int = 48000, layout: str = "stereo") -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate, layout=layout)
        samples = np.frombuffer(tone(seconds, rate), "<i2")
        wide = np.repeat(samples, 2 if layout == "stereo" else 1)[None]
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(wide), format="s16", layout=layout)
        frame.rate = rate
        resampler = av.AudioResampler(stream.format, stream.layout, rate, stream.frame_size or None)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))
    return file.getvalue()


def pitch_of(pcm: bytes) -> float:
    samples = np.frombuffer(pcm, "<i2").astype(float)
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * 16000 / len(samples))


@pytest.mark.parametrize(
    ("container", "codec", "rate", "layout"),
    [
        ("wav", "pcm_s16le", 44100, "stereo"),
        ("wav", "pcm_f32le", 48000, "mono"),
        ("wav", "pcm_u8", 8000, "mono"),
        ("flac", "flac", 16000, "mono"),
        ("ogg", "libopus", 48000, "stereo"),
        ("webm", "libopus", 48000, "mono"),
        ("mp3", "libmp3lame", 44100, "stereo"),
        ("ipod", "aac", 44100, "stereo"),
        ("aiff", "pcm_s16be", 22050, "mono"),
    ],
)
def test_usual_formats(container: str, codec: str, rate: int, layout: str, tmp_path: Path) -> None:
    pcm = decode(_m4a(tmp_path) if container == "ipod" else encoded(container, codec, 1.0, rate, layout))
    assert 0.95 < len(pcm) / 32000 < 1.15
    assert 430 < pitch_of(pcm) < 450


def _m4a(folder: Path) -> bytes:
    """This container is written with seeking."""
    path = folder / "tone.m4a"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("aac", rate=44100, layout="mono")
        samples = np.frombuffer(tone(1.0, 44100), "<i2")[None]
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="s16", layout="mono")
        frame.rate = 44100
        resampler = av.AudioResampler("fltp", "mono", 44100, 1024)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))
    return path.read_bytes()


def test_what_the_ears_take_already_comes_out_as_it_went_in() -> None:
    assert decode(wav(tone(1), 16000)) == tone(1)


def test_a_header_that_promises_four_gigabytes_gives_what_is_there() -> None:
    data = bytearray(wav(tone(1), 16000))
    data[4:8] = data[40:44] = b"\xff\xff\xff\xff"
    assert decode(bytes(data)) == tone(1)
    stereo = bytearray(wav(tone(1, 32000), 32000))
    stereo[4:8] = stereo[40:44] = b"\xff\xff\xff\xff"
    assert 0.9 < len(decode(bytes(stereo))) / 32000 < 1.1


def test_a_wav_without_samples_is_silence() -> None:
    assert decode(wav(b"", 16000)) == b""


@pytest.mark.parametrize("rate", [16000, 22050])
def test_ten_minutes_are_too_long(rate: int) -> None:
    with pytest.raises(SpeechTooLong, match="more than 30 s"):
        decode(wav(bytes(600 * rate * 2), rate))


def test_a_small_file_that_grows_to_hours_is_stopped() -> None:
    with av.open(file := io.BytesIO(), "w", format="flac") as out:
        stream = out.add_stream("flac", rate=16000, layout="mono")
        for _ in range(1800):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 32000), np.int16), format="s16", layout="mono")
            frame.rate = 16000
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    assert len(file.getvalue()) < 1_000_000
    with pytest.raises(SpeechTooLong):
        decode(file.getvalue())


def test_a_huge_file_is_not_looked_into() -> None:
    with pytest.raises(SpeechTooLong, match="at most 64 MiB"):
        decode(b"ID3" + bytes(MAX_FILE_BYTES))


def png() -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))

    pixels = zlib.compress(b"\0\xff\xff\xff" * 4)
    head = struct.pack("!IIBBBBB", 1, 4, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [b"", b"RIFF", b"hello, turn on the light", bytes(5000), b"\x7fELF" * 500, b"%PDF-1.7\n" * 50, png(), b"{}" * 900],
    ids=["empty", "riff", "text", "zeros", "elf", "pdf", "picture", "json"],
)
def test_what_is_no_sound_is_refused_with_what_would_be_right(data: bytes) -> None:
    with pytest.raises(NotAudio, match="WAV, FLAC, MP3"):
        decode(data)


def test_random_bytes_never_do_harm() -> None:
    generator = np.random.default_rng(5)
    for seed in (b"", b"RIFF\xff\xff\xff\xffWAVE", b"OggS", b"fLaC", b"ID3\x04"):
        data = seed + generator.bytes(20_000)
        with contextlib.suppress(NotAudio, SpeechTooLong):
            assert len(decode(data)) <= 960_000


@pytest.mark.parametrize("playlist", ["ffconcat version 1.0\nfile '{}'\n", "#EXTM3U\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n"])
def test_a_playlist_reaches_no_other_file(playlist: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.wav").write_bytes(wav(tone(1, 44100), 44100))
    with pytest.raises(NotAudio):
        decode(playlist.format("secret.wav").encode())


def test_a_file_cut_short_gives_what_is_there() -> None:
    whole = encoded("flac", "flac", 2.0, 16000, "mono")
    assert 0.1 < len(decode(whole[: len(whole) // 2])) / 32000 < 1.9


def test_a_decoder_that_dies_is_an_error_and_not_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(command: list[str], **options: object) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.CompletedProcess(command, -11, b"", b"")

    monkeypatch.setattr("assistant.speech.audio.subprocess.run", die)
    with pytest.raises(NotAudio, match="cannot be decoded"):
        decode(b"OggS" + bytes(50))


def test_speech_as_wav_is_read_by_anyone() -> None:
    assert decode(wav(tone(0.5), 16000)) == tone(0.5)
    assert wav(tone(0.5), 22050)[:4] == b"RIFF"
