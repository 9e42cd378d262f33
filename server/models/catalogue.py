"""The models Mimosa can fetch by itself: which files, how large, what they hash to, under which licence."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from server.models.errors import CatalogueBroken, UnknownModel


@dataclass(frozen=True, slots=True)
class Wheel:
    """One package release that carries data."""

    package: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a file: one member of a wheel."""

    wheel: Wheel
    member: str


@dataclass(frozen=True, slots=True)
class HubCopy:
    """Where the model hub keeps a file with the same hash."""

    repository: str
    file: str


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model."""

    file: str
    """Path inside the models folder, with forward slashes."""
    bytes: int
    sha256: str
    parts: tuple[Part, ...] = ()
    """Put one behind the other they are the file; empty for a file that does not come in wheels."""
    hub: HubCopy | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """One model."""

    id: str
    name: str
    what: str
    licence: str
    out_of_box: bool
    files: tuple[ModelFile, ...]

    @property
    def bytes(self) -> int:
        """Size of all its files on the disk."""
        return sum(f.bytes for f in self.files)


class Catalogue:
    """Models by id."""

    def __init__(self, models: Iterable[Model]) -> None:
        self._models = {m.id: m for m in models}

    def __iter__(self) -> Iterator[Model]:
        return iter(self._models.values())

    def __getitem__(self, model_id: str) -> Model:
        try:
            return self._models[model_id]
        except KeyError:
            known = ", ".join(self._models)
            raise UnknownModel(f"there is no model {model_id!r}; there are: {known}") from None

    def __contains__(self, model_id: str) -> bool:
        return model_id in self._models

    @property
    def out_of_box(self) -> tuple[Model, ...]:
        """What `mimosa models fetch` brings when nothing is named."""
        return tuple(m for m in self._models.values() if m.out_of_box)


@cache
def catalogue() -> Catalogue:
    """The catalogue that comes with Mimosa."""
    return read_catalogue((files("server.models") / "catalogue.toml").read_text("utf-8"))


def read_catalogue(text: str) -> Catalogue:
    """A catalogue from TOML; raises CatalogueBroken."""
    try:
        return Catalogue(_model(entry) for entry in tomllib.loads(text)["model"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CatalogueBroken(f"the model catalogue cannot be read: {error}") from error


def _model(entry: dict[str, Any]) -> Model:
    return Model(
        entry["id"],
        entry["name"],
        entry["what"],
        entry["licence"],
        entry.get("out_of_box", False),
        tuple(_file(f) for f in entry["file"]),
    )


def _file(entry: dict[str, Any]) -> ModelFile:
    hub = entry.get("hub")
    return ModelFile(
        entry["file"],
        entry["bytes"],
        entry["sha256"],
        tuple(_part(p) for p in entry["parts"]),
        HubCopy(hub["repo"], hub["file"]) if hub else None,
    )


def _part(entry: dict[str, Any]) -> Part:
    return Part(Wheel(entry["package"], entry["version"], entry["wheel_sha256"]), entry["member"])
