"""The folder the models lie in, and whether each of them is whole."""

import json
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from server.models.catalogue import Model, ModelFile
from server.models.unfinished import sha256_of


class Condition(StrEnum):
    """How a file or a model is, from best to worst."""

    READY = "ready"
    MISSING = "missing"
    CUT_SHORT = "cut_short"
    WRONG_HASH = "wrong_hash"


_ORDER = list(Condition)


@dataclass(frozen=True, slots=True)
class FileState:
    """One file of a model on this disk."""

    file: ModelFile
    condition: Condition
    bytes: int
    """What is there."""


@dataclass(frozen=True, slots=True)
class ModelState:
    """One model on this disk."""

    model: Model
    files: tuple[FileState, ...]

    @property
    def condition(self) -> Condition:
        """That of its worst file."""
        return max((f.condition for f in self.files), key=_ORDER.index, default=Condition.MISSING)

    @property
    def ready(self) -> bool:
        """Whether every byte of it is as promised."""
        return self.condition is Condition.READY

    def sentence(self) -> str:
        """What is the matter and what helps, in one line."""
        name = self.model.id
        fetch = f"run: mimosa models fetch {name}"
        bad = next((f for f in self.files if f.condition is self.condition), None)
        match self.condition:
            case Condition.READY:
                return f"{name} is ready"
            case Condition.CUT_SHORT if bad:
                return f"{name}: {bad.file.file} is cut short, {bad.bytes} of {bad.file.bytes} bytes; {fetch}"
            case Condition.WRONG_HASH if bad:
                return f"{name}: {bad.file.file} is not the promised file (its SHA-256 differs); {fetch}"
            case _:
                return f"{name} is not there; {fetch}"


class ModelStore:
    """Models in one folder. What was verified once is remembered by size and time of change."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._record = root / ".verified.json"

    def path(self, file: ModelFile) -> Path:
        """Where the file lies, or would lie."""
        return self.root / file.file

    def state(self, model: Model, *, fully: bool = False) -> ModelState:
        """Look at every file; `fully` reads every byte again instead of trusting what was verified before."""
        return ModelState(model, tuple(self._file_state(f, fully) for f in model.files))

    def trust(self, file: ModelFile) -> None:
        """Remember that the file was just verified."""
        found = self.path(file).stat()
        record = self._trusted()
        record[file.file] = [found.st_size, found.st_mtime_ns, file.sha256]
        self._write(record)

    def _file_state(self, file: ModelFile, fully: bool) -> FileState:
        try:
            found = self.path(file).stat()
        except FileNotFoundError:
            return FileState(file, Condition.MISSING, 0)
        if found.st_size < file.bytes:
            return FileState(file, Condition.CUT_SHORT, found.st_size)
        known = self._trusted().get(file.file) == [found.st_size, found.st_mtime_ns, file.sha256]
        if known and not fully:
            return FileState(file, Condition.READY, found.st_size)
        if found.st_size != file.bytes or sha256_of(self.path(file)) != file.sha256:
            return FileState(file, Condition.WRONG_HASH, found.st_size)
        self.trust(file)
        return FileState(file, Condition.READY, found.st_size)

    def _trusted(self) -> dict[str, list[int | str]]:
        try:
            record = json.loads(self._record.read_text("utf-8"))
        except (OSError, ValueError):
            return {}  # everything is simply verified again
        return record if isinstance(record, dict) else {}

    def _write(self, record: dict[str, list[int | str]]) -> None:
        fresh = self._record.with_name(f"{self._record.name}.{os.getpid()}")
        fresh.write_text(json.dumps(record, indent=1), "utf-8")
        os.replace(fresh, self._record)
