"""An HTTP client as lean as a head unit's own: one connection that stands, and nothing around it.

What a comfortable client spends on a request (milliseconds of this processor) is no share of the server's.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any


class PlainClient:
    """One connection to a server on this machine; requests one after the other."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: Mapping[str, Any], **headers: str) -> str:
        """What is answered, as text. Raises AssertionError for anything but success; OSError without a server."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        content = json.dumps(body).encode()
        head = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": str(len(content))}
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in (head | headers).items()), "", ""]
        writer.write("\r\n".join(lines).encode() + content)
        status, *fields = (await reader.readuntil(b"\r\n\r\n")).decode().lower().splitlines()
        answer = (await _body(reader, dict(f.split(": ", 1) for f in fields if ": " in f))).decode()
        if " 200 " not in status:
            raise AssertionError(f"{path}: {status}: {answer}")
        return answer

    async def close(self) -> None:
        """End the connection."""
        if self._streams is not None:
            self._streams[1].close()
            await self._streams[1].wait_closed()


async def _body(reader: asyncio.StreamReader, fields: Mapping[str, str]) -> bytes:
    if fields.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(fields.get("content-length", "0")))
    pieces = []
    while size := int(await reader.readline(), 16):
        pieces.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(pieces)
