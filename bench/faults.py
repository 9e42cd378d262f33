"""Thousands of commands while devices, the network and the broker fail at random: is anything said that is not true?

A simulated house and car are a process of their own at a real mosquitto and write down what really happens. The home
reaches the broker through a line that is cut, frozen and slowed down; the broker is killed now and then. Afterwards
every answer is held against the truth and the journal:

    false done   "done" or "already" where the device had not what was wished, at any moment from the wish to the answer
    lost         a command that does not stand in the journal with exactly one end, the one that was told
    doubled      an act (cleaning, cooking, finding) done more often than it was wished
    late         a command that reached its device more than a second after its deadline, or that nobody had given
    slow answer  an answer more than a second after its deadline

`python -m bench.faults --commands 5000 --seed 1`
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from bench.table import Row, show
from devices.address import BrokerAddress
from devices.broker import start_broker
from devices.broker_programs import mosquitto_path
from devices.command import Command, Origin, Outcome, OutcomeKind
from devices.device import Capability, Device, Shape, Value
from devices.discovery.home_assistant import HomeAssistant
from devices.discovery.vss import Vss
from devices.home import Home
from devices.journal import Journal
from devices.mqtt import MqttLink
from devices.proof import proves, proving
from devices.rules import RULES
from devices.simulators.line import Line, line_to
from server.database import Database

COMMANDS = 5_000
PEOPLE = 40
"""Who give commands at the same time."""
FAULTY = 0.3
"""Share of the devices that misbehave at a time."""
DEADLINE_S = 5.0
LATE_S = 1.0
JUST_NOW_S = 0.5
"""How old a truth "already" may rest on: the way of a report."""
OWNER = Origin("owner", "owner", "bench", confirmed=True, second_factor=True, seat="driver")

KINDS: Mapping[str, int] = {
    "color_lamp": 6, "dimmable_lamp": 6, "lamp": 4, "plug": 5, "fan": 3, "cover": 6, "lock": 5, "thermostat": 4,
    "speaker": 3, "vacuum": 4, "rice_cooker": 3,
}  # fmt: skip
"""Machine → how many of it stand in the house."""

MISBEHAVIOUR = (
    "silent", "slow", "contradicting", "reverting", "jammed", "impossible", "duplicate", "late", "disordered",
    "offline_then_stale", "flapping",
)  # fmt: skip
CAR_WISHES = (
    "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position", "Vehicle.Cabin.Door.Row1.PassengerSide.Window.Position",
    "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature", "Vehicle.Cabin.Infotainment.Media.Volume",
    "Vehicle.Body.Lights.Hazard.IsSignaling",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A command, what was told about it, and when (monotonic seconds)."""

    command: Command
    outcome: Outcome
    given: float
    answered: float


@dataclass(slots=True)
class Course:
    """What came of a run."""

    told: list[Told] = field(default_factory=list)
    cut: int = 0
    killed: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    behaved: list[tuple[float, str, str]] = field(default_factory=list)
    """When (monotonic seconds) which device began to behave how."""

    def behaviour(self, device: str, at: float) -> str:
        """How the device behaved lately, newest last."""
        id = device.partition(":")[2] or device
        known = [(when, how) for when, who, how in self.behaved if who == id and when <= at]
        return ", ".join(f"{how} since {at - when:.1f} s" for when, how in known[-2:]) or "well"


def house_file() -> str:
    """The house, as the simulators take it."""
    lines = ['[rooms.hall]\nnames = ["Hall"]']
    for machine, count in KINDS.items():
        for number in range(1, count + 1):
            more = ', rooms = ["Hall", "Attic"]' if machine == "vacuum" else ""
            more = ', class = "blind"' if machine == "cover" else more
            lines.append(
                f'[devices.{machine}_{number}]\nnames = ["{machine.replace("_", " ")} {number}"]\nroom = "hall"\n'
                f'simulated = {{ machine = "{machine}"{more} }}'
            )
    return "\n\n".join(lines)


