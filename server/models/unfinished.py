"""A file that is still coming in: it has another name, remembers what is safely there, and becomes itself at once."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from server.models.errors import WrongHash

HASH_CHUNK = 1 << 20


def sha256_of(path: Path, watch: Callable[[int], None] | None = None) -> str:
    """The SHA-256 of a file, in hexadecimal; `watch` is told how many bytes have been read."""
    digest, read = hashlib.sha256(), 0
    with path.open("rb") as source:
        while chunk := source.read(HASH_CHUNK):
            digest.update(chunk)
            read += len(chunk)
            if watch:
                watch(read)
    return digest.hexdigest()


class Unfinished:
    """The bytes of one file up to the last mark. Survives an interruption; use as a context manager."""

    def __init__(self, target: Path, sha256: str) -> None:
        self._target = target
        self._sha256 = sha256
        self._part = target.with_name(target.name + ".part")
        self._notes = target.with_name(target.name + ".part.json")
        self._marks: list[int] = []

    def __enter__(self) -> "Unfinished":
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._marks = self._remembered()
        self._stream = self._part.open("ab")
        self._stream.truncate(self.length)
        self._stream.seek(self.length)
        return self

    def __exit__(self, *raised: object) -> None:
        self._stream.close()

    @property
    def length(self) -> int:
        """Bytes that are safely there."""
        return self._marks[-1] if self._marks else 0

    @property
    def pieces(self) -> int:
        """How many marks were set."""
        return len(self._marks)

    def write(self, chunk: bytes) -> None:
        """Append; counts only once it is marked."""
        self._stream.write(chunk)

    def mark(self) -> None:
        """What was written so far survives an interruption from now on."""
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._marks.append(self._stream.tell())
        self._remember()

    def restart(self) -> None:
        """Begin again from nothing."""
        self._stream.truncate(0)
        self._stream.seek(0)
        self._marks = []

    def finish(self) -> None:
        """Check the hash and give the file its name. Raises WrongHash, and then nothing is left."""
        self.mark()
        self._stream.close()
        found = sha256_of(self._part)
        if found != self._sha256:
            self.discard()
            raise WrongHash(
                f"{self._target.name} has SHA-256 {found}, but {self._sha256} was promised; it was thrown away. "
                "Fetch it again; if that does not help, its source was changed."
            )
        os.replace(self._part, self._target)
        self._notes.unlink(missing_ok=True)

    def discard(self) -> None:
        """Forget everything that came in."""
        self._stream.close()
        self._part.unlink(missing_ok=True)
        self._notes.unlink(missing_ok=True)

    def _remembered(self) -> list[int]:
        try:
            notes = json.loads(self._notes.read_text("utf-8"))
            marks = [int(m) for m in notes["marks"]] if notes["sha256"] == self._sha256 else []
            there = self._part.stat().st_size
        except (OSError, ValueError, KeyError, TypeError):
            return []
        return marks if not marks or marks[-1] <= there else []

    def _remember(self) -> None:
        fresh = self._notes.with_name(self._notes.name + ".new")
        fresh.write_text(json.dumps({"sha256": self._sha256, "marks": self._marks}), "utf-8")
        os.replace(fresh, self._notes)
