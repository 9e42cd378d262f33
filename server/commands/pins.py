"""`mimosa pin`: the PIN that unlocking and the like ask for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.commands.ending import Status, fail
from server.commands.options import settings_with
from server.commands.words import words

if TYPE_CHECKING:
    from server.settings import Settings

app = typer.Typer(
    help=words("The PIN that unlocking and the like ask for.", "开锁等操作所需的密码。"), no_args_is_help=True
)

OWNER = "owner"

Person = Annotated[str, typer.Option(help=words("Whose PIN; an id.", "谁的密码(标识)。"))]


@app.command(name="set", help=words("Set or change it at the running Mimosa.", "在运行中的 Mimosa 设置或修改密码。"))
def set_pin(person: Person = OWNER) -> None:
    client = _client()
    body: dict[str, Any] = {}
    if client.get(f"/api/pins/{person}")["set"]:
        body["present"] = _ask(words("PIN until now", "当前密码"))
    elif person != OWNER:
        body["present"] = _ask(words("The owner's PIN", "主人的密码"))
    body["pin"] = typer.prompt(
        words("New PIN, 4 to 12 digits", "新密码(4 到 12 位数字)"), hide_input=True, confirmation_prompt=True
    )
    client.send("PUT", f"/api/pins/{person}", body)
    print(words("It is set.", "已设置。"))


@app.command(help=words("Remove it.", "删除密码。"))
def remove(person: Person = OWNER) -> None:
    _client().send("POST", f"/api/pins/{person}/removal", {"present": _ask(words("PIN until now", "当前密码"))})
    print(words("It is removed.", "已删除。"))


@app.command(help=words("Remove one that was forgotten. End Mimosa first.", "删除忘记的密码。请先结束 Mimosa。"))
def forget(person: Person = OWNER) -> None:
    # Whoever may write Mimosa's files may do anything here; a PIN keeps out those who may only speak to it.
    from server.database import DatabaseInUse, DatabaseUnusable
    from server.migrating import DatabaseTooNew

    try:
        there_was_one = asyncio.run(_forgotten(settings_with(as_json=False), person))
    except (DatabaseInUse, DatabaseUnusable, DatabaseTooNew) as error:
        fail(Status.CANNOT_START, str(error))
    print(words("It is removed.", "已删除。") if there_was_one else words("There was none.", "没有密码。"))


async def _forgotten(settings: Settings, person: str) -> bool:
    from assistant.memory.pins import Pins
    from server.database import Database

    with Database(settings.data_dir / "mimosa.db") as database:
        return await Pins(database).remove(person)


def _ask(what: str) -> str:
    answer: str = typer.prompt(what, hide_input=True)
    return answer


def _client() -> Any:
    from server.commands.client import ServerClient

    return ServerClient(settings_with(as_json=False))
