"""`mimosa members`: who belongs to the household, whose voices are known, and whether guests are here."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from server.commands.ending import Status, fail, show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words
from server.printable import printable

app = typer.Typer(help=words("The people of this house.", "家里的人。"), no_args_is_help=True)

PATH = "/api/members"
_ROLES = {
    "owner": ("owner", "主人"),
    "adult": ("adult", "成年人"),
    "child": ("child", "孩子"),
    "guest": ("guest", "客人"),
}

Who = Annotated[str, typer.Argument(help=words("A name or an id.", "名字或标识。"), show_default=False)]


@app.command(name="list", help=words("List them with what each may do.", "列出所有人及其身份。"))
def list_members(as_json: AsJson = False) -> None:
    told = _client(as_json).get(PATH)
    if as_json:
        show_json(told)
        return
    for member in told["members"]:
        voice = words("known by voice", "认得声音") if member["has_voice"] else ""
        print(printable(f"{_name(member):<20} {words(*_ROLES[member['role']]):<8} {member['id']:<16} {voice}").rstrip())
    if told["guest_mode"]:
        print(words("Guests are here.", "家里有客人。"))


@app.command(help=words("Add somebody.", "添加一个人。"))
def add(
    name: Annotated[str, typer.Argument(help=words("The name.", "名字。"), show_default=False)],
    role: Annotated[
        str, typer.Option(help=words("owner, adult, child or guest.", "owner、adult、child 或 guest。"))
    ] = "adult",
    as_json: AsJson = False,
) -> None:
    added = _client(as_json).send("POST", PATH, {"name": name, "role": role})
    if as_json:
        show_json(added)
        return
    print(printable(words(f"Added: {added['name']} ({added['id']})", f"已添加:{added['name']}({added['id']})")))


@app.command(help=words("Change the role of somebody.", "更改某人的身份。"))
def role(
    who: Who, role: Annotated[str, typer.Argument(help="owner, adult, child, guest")], as_json: AsJson = False
) -> None:
    client = _client(as_json)
    changed = client.send("PUT", _address(_found(client, who, as_json)), {"role": role})
    if as_json:
        show_json(changed)
        return
    print(printable(words(f"{_name(changed)}: {changed['role']}", f"{_name(changed)}:{_ROLES[changed['role']][1]}")))


@app.command(help=words("Remove somebody, with voice and PIN.", "移除某人,连同声音和密码。"))
def remove(who: Who, as_json: AsJson = False) -> None:
    client = _client(as_json)
    client.send("DELETE", _address(_found(client, who, as_json)), None)
    print(words("Removed.", "已移除。"))


@app.command(name="forget-voice", help=words("Erase somebody's voice.", "删除某人的声音。"))
def forget_voice(who: Who, as_json: AsJson = False) -> None:
    client = _client(as_json)
    client.send("DELETE", f"{_address(_found(client, who, as_json))}/voice", None)
    print(words("The voice is forgotten.", "已忘掉这个声音。"))


@app.command(help=words("Say whether guests are here: on or off.", "设置家里是否有客人:on 或 off。"))
def guests(
    state: Annotated[str, typer.Argument(help="on, off", show_default=False)],
    as_json: AsJson = False,
) -> None:
    if state not in ("on", "off"):
        fail(Status.USAGE, words(f"{state!r}: on or off", f"{state!r}:应为 on 或 off"), as_json=as_json)
    told = _client(as_json).send("PUT", "/api/guest-mode", {"on": state == "on"})
    if as_json:
        show_json(told)
        return
    print(words("Guests are here.", "家里有客人。") if told["on"] else words("No guests are here.", "家里没有客人。"))


def _found(client: Any, who: str, as_json: bool) -> dict[str, Any]:
    """The member of that name or id; ends the command where there is none."""
    wanted = who.casefold()
    known: list[dict[str, Any]] = client.get(PATH)["members"]
    found = next((member for member in known if wanted in (member["id"], member["name"].casefold())), None)
    if found is None:
        there = ", ".join(map(_name, known))
        told = words(f"There is no {who!r}; there are: {there}", f"没有 {who!r};现有:{there}")
        fail(Status.FAILED, told, as_json=as_json)
    return found


def _address(member: dict[str, Any]) -> str:
    return f"{PATH}/{quote(member['id'], safe='')}"


def _name(member: dict[str, Any]) -> str:
    return str(member["name"]) or words("Owner", "主人")


def _client(as_json: bool) -> Any:
    from server.commands.client import ServerClient

    return ServerClient(settings_with(as_json=as_json), as_json=as_json)
