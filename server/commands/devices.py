"""`mimosa devices`: what is in the house and how it is."""

from typing import Annotated, Any

import typer

from server.commands.ending import show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words


def devices(
    room: Annotated[str, typer.Option(help=words("Only this room (id or name).", "仅此房间(标识或名称)。"))] = "",
    as_json: AsJson = False,
) -> None:
    """List the devices of the running Mimosa by room, with what each reports."""
    from server.commands.client import ServerClient

    told = ServerClient(settings_with(as_json=as_json), as_json=as_json).get("/api/devices")
    if room:
        told = _only(told, room.casefold())
    if as_json:
        show_json(told)
        return
    print("\n\n".join(_section(entry, told["devices"]) for entry in _rooms(told)) or words("No devices.", "没有设备。"))


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
