"""Reads the tensors of a model file that PyTorch wrote in its old form, and nothing else.

Such a file is a row of pickles: a magic number, a version, facts about the machine that wrote it, the tree of what was
saved, the keys of the storages; then the storages themselves, each with its number of elements in 8 bytes before it. A
pickle can call anything. Here it may build dictionaries and tensors of floats; any other name in it ends the reading.
"""

import math
import pickle
import struct
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Tensor = NDArray[np.float32]

MAGIC = 0x1950A86A20F9469CFC6C
VERSION = 1001
MOST_BYTES = 64 * 2**20
MOST_STORAGES = 1024
_FLOAT_BYTES = 4
_BROKEN = (pickle.UnpicklingError, EOFError, struct.error, ValueError, TypeError, AttributeError, LookupError)


class NotTensors(Exception):
    """The file holds something else than tensors of floats, or is damaged; the text says what."""


@dataclass(slots=True)
class _Storage:
    """Numbers that stand further on in the file."""

    elements: int
    values: Tensor | None = None


@dataclass(slots=True)
class _View:
    """A tensor before its numbers are read."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


class _FloatStorage:
    """Stands for the one type of storage that is taken."""


def _view(
    storage: object, offset: object, shape: object, strides: object, requires_grad: object = False, hooks: object = None
) -> _View:
    if not (isinstance(storage, _Storage) and isinstance(offset, int) and offset >= 0):
        raise NotTensors("a tensor without numbers")
    if not (_are_sizes(shape) and _are_sizes(strides) and len(shape) == len(strides)):  # type: ignore[arg-type]
        raise NotTensors("a tensor without a shape")
    return _View(storage, offset, shape, strides)  # type: ignore[arg-type]


def _are_sizes(sizes: object) -> bool:
    return isinstance(sizes, tuple) and all(isinstance(size, int) and size >= 0 for size in sizes)


_TAKEN: Mapping[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _view,
    ("torch", "FloatStorage"): _FloatStorage,
}
"""Every name a pickle may use."""


class _Reader(pickle.Unpickler):
    """Builds dictionaries and views of storages; refuses every other name."""

    def __init__(self, file: BinaryIO, storages: dict[str, _Storage]) -> None:
        super().__init__(file)
        self._storages = storages

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _TAKEN[module, name]
        except KeyError:
            raise NotTensors(f"it names {module}.{name}, which is no tensor") from None

    def persistent_load(self, pid: Any) -> _Storage:
        match pid:
            case ("storage", kind, str(key), str(), int(elements), *_) if kind is _FloatStorage:
                if len(self._storages) >= MOST_STORAGES or not 0 <= elements * _FLOAT_BYTES <= MOST_BYTES:
                    raise NotTensors("more numbers than such a model has")
                return self._storages.setdefault(key, _Storage(elements))
            case _:
                raise NotTensors("a storage that does not hold floats")


def read_tensors(path: Path, part: str) -> dict[str, Tensor]:
    """The tensors under `part` of what was saved, by name. Raises NotTensors, OSError."""
    try:
        with path.open("rb") as file:
            return _read(file, part)
    except _BROKEN as error:
        raise NotTensors(f"it cannot be read ({type(error).__name__})") from error


def _read(file: BinaryIO, part: str) -> dict[str, Tensor]:
    storages: dict[str, _Storage] = {}
    if (_Reader(file, storages).load(), _Reader(file, storages).load()) != (MAGIC, VERSION):
        raise NotTensors("it is no such file")
    _Reader(file, storages).load()
    saved = _Reader(file, storages).load()
    for key in _Reader(file, storages).load():
        _fill(file, storages[str(key)])
    tensors = saved.get(part) if isinstance(saved, dict) else None
    if not isinstance(tensors, dict):
        raise NotTensors(f"it has no {part}")
    return {str(name): _numbers(view) for name, view in tensors.items() if isinstance(view, _View)}


def _fill(file: BinaryIO, storage: _Storage) -> None:
    [elements] = struct.unpack("<q", file.read(8))
    if elements != storage.elements:
        raise NotTensors("a storage of another size than its tensors")
    storage.values = np.frombuffer(file.read(elements * _FLOAT_BYTES), "<f4")
    if len(storage.values) != elements:
        raise NotTensors("it breaks off")


def _numbers(view: _View) -> Tensor:
    values = view.storage.values
    if values is None:
        raise NotTensors("a tensor whose numbers are missing")
    last = view.offset + sum((size - 1) * stride for size, stride in zip(view.shape, view.strides, strict=True))
    if 0 in view.shape or last >= len(values) or math.prod(view.shape) > len(values):
        raise NotTensors("a tensor larger than its numbers")
    bytes_of = tuple(stride * _FLOAT_BYTES for stride in view.strides)
    return np.lib.stride_tricks.as_strided(values[view.offset :], view.shape, bytes_of).astype(np.float32)
