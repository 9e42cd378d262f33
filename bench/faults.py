"""Thousands of commands while devices, the network and the broker fail at random: is anything said that is not true?

A simulated house and car are a process of their own at a real mosquitto and write down what really happens. The home
reaches the broker through a line that is cut, frozen, made deaf and slowed down; the broker is killed now and then.
Afterwards every answer is held against the truth and the journal: see devices/simulators/oracle.py.

`python -m bench.faults --commands 5000 --seed 1`
"""

import argparse
import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, thread_time

from bench.failing import Failing
from bench.faulty_house import DEADLINE_S, simulators, until_known, wishes
from bench.table import Row, at_most, show
from devices.broker import start_broker
from devices.broker_programs import mosquitto_path
from devices.command import OutcomeKind, Reason
from devices.device import Value
from devices.discovery.home_assistant import HomeAssistant
from devices.discovery.vss import Vss
from devices.home import Home
from devices.journal import Entry, Journal
from devices.mqtt import MqttLink
from devices.rules import RULES
from devices.simulators.line import line_to
from devices.simulators.oracle import GRACE_S, Finding, Oracle, Told, Wrong
from server.database import Database

COMMANDS = 5_000
PEOPLE = 40
"""Who give commands at the same time."""
HOPELESS = frozenset({Reason.LINK_DOWN, Reason.OFFLINE})
"""After such an answer people wait before they say the next thing."""
SENT = frozenset({OutcomeKind.DONE, OutcomeKind.STARTED, OutcomeKind.PENDING})
SENT_AND_FAILED = frozenset({Reason.NO_ANSWER, Reason.CONTRADICTED, Reason.JAMMED, Reason.REVERTED})
LONGEST_STALL_S = 0.1


@dataclass(slots=True)
class Course:
    """What came of a run."""

    told: list[Told] = field(default_factory=list)
    sent: int = 0
    """How many of the commands were handed to the broker."""
    failing: Failing = field(default_factory=Failing)
    found: tuple[Finding, ...] = ()
    stall_s: float = 0.0
    """The longest time that the event loop worked without letting anybody else."""


async def run(commands: int, seed: int, folder: Path) -> Course:
    """One run; it ends when so many commands were sent."""
    chance, course = random.Random(seed), Course()
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(start_broker(folder, port=0, program="mosquitto"))
        truth = folder / "truth.jsonl"
        await stack.enter_async_context(simulators(broker, folder, truth))
        line = await stack.enter_async_context(line_to(broker))
        control = await stack.enter_async_context(MqttLink(broker, status_topic=None, greet_producers=False))
        database = stack.enter_context(Database(folder / "mimosa.db"))
        link = await stack.enter_async_context(MqttLink(line.address, client_id="bench-home"))
        journal = Journal(database)
        home = Home(link, journal, [HomeAssistant(), Vss()], RULES)
        running = asyncio.create_task(home.run())
        stack.callback(running.cancel)
        await until_known(home)
        first = {(d, name): fact.value for d in home.devices for name, fact in home.facts(d).items()}
        failing = [
            asyncio.create_task(course.failing.devices(home, control, chance)),
            asyncio.create_task(course.failing.line(line, chance)),
            asyncio.create_task(course.failing.broker(folder, chance)),
            asyncio.create_task(_watch_for_stalls(course)),
        ]
        people = (_person(home, course, commands, random.Random(seed * 1000 + n)) for n in range(PEOPLE))
        await asyncio.gather(*people)
        for task in failing:
            if task.done():
                task.result()
            task.cancel()
        line.mend()
        line.delay_s = 0.0
        await asyncio.sleep(GRACE_S + DEADLINE_S + 2)
        devices = dict(home.devices)
        entries = {t.command.id: await journal.entry(t.command.id) for t in course.told}
    course.found = _findings(Oracle(devices, first, _lines(truth)), course, entries)
    return course


def _lines(truth: Path) -> list[Mapping[str, Value]]:
    return [json.loads(line) for line in truth.read_text("utf-8").splitlines()]


def _findings(oracle: Oracle, course: Course, entries: Mapping[str, Entry | None]) -> tuple[Finding, ...]:
    course.sent = sum(entry is not None and entry.attempts > 0 for entry in entries.values())
    return oracle.findings(course.told, entries)


async def _person(home: Home, course: Course, commands: int, chance: random.Random) -> None:
    """Somebody who gives commands one after the other, sometimes several at once."""
    while course.sent < commands:
        wished = wishes(home, chance)
        given = monotonic()
        outcomes = await home.execute_all(wished)
        answered = monotonic()
        course.told += [Told(o.command, o, given, answered) for o in outcomes]
        course.sent += sum(o.kind in SENT or o.reason in SENT_AND_FAILED for o in outcomes)
        hopeless = all(o.reason in HOPELESS for o in outcomes)
        await asyncio.sleep(chance.uniform(0.5, 1.5) if hopeless else chance.uniform(0, 0.3))


async def _watch_for_stalls(course: Course) -> None:
    """How long the loop's thread worked while it should have come back here; other processes' time is not counted."""
    while True:
        worked = thread_time()
        await asyncio.sleep(0.001)
        course.stall_s = max(course.stall_s, thread_time() - worked)


def _explain(course: Course) -> Iterable[str]:
    for found in course.found:
        yield f"{found.wrong}: {found.device} {found.text}; it was {course.failing.behaviour(found.device, found.at)}"


async def measure(commands: int = COMMANDS, seed: int = 1, explain: bool = False) -> list[Row]:
    """One run as rows. Raises FileNotFoundError where mosquitto is not on the machine."""
    if mosquitto_path() is None:
        raise FileNotFoundError("mosquitto is not on this machine")
    with TemporaryDirectory(prefix="mimosa-faults-") as folder:
        course = await run(commands, seed, Path(folder))
    if explain:
        print(*list(_explain(course))[:60], sep="\n", file=sys.stderr)
    outcomes = Counter(told.outcome.kind.value for told in course.told)
    wrongs = Counter(found.wrong for found in course.found)
    return [
        Row("commands under random faults", len(course.told)),
        Row("… that were sent", course.sent, "", f"≥ {commands}", course.sent >= commands),
        *(Row(f"… answered {kind}", count) for kind, count in outcomes.most_common()),
        Row("faults", course.failing.faults.total()),
        *(Row(f"… {kind}", count) for kind, count in sorted(course.failing.faults.items())),
        *(Row(wrong.value, wrongs[wrong], "", "0", wrongs[wrong] == 0) for wrong in Wrong),
        at_most("longest work of the event loop at a stretch", course.stall_s * 1000, LONGEST_STALL_S * 1000, "ms"),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commands", type=int, default=COMMANDS)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    try:
        show("Faults", asyncio.run(measure(asked.commands, asked.seed, explain=True)))
    except FileNotFoundError as error:
        sys.exit(f"left out: {error}")
