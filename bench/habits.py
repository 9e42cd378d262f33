"""Habits: what comes next, which value is usual, how soon a changed habit is known, and what learning costs."""

import asyncio
import io
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter, thread_time
from typing import Any

from sqlalchemy import Connection

from assistant.memory.habits import Habits
from assistant.memory.habits.values import Choices
from assistant.memory.happenings import Happening, Kept, add_happening
from assistant.memory.not_learnt import learn_not
from bench.households import events, values
from bench.table import Row, at_most, percentile, show
from server.database import Database
from server.evaluate.habits import Summary, answer_events

PRACTICE = Path(__file__).resolve().parents[2] / "shared" / "eval" / "habits.events.jsonl"
HOMES = range(1000, 1012)
"""Seeds; the rules were tried out on others."""
LIVED_IN = range(8000, 8080)
"""Seeds of homes for values: of changed habits there are one or two in a home, and a tenth of twenty says nothing."""

SIZES = (10_000, 50_000, 200_000)
ASKED = 300


async def measure() -> list[Row]:
    """What comes next, values, and costs; the practice file only where it lies beside the project."""
    return [*_next(), *_values(), *[row for size in SIZES for row in await _costs(size)]]


def _next() -> Iterator[Row]:
    if PRACTICE.exists():
        summary = answer_events(PRACTICE.open(encoding="utf-8"), PRACTICE.name, io.StringIO())
        yield from _guessed("next activity, practice file", summary, 40, 75)
    else:
        print("left out: the practice file of habits is not there", file=sys.stderr)
    homes = [events(seed, people=1) for seed in HOMES]
    total = Summary()
    for home in homes:
        found = answer_events(map(json.dumps, home), "generated", io.StringIO())
        total.guessed += found.guessed
        total.first += found.first
        total.among_three += found.among_three
    plain = [_markov_and_time(home) for home in homes]
    yield from _guessed("next light or appliance, generated homes", total, 41, 65)
    asked = sum(found[0] for found in plain)
    yield Row("… by what came before and the hour, first guess", 100 * sum(found[1] for found in plain) / asked, "%")
    yield Row("… among three", 100 * sum(found[2] for found in plain) / asked, "%")


def _guessed(name: str, summary: Summary, first: float, three: float) -> Iterator[Row]:
    yield _at_least(f"{name}: first guess", 100 * summary.first / summary.guessed, first, "%")
    yield _at_least(f"{name}: among three", 100 * summary.among_three / summary.guessed, three, "%")


def _at_least(name: str, value: float, limit: float, unit: str = "") -> Row:
    return Row(name, value, unit, f"≥ {limit:g}", value >= limit)


def _markov_and_time(rows: Iterable[Mapping[str, Any]]) -> tuple[int, int, int]:
    """How many were asked, and right at first and among three, by the thing before times the hour."""
    after: dict[object, Counter[object]] = defaultdict(Counter)
    hours: dict[object, Counter[int]] = defaultdict(Counter)
    often: Counter[object] = Counter()
    before: object = None
    asked = first = three = 0
    for row in rows:
        what, hour = (row["device"], row["value"]), datetime.fromisoformat(row["ts"]).hour
        if row["split"] == "test":
            ranked = sorted(
                often,
                key=lambda one: (after[before][one] + 0.3) * (hours[one][hour] + 0.3) / (often[one] + 7.2),
                reverse=True,
            )[:3]
            asked, first, three = asked + 1, first + (ranked[:1] == [what]), three + (what in ranked)
        after[before][what] += 1
        hours[what][hour] += 1
        often[what] += 1
        before = what
    return asked, first, three


@dataclass(slots=True)
class _Told:
    """What came of the values of generated homes."""

    asked: int = 0
    dared: int = 0
    right: int = 0
    habit: int = 0
    days: list[int] = field(default_factory=list)
    """From the change of a habit that is used daily until it is used as it is now."""
    alone: list[int] = field(default_factory=list)
    """The same, of those where no guests were there in between."""


def _values() -> Iterator[Row]:
    told = _Told()
    for seed in LIVED_IN:
        _ask_values(values(seed), told)
    yield _at_least("value filled in, generated homes: right when it is", 100 * told.right / told.dared, 95, "%")
    yield Row("… as the habit of that day was, whim and guests aside", 100 * told.habit / told.dared, "%")
    yield _at_least("… how often it dares", 100 * told.dared / told.asked, 60, "%")
    yield at_most("days after a daily habit changed until the new one is used, p50", percentile(told.days, 0.5), 4)
    yield at_most("… p90", percentile(told.days, 0.9), 4)
    yield at_most(
        f"… without guests in those days ({len(told.alone)} of {len(told.days)}), p90", percentile(told.alone, 0.9), 4
    )


