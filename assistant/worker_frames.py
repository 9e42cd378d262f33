"""The wire between Mimosa and an engine's process: length-framed messages, a JSON header and a binary body each.

A frame is 4 bytes header length, 4 bytes body length (both big-endian), the header as UTF-8 JSON, the body.

To the child: {"kind": "request", "id", "header"} + body, {"kind": "cancel", "id"}.
From the child: {"kind": "ready", "header"} or {"kind": "missing" | "failed", "reason"} once, then for each request any
number of {"kind": "answer", "id", "header"} + body and one {"kind": "end", "id"} or {"kind": "error", "id", "reason"};
{"kind": "crashed", "id", "reason"} is a process's last frame.
"""

import asyncio
import json
import struct
from typing import Any, BinaryIO

Header = dict[str, Any]
"""A JSON object."""

_LENGTHS = struct.Struct("!II")
MAX_HEADER_BYTES = 16 * 2**20
MAX_BODY_BYTES = 256 * 2**20


class BadFrame(Exception):
    """The other side does not speak this wire format, or stopped in the middle of a frame."""


def pack(header: Header, body: bytes = b"") -> bytes:
    """One frame. Raises BadFrame where a part is longer than the wire carries."""
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    _check_lengths(len(head), len(body))
    return _LENGTHS.pack(len(head), len(body)) + head + body


async def read_frame(stream: asyncio.StreamReader) -> tuple[Header, bytes] | None:
    """The next frame, or None at the end of the stream. Raises BadFrame."""
    try:
        lengths = await stream.readexactly(_LENGTHS.size)
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise BadFrame("the stream ended in the middle of a frame") from error
        return None
    try:
        head_bytes, body_bytes = _lengths(lengths)
        head = await stream.readexactly(head_bytes)
        return _header(head), await stream.readexactly(body_bytes)
    except asyncio.IncompleteReadError as error:
        raise BadFrame("the stream ended in the middle of a frame") from error


def read_frame_blocking(stream: BinaryIO) -> tuple[Header, bytes] | None:
    """The same for the child's side, which has no event loop."""
    lengths = stream.read(_LENGTHS.size)
    if not lengths:
        return None
    head_bytes, body_bytes = _lengths(lengths)
    head, body = stream.read(head_bytes), stream.read(body_bytes)
    if len(head) < head_bytes or len(body) < body_bytes:
        raise BadFrame("the stream ended in the middle of a frame")
    return _header(head), body


def _lengths(prefix: bytes) -> tuple[int, int]:
    if len(prefix) < _LENGTHS.size:
        raise BadFrame("the stream ended in the middle of a frame")
    head, body = _LENGTHS.unpack(prefix)
    _check_lengths(head, body)
    return head, body


def _check_lengths(head: int, body: int) -> None:
    if head > MAX_HEADER_BYTES or body > MAX_BODY_BYTES:
        raise BadFrame(
            f"a frame of {head} + {body} bytes; at most {MAX_HEADER_BYTES} header and {MAX_BODY_BYTES} body bytes"
        )


def _header(head: bytes) -> Header:
    try:
        header = json.loads(head)
    except ValueError as error:
        raise BadFrame("a frame's header is not JSON") from error
    if not isinstance(header, dict):
        raise BadFrame("a frame's header is not a JSON object")
    return header
