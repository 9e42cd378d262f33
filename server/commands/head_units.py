"""`mimosa head-units`: the head units of cars that may come in."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from server.commands.ending import Status, fail, show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words
from server.printable import printable

app = typer.Typer(
    help=words("The head units of cars that were let in.", "允许接入的车机。"),
    no_args_is_help=True,
)

PATH = "/api/head-units"


@app.command(name="list", help=words("List them with what each may do.", "列出车机及其权限。"))
def list_head_units(as_json: AsJson = False) -> None:
    told = _client(as_json).get(PATH)
    if as_json:
        show_json(told)
        return
    for unit in told["head_units"]:
        line = f"{unit['id'][:8]}  {unit['name']}  {unit['vehicle']}  {unit['paired'][:16]}  {' '.join(unit['scopes'])}"
        print(printable(line))
    if not told["head_units"]:
        print(words("None was let in.", "还没有允许过任何车机。"))


@app.command(help=words("Take one's access away, by its id or name.", "撤销一个车机的权限(标识或名称)。"))
def revoke(
    which: Annotated[
        str, typer.Argument(help=words("Its id, how that begins, or its name.", "标识、标识的开头或名称。"))
    ],
    as_json: AsJson = False,
) -> None:
    client = _client(as_json)
    units = client.get(PATH)["head_units"]
    meant = [unit for unit in units if unit["id"] == which] or [unit for unit in units if _is_meant(unit, which)]
    if len(meant) != 1:
        ids = ", ".join(f"{unit['id'][:8]} ({unit['name']})" for unit in meant or units)
        fail(
            Status.FAILED,
            printable(
                words(
                    f"{which!r} means {len(meant)} head units; there are: {ids or 'none'}",
                    f"{which!r} 对应 {len(meant)} 个车机;现有:{ids or '无'}",
                )
            ),
            as_json=as_json,
        )
    client.send("DELETE", f"{PATH}/{quote(meant[0]['id'], safe='')}", None)
    if as_json:
        show_json({"revoked": meant[0]["id"]})
        return
    print(printable(words(f"{meant[0]['name']} has no access any more.", f"{meant[0]['name']} 的权限已撤销。")))


def _is_meant(unit: dict[str, Any], which: str) -> bool:
    wanted = which.casefold()
    return (len(wanted) >= 4 and str(unit["id"]).startswith(wanted)) or str(unit["name"]).casefold() == wanted


def _client(as_json: bool) -> Any:
    from server.commands.client import ServerClient

    return ServerClient(settings_with(as_json=as_json), as_json=as_json)
