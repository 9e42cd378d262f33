"""Which language model the owner chose, written down with everything needed to tell it from any other."""

import json
import os
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from server.models.errors import CatalogueBroken


@dataclass(frozen=True, slots=True)
class Listed:
    """A model of the catalogue."""

    model: str


@dataclass(frozen=True, slots=True)
class Pinned:
    """A file of the model hub at one commit; commit and hash are what the hub said when it was chosen."""

    name: str
    repository: str
    commit: str
    file: str
    bytes: int
    sha256: str
    licence: str


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A GGUF file of the owner."""

    path: str


@dataclass(frozen=True, slots=True)
class ModelServer:
    """Any server that speaks OpenAI's chat interface."""

    address: str
    """Up to and with /v1."""
    model: str
    """The name the server knows the model by."""


Choice = Listed | Pinned | OwnFile | ModelServer

_KINDS: dict[str, type[Any]] = {"listed": Listed, "hub": Pinned, "file": OwnFile, "server": ModelServer}


def read_choice(path: Path) -> Choice | None:
    """The choice written in that file; None where none was made. Raises CatalogueBroken."""
    try:
        told = tomllib.loads(path.read_text("utf-8"))["core"]
        choice: Choice = _KINDS[told.pop("kind")](**told)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise CatalogueBroken(
            f"{path} cannot be read ({error}); choose again with: mimosa models use NAME, or remove the file"
        ) from error
    return choice


def write_choice(path: Path, choice: Choice) -> None:
    """Replace the file by this choice."""
    kind = next(k for k, cls in _KINDS.items() if cls is type(choice))
    lines = ["# The language model, as chosen with `mimosa models use`.", "[core]", f'kind = "{kind}"']
    lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in asdict(choice).items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text("\n".join(lines) + "\n", "utf-8")
    os.replace(fresh, path)
