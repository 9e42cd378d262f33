"""`mimosa phrases`: what this household says, and what it means here."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from server.commands.ending import Status, fail, show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words
from server.printable import printable

app = typer.Typer(
    help=words("The phrases that this household taught.", "家里教过的说法。"),
    no_args_is_help=True,
)

Said = Annotated[str, typer.Argument(help=words("What is said.", "说的话。"), show_default=False)]


@app.command(name="list", help=words("List them with what each means.", "列出所有说法及其意思。"))
def list_phrases(as_json: AsJson = False) -> None:
    told = _client(as_json).get("/api/phrases")
    if as_json:
        show_json(told)
        return
    for phrase in told["phrases"]:
        print(printable(f"{phrase['said']}  =  {phrase['means']}"))
    if not told["phrases"]:
        print(words("None was taught yet.", "还没有教过。"))


@app.command(help=words("Teach one: what is said, and the sentence it means.", "教一个说法:说的话和它的意思。"))
def teach(
    said: Said,
    means: Annotated[str, typer.Argument(help=words("What it means.", "它的意思。"), show_default=False)],
    as_json: AsJson = False,
) -> None:
    taught = _client(as_json).send("POST", "/api/phrases", {"said": said, "means": means})
    if as_json:
        show_json(taught)
        return
    print(
        printable(
            words(f"Taught: {taught['said']} = {taught['means']}", f"已学会:{taught['said']} = {taught['means']}")
        )
    )


@app.command(help=words("Forget one, by what is said or its id.", "忘掉一个说法(说的话或标识)。"))
def forget(said: Said, as_json: AsJson = False) -> None:
    client = _client(as_json)
    known = [p for p in client.get("/api/phrases")["phrases"] if said.casefold() in (p["said"].casefold(), p["id"])]
    if not known:
        fail(Status.FAILED, words(f"Nobody taught {said!r}.", f"没有人教过 {said!r}。"), as_json=as_json)
    client.send("DELETE", f"/api/phrases/{quote(known[0]['id'], safe='')}", None)
    print(words("It is forgotten.", "已忘掉。"))


def _client(as_json: bool) -> Any:
    from server.commands.client import ServerClient

    return ServerClient(settings_with(as_json=as_json), as_json=as_json)
