"""A WebSocket as both of our sockets need it: the token first, sending that never waits for ever."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import WebSocket, WebSocketDisconnect

from server.api.wire import json_text
from server.security import CLOSE_UNAUTHORISED, HELLO_PATIENCE_S, hello_token, same_token

log = logging.getLogger(__name__)

SEND_PATIENCE_S = 10.0
"""Seconds a client may leave everything unread before it is given up."""

CLOSE_UNSUPPORTED = 1003
CLOSE_INTERNAL = 1011
CLOSE_TRY_AGAIN = 1013

SOUND_PIECE = 32 * 1024
"""Bytes of one binary message; between two of them the sound can be stopped."""


class ClientGone(Exception):
    """The other side closed, vanished, or reads nothing."""


class NotUnderstood(Exception):
    """A message that is not what the protocol has; the text says what would be right."""


class Channel:
    """One accepted WebSocket. Sending is safe from several tasks; receiving is for one."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._sending = asyncio.Lock()

    @asynccontextmanager
    async def serving(self, client: str) -> AsyncIterator[None]:
        """Serve the client in this context. That it goes away is no fault; any other end is logged and closes it."""
        try:
            yield
        except (ClientGone, WebSocketDisconnect):
            log.info("%s client went away", client)
        except Exception:
            # Above this nobody tells it: the web server's own log is quiet.
            log.exception("%s client cannot be served any more", client)
            await self.close(CLOSE_INTERNAL, "internal")

    async def admit(self, token: str) -> bool:
        """Accept, and ask for the token where one is needed. False: the client was turned away and is closed."""
        await self._socket.accept()
        if not token:
            return True
        try:
            async with asyncio.timeout(HELLO_PATIENCE_S):
                first = await self._socket.receive_text()
        except (TimeoutError, KeyError):
            first = ""
        except WebSocketDisconnect:
            return False
        if same_token(hello_token(first), token):
            return True
        await self.close(CLOSE_UNAUTHORISED, "the first message has to be a hello with the token")
        return False

    async def receive(self) -> dict[str, Any] | bytes:
        """The next message: a JSON object with a "type", or bytes. Raises ClientGone, NotUnderstood."""
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise ClientGone
        if message.get("bytes") is not None:
            return bytes(message["bytes"])
        return _object(message.get("text") or "")

    async def send(self, message: dict[str, Any] | Callable[[], dict[str, Any]]) -> None:
        """Send JSON; a function is asked for it when it is this message's turn. Raises ClientGone."""
        await self._send(
            lambda: {"type": "websocket.send", "text": json_text(message() if callable(message) else message)}
        )

    async def send_sound(self, pcm: bytes, wanted: Callable[[], bool]) -> None:
        """Send one piece of sound, if it is still wanted when it is this message's turn. Raises ClientGone."""
        await self._send(lambda: {"type": "websocket.send", "bytes": pcm} if wanted() else None)

    async def close(self, code: int, reason: str = "") -> None:
        """Close; nothing happens where the client has gone already."""
        try:
            async with asyncio.timeout(SEND_PATIENCE_S):
                await self._socket.close(code, reason)
        except (RuntimeError, OSError, WebSocketDisconnect, TimeoutError):
            return

    async def _send(self, make: Callable[[], dict[str, Any] | None]) -> None:
        try:
            async with asyncio.timeout(SEND_PATIENCE_S), self._sending:
                message = make()
                if message is not None:
                    await self._put(message)
        except TimeoutError as error:
            raise ClientGone from error

    async def _put(self, message: dict[str, Any]) -> None:
        try:
            await self._socket.send(message)
        except (RuntimeError, OSError, WebSocketDisconnect) as error:
            raise ClientGone from error


def _object(text: str) -> dict[str, Any]:
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise NotUnderstood("a text message has to be JSON") from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise NotUnderstood('a text message has to be a JSON object with a "type"')
    return message
