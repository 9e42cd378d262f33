"""What the owner changes, and what waits for the owner, is told to everybody who watches."""

import asyncio
import json

import websockets

from server.app import create_app
from server.settings import Settings


async def heard(socket, kind: str) -> dict:
    """The next message of that type."""
    async with asyncio.timeout(60):
        while True:
            message = json.loads(await socket.recv())
            if message["type"] == kind:
                return message


async def test_a_new_device_and_every_change_of_the_layout_are_told(pocket, serve, tmp_path):
    made = pocket(Settings(data_dir=tmp_path))
    async with serve(create_app(made)) as port, websockets.connect(f"ws://127.0.0.1:{port}/ws/events") as socket:
        assert (await heard(socket, "snapshot"))["waiting"] == []
        await made.house.add("porch", "garden")
        told = await heard(socket, "waits")
        assert told["id"] == "light.porch"
        assert [room["id"] for room in told["rooms"]] == ["kitchen", "attic", "garden"]
        await made.ownership.approve([made.home.announced["light.porch"]], "owner")
        assert (await heard(socket, "layout"))["waiting"] == []
        await made.ownership.add_floor(["Cellar", "地下室"])
        assert [floor["names"][0] for floor in (await heard(socket, "layout"))["floors"]] == ["Ground floor", "Cellar"]
        await made.ownership.remove_room("garden", ["light.porch"])
        assert (await heard(socket, "device"))["device"]["room"] == ""
        assert [room["id"] for room in (await heard(socket, "layout"))["rooms"]] == ["kitchen", "attic"]