# ── the run ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def run(commands: int, seed: int, folder: Path) -> tuple[Course, list[str], Mapping[str, int]]:
    """One run; the course, what is wrong in words, and how often each wrong happened."""
    chance = random.Random(seed)
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(start_broker(folder, port=0, program="mosquitto"))
        truth = folder / "truth.jsonl"
        await stack.enter_async_context(_simulators(broker, folder, truth))
        line = await stack.enter_async_context(line_to(broker))
        control = await stack.enter_async_context(MqttLink(broker, status_topic=None, greet_producers=False))
        database = stack.enter_context(Database(folder / "mimosa.db"))
        link = await stack.enter_async_context(MqttLink(line.address, client_id="bench-home"))
        journal = Journal(database)
        home = Home(link, journal, [HomeAssistant(), Vss()], RULES)
        running = asyncio.create_task(home.run())
        stack.callback(running.cancel)
        await _until_known(home)
        first = {(d, name): fact.value for d in home.devices for name, fact in home.facts(d).items()}
        course = Course()
        failing = [
            asyncio.create_task(_devices_fail(home, control, course, chance)),
            asyncio.create_task(_line_fails(line, course, chance)),
            asyncio.create_task(_broker_fails(folder, course, chance)),
        ]
        left = iter(range(commands))
        await asyncio.gather(*(_person(home, course, left, random.Random(seed * 1000 + n)) for n in range(PEOPLE)))
        for task in failing:
            task.cancel()
        line.mend()
        line.delay_s = 0.0
        await asyncio.sleep(LATE_S + DEADLINE_S + 2)
        devices = dict(home.devices)
        entries = {t.command.id: await journal.entry(t.command.id) for t in course.told}
    oracle = Oracle(devices, first, [json.loads(each) for each in truth.read_text().splitlines()])
    wrong, counts = oracle.verdict(course, {i: e.state if e else "" for i, e in entries.items()})
    return course, wrong, counts


@asynccontextmanager
async def _simulators(broker: BrokerAddress, folder: Path, truth: Path) -> AsyncIterator[None]:
    house = folder / "house.toml"
    house.write_text(house_file(), "utf-8")
    environment = os.environ | {
        "SIMULATOR_USERNAME": broker.username or "",
        "SIMULATOR_PASSWORD": broker.password or "",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "devices.simulators.run", "--broker", f"mqtt://{broker.host}:{broker.port}",
        "--truth", str(truth), "--commands", "--house", str(house), "--people", "none", "--speed", "4",
        env=environment, stderr=(folder / "simulators.log").open("w"),
    )  # fmt: skip
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _until_known(home: Home) -> None:
    wanted = sum(KINDS.values()) + 1
    async with asyncio.timeout(60):
        while len(home.devices) < wanted or not all(home.facts(device) for device in home.devices):
            await asyncio.sleep(0.1)
    await asyncio.sleep(2)


async def _person(home: Home, course: Course, left: Iterable[int], chance: random.Random) -> None:
    """Somebody who gives commands one after the other, sometimes several at once."""
    for _ in left:
        wishes = [_wish(home, chance)]
        if chance.random() < 0.15:
            wishes = _group(home, wishes[0], chance)
        given = monotonic()
        outcomes = await home.execute_all(wishes)
        answered = monotonic()
        course.told += [Told(o.command, o, given, answered) for o in outcomes]
        await asyncio.sleep(chance.uniform(0, 0.3))


def _group(home: Home, wish: Command, chance: random.Random) -> list[Command]:
    """The same wish for several devices of the kind."""
    kind = home.devices[wish.device].kind
    alike = [d for d in home.devices.values() if d.kind == kind and wish.capability in d.capabilities]
    return [_command(d.id, wish.capability, wish.value) for d in chance.sample(alike, min(len(alike), 5))]


def _command(device: str, capability: str, value: Value) -> Command:
    return Command(device, capability, value, turn="bench", origin=OWNER, deadline_s=DEADLINE_S)


def _wish(home: Home, chance: random.Random) -> Command:
    device = chance.choice(list(home.devices.values()))
    match device.kind:
        case "light" if "brightness" in device.capabilities and chance.random() < 0.4:
            return _command(device.id, "brightness", chance.randint(1, 100))
        case "light" | "switch" | "fan":
            return _command(device.id, "on", chance.random() < 0.5)
        case "lock":
            return _command(device.id, "locked", chance.random() < 0.5)
        case "cover":
            return _command(device.id, "position", chance.choice((0, 25, 50, 100)))
        case "climate":
            return _command(device.id, "target_temperature", chance.randint(16, 24))
        case "media_player":
            return _command(device.id, "volume", chance.randint(5, 60))
        case "vacuum":
            return _command(*_vacuum_wish(device, chance))
        case "car":
            path = chance.choice([p for p in CAR_WISHES if p in device.capabilities])
            return _command(device.id, path, _value_for(device.capabilities[path], chance))
    return _command(device.id, *chance.choice((("start", None), ("cancel", None))))


def _vacuum_wish(device: Device, chance: random.Random) -> tuple[str, str, Value]:
    wish = chance.choice(("cleaning", "returning", "paused", "locate"))
    return (device.id, "locate", None) if wish == "locate" else (device.id, "activity", wish)


