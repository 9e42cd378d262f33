"""The event socket, over a real server."""

import asyncio
import json
import socket

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.app import create_app
from server.settings import Settings

TOKEN = "0123456789abcdef-token"


async def next_of(peer, kind: str) -> dict:
    """The next message of that type; others are passed over."""
    while True:
        message = json.loads(await asyncio.wait_for(peer.recv(), 60))
        if message["type"] == kind:
            return message


@pytest.fixture
async def port(pocket, serve, tmp_path):
    mimosa = pocket(Settings(data_dir=tmp_path))
    async with serve(create_app(mimosa)) as number:
        yield number, mimosa


async def test_the_house_comes_first_and_then_every_change(port):
    number, mimosa = port
    async with connect(f"ws://127.0.0.1:{number}/ws/events") as peer:
        first = json.loads(await peer.recv())
        assert first["type"] == "snapshot"
        assert {d["id"] for d in first["devices"]} == {"light.kitchen", "light.attic"}
        assert first["health"]["status"] == "ok"

        await mimosa.house.report("kitchen", "brightness", 40)
        told = await next_of(peer, "device")
        assert told["device"]["facts"]["brightness"]["value"] == 40
        assert told["device"]["facts"]["brightness"]["live"] is True

        await mimosa.house.add("cellar", "basement")
        assert (await next_of(peer, "device"))["device"]["id"] == "light.cellar"
        await mimosa.house.remove("cellar")
        assert (await next_of(peer, "gone"))["id"] == "light.cellar"


async def test_a_lamp_that_takes_it_back_is_told_of_afterwards(port):
    number, mimosa = port
    async with connect(f"ws://127.0.0.1:{number}/ws/events") as peer, httpx.AsyncClient() as http:
        await next_of(peer, "snapshot")
        await mimosa.house.report("kitchen", "on", False)
        wish = {"capability": "on", "value": True}
        done = (await http.post(f"http://127.0.0.1:{number}/api/devices/light.kitchen/commands", json=wish)).json()
        assert done["outcome"] == "done"
        await mimosa.house.report("kitchen", "on", False)
        told = await next_of(peer, "settled")
        assert (told["command"], told["outcome"], told["reason"]) == (done["command"], "failed", "reverted")
        assert "off" in told["say"]["en"]


async def test_a_turn_begun_anywhere_is_told(port):
    number, _ = port
    async with connect(f"ws://127.0.0.1:{number}/ws/events") as peer, httpx.AsyncClient() as http:
        await next_of(peer, "snapshot")
        await asyncio.sleep(0.05)
        body = {"text": "turn on the kitchen lamp", "conversation": "wall"}
        await http.post(f"http://127.0.0.1:{number}/api/turns", json=body)
        seen = []
        while "finished" not in seen:
            message = await next_of(peer, "turn")
            assert message["conversation"] == "wall"
            seen.append(message["event"]["event"])
        assert seen[0] == "heard"


async def test_health_is_told_when_it_changes(port):
    number, mimosa = port
    async with connect(f"ws://127.0.0.1:{number}/ws/events") as peer:
        await next_of(peer, "snapshot")
        mimosa.state["status"] = "degraded"
        assert (await next_of(peer, "health"))["health"]["status"] == "degraded"


async def test_a_client_that_talks_nonsense_is_still_told(port):
    number, mimosa = port
    async with connect(f"ws://127.0.0.1:{number}/ws/events") as peer:
        await next_of(peer, "snapshot")
        for nonsense in ("", "{", "[1]", b"\x00\x01", "[" * 5000):
            await peer.send(nonsense)
        await mimosa.house.report("attic", "on", True)
        assert (await next_of(peer, "device"))["device"]["id"] == "light.attic"


async def test_a_fault_while_telling_is_logged_and_closes_the_socket(port, monkeypatch, caplog):
    number, mimosa = port
    monkeypatch.setattr(mimosa, "health", _broken)
    async with connect(f"ws://127.0.0.1:{number}/ws/events") as peer:
        async for _ in _until_closed(peer):
            pass
        assert peer.close_code == 1011
    errors = [r for r in caplog.records if r.levelname == "ERROR" and r.name.startswith("server.")]
    assert [r.exc_info[0] for r in errors] == [RuntimeError]


def _broken():
    raise RuntimeError("broken on purpose")


