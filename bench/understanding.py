"""How much is understood: practice cases of others, where they lie beside the project, and the suites of bench/suites.

The reflex alone; with MIMOSA_BENCH_CORE=1 also with the reasoning core behind it (seconds a sentence that it leaves).
What is right is judged by server/evaluate/judging.py, the same as the report of `mimosa eval understand`.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.understanding.mind import Mind
from assistant.understanding.reflex.mind import ReflexMind
from bench.table import Row, at_most, percentile
from server.evaluate.judging import Verdict, is_for_the_house, judge_for
from server.evaluate.understand import understand_cases

OF_OTHERS = Path(__file__).parents[2] / "shared" / "eval"
OWN = Path(__file__).parent / "suites"


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases beside their homes, and the share that should be right."""

    name: str
    folder: Path
    at_least: float
    """0 to 1; 0 where there is no target."""


SUITES = (
    Suite("intents_en", OF_OTHERS, 0.97),
    Suite("intents_zh-cn", OF_OTHERS, 0.97),
    Suite("assist_mini", OF_OTHERS, 0.80),
    Suite("questions", OWN, 0.90),
    Suite("bighomes", OWN, 0.90),
    Suite("everyday", OWN, 0.0),
    Suite("talk", OWN, 0.99),
)


async def measure() -> list[Row]:
    """The figures of every suite that is there."""
    async with AsyncExitStack() as stack:
        minds: list[Mind] = [ReflexMind()]
        rows = [row for suite in _there() for row in await _measured(suite, minds, "reflex")]
        rows += await _paraphrases(minds)
        if os.environ.get("MIMOSA_BENCH_CORE") == "1":
            minds = [ReflexMind(), await stack.enter_async_context(_core())]
            rows += [row for suite in _there() for row in await _measured(suite, minds, "full")]
    return rows


def _there() -> Iterator[Suite]:
    return (suite for suite in SUITES if (suite.folder / f"{suite.name}.cases.jsonl").exists())


def _core() -> Any:
    from server.commands.evaluate import core_alone
    from server.settings import Settings

    return core_alone(Settings(), as_json=False)


async def _measured(suite: Suite, minds: Sequence[Mind], which: str) -> list[Row]:
    verdicts, lines = await _judged(suite.folder, suite.name, minds)
    countable = [v for v in verdicts if v != "apart"]
    right = countable.count("right") / max(1, len(countable))
    name = f"{suite.name}, {which}: right of {len(countable)}"
    rows = [_at_least(name, right, suite.at_least), Row(f"{suite.name}, {which}: p95", _p95(lines), "ms")]
    if suite.name == "bighomes":
        rows.append(at_most(f"{suite.name}, {which}: wrong executions", _surplus(suite, lines), 0.005))
    return rows


async def _judged(
    folder: Path, name: str, minds: Sequence[Mind]
) -> tuple[list[Verdict], list[tuple[Mapping[str, Any], Mapping[str, Any]]]]:
    """Of each case the verdict, and the case beside its line."""
    cases, homes = folder / f"{name}.cases.jsonl", folder / f"{name}.homes.json"
    with TemporaryDirectory(prefix="mimosa-bench-") as scratch:
        out = Path(scratch) / "out.jsonl"
        await understand_cases(homes, cases, out, minds)
        lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    told = [json.loads(line) for line in cases.read_text("utf-8").splitlines() if line.strip()]
    described = json.loads(homes.read_text("utf-8"))
    verdicts: list[Verdict] = []
    for case, line in zip(told, lines, strict=True):
        judge = judge_for(case["expected"])
        verdicts.append("apart" if judge is None else judge(case, line, described[case["home"]])[0])
    return verdicts, list(zip(told, lines, strict=True))


def _surplus(suite: Suite, lines: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> float:
    """The share of entities changed that nobody wished to be changed."""
    changed = wrong = 0
    for case, line in lines:
        free = {*case["expected"]["expect_changes"], *case["expected"].get("ignore_changes", ())}
        changed += len(line["changes"])
        wrong += len(line["changes"].keys() - free)
    return wrong / max(1, changed)


async def _paraphrases(minds: Sequence[Mind]) -> list[Row]:
    if not (OF_OTHERS / "paraphrases.cases.jsonl").exists():
        return []
    verdicts, lines = await _judged(OF_OTHERS, "paraphrases", minds)
    inside = [v for v, (case, _) in zip(verdicts, lines, strict=True) if is_for_the_house(case["expected"])]
    outside = [v for v, (case, _) in zip(verdicts, lines, strict=True) if not is_for_the_house(case["expected"])]
    return [
        _at_least(
            f"paraphrases, reflex: right of {len(inside)} of the house", inside.count("right") / len(inside), 0.6
        ),
        at_most(f"paraphrases, reflex: acted on of {len(outside)} others", outside.count("wrong") / len(outside), 0.01),
    ]


def _at_least(name: str, share: float, limit: float) -> Row:
    return Row(name, share, "", f"≥ {limit:g}", share >= limit) if limit else Row(name, share)


def _p95(lines: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> float:
    return percentile((line["ms"] for _, line in lines), 0.95)
