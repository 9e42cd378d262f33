"""Plain sentences over large homes, made up by rule: what the reflex alone makes of the wording that it must know.

The sentences name devices and rooms as the home does, several in one sentence, some of which are not there.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.understanding.reflex.mind import ReflexMind
from bench.plain_cases import all_of
from bench.table import Row, at_most
from server.evaluate.cases import read_lines
from server.evaluate.judging import answered, end_state
from server.evaluate.understand import understand_cases

SEEDS = tuple(range(10))
EACH = 40
"""Sentences of each home."""
_RIGHT, _WRONGLY_DONE = 99, 0.5


async def measure() -> list[Row]:
    """By language, whole sentences that come out right, and sentences with a wrong execution."""
    rows: list[Row] = []
    with TemporaryDirectory(prefix="mimosa-bench-") as folder:
        for language, homes, cases in all_of(SEEDS, EACH):
            at = Path(folder) / language
            files = at.with_suffix(".homes.json"), at.with_suffix(".cases.jsonl")
            files[0].write_text(json.dumps(homes), "utf-8")
            files[1].write_text("".join(json.dumps(case) + "\n" for case in cases), "utf-8")
            out = at.with_suffix(".out.jsonl")
            await understand_cases(*files, out, [ReflexMind()])
            verdicts = []
            for case, line in zip(cases, read_lines(out, "id"), strict=True):
                judge = answered if "expect_response" in case["expected"] else end_state
                verdicts.append(judge(case, line, homes[case["home"]]))
            share = 100 * sum(verdict == "right" for verdict, _ in verdicts) / len(verdicts)
            wrongly = 100 * sum(why.startswith("changed as well") for _, why in verdicts) / len(verdicts)
            rows.append(Row(f"plain sentences, {language}: right", share, "%", f"≥ {_RIGHT}", share >= _RIGHT))
            rows.append(at_most(f"plain sentences, {language}: wrong execution", wrongly, _WRONGLY_DONE, "%"))
    return rows