async def test_a_message_beyond_the_limit_closes_the_socket(port):
    number, _ = port
    async with connect(f"ws://127.0.0.1:{number}/ws/events") as peer:
        await next_of(peer, "snapshot")
        await peer.send("x" * 70_000)
        async for _ in _until_closed(peer):
            pass
        assert peer.close_code == 1009


async def _until_closed(peer):
    try:
        while True:
            yield await asyncio.wait_for(peer.recv(), 60)
    except ConnectionClosed:
        return


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Host": "evil.example"}, 421), ({"Origin": "http://evil.example"}, 403), ({"Origin": "null"}, 403)],
)
@pytest.mark.parametrize("path", ["/ws/events", "/ws/voice"])
async def test_foreign_names_and_pages_get_no_socket(port, headers, status, path):
    number, _ = port
    reader, writer = await asyncio.open_connection("127.0.0.1", number)
    lines = {"Host": f"127.0.0.1:{number}", "Connection": "Upgrade", "Upgrade": "websocket"}
    lines |= {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    writer.write(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode())
    answer = await asyncio.wait_for(reader.readline(), 60)
    assert f" {status} " in answer.decode()
    writer.close()


async def test_our_own_page_gets_one(port):
    number, _ = port
    async with connect(f"ws://127.0.0.1:{number}/ws/events", origin=f"http://127.0.0.1:{number}") as peer:
        await next_of(peer, "snapshot")


@pytest.mark.parametrize("path", ["/ws/events", "/ws/voice"])
@pytest.mark.parametrize("first", ['{"type":"hello","token":"wrong"}', '{"type":"hello"}', "nonsense", b"\x00" * 640])
async def test_without_the_token_the_socket_is_closed_with_4401(pocket, serve, tmp_path, path, first):
    mimosa = pocket(Settings(data_dir=tmp_path, token=TOKEN))
    async with serve(create_app(mimosa)) as number, connect(f"ws://127.0.0.1:{number}{path}") as peer:
        await peer.send(first)
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(peer.recv(), 60)
        assert peer.close_code == 4401


async def test_a_client_that_says_nothing_is_closed_too(pocket, serve, tmp_path, monkeypatch):
    monkeypatch.setattr("server.api.channel.HELLO_PATIENCE_S", 0.1)
    mimosa = pocket(Settings(data_dir=tmp_path, token=TOKEN))
    async with serve(create_app(mimosa)) as number, connect(f"ws://127.0.0.1:{number}/ws/events") as peer:
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(peer.recv(), 60)
        assert peer.close_code == 4401


async def test_with_the_token_first_the_house_comes(pocket, serve, tmp_path):
    mimosa = pocket(Settings(data_dir=tmp_path, token=TOKEN))
    async with serve(create_app(mimosa)) as number, connect(f"ws://127.0.0.1:{number}/ws/events") as peer:
        await peer.send(json.dumps({"type": "hello", "token": TOKEN}))
        await next_of(peer, "snapshot")


async def test_a_client_that_never_reads_is_given_up_and_delays_nobody(port, monkeypatch):
    number, mimosa = port
    monkeypatch.setattr("server.api.channel.SEND_PATIENCE_S", 0.5)
    given_up = asyncio.Event()
    ended = mimosa.home.changes

    def watched():
        changes = ended()

        async def until_ended():
            try:
                async for change in changes:
                    yield change
            finally:
                given_up.set()

        return until_ended()

    monkeypatch.setattr(mimosa.home, "changes", watched)
    writer = await _never_reading(number)
    large = ("x" * 40_000 + "{}").format
    for turn in range(2_000):
        await mimosa.house.add("kitchen", large(turn))
        await asyncio.sleep(0.002)
        if given_up.is_set():
            break
    assert given_up.is_set()
    writer.close()


async def _never_reading(number: int) -> asyncio.StreamWriter:
    """A WebSocket client whose side of the connection fills up."""
    small = socket.socket()
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    small.setblocking(False)
    await asyncio.get_running_loop().sock_connect(small, ("127.0.0.1", number))
    _, writer = await asyncio.open_connection(sock=small, limit=1024)
    lines = f"Host: 127.0.0.1:{number}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    writer.write(f"GET /ws/events HTTP/1.1\r\n{lines}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode())
    await asyncio.sleep(0.2)
    writer.transport.pause_reading()
    return writer


async def test_an_address_without_a_socket_is_refused(port):
    number, _ = port
    with pytest.raises(InvalidStatus):
        await connect(f"ws://127.0.0.1:{number}/ws/nothing")