def _value_for(capability: Capability, chance: random.Random) -> Value:
    if capability.shape is Shape.FLAG:
        return chance.random() < 0.5
    low, high = capability.low or 0, capability.high if capability.high is not None else 60
    return chance.randint(int(low), min(int(high), 60))


# ── what fails ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def _devices_fail(home: Home, control: MqttLink, course: Course, chance: random.Random) -> None:
    ids = [device.partition(":")[2] or device for device in home.devices]
    faulty: list[str] = []
    while True:
        if faulty and len(faulty) > FAULTY * len(ids):
            well = faulty.pop(0)
            course.behaved.append((monotonic(), well, "well"))
            await _tell(control, well, {"kind": "none"})
        else:
            one, kind = chance.choice(ids), chance.choice(MISBEHAVIOUR)
            faulty.append(one)
            course.faults[kind] += 1
            course.behaved.append((monotonic(), one, kind))
            await _tell(control, one, {"kind": kind, "seconds": round(chance.uniform(0.2, 3.0), 2)})
        await asyncio.sleep(0.15)


async def _tell(control: MqttLink, device: str, fault: Mapping[str, Any]) -> None:
    await control.until_connected(60)
    await control.publish(f"simulator/{device}/fault", json.dumps(fault).encode())


async def _line_fails(line: Line, course: Course, chance: random.Random) -> None:
    while True:
        await asyncio.sleep(chance.uniform(2, 8))
        course.cut += 1
        match chance.choice(("break", "cut", "freeze", "slow")):
            case "break":
                line.break_once()
            case "cut":
                line.cut()
                await asyncio.sleep(chance.uniform(0.2, 3))
            case "freeze":
                line.freeze()
                await asyncio.sleep(chance.uniform(0.2, 4))
            case "slow":
                line.delay_s = chance.uniform(0.05, 1.0)
                await asyncio.sleep(chance.uniform(1, 3))
                line.delay_s = 0.0
        line.mend()


async def _broker_fails(folder: Path, course: Course, chance: random.Random) -> None:
    """Killed without warning; whoever started it starts it again."""
    while True:
        await asyncio.sleep(chance.uniform(15, 30))
        for pid in await asyncio.to_thread(_brokers_in, folder):
            os.kill(pid, signal.SIGKILL)
            course.killed += 1


def _brokers_in(folder: Path) -> list[int]:
    """The mosquittos that run in this folder."""
    running = {int(found.parent.name): _words(found) for found in Path("/proc").glob("[0-9]*/cmdline")}
    return [
        pid for pid, words in running.items() if words[0].endswith("mosquitto") and any(str(folder) in w for w in words)
    ]


def _words(cmdline: Path) -> list[str]:
    try:
        return cmdline.read_bytes().decode().split("\0")
    except OSError:
        return [""]


