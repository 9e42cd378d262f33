"""Patterns kept on disk between two starts, as long as neither the tools' phrases nor this code or its words change."""

import hashlib
import json
import logging
import os
import sys
from array import array
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.tools import Tool, Words
from assistant.understanding import reflex
from assistant.understanding.reflex import phrases, words
from assistant.understanding.reflex.phrases.patterns import Columns, Shape

log = logging.getLogger(__name__)

_NUMBERS = ("tool_of", "shape_of", "elements", "starts", "members", "families", "triggered", "wordless", "openers")
_DIGEST = hashlib.sha256().digest_size


def key_of(tools: Iterable[Tool]) -> str:
    """What the patterns of these tools depend on, in 64 hexadecimal digits."""
    told = hashlib.sha256(f"{sys.byteorder} {sys.version_info[:2]} {_code()}".encode())
    for tool in tools:
        words = [p.name for p in tool.parameters if isinstance(p.mark, Words)]
        marks = [(p.name, type(p.mark).__name__) for p in tool.parameters]
        told.update(repr((tool.name, tool.reads_only, words, marks, sorted(tool.phrases.items()))).encode())
    return told.hexdigest()


@cache
def _code() -> str:
    """Digest of the code and the words that make patterns out of phrases."""
    told = hashlib.sha256()
    for package in (reflex, phrases, words):
        for part in sorted(files(package).iterdir(), key=lambda part: part.name):
            if part.name.endswith((".py", ".toml")):
                told.update(part.name.encode() + part.read_bytes())
    return told.hexdigest()


def read_patterns(file: Path, key: str) -> Columns | None:
    """What was kept; None where nothing was, where it is of other phrases, or where the file is damaged."""
    try:
        kept = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        log.warning("the kept phrases cannot be read, and are worked out anew: %s", error)
        return None
    digest, content = kept[:_DIGEST], kept[_DIGEST:]
    head, newline, numbers = content.partition(b"\n")
    if hashlib.sha256(content).digest() != digest or not newline:
        log.warning("the kept phrases in %s are damaged, and are worked out anew", file.name)
        return None
    try:
        told = json.loads(head)
        return _columns(told, numbers) if told["key"] == key else None
    except (ValueError, TypeError, KeyError) as error:
        log.warning("the kept phrases in %s are none (%r), and are worked out anew", file.name, error)
        return None


def keep_patterns(file: Path, key: str, columns: Columns) -> None:
    """Keep them. A full disk costs time at the next start, no more."""
    numbers = {name: getattr(columns, name) for name in _NUMBERS}
    head = {
        "key": key,
        "literals": columns.literals,
        "slots": columns.slots,
        "shapes": [[s.slots, s.free_words, s.small] for s in columns.shapes],
        "numbers": {name: [column.typecode, len(column) * column.itemsize] for name, column in numbers.items()},
    }
    content = json.dumps(head, ensure_ascii=False).encode() + b"\n" + b"".join(c.tobytes() for c in numbers.values())
    fresh = file.with_suffix(".new")
    try:
        fresh.write_bytes(hashlib.sha256(content).digest() + content)
        os.replace(fresh, file)
    except OSError as error:
        log.warning("the phrases are not kept: %s", error)
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _columns(told: dict[str, Any], numbers: bytes) -> Columns:
    """Raises ValueError, TypeError, KeyError where it is not what was kept."""
    columns = Columns(
        [tuple(literal) for literal in told["literals"]],
        list(told["slots"]),
        [Shape(tuple(slots), free_words, tuple(small)) for slots, free_words, small in told["shapes"]],
    )
    at = 0
    for name in _NUMBERS:
        code, size = told["numbers"][name]
        column: array[int] = array(code)
        column.frombytes(numbers[at : at + size])
        setattr(columns, name, column)
        at += size
    if at != len(numbers):
        raise ValueError(f"{len(numbers)} bytes of numbers, not {at}")
    return columns
