"""Files that are whole on disk, or not there: what a power loss may take is never half of one."""

import os
from pathlib import Path

CHUNK = 1024 * 1024


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make the folder and those above it, each an entry that no power loss takes away again. Raises OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode, exist_ok=True)
        sync_folder(each.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in the folder on disk: what was made, renamed or taken away in it. Raises OSError."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def sync_file(file: Path) -> None:
    """Have the file's content on disk. Raises OSError."""
    opened = os.open(file, os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def put_in_place(made: Path, file: Path) -> None:
    """Give a finished file its name, in place of what had it; either is there whole at any moment. Raises OSError."""
    sync_file(made)
    made.replace(file)
    sync_folder(file.parent)


def write_whole(file: Path, text: str) -> None:
    """Write a text file in one step, readable by the owner alone. Raises OSError."""
    made = file.with_name(file.name + ".partial")
    with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
    put_in_place(made, file)


def copy_whole(source: Path, file: Path) -> None:
    """Copy a file under another name in one step, readable by the owner alone. Raises OSError."""
    made = file.with_name(file.name + ".partial")
    with (
        open(source, "rb") as reading,
        open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as writing,
    ):
        while chunk := reading.read(CHUNK):
            writing.write(chunk)
    put_in_place(made, file)
