"""`mimosa devices`: what is in the house and how it is, and what its owner says about it."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from server.commands.ending import Status, fail, show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words

app = typer.Typer(
    help=words(
        "List the devices and how they are; name, move, hide and approve them.",
        "列出设备及其状态;命名、移动、隐藏、批准。",
    ),
    invoke_without_command=True,
)

Device = Annotated[str, typer.Argument(help=words("Its id.", "设备标识。"), show_default=False)]


@app.callback()
def devices(
    context: typer.Context,
    room: Annotated[str, typer.Option(help=words("Only this room (id or name).", "仅此房间(标识或名称)。"))] = "",
    as_json: AsJson = False,
) -> None:
    """List the devices of the running Mimosa by room, with what each reports."""
    if context.invoked_subcommand is not None:
        return
    told = _client(as_json).get("/api/devices")
    if room:
        told = _only(told, room.casefold())
    if as_json:
        show_json(told)
        return
    print("\n\n".join(_section(entry, told["devices"]) for entry in _rooms(told)) or words("No devices.", "没有设备。"))
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
        could = ", ".join(device["waits_for"]) or "-"
        made = " ".join(filter(None, (device["kind"], device["maker"], device["model"])))
        print(f"{device['id']:<36} {device['name']:<28} {made:<36} {could}")
    if not waiting:
        print(words("No device waits.", "没有等待的设备。"))


@app.command(help=words("Approve devices, or with --all everything that waits.", "批准设备;--all 批准所有等待的设备。"))
def approve(
    device: Annotated[list[str] | None, typer.Argument(help=words("Their ids.", "设备标识。"))] = None,
    everything: Annotated[bool, typer.Option("--all", help=words("All that wait.", "所有等待的设备。"))] = False,
    as_json: AsJson = False,
) -> None:
    if bool(device) == everything:
        fail(Status.USAGE, words("Name devices, or --all.", "请指定设备,或使用 --all。"), as_json=as_json)
    told = _client(as_json).send("POST", "/api/house/approval", {} if everything else {"devices": device})
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
    room: Annotated[str, typer.Argument(help=words("Id of the room.", "房间标识。"))] = "",
    as_json: AsJson = False,
) -> None:
    _change(device, {"room": room}, as_json)


def _change(device: str, wish: dict[str, Any], as_json: bool) -> None:
    told = _client(as_json).send("PATCH", f"/api/devices/{quote(device, safe='')}/settings", wish)
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


def _only(told: dict[str, Any], wanted: str) -> dict[str, Any]:
    rooms = [r for r in told["rooms"] if wanted in (r["id"].casefold(), *(n.casefold() for n in r["names"]))]
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


def _section(room: dict[str, Any], all_devices: list[dict[str, Any]]) -> str:
    lines = [" / ".join(room["names"])]
    for device in all_devices:
        if device["room"] == room["id"]:
            lines.append(f"  {device['id']:<36} {device['name']:<28} {_state(device)}")
    return "\n".join(lines)


def _state(device: dict[str, Any]) -> str:
    if device["available"] is False:
        return words("offline", "离线")
    units = {c["name"]: c["unit"] for c in device["capabilities"]}
    facts = [f"{name} {_plain(fact['value'])}{units.get(name, '')}" for name, fact in device["facts"].items()]
    return ", ".join(facts[:4]) or "-"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return words("yes", "是") if value else words("no", "否")
    return ", ".join(value) if isinstance(value, list) else str(value)
