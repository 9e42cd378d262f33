"""A sound file on standard input, 16 kHz mono s16le on standard output. Runs alone in a process with narrow limits.

A file may be made to crash a decoder, to have it open other files or addresses, or to grow without end. Exit status:
0 decoded, 3 no sound we can read, 4 longer than one turn may carry; the reason stands on standard error.
"""

import importlib
import io
import pkgutil
import resource
import sys
from collections.abc import Iterator

NOT_AUDIO = 3
TOO_LONG = 4
_CPU_S = 20
_MEMORY_BYTES = 2 * 2**30


def main() -> int:
    """Decode at most argv[1] bytes of output."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import av

    for part in pkgutil.walk_packages(av.__path__, "av."):
        if part.name != "av.__main__":
            importlib.import_module(part.name)
    most = int(sys.argv[1])
    source = io.BytesIO(sys.stdin.buffer.read())
    # From here on nothing more can be opened: no playlist reaches another file or an address.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    av.logging.set_level(av.logging.PANIC)
    written = 0
    try:
        for samples in _samples(source):
            written += len(samples)
            if written > most:
                return _end(TOO_LONG, "it goes on after the limit")
            sys.stdout.buffer.write(samples)
    except (av.error.FFmpegError, ValueError, MemoryError, IndexError) as error:
        if not written:
            return _end(NOT_AUDIO, f"{type(error).__name__}")
        sys.stderr.write(f"damaged after {written} bytes of sound ({type(error).__name__})")
    return 0


def _samples(source: io.BytesIO) -> Iterator[bytes]:
    import av

    with av.open(source, mode="r", metadata_errors="ignore", options={"protocol_whitelist": "none"}) as container:
        if not container.streams.audio:
            raise ValueError("no sound in it")
        resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
        for frame in container.decode(container.streams.audio[0]):
            frame.pts = None
            for piece in resampler.resample(frame):
                yield bytes(piece.planes[0])[: piece.samples * 2]
        for piece in resampler.resample(None):
            yield bytes(piece.planes[0])[: piece.samples * 2]


def _end(status: int, reason: str) -> int:
    sys.stderr.write(reason)
    return status


if __name__ == "__main__":
    sys.exit(main())
