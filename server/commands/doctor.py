"""`mimosa doctor`: what is missing on this machine, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from server.commands.ending import Status, fail, show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import terminal_language, words

if TYPE_CHECKING:
    from server.settings import Settings

_MARKS = {"ok": "ok  ", "warn": "warn", "fail": "FAIL"}


def doctor(
    quick: Annotated[
        bool, typer.Option("--quick", help=words("Do not hash the models again.", "不重新校验模型。"))
    ] = False,
    running: Annotated[
        bool, typer.Option("--running", help=words("Only whether the server answers.", "仅检查服务器是否应答。"))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from server.commands.findings import Health
    from server.doctor import examine

    settings = settings_with(as_json=as_json)
    if running:
        _require_answer(settings, as_json=as_json)
        return
    findings = examine(settings, fully=not quick)
    failed = any(f.health is Health.FAIL for f in findings)
    language = terminal_language()
    if as_json:
        checks = [{"name": f.name, "health": f.health.value, "what": f.what, "remedy": f.remedy} for f in findings]
        show_json({"ok": not failed, "checks": checks})
    else:
        for finding in findings:
            print(f"{_MARKS[finding.health]}  {finding.name:<22} {finding.what[language]}")
            if finding.remedy[language]:
                print(f"{'':<6}{'':<22} -> {finding.remedy[language]}")
    raise typer.Exit(int(Status.FAILED if failed else Status.DONE))


def _require_answer(settings: Settings, *, as_json: bool) -> None:
    from server.doctor import is_mimosa

    if not is_mimosa(settings):
        text = words(f"No Mimosa answers at {settings.address}.", f"{settings.address} 没有 Mimosa 应答。")
        fail(Status.NO_SERVER, text, as_json=as_json)
    text = words(f"Mimosa answers at {settings.address}.", f"Mimosa 在 {settings.address} 应答。")
    show_json({"ok": True}) if as_json else print(text)
