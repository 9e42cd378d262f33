"""What a disk may hold after the power failed, worked out from the log that platter.c wrote.

The model, as strict as POSIX allows a disk to be and in one point stricter than most are:

* A file's content is safe from the moment fsync or fdatasync on it has returned, and only then. Of what was written
  since, the disk holds nothing, everything, the first operations with the last of them torn, or any selection of
  sectors of 512 bytes in any order; which of these is drawn by lot, for each file.
* A name (made, changed, taken away) is safe when its folder was synced. Names that were not are kept up to any point,
  in the order in which they were changed, as journals of file systems do; syncing the file does not make its name safe.
* A sector is on the disk whole or not at all, and writing it leaves its neighbours alone.
* Bytes of a file that were never written, below its size, are zero.
* The -shm file holds what was in memory; after a power loss it is noise.
"""

import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from random import Random

SECTOR = 512
POWER_LOST = 66
"""The exit status of a process that lost its power."""

_HEAD = struct.Struct("=IIIIQQ")


class Kind(IntEnum):
    """As in platter.c."""

    MADE = 1
    WRITTEN = 2
    CUT = 3
    SYNCED = 4
    FOLDER_SYNCED = 5
    NAMED = 6
    GONE = 7


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the log."""

    kind: Kind
    path: str
    other: str
    offset: int
    length: int
    written: bytes


@dataclass(frozen=True, slots=True)
class _Write:
    offset: int
    written: bytes


@dataclass(frozen=True, slots=True)
class _Size:
    size: int


@dataclass(slots=True)
class _File:
    safe: bytes = b""
    unsynced: list[_Write | _Size] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Naming:
    kind: Kind
    path: str
    other: str
    file: _File

    def touches(self, folder: str) -> bool:
        return any(path and path.rpartition("/")[0] == folder for path in (self.path, self.other))


def build(into: Path) -> Path:
    """Compile the library; needs gcc or what `cc` stands for."""
    library = into / "platter.so"
    source = Path(__file__).with_name("platter.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl", "-lpthread"], check=True)
    return library


def read_log(log: Path) -> Iterator[Operation]:
    """Everything that was done, in order; a last entry that is cut short is left out, as it was not finished."""
    content = log.read_bytes()
    at = 0
    while at + _HEAD.size <= len(content):
        number, path_length, other_length, _, offset, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        kind = Kind(number)
        path = content[at : at + path_length].decode()
        at += path_length
        other = content[at : at + other_length].decode()
        at += other_length
        size = length if kind is Kind.WRITTEN else 0
        if at + size > len(content):
            return
        yield Operation(kind, path, other, offset, length, content[at : at + size])
        at += size


class Platter:
    """A disk that holds one folder."""

    def __init__(self, folder: Path) -> None:
        """As it is now; all of it is safe."""
        self._folder = folder
        self._names = {str(f): _File(f.read_bytes()) for f in sorted(folder.rglob("*")) if f.is_file()}
        self._safe_names = dict(self._names)
        self._namings: list[_Naming] = []

    def take(self, operation: Operation) -> None:
        """Do one operation."""
        path = operation.path
        match operation.kind:
            case Kind.MADE:
                self._names[path] = _File()
                self._namings.append(_Naming(Kind.MADE, path, "", self._names[path]))
            case Kind.WRITTEN:
                self._names[path].unsynced.append(_Write(operation.offset, operation.written))
            case Kind.CUT:
                self._names[path].unsynced.append(_Size(operation.length))
            case Kind.SYNCED:
                file = self._names[path]
                file.safe, file.unsynced = _all_of(file), []
            case Kind.FOLDER_SYNCED:
                touching = [n for n, naming in enumerate(self._namings) if naming.touches(path)]
                self._keep_namings(touching[-1] + 1 if touching else 0)
            case Kind.NAMED:
                file = self._names.pop(path)
                self._names[operation.other] = file
                self._namings.append(_Naming(Kind.NAMED, path, operation.other, file))
            case Kind.GONE:
                self._namings.append(_Naming(Kind.GONE, path, "", self._names.pop(path)))

    def lose_power(self, lot: Random) -> None:
        """Have the folder hold what the disk may hold now."""
        self._keep_namings(lot.randint(0, len(self._namings)))
        for file in self._folder.rglob("*"):
            if file.is_file() and str(file) not in self._safe_names:
                file.unlink()
        for name, file in self._safe_names.items():
            content = lot.randbytes(len(file.safe) or 4096) if name.endswith("-shm") else _what_is_left(file, lot)
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(content)

    def _keep_namings(self, count: int) -> None:
        for naming in self._namings[:count]:
            match naming.kind:
                case Kind.MADE:
                    self._safe_names[naming.path] = naming.file
                case Kind.NAMED:
                    self._safe_names.pop(naming.path, None)
                    self._safe_names[naming.other] = naming.file
                case _:
                    self._safe_names.pop(naming.path, None)
        del self._namings[:count]


def _all_of(file: _File) -> bytes:
    return _applied(file.safe, file.unsynced)


def _what_is_left(file: _File, lot: Random) -> bytes:
    unsynced = file.unsynced
    match lot.choice(("nothing", "everything", "torn", "sectors")):
        case "nothing":
            return file.safe
        case "everything":
            return _all_of(file)
        case "torn" if unsynced:
            count = lot.randrange(len(unsynced))
            return _applied(_applied(file.safe, unsynced[:count]), list(_some_sectors(unsynced[count], lot, 0.5)))
        case "sectors":
            share = lot.random()
            return _applied(file.safe, [part for each in unsynced for part in _some_sectors(each, lot, share)])
    return file.safe


def _some_sectors(change: _Write | _Size, lot: Random, share: float) -> Iterator[_Write | _Size]:
    """The parts of one change that reached the disk."""
    if isinstance(change, _Size):
        if lot.random() < share:
            yield change
        return
    end = change.offset + len(change.written)
    at = change.offset
    while at < end:
        sector_end = min(end, (at // SECTOR + 1) * SECTOR)
        if lot.random() < share:
            yield _Write(at, change.written[at - change.offset : sector_end - change.offset])
        at = sector_end


def _applied(content: bytes, changes: list[_Write | _Size]) -> bytes:
    made = bytearray(content)
    for change in changes:
        size = change.size if isinstance(change, _Size) else change.offset + len(change.written)
        if len(made) < size:
            made.extend(bytes(size - len(made)))
        if isinstance(change, _Size):
            del made[size:]
        else:
            made[change.offset : size] = change.written
    return bytes(made)
