"""How a command ends: its exit status, and where its words go."""

import json
import sys
from enum import IntEnum
from typing import Any, NoReturn

import typer


class Status(IntEnum):
    """The exit status of every command. docs/operator.md lists them for scripts."""

    DONE = 0
    """It was done, or the question was answered."""
    FAILED = 1
    """It was refused or failed, and said so."""
    USAGE = 2
    """The command line or a setting is wrong."""
    NO_SERVER = 3
    """No server answers at the address in the settings."""
    ASKED = 4
    """Mimosa asked something back; nothing was done yet."""
    CANNOT_START = 5
    """The server, the broker or the simulators could not be started."""


def fail(status: Status, text: str, *, as_json: bool = False, **facts: Any) -> NoReturn:
    """End the command with words on standard error; with `as_json` with an object on standard output."""
    if as_json:
        show_json({"error": status.name.lower(), "detail": text, **facts})
    else:
        print(text, file=sys.stderr)
    raise typer.Exit(int(status))


def show_json(value: Any) -> None:
    """Print one JSON value on one line."""
    print(json.dumps(value, ensure_ascii=False), flush=True)
