"""Options that several commands share, and the settings as a command sees them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.commands.ending import Status, fail
from server.commands.words import terminal_language, words

if TYPE_CHECKING:
    from server.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help=words("Print JSON, for scripts.", "输出 JSON,供脚本使用。"))]

_chosen: dict[str, Path] = {}


def use_settings_file(file: Path | None) -> None:
    """Remember the file named before the command."""
    _chosen.clear()
    if file is not None:
        _chosen["file"] = file


def settings_with(*, as_json: bool = False, **options: Any) -> Settings:
    """The settings with a command's own options over them; ends the command where they cannot be taken."""
    from server.settings import load_settings
    from server.wrong_settings import SettingsWrong

    try:
        return load_settings(_chosen.get("file"), options=options)
    except SettingsWrong as error:
        keys = [entry.key for entry in error.entries]
        fail(Status.USAGE, error.text(terminal_language()), as_json=as_json, settings=keys)
