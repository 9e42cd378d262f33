"""`mimosa say` and `mimosa hear`: one turn with the running server."""

import base64
import sys
import wave
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from server.commands.ending import Status, fail, show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words
from server.printable import printable

Place = Annotated[str, typer.Option(help=words("Room where it is said.", "说话所在的房间。"))]
Person = Annotated[str, typer.Option(help=words("Who says it.", "说话的人。"))]
Spoken = Annotated[str, typer.Option("--language", help=words("en, zh or auto.", "en、zh 或 auto。"))]
Dialogue = Annotated[
    str, typer.Option(help=words("Turns with the same name are one dialogue.", "同名的轮次属于同一段对话。"))
]

CONVERSATION = "terminal"

_STATUS = {"failed": Status.FAILED, "refused": Status.FAILED, "unknown": Status.FAILED, "ask": Status.ASKED}
_STATUS |= {"not_understood": Status.FAILED, "interrupted": Status.FAILED}


def say(
    text: Annotated[
        str,
        typer.Argument(help=words("What to say; - reads it from standard input.", "要说的话;- 表示从标准输入读取。")),
    ],
    *,
    place: Place = "",
    person: Person = "",
    language: Spoken = "auto",
    conversation: Dialogue = CONVERSATION,
    as_json: AsJson = False,
) -> None:
    """Say a sentence to the running Mimosa and print its reply."""
    from server.commands.client import ServerClient

    spoken = sys.stdin.read().strip() if text == "-" else text
    body = {"text": spoken, "place": place, "person": person, "language": language, "conversation": conversation}
    client = ServerClient(settings_with(as_json=as_json), as_json=as_json)
    _end_with(list(client.lines("/api/turns", body=body)), as_json=as_json)


def hear(
    file: Annotated[Path, typer.Argument(help=words("A sound file with speech.", "含有语音的声音文件。"))],
    out: Annotated[
        Path | None, typer.Option(help=words("Write the spoken reply to this WAV file.", "把语音回答写入此 WAV 文件。"))
    ] = None,
    *,
    place: Place = "",
    person: Person = "",
    language: Spoken = "auto",
    conversation: Dialogue = CONVERSATION,
    as_json: AsJson = False,
) -> None:
    """Have the running Mimosa listen to a sound file and print what it heard and its reply."""
    from server.commands.client import ServerClient

    try:
        sound = file.read_bytes()
    except OSError as error:
        fail(
            Status.USAGE,
            words(f"{file} cannot be read: {error.strerror}", f"无法读取 {file}:{error.strerror}"),
            as_json=as_json,
        )
    if not sound:
        fail(Status.FAILED, words(f"{file} is empty", f"{file} 是空文件"), as_json=as_json)
    query = {"place": place, "person": person, "language": language, "conversation": conversation}
    query["speak"] = "true" if out else "false"
    client = ServerClient(settings_with(as_json=as_json), as_json=as_json)
    events = list(client.lines("/api/turns", sound=sound, query=query))
    if out is not None:
        _write_reply(events, out, as_json=as_json)
    _end_with(events, as_json=as_json)


def _end_with(events: list[dict[str, Any]], *, as_json: bool) -> None:
    """Print the turn, and end with the status of its outcome."""
    finished = next((e for e in events if e["event"] == "finished"), None)
    if finished is None:
        fail(
            Status.NO_SERVER,
            words("The server broke off in the middle of the turn.", "服务器在对话中途中断了。"),
            as_json=as_json,
        )
    status = _STATUS.get(finished["outcome"], Status.DONE)
    if as_json:
        show_json({"status": int(status), **_facts(events, finished)})
    else:
        heard = next((e["utterance"] for e in events if e["event"] == "heard"), None)
        if heard and heard["audio_s"]:
            print(words(f"heard: {heard['text']}", f"听到:{heard['text']}"))
        print(printable(finished["reply"]))
    raise typer.Exit(int(status))


def _facts(events: Iterable[dict[str, Any]], finished: dict[str, Any]) -> dict[str, Any]:
    """The turn for a script, without its sound."""
    told = list(events)
    heard = next((e["utterance"] for e in told if e["event"] == "heard"), None)
    understood = next((e for e in told if e["event"] == "understood"), None)
    return {
        "turn": finished["turn"],
        "heard": heard["text"] if heard else None,
        "mind": understood["mind"] if understood else None,
        "calls": [
            {**e["call"], "claim": e["result"]["claim"], "facts": e["result"]["facts"]}
            for e in told
            if e["event"] == "returned"
        ],
        "outcome": finished["outcome"],
        "reply": finished["reply"],
        "stages_ms": finished["stages_ms"],
    }


def _write_reply(events: Iterable[dict[str, Any]], out: Path, *, as_json: bool) -> None:
    pieces = [e["sound"] for e in events if e["event"] == "said" and e.get("sound")]
    if not pieces:
        notice = words("There is no voice for this reply; no sound was written.", "这个回答没有语音,未写入声音文件。")
        print(notice, file=sys.stderr)
        return
    try:
        with out.open("wb") as file, wave.open(file) as written:
            written.setnchannels(1)
            written.setsampwidth(2)
            written.setframerate(pieces[0]["rate"])
            written.writeframes(b"".join(base64.b64decode(piece["pcm"]) for piece in pieces))
    except OSError as error:
        fail(
            Status.USAGE,
            words(f"{out} cannot be written: {error.strerror}", f"无法写入 {out}:{error.strerror}"),
            as_json=as_json,
        )