# ── the truth ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Oracle:
    """Knows what really happened, and what of that was wished."""

    def __init__(
        self,
        devices: Mapping[str, Device],
        first: Mapping[tuple[str, str], Value],
        lines: Sequence[Mapping[str, Any]],
    ) -> None:
        self._devices = devices
        self._first = first
        self._changes: dict[tuple[str, str], list[tuple[float, Value]]] = {}
        self._acts: list[Mapping[str, Any]] = []
        self._received: list[Mapping[str, Any]] = []
        for line in lines:
            if "capability" in line:
                new = tuple(line["new"]) if isinstance(line["new"], list) else line["new"]
                self._changes.setdefault((line["device"], line["capability"]), []).append((line["mono"], new))
            elif "act" in line:
                self._acts.append(line)
            elif "received" in line:
                self._received.append(line)

    def verdict(self, course: Course, states: Mapping[str, str]) -> tuple[list[str], Mapping[str, int]]:
        """What is wrong, in words, and the count of each kind."""
        wrong = [*self._false(course), *_lost(course, states), *self._uncalled(course), *_slow(course)]
        counts = Counter(each.partition(":")[0] for each in wrong)
        return wrong, {kind: counts[kind] for kind in ("false done", "lost", "doubled", "late", "slow answer")}

    def _false(self, course: Course) -> Iterable[str]:
        for told in course.told:
            if told.outcome.kind in (OutcomeKind.DONE, OutcomeKind.ALREADY) and not self._was_so(told):
                command = told.command
                yield (
                    f"false done: {told.outcome.kind} {command.device} {command.capability} {command.value!r} "
                    f"reported {told.outcome.reported!r}, given {told.given:.3f}, answered {told.answered:.3f}; "
                    f"it was {course.behaviour(command.device, told.answered)}"
                )

    def _was_so(self, told: Told) -> bool:
        """Whether the device had what was wished at some moment between the wish and the answer."""
        device = self._devices[told.command.device]
        capability = device.capabilities[told.command.capability]
        proof = proving(device, capability) or capability
        if capability.shape is Shape.ACT and not capability.accepts:
            return any(a["device"] == device.id and told.given <= a["mono"] <= told.answered for a in self._acts)
        since = told.given - (JUST_NOW_S if told.outcome.kind is OutcomeKind.ALREADY else 0.0)
        return any(
            proves(capability, proof, told.command.value, value)
            for value in self._values(device.id, proof.name, since, told.answered)
        )

    def _values(self, device: str, name: str, since: float, until: float) -> list[Value]:
        """Every value it had in that time."""
        changes = self._changes.get((device, name), [])
        before = [value for at, value in changes if at <= since][-1:] or [self._first.get((device, name))]
        return [*before, *(value for at, value in changes if since < at <= until)]

    def _uncalled(self, course: Course) -> Iterable[str]:
        """Every command that reached a device was given, in time, and acts no more often than that."""
        given: dict[tuple[str, str], list[Told]] = {}
        for told in course.told:
            for payload in self._payloads(told.command):
                given.setdefault((told.command.device, payload), []).append(told)
        for line in self._received:
            key = line["device"], self._key(line)
            if not any(t.given <= line["mono"] <= t.given + DEADLINE_S + LATE_S for t in given.get(key, ())):
                yield f"late: {line['device']} got {line['payload'][:80]!r} at {line['mono']:.3f}"
        yield from self._doubled(course)

    def _payloads(self, command: Command) -> tuple[str, ...]:
        writing = self._devices[command.device].capabilities[command.capability].writing
        if writing is None:
            return ()
        if writing.enclose is not None:
            return (command.id,)
        return (writing.encode(command.value).decode(),)

    def _key(self, line: Mapping[str, Any]) -> str:
        """What tells a command from others: its id where it has one, else its payload."""
        if self._devices[line["device"]].kind != "car":
            return str(line["payload"])
        return str(json.loads(line["payload"]).get("req", ""))

    def _doubled(self, course: Course) -> Iterable[str]:
        for device in {line["device"] for line in self._acts}:
            for act in {line["act"] for line in self._acts if line["device"] == device}:
                times = sorted(a["mono"] for a in self._acts if a["device"] == device and a["act"] == act)
                wished = [t for t in course.told if t.command.device == device and _asks_for(act, t.command)]
                if len(times) > len(wished):
                    yield f"doubled: {device} did {act} {len(times)} times for {len(wished)} wishes"


def _asks_for(act: str, command: Command) -> bool:
    match act:
        case "locate":
            return command.capability == "locate"
        case "clean":
            return command.value == "cleaning"
        case "cook" | "start":
            return command.capability == "start"
        case "cancel":
            return command.capability == "cancel"
    return True


def _lost(course: Course, states: Mapping[str, str]) -> Iterable[str]:
    for told in course.told:
        state, kind = states[told.command.id], told.outcome.kind
        settled_later = kind is OutcomeKind.UNKNOWN and state == OutcomeKind.DONE
        if state != kind and not settled_later:
            yield f"lost: {told.command.device} was told {kind} and stands as {state or 'nothing'} in the journal"


def _slow(course: Course) -> Iterable[str]:
    for told in course.told:
        if told.answered - told.given > DEADLINE_S + LATE_S:
            yield f"slow answer: {told.command.device} after {told.answered - told.given:.1f} s"


async def measure(commands: int = COMMANDS, seed: int = 1, explain: bool = False) -> list[Row]:
    """One run as rows. Raises FileNotFoundError where mosquitto is not on the machine."""
    if mosquitto_path() is None:
        raise FileNotFoundError("mosquitto is not on this machine")
    with TemporaryDirectory(prefix="mimosa-faults-") as folder:
        course, wrong, counts = await run(commands, seed, Path(folder))
    if explain:
        print(*wrong[:60], sep="\n", file=sys.stderr)
    outcomes = Counter(told.outcome.kind.value for told in course.told)
    return [
        Row("commands under random faults", len(course.told)),
        Row(
            "faults of devices, of the line, kills of the broker",
            sum(course.faults.values()) + course.cut + course.killed,
        ),
        *(Row(f"… ended as {kind}", count) for kind, count in outcomes.most_common()),
        *(Row(kind, count, "", "0", count == 0) for kind, count in counts.items()),
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
