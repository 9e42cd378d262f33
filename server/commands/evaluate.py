"""`mimosa eval`: how well sentences are understood and speech is heard, over cases of your own."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import typer

from server.commands.ending import Status, fail, show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words

if TYPE_CHECKING:
    from assistant.understanding.mimo.mind import Reads
    from assistant.understanding.mind import Mind
    from server.evaluate.understand import Summary
    from server.settings import Settings

T = TypeVar("T")

app = typer.Typer(help=words("Run cases and write what came of each.", "运行用例并写出结果。"), no_args_is_help=True)

Homes = Annotated[Path, typer.Option(help=words("JSON file with the homes by key.", "按键列出房屋的 JSON 文件。"))]
Cases = Annotated[Path, typer.Option(help=words("JSON-lines file with the cases.", "用例的 JSON 行文件。"))]
Out = Annotated[Path, typer.Option(help=words("JSON-lines file to write.", "要写入的 JSON 行文件。"))]


@app.command(help=words("Say each case's sentence to its home.", "对每个用例的房屋说出其句子。"))
def understand(
    homes: Homes,
    cases: Cases,
    out: Out,
    mind: Annotated[
        Literal["reflex", "full"], typer.Option(help=words("reflex never loads the model.", "reflex 不加载模型。"))
    ] = "full",
    as_json: AsJson = False,
) -> None:
    from server.evaluate.understand import understand_cases

    summary = _carried_out(partial(understand_cases, homes, cases, out), mind, as_json=as_json)
    _show(_understanding(summary), as_json=as_json)
    if not as_json:
        print(*summary.report.lines(), sep="\n")


@app.command(help=words("Speak each case's turns to its home, one after another.", "对每个用例的房屋依次说出对话。"))
def dialogue(
    homes: Homes,
    cases: Cases,
    out: Out,
    mind: Annotated[
        Literal["reflex", "full"], typer.Option(help=words("reflex never loads the model.", "reflex 不加载模型。"))
    ] = "full",
    as_json: AsJson = False,
) -> None:
    from server.evaluate.dialogue import dialogue_cases

    spoken = _carried_out(partial(dialogue_cases, homes, cases, out), mind, as_json=as_json)
    told = {"cases": spoken.cases, "turns": spoken.turns, "outcomes": dict(spoken.outcomes)}
    _show({**told, "minds": dict(spoken.minds), "ms": _spread(spoken.ms)}, as_json=as_json)


def _carried_out(evaluate: Callable[[Sequence[Mind]], Awaitable[T]], mind: str, *, as_json: bool) -> T:
    """What the evaluation came to; ends the command where its files cannot be read or written."""
    from server.evaluate.cases import CannotRead

    logging.basicConfig(level=logging.ERROR)
    settings = settings_with(as_json=as_json)
    try:
        return asyncio.run(_with_minds(settings, evaluate, mind, as_json=as_json))
    except CannotRead as error:
        fail(Status.FAILED, str(error), as_json=as_json)
    except OSError as error:
        fail(Status.USAGE, f"{error.filename}: {error.strerror}", as_json=as_json)


async def _with_minds(
    settings: Settings, evaluate: Callable[[Sequence[Mind]], Awaitable[T]], mind: str, *, as_json: bool
) -> T:
    from assistant.understanding.reflex.mind import ReflexMind

    if mind == "reflex":
        return await evaluate([ReflexMind()])
    reflex = ReflexMind()
    async with core_alone(settings, reflex.steps, as_json=as_json) as core:
        return await evaluate([reflex, core])


@asynccontextmanager
async def core_alone(settings: Settings, reads: Reads, *, as_json: bool) -> AsyncIterator[Mind]:
    """The reasoning core alone, loaded; its model is fetched where it is missing. `reads`: understands plain words."""
    from assistant.tools import Toolbox
    from server.commands.models import fetch_quietly
    from server.engines import LOADING, Engines
    from server.models.catalogue import catalogue

    if settings.core == "off":
        fail(
            Status.USAGE, words('core is "off"; use --mind reflex', 'core 为 "off";请用 --mind reflex'), as_json=as_json
        )
    if settings.core in catalogue():
        fetch_quietly(settings, [settings.core], as_json=as_json)
    silent = settings.model_copy(update={"ears": False, "voice": False})
    engines = Engines(silent, lambda things, speaker: {thing: {} for thing in things}, reads)
    engines.start(Toolbox(()))
    try:
        while engines.states["core"] == LOADING:
            await asyncio.sleep(0.05)
        if engines.core is None:
            fail(Status.FAILED, f"core: {engines.states['core']}", as_json=as_json)
        yield engines.core
    finally:
        await engines.close()


@app.command(help=words("Write down what is heard in recordings.", "写出录音中听到的文字。"))
def transcribe(
    manifest: Annotated[
        Path, typer.Option(help=words("JSON-lines file naming the recordings.", "列出录音的 JSON 行文件。"))
    ],
    out: Out,
    homes: Annotated[
        Path | None, typer.Option(help=words("Homes whose names may be said.", "其名称可能被提到的房屋。"))
    ] = None,
    home: Annotated[str | None, typer.Option(help=words("Which of these homes.", "其中哪一个房屋。"))] = None,
    *,
    as_json: AsJson = False,
) -> None:
    from assistant.errors import EngineFailed
    from server.evaluate.cases import CannotRead

    logging.basicConfig(level=logging.ERROR)
    settings = settings_with(as_json=as_json)
    if homes is not None and home is None:
        fail(Status.USAGE, words("--homes needs --home", "--homes 需要 --home"), as_json=as_json)
    try:
        told = asyncio.run(_transcribed(settings, manifest, out, homes, home, as_json=as_json))
    except (CannotRead, EngineFailed) as error:
        fail(Status.FAILED, str(error), as_json=as_json)
    except OSError as error:
        fail(Status.USAGE, f"{error.filename}: {error.strerror}", as_json=as_json)
    _show(told, as_json=as_json)


async def _transcribed(
    settings: Settings, manifest: Path, out: Path, homes: Path | None, home: str | None, *, as_json: bool
) -> dict[str, Any]:
    from assistant.speech.whisper import WhisperTranscriber
    from server.commands.models import fetch_quietly
    from server.evaluate.transcribe import transcribe_cases

    fetch_quietly(settings, ["whisper-base"], as_json=as_json)
    ears = WhisperTranscriber(settings.models_dir, threads=settings.threads or os.cpu_count() or 2)
    try:
        await ears.start()
        heard = await transcribe_cases(manifest, out, homes, home, ears)
    finally:
        await ears.close()
    return {"clips": heard.clips, "empty": heard.empty, "audio_s": heard.audio_s, "ms": _spread(heard.ms)}


@app.command(
    help=words("Read what devices announce, and write what each becomes.", "读取设备的发现消息,写出各自成为什么设备。")
)
def discovery(
    payloads: Annotated[
        Path, typer.Option(help=words("JSON-lines file with topics and payloads.", "包含主题与内容的 JSON 行文件。"))
    ],
    out: Out,
    as_json: AsJson = False,
) -> None:
    from server.evaluate.cases import CannotRead
    from server.evaluate.discovery import discover_payloads

    logging.basicConfig(level=logging.ERROR)
    try:
        summary = discover_payloads(payloads, out)
    except CannotRead as error:
        fail(Status.FAILED, str(error), as_json=as_json)
    except OSError as error:
        fail(Status.USAGE, f"{error.filename}: {error.strerror}", as_json=as_json)
    told = {"payloads": summary.payloads, "refused": summary.refused, "kinds": dict(summary.kinds)}
    _show(told, as_json=as_json)


@app.command(
    help=words("Guess what people do next, and which values they use.", "猜测人们接下来做什么、使用哪些数值。")
)
def habits(
    events: Annotated[
        str,
        typer.Option(
            help=words("JSON-lines file of events; - reads standard input.", "事件的 JSON 行文件;- 为标准输入。")
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            help=words("JSON-lines file to write; - is standard output.", "要写入的 JSON 行文件;- 为标准输出。")
        ),
    ],
    as_json: AsJson = False,
) -> None:
    from server.evaluate.cases import CannotRead
    from server.evaluate.habits import answer_files

    try:
        summary = answer_files(events, out)
    except CannotRead as error:
        fail(Status.FAILED, str(error), as_json=as_json)
    except OSError as error:
        fail(Status.USAGE, f"{error.filename}: {error.strerror}", as_json=as_json)
    if out != "-":
        _show(summary.told(), as_json=as_json)


@app.command(help=words("Play scenarios, and show what went otherwise.", "运行场景,并显示不符之处。"))
def scenarios(
    paths: Annotated[
        list[Path],
        typer.Argument(help=words("Files of scenarios, or folders.", "场景文件或文件夹。"), show_default=False),
    ],
    skills: Annotated[
        Path | None,
        typer.Option(
            help=words("A folder with skills of your own, to be tried too.", "存放自制技能的文件夹,一并试用。"),
            exists=True,
            file_okay=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from server.evaluate.cases import CannotRead

    logging.basicConfig(level=logging.ERROR)
    try:
        passed, failed = asyncio.run(_played(paths, skills, as_json=as_json))
    except CannotRead as error:
        fail(Status.USAGE, str(error), as_json=as_json)
    _show({"passed": passed, "failed": failed}, as_json=as_json)
    if failed:
        raise typer.Exit(Status.FAILED)


async def _played(paths: Sequence[Path], skills: Path | None, *, as_json: bool) -> tuple[int, int]:
    from assistant.understanding.reflex.mind import ReflexMind
    from server.evaluate.scenarios import play, read_scenarios

    found = [scenario for path in paths for scenario in read_scenarios(path)]
    failed = 0
    async for shown in play(found, [ReflexMind()], skills):
        if shown.wrong:
            failed += 1
            if not as_json:
                print(f"{shown.scenario.where}: {shown.scenario.name}", *shown.wrong, *shown.trace, sep="\n    ")
    return len(found) - failed, failed


def _understanding(summary: Summary) -> dict[str, Any]:
    return {
        "cases": summary.cases,
        "outcomes": dict(summary.outcomes),
        "minds": dict(summary.minds),
        "ms": _spread(summary.ms),
    }


def _show(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        show_json(told)
        return
    for name, value in told.items():
        print(f"{name:<10} {value}")


def _spread(values: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    if len(values) < 2:
        return {"p50": values[0], "p95": values[0]} if values else {}
    parts = quantiles(values, n=100, method="inclusive")
    return {"p50": round(parts[49], 2), "p95": round(parts[94], 2)}
