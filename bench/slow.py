"""Text to reply of sentences built to be slow, beside what people say in the same home: the whole turn, reflex alone.

Understanding, rules, journal, devices in memory, wording: what `ms` is in a line of `mimosa eval understand`. A
sentence that waits for a device counts among what people say; that is no work. `python -m bench reflex` has
understanding alone.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from assistant.conversation import Conversation
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Utterance
from bench.adversarial import nasty
from bench.table import Row, at_most, percentile
from bench.understanding import SUITES
from server.collecting import keep_what_is_loaded
from server.evaluate.cases import read_homes
from server.evaluate.house import House
from server.evaluate.understand import say

NOON = datetime.fromisoformat("2026-05-04T12:00:00+02:00")
REPEATS = 3
"""Each sentence is said so often; the fastest counts: other work on the machine does not."""


async def measure() -> list[Row]:
    """In the homes of everyday sentences, and in large ones."""
    return [*await _in_homes("everyday"), *await _in_homes("bighomes")]


async def _in_homes(suite: str) -> list[Row]:
    homes = read_homes(SUITES / f"{suite}.homes.json")
    lines = (SUITES / f"{suite}.cases.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    usual: list[float] = []
    built: list[float] = []
    with TemporaryDirectory(prefix="mimosa-bench-") as folder:
        for number, (key, home) in enumerate(homes.items()):
            async with House(home, Path(folder) / f"{number}.db") as house:
                usual += await _timed(house, [case["text"] for case in cases if case["home"] == key])
                built += await _timed(house, nasty(house.able.names()))
    middle = median(usual)
    return [
        Row(f"text to reply, {suite}, p50", middle, "ms"),
        Row(f"text to reply, {suite}, p95", percentile(usual, 0.95), "ms"),
        Row(f"text to reply, {len(built)} sentences built to be slow, {suite}, p50", median(built), "ms"),
        Row(f"text to reply, slowest of them, {suite}", max(built), "ms"),
        at_most(f"slowest of them ÷ p50 of what people say, {suite}", max(built) / middle, 10),
    ]


async def _timed(house: House, sentences: Sequence[str]) -> list[float]:
    """Milliseconds of each, from the state in which the home was given."""
    mind = ReflexMind()
    await house.set_up({}, NOON)
    await say(_said("turn on the light"), Conversation("bench"), house, [mind])
    keep_what_is_loaded()
    took = []
    for text in sentences:
        tries = []
        for _ in range(REPEATS):
            await house.set_up({}, NOON)
            answer = await say(_said(text), Conversation("bench"), house, [mind])
            tries.append(answer.ms)
        took.append(min(tries))
    return took


def _said(text: str) -> Utterance:
    return Utterance(text, "en" if text.isascii() else "zh", at=NOON)
