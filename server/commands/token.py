"""`mimosa token`: what a phone or a tablet needs to get in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from server.commands.ending import show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words

if TYPE_CHECKING:
    from server.settings import Settings


def token(
    new: Annotated[
        bool,
        typer.Option(
            "--new",
            help=words("Make a new one; the old one ends at the next start.", "生成新令牌;旧令牌在下次启动后失效。"),
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the token and the address to open elsewhere. Without listening elsewhere none is needed."""
    from server.commands.ending import Status, fail
    from server.security import token_file, token_of

    settings = settings_with(as_json=as_json)
    if new and settings.token:
        fail(
            Status.USAGE,
            words("The token stands in the settings; change it there.", "令牌写在设置中,请在那里修改。"),
            as_json=as_json,
        )
    if new:
        token_file(settings).unlink(missing_ok=True)
    shown = token_of(settings)
    if not shown:
        text = words("No token is needed: Mimosa listens on this machine only.", "不需要令牌:Mimosa 仅监听本机。")
        show_json({"token": None, "addresses": [settings.address]}) if as_json else print(text)
        return
    addresses = [f"{address}/#token={shown}" for address in _addresses(settings)]
    show_json({"token": shown, "addresses": addresses}) if as_json else print("\n".join([shown, "", *addresses]))


def _addresses(settings: Settings) -> list[str]:
    """Where the server is reached; what only a proxy reaches has the proxy's names, at the port of https."""
    from server.certificate import names_of

    if settings.behind_proxy and not settings.listens_elsewhere:
        return [settings.address, *(f"https://{name}" for name in settings.allowed_hosts)]
    scheme = "https" if settings.encrypted or settings.behind_proxy else "http"
    hosts = [f"[{n}]" if ":" in n else n for n in names_of(settings)]
    return [f"{scheme}://{host}:{settings.port}" for host in hosts]