def _ask_values(rows: list[dict[str, Any]], told: _Told) -> None:
    slots: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        slots[row["resident"], row["device"]].append(row)
    for mine in slots.values():
        choices, found, visited = Choices(), False, False
        days = len({row["ts"][:10] for row in mine})
        plain = len({row["habit"] for row in mine}) <= 2 and days >= 0.85 * 90
        for number, row in enumerate(mine):
            at = datetime.fromisoformat(row["ts"]).replace(tzinfo=UTC)
            usual = choices.usual(at, row["place"], row["around"])
            if row["split"] == "test":
                told.asked += 1
                told.dared += usual is not None
                told.right += usual is not None and usual.value == row["value"]
                told.habit += usual is not None and usual.value == row["habit"]
            visited |= row["changed"] is not None and row["around"]["guests"] == "yes"
            if plain and not found and row["changed"] is not None and usual and usual.value == row["habit"]:
                found = True
                _note(told, row["changed"], visited)
            done = Happening(at, row["resident"], row["place"], row["device"], row["action"], row["value"])
            choices.add(Kept(number, _around(done, row["around"])))
        if plain and not found and mine[-1]["changed"] is not None and mine[-1]["changed"] > 4:
            _note(told, mine[-1]["changed"], visited)


def _note(told: _Told, days: int, visited: bool) -> None:
    told.days.append(days)
    if not visited:
        told.alone.append(days)


def _around(done: Happening, around: Mapping[str, str]) -> Happening:
    return Happening(done.at, done.person, done.place, done.device, done.action, done.value, around=around)


async def _costs(size: int) -> list[Row]:
    """Of learning and asking with so many happenings in the database, for four people."""
    random = Random(size)
    now = datetime(2026, 6, 1, tzinfo=UTC)
    devices = [f"thing_{number}" for number in range(40)]

    def one(number: int) -> Happening:
        at = now - timedelta(minutes=5 * (size - number))
        return Happening(at, f"p{number % 4}", "kitchen", random.choice(devices), "level", random.randrange(4) * 10)

    def fill(connection: Connection) -> None:
        for number in range(size):
            add_happening(connection, one(number), counts=True)

    with tempfile.TemporaryDirectory() as folder, Database(Path(folder) / "mimosa.db") as database:
        await database.write(fill)
        habits = Habits(database, clock=lambda: now)
        began = perf_counter()
        await habits.load()
        loaded = perf_counter() - began
        for device in devices:
            habits.usual("p0", device, "level", now)
        learnt, computed, written, asked, guessed = [], [], [], [], []
        for number in range(size, size + ASKED):
            happening = one(number)
            began, computing = perf_counter(), thread_time()
            await habits.learn(happening)
            learnt.append(1000 * (perf_counter() - began))
            computed.append(1000 * (thread_time() - computing))
            began = perf_counter()
            await database.write(_write_one)
            written.append(1000 * (perf_counter() - began))
            began = perf_counter()
            habits.usual("p0", random.choice(devices), "level", now, "kitchen")
            asked.append(1000 * (perf_counter() - began))
            began = perf_counter()
            habits.next("p0", now)
            guessed.append(1000 * (perf_counter() - began))
    name = f"{size:,} happenings"
    return [
        at_most(f"{name}: learning one, p95", percentile(learnt, 0.95), 5, "ms"),
        at_most("… of that computing, p95", percentile(computed, 0.95), 5, "ms"),
        Row("… writing one row of another table, for comparison, p95", percentile(written, 0.95), "ms"),
        at_most("… asking for one value, p95", percentile(asked, 0.95), 5, "ms"),
        Row("… guessing what comes next, p95", percentile(guessed, 0.95), "ms"),
        Row("… reading what was learnt at the start", loaded, "s"),
    ]


def _write_one(connection: Connection) -> None:
    learn_not(connection, "nobody", "nothing", "switch", datetime(2026, 6, 1, tzinfo=UTC))


if __name__ == "__main__":
    show("Habits", asyncio.run(measure()))
