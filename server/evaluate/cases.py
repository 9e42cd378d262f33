"""Reading cases and homes, and writing one line a case."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO


class CannotRead(Exception):
    """A line or file that cannot be read; the text names it and says why."""


def read_homes(path: Path) -> dict[str, Mapping[str, Any]]:
    """The homes of a file by their key. Raises CannotRead."""
    try:
        homes = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CannotRead(f"{path} holds no homes: {error}") from error
    if not isinstance(homes, dict) or not all(isinstance(h, dict) for h in homes.values()):
        raise CannotRead(f"{path} holds no homes: it has to be an object of homes by their key")
    return homes


def read_lines(path: Path, *needed: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file, each with the needed text fields. Raises CannotRead with the line's number."""
    try:
        stream = path.open(encoding="utf-8")
    except OSError as error:
        raise CannotRead(f"{path} cannot be opened: {error.strerror}") from error
    with stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield _case(line, f"{path}, line {number}", needed)


def _case(line: str, where: str, needed: tuple[str, ...]) -> dict[str, Any]:
    try:
        case = json.loads(line)
    except ValueError as error:
        raise CannotRead(f"{where}: no JSON ({error})") from error
    if not isinstance(case, dict):
        raise CannotRead(f"{where}: an object is needed, not {type(case).__name__}")
    for name in needed:
        if not isinstance(case.get(name), str):
            raise CannotRead(f"{where}: the text {name!r} is missing")
    return case


def write_line(stream: TextIO, line: Mapping[str, Any]) -> None:
    """Write one object as a line and flush it, so that an interrupted run keeps what it has."""
    stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    stream.flush()
