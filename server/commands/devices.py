"""`mimosa devices`: what is in the house and how it is, and what its owner says about it."""

from typing import Annotated, Any, NoReturn
from urllib.parse import quote

import typer

from server.commands.device_lines import capability_words, room_lines
from server.commands.ending import Status, fail, show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words
from server.printable import printable

app = typer.Typer(
    help=words(
        "List the devices and how they are; name, move, hide and approve them.",
        "列出设备及其状态;命名、移动、隐藏、批准。",
    ),
    invoke_without_command=True,
)

Device = Annotated[str, typer.Argument(help=words("Its id or name.", "设备标识或名称。"), show_default=False)]


@app.callback()
def devices(
    context: typer.Context,
    room: Annotated[str, typer.Option(help=words("Only this room (id or name).", "仅此房间(标识或名称)。"))] = "",
    as_json: AsJson = False,
) -> None:
    """List the devices of the running Mimosa by room, with what each reports."""
    if context.invoked_subcommand is not None:
        return
    client = _client(as_json)
    told = client.get("/api/devices")
    if room:
        told = _only(told, _room_id(client, room, as_json))
    if as_json:
        show_json(told)
        return
    print(
        "\n\n".join(room_lines(entry, told["devices"]) for entry in _rooms(told)) or words("No devices.", "没有设备。")
    )
    if told["waiting"]:
        n = len(told["waiting"])
        print(words(f"\n{n} new: mimosa devices new", f"\n{n} 个新设备:mimosa devices new"))


@app.command(help=words("List the devices that wait for approval.", "列出等待批准的设备。"))
def new(as_json: AsJson = False) -> None:
    waiting = [device for device in _client(as_json).get("/api/house")["devices"] if device["waits"]]
    if as_json:
        show_json(waiting)
        return
    for device in waiting:
        could = ", ".join(map(capability_words, device["waits_for"])) or "-"
        made = " ".join(filter(None, (device["kind"], device["maker"], device["model"])))
        print(printable(f"{device['id']:<36} {device['name']:<28} {made:<36} {could}"))
    if not waiting:
        print(words("No device waits.", "没有等待的设备。"))


@app.command(help=words("Approve devices, or with --all everything that waits.", "批准设备;--all 批准所有等待的设备。"))
def approve(
    device: Annotated[list[str] | None, typer.Argument(help=words("Their ids or names.", "设备标识或名称。"))] = None,
    everything: Annotated[bool, typer.Option("--all", help=words("All that wait.", "所有等待的设备。"))] = False,
    as_json: AsJson = False,
) -> None:
    if bool(device) == everything:
        fail(Status.USAGE, words("Name devices, or --all.", "请指定设备,或使用 --all。"), as_json=as_json)
    client = _client(as_json)
    chosen = {} if device is None else {"devices": [_device_id(client, each, as_json) for each in device]}
    told = client.send("POST", "/api/house/approval", chosen)
    if as_json:
        show_json(told)
        return
    n = len(told["devices"])
    print(words(f"{n} approved.", f"已批准 {n} 个。"))


@app.command(help=words("Hide a device from everybody.", "隐藏一个设备。"))
def hide(device: Device, as_json: AsJson = False) -> None:
    _change(device, {"hidden": True}, as_json)


@app.command(help=words("Show a hidden device again.", "重新显示隐藏的设备。"))
def show(device: Device, as_json: AsJson = False) -> None:
    _change(device, {"hidden": False}, as_json)


@app.command(help=words("Name a device; further names are aliases. None: its own.", "命名设备,其余为别名;不写则恢复。"))
def name(
    device: Device,
    names: Annotated[list[str] | None, typer.Argument(help=words("Its names.", "名称。"))] = None,
    as_json: AsJson = False,
) -> None:
    _change(device, {"names": names or None}, as_json)


@app.command(help=words("Put a device into a room; without one, into none.", "把设备放入房间;不写则不在任何房间。"))
def move(
    device: Device,
    room: Annotated[str, typer.Argument(help=words("The room's id or name.", "房间标识或名称。"))] = "",
    as_json: AsJson = False,
) -> None:
    _change(device, {"room": _room_id(_client(as_json), room, as_json) if room else ""}, as_json)


def _change(device: str, wish: dict[str, Any], as_json: bool) -> None:
    client = _client(as_json)
    path = f"/api/devices/{quote(_device_id(client, device, as_json), safe='')}/settings"
    told = client.send("PATCH", path, wish)
    if as_json:
        show_json(told)
        return
    hidden = words(", hidden", ",已隐藏") if told["hidden"] else ""
    print(f"{told['id']}: {told['name']}, {told['room'] or words('no room', '无房间')}{hidden}")
    for warning in told["warnings"]:
        print(warning["say"][words("en", "zh")])


def _client(as_json: bool) -> Any:
    from server.commands.client import ServerClient

    return ServerClient(settings_with(as_json=as_json), as_json=as_json)


def _device_id(client: Any, said: str, as_json: bool) -> str:
    """The id of the device with that id or name. Ends the command where none or several have it."""
    devices = client.get("/api/house")["devices"]
    if any(device["id"] == said for device in devices):
        return said
    found = [device["id"] for device in devices if said.casefold() in _names(device)]
    if len(found) != 1:
        _tell_not_one(said, found, as_json)
    return str(found[0])


def _tell_not_one(said: str, found: list[str], as_json: bool) -> NoReturn:
    if not found:
        none = f"There is no device {said!r}. `mimosa devices` lists them."
        fail(Status.FAILED, words(none, f"没有设备 {said!r}。mimosa devices 会列出。"), as_json=as_json)
    ids = ", ".join(found)
    several = f"Several devices are called {said!r}; name one by its id: {ids}"
    fail(Status.USAGE, words(several, f"有多个设备叫 {said!r},请用标识:{ids}"), as_json=as_json)


def _names(device: dict[str, Any]) -> set[str]:
    return {name.casefold() for name in (device["name"], *device["names"], device["own_name"], *device["own_aliases"])}


def _room_id(client: Any, said: str, as_json: bool) -> str:
    """The id of the room with that id or name. Ends the command where there is none."""
    rooms = client.get("/api/house")["rooms"]
    found = [room["id"] for room in rooms if _is_called(room, said)]
    if not found:
        ids = ", ".join(room["id"] for room in rooms)
        fail(
            Status.FAILED,
            words(f"There is no room {said!r}; rooms: {ids}", f"没有房间 {said!r};房间有:{ids}"),
            as_json=as_json,
        )
    return str(found[0])


def _is_called(room: dict[str, Any], said: str) -> bool:
    return said.casefold() in (room["id"].casefold(), *(name.casefold() for name in room["names"]))


def _only(told: dict[str, Any], wanted: str) -> dict[str, Any]:
    rooms = [r for r in told["rooms"] if _is_called(r, wanted)]
    ids = {r["id"] for r in rooms}
    return {**told, "rooms": rooms, "devices": [d for d in told["devices"] if d["room"] in ids]}


def _rooms(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Rooms that hold something; devices without a room come last."""
    nowhere = {"id": "", "names": [words("no room", "无房间")]}
    held = {d["room"] for d in told["devices"]}
    known = [r for r in told["rooms"] if r["id"] in held]
    named = {r["id"] for r in known}
    strays = [{"id": room, "names": [room]} for room in sorted(held - named - {""})]
    return [*known, *strays, *([nowhere] if "" in held else [])]
