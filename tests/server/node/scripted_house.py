"""A house at the end of a line that is cut at a chosen step; it does every wish it gets, once for each key."""

import asyncio
import json
from collections.abc import Mapping
from urllib.parse import parse_qs

import httpx

HOUSE_STATE = {
    "rooms": [
        {"id": "kitchen", "names": ["Kitchen", "厨房"], "floor": ""},
        {"id": "garage", "names": ["Garage", "车库"], "floor": ""},
    ],
    "floors": [],
    "devices": [
        {
            "id": "light.kitchen", "name": "Kitchen light", "aliases": ["厨房灯"], "kind": "light", "flavour": "",
            "room": "kitchen", "available": True,
            "capabilities": [
                {"name": "on", "label": "", "shape": "flag", "unit": "", "low": None, "high": None, "step": None,
                 "choices": [], "writable": True},
            ],
            "facts": {"on": {"value": False, "at": "2026-01-01T10:00:00Z", "live": True}},
        },
        {
            "id": "cover.garage", "name": "Garage door", "aliases": ["车库门"], "kind": "cover", "flavour": "garage",
            "room": "garage", "available": True,
            "capabilities": [
                {"name": "open", "label": "", "shape": "choice", "unit": "", "low": None, "high": None, "step": None,
                 "choices": ["open", "closed"], "writable": True},
            ],
            "facts": {"open": {"value": "closed", "at": "2026-01-01T10:00:00Z", "live": True}},
        },
        {
            "id": "lock.front", "name": "Front door", "aliases": ["前门"], "kind": "lock", "flavour": "", "room": "",
            "available": True,
            "capabilities": [
                {"name": "locked", "label": "", "shape": "flag", "unit": "", "low": None, "high": None, "step": None,
                 "choices": [], "writable": True},
            ],
            "facts": {"locked": {"value": True, "at": "2026-01-01T10:00:00Z", "live": True}},
        },
    ],
}  # fmt: skip


class ScriptedHouse(httpx.AsyncBaseTransport):
    """Answers as the house does. `line`: "up", "down", and what happens to the next turn (`next_turn`)."""

    def __init__(self) -> None:
        self.up = True
        self.next_turn = ""
        """ "lose request": it never arrives; "lose answer": it is done, and nobody hears; "late": it is done later."""
        self.answers: Mapping[str, dict] = {}
        """Words → what is answered to them."""
        self.done: list[tuple[str, str]] = []
        """(key, words) of everything that was done."""
        self.closed: set[str] = set()
        self.late: list[dict] = []
        self.restarted = False
        self.next_refresh = ""
        self.refresh = "rt-0"
        self.access = "at-0"
        self.refreshed = 0
        self.revoked = False
        self.problem: tuple[int, str] | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self.up:
            raise httpx.ConnectError("the line is cut", request=request)
        path = request.url.path.removeprefix("/api/car/v1")
        match request.method, path:
            case "GET", "/api/alive":
                return httpx.Response(204)
            case "POST", "/token":
                return self._token(parse_qs(request.content.decode()))
        shown = request.headers.get("authorization", "")
        if shown != f"Bearer {self.access}":
            return _problem(401, "expired-token")
        match request.method, path:
            case "POST", "/turns":
                return self._turn(request, request.headers["idempotency-key"], json.loads(request.content))
            case "POST", "/turns/settle":
                return self._settle(json.loads(request.content)["key"])
            case "GET", "/state/house":
                return httpx.Response(200, json=HOUSE_STATE)
            case "GET", "/events":
                return httpx.Response(200, stream=_Silence())
            case _:
                return httpx.Response(200, json={})

    def _turn(self, request, key, body):
        fate, self.next_turn = self.next_turn, ""
        if self.problem is not None:
            status, kind = self.problem
            return _problem(status, kind)
        if fate == "lose request":
            self.up = False
            raise httpx.ReadError("cut", request=request)
        if fate == "late":
            self.up = False
            self.late.append({"key": key, **body})
            raise httpx.ReadError("cut", request=request)
        answer = self._do(key, body)
        if fate == "lose answer":
            self.up = False
            raise httpx.ReadError("cut", request=request)
        return answer

    def _do(self, key, body):
        if key in self.closed:
            return _problem(409, "key-settled")
        if key not in {k for k, _ in self.done}:
            self.done.append((key, body["text"]))
        return httpx.Response(200, json=self._answer(body["text"]))

    def _answer(self, text):
        default = {"outcome": "done", "reply": "The kitchen light is on."}
        return {"turn": "t", "heard": text, "results": [], "asks": None, **self.answers.get(text, default)}

    def deliver_late(self):
        """What the line held back arrives now."""
        answers = [self._do(body["key"], body) for body in self.late]
        self.late.clear()
        return answers

    def _settle(self, key):
        if self.restarted:
            return httpx.Response(200, json={"state": "forgotten", "answer": None})
        for known, text in self.done:
            if known == key:
                return httpx.Response(200, json={"state": "answered", "answer": self._answer(text)})
        self.closed.add(key)
        return httpx.Response(200, json={"state": "never", "answer": None})

    def _token(self, form):
        if self.revoked:
            return httpx.Response(400, json={"error": "invalid_grant", "type": "/api/problems/invalid-grant"})
        if form["refresh_token"][0] not in (self.refresh, f"rt-{self.refreshed - 1}"):
            self.revoked = True
            return httpx.Response(400, json={"error": "invalid_grant", "type": "/api/problems/invalid-grant"})
        fate, self.next_refresh = self.next_refresh, ""
        if fate == "lose request":
            self.up = False
            raise httpx.ReadError("cut")
        self.refreshed += 1
        self.refresh, self.access = f"rt-{self.refreshed}", f"at-{self.refreshed}"
        if fate == "lose answer":
            self.up = False
            raise httpx.ReadError("cut")
        return httpx.Response(200, json={"access_token": self.access, "refresh_token": self.refresh})


class _Silence(httpx.AsyncByteStream):
    async def __aiter__(self):
        yield b"retry: 2000\n\n"
        await asyncio.Event().wait()


def _problem(status, kind):
    return httpx.Response(status, json={"type": f"/api/problems/{kind}", "title": "", "status": status, "detail": kind})
