"""A small server that speaks the wire protocol from memory, so that the page can be looked at by itself."""

import asyncio
import base64
import json
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from fake_house import FLOORS, ROOMS, FakeHouse
from fake_turns import PAUSES, RATE, TOOLS, events_of, tone
from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse, Response, StreamingResponse

from server.api.page import FOLDER, page_router
from server.api.shell import shell_router

Json = dict[str, Any]
SOUND_PIECE = 8 * 1024

HEALTHY: Json = {
    "status": "ok",
    "link": True,
    "parts": {"ears": "ready", "voice": "ready", "core": "ready", "broker": "ready"},
    "model": "qwen2.5-coder-1.5b",
    "version": "0.1.0",
}


@dataclass
class VoiceSeen:
    """What one voice session received."""

    start: Json
    frames: list[int] = field(default_factory=list)
    sound: bytearray = field(default_factory=bytearray)
    messages: list[str] = field(default_factory=list)


class FakeServer:
    """Runs in a thread of its own; tests read and change it from theirs."""

    def __init__(self) -> None:
        self.house = FakeHouse()
        self.house.tell = self._device_changed
        self.health: Json = dict(HEALTHY)
        self.token = ""
        self.web = FOLDER
        self.pin = ""
        """Where one is set, the front door asks for it in place of a yes."""
        self.spoken = "turn on the kitchen light"
        """What the next voice session is understood to have said."""
        self.pace = 1.0
        """Factor on the pauses between events."""
        self.frozen_at = ""
        """Name of a turn event after which nothing more comes."""
        self.holds_snapshot = False
        self.elsewhere: Json = {"exchanges": [], "questions": []}
        """What whoever asks said and was asked in another place."""
        self.holds_answers = False
        """While it does, no wish is answered."""
        self.tone_s = 0.6
        self.clears_after_said = False
        self.wishes: list[Json] = []
        self.turns: list[Json] = []
        self.stopped: list[str] = []
        self.voices: list[VoiceSeen] = []
        self._clients: set[asyncio.Queue[Json]] = set()
        self._sockets: set[WebSocket] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._listening: socket.socket | None = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Begin to answer; returns when it does."""
        listening, self._listening = self._listening or socket.create_server(("127.0.0.1", self.port)), None
        config = uvicorn.Config(self._app(), log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listening],), daemon=True)
        self._thread.start()
        until(lambda: bool(self._server and self._server.started))

    def stop(self) -> None:
        """Go away, with every connection."""
        if self._server and self._thread:
            self._server.should_exit = True
            self._server.force_exit = True
            self._thread.join(timeout=60)
        self._clients.clear()

    def tell(self, message: Json) -> None:
        """Tell every page something."""
        if self._loop and not self._loop.is_closed():
            for queue in list(self._clients):
                self._loop.call_soon_threadsafe(queue.put_nowait, message)

    def _device_changed(self, changed: Json) -> None:
        self.tell({"type": "device", "device": json.loads(json.dumps(changed))})

    def set_health(self, **changed: Any) -> None:
        """Change how the parts are, and tell."""
        self.health = {**self.health, **changed}
        self.tell({"type": "health", "health": self.health})

    def _snapshot(self) -> Json:
        return {"rooms": ROOMS, "floors": FLOORS, "devices": self.house.devices, "health": self.health}

    def _allowed(self, request: Request) -> bool:
        return not self.token or request.headers.get("authorization") == f"Bearer {self.token}"

    def _app(self) -> FastAPI:
        app = FastAPI()
        app.include_router(page_router(self.web))
        app.include_router(shell_router(self.web))
        app.middleware("http")(self._guard)
        app.add_api_route("/api/tools", lambda: TOOLS)
        app.add_api_route("/api/health", lambda: self.health)
        app.add_api_route("/api/suggestions", lambda: {"suggestion": None, "routines": []})
        app.add_api_route("/api/crossings", lambda: {"crossings": []})
        app.add_api_route("/api/phrases", lambda: {"phrases": [], "limit": 500})
        app.add_api_route("/api/conversations/{id}", lambda id: {"id": id, "exchanges": [], "waiting": None})
        app.add_api_route("/api/conversations/{id}/elsewhere", lambda id: self.elsewhere)
        app.add_api_route("/api/devices/{id}/commands", self._command, methods=["POST"])
        app.add_api_route("/api/pins/owner", lambda: {"person": "owner", "set": bool(self.pin)})
        app.add_api_route("/api/pins/owner", self._set_pin, methods=["PUT"])
        app.add_api_route("/api/turns", self._turn, methods=["POST"])
        app.add_api_route("/api/turns/{turn}/stop", self._stop_turn, methods=["POST"])
        app.add_api_websocket_route("/ws/events", self._events)
        app.add_api_websocket_route("/ws/voice", self._voice)
        return app

    async def _guard(self, request: Request, go_on: Callable[[Request], Any]) -> Response:
        if request.url.path.startswith("/api/") and not self._allowed(request):
            return JSONResponse({"type": "about:blank", "title": "A key is needed", "status": 401}, 401)
        response: Response = await go_on(request)
        return response

    async def _command(self, id: str, wish: Json) -> Response:
        self.wishes.append({"device": id, **wish})
        await asyncio.sleep(0.15 * self.pace)
        while self.holds_answers:
            await asyncio.sleep(0.01)
        if self.pin and "pin" in wish and wish["pin"] != self.pin:
            return _wrong_pin()
        answer = self.house.wish(id, wish["capability"], wish["value"], bool(wish.get("confirmed") or "pin" in wish))
        if self.pin and answer["outcome"] == "ask":
            answer |= {"reason": "needs_second_factor", "say": {"en": "Enter your PIN.", "zh": "请输入密码。"}}
        if answer["outcome"] == "held":
            await asyncio.sleep(60)
        return JSONResponse(answer)

    async def _set_pin(self, new: Json) -> Response:
        if self.pin and new.get("present") != self.pin:
            return _wrong_pin()
        self.pin = new["pin"]
        return Response(status_code=204)

    async def _turn(self, body: Json) -> Response:
        self.turns.append(body)
        return StreamingResponse(self._lines(body), media_type="application/x-ndjson")

    async def _lines(self, body: Json) -> AsyncIterator[str]:
        for event in events_of(body["text"], self.house, spoken=False):
            await self._pause(event)
            if event["event"] == "said" and body.get("speak"):
                event["sound"] = {"rate": RATE, "pcm": base64.b64encode(tone(self.tone_s)).decode()}
            self.tell({"type": "turn", "conversation": body.get("conversation", ""), "event": event})
            yield json.dumps(event) + "\n"
            if event["event"] == self.frozen_at:
                await asyncio.sleep(60)

    async def _pause(self, event: Json) -> None:
        pause = 0.01 if event["event"] == "thought" else PAUSES.get(event["event"], 0.0)
        await asyncio.sleep(pause * self.pace)

    async def _stop_turn(self, turn: str) -> Response:
        self.stopped.append(turn)
        return JSONResponse({"turn": turn, "stopped": True})

    async def _admit(self, websocket: WebSocket) -> bool:
        await websocket.accept()
        if not self.token:
            return True
        try:
            hello = json.loads(await websocket.receive_text())
        except WebSocketDisconnect:
            return False
        if hello == {"type": "hello", "token": self.token}:
            return True
        await websocket.close(4401)
        return False

    async def _events(self, websocket: WebSocket) -> None:
        self._loop = asyncio.get_running_loop()
        if not await self._admit(websocket):
            return
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._clients.add(queue)
        try:
            if self.holds_snapshot:
                await asyncio.sleep(60)
            await websocket.send_json({"type": "snapshot", **self._snapshot()})
            while True:
                await websocket.send_json(await queue.get())
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            self._clients.discard(queue)

    async def _voice(self, websocket: WebSocket) -> None:
        if not await self._admit(websocket):
            return
        seen = VoiceSeen(json.loads(await websocket.receive_text()))
        self.voices.append(seen)
        await websocket.send_json({"type": "listening"})
        with suppress(WebSocketDisconnect, RuntimeError):
            while await self._take(websocket, seen, await websocket.receive()):
                pass

    async def _take(self, websocket: WebSocket, seen: VoiceSeen, message: Any) -> bool:
        if message["type"] == "websocket.disconnect":
            return False
        if message.get("bytes") is not None:
            return await self._take_frame(websocket, seen, message["bytes"])
        kind = json.loads(message["text"])["type"]
        seen.messages.append(kind)
        if kind == "end":
            await self._answer(websocket, seen)
        return bool(kind != "close")

    async def _take_frame(self, websocket: WebSocket, seen: VoiceSeen, frame: bytes) -> bool:
        seen.frames.append(len(frame))
        seen.sound += frame
        if len(seen.frames) == 1:
            await websocket.send_json({"type": "speech", "state": "began"})
        if seen.start["mode"] == "hands_free" and len(seen.frames) == 60:
            await self._answer(websocket, seen)
        return True

    async def _answer(self, websocket: WebSocket, seen: VoiceSeen) -> None:
        await websocket.send_json({"type": "speech", "state": "ended"})
        sound = tone(self.tone_s)
        for event in events_of(self.spoken, self.house, spoken=True, language=seen.start["language"]):
            await self._pause(event)
            has_voice = event["event"] == "said" and seen.start["language"] == "en"
            if has_voice:
                event["sound"] = {"rate": RATE, "bytes": len(sound)}
            await websocket.send_json({"type": "turn", "event": event})
            for at in range(0, len(sound) if has_voice else 0, SOUND_PIECE):
                await websocket.send_bytes(sound[at : at + SOUND_PIECE])
            if self.clears_after_said and event["event"] == "said":
                await asyncio.sleep(0.5)
                await websocket.send_json({"type": "clear"})
            if event["event"] == self.frozen_at:
                await asyncio.sleep(60)
        await websocket.send_json({"type": "listening"})


def _wrong_pin() -> Response:
    title = "That is not the PIN."
    say = {"en": title, "zh": "密码不对。"}
    problem = {"type": "/api/problems/wrong-pin", "title": title, "status": 403, "detail": title, "say": say}
    return JSONResponse(problem, 403)


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something is true; raises TimeoutError."""
    waiting = threading.Event()
    for _ in range(int(seconds / 0.01)):
        if true():
            return
        waiting.wait(0.01)
    raise TimeoutError("it did not become true")


def main() -> None:
    """Serve until interrupted, for looking at the page by hand."""
    server = FakeServer()
    server.start()
    print(server.address, Path(__file__).name)
    with suppress(KeyboardInterrupt):
        threading.Event().wait()


if __name__ == "__main__":
    main()
