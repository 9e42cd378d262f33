"""Faults 1 to 12: the broker and the way to it, and what is said while it fails."""

import asyncio
import contextlib
import getpass
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from devices.address import BrokerAddress
from devices.broker import free_port, start_broker
from devices.broker_programs import mosquitto_path
from devices.command import Command, OutcomeKind, Reason
from devices.home import Home
from devices.journal import Journal
from devices.mqtt import MqttLink
from devices.simulators.line import Line, line_to
from devices.simulators.machine import STATUS_TOPIC
from server.database import Database
from tests.devices.conftest import Announcements, until
from tests.devices.conftest import lamp as lamp_of_the_test
from tests.devices.faults.conftest import LAMPS, Witnessed, witnessed

DONE, ALREADY, FAILED, UNKNOWN = OutcomeKind.DONE, OutcomeKind.ALREADY, OutcomeKind.FAILED, OutcomeKind.UNKNOWN
START_S = 60.0
STALLS_S = 5.0
"""Seconds that a real machine and its disk may stand still; in virtual time the product's own limits are kept."""
NEVER_S = 4.0
"""The deadline of what gets no answer; long enough for a disk that stalls to take the command down before."""
NOT_REACHED = (
    "I cannot reach the hall lamp: the connection to the devices is down. Nothing was sent.",
    "我联系不上走廊灯：与设备的连接断了，什么都没有发出。",
)
NO_ANSWER = ("I sent it, but the hall lamp has not answered.", "我发出去了，但走廊灯没有回应。")

NOT_DONE = ((UNKNOWN, Reason.NO_ANSWER), (FAILED, Reason.CONTRADICTED))

T = TypeVar("T")
Test = Callable[..., Awaitable[None]]


def at_a_real_broker(test: Test) -> Test:
    """It takes seconds, and a mosquitto."""
    missing = pytest.mark.skipif(mosquitto_path() is None, reason="mosquitto is not on this machine")
    return missing(pytest.mark.slow(pytest.mark.broker(test)))


class Interrupted:
    """A storage after whose next write something happens first."""

    def __init__(self, storage: Database) -> None:
        self._storage = storage
        self.then: Callable[[], Awaitable[None]] | None = None

    async def write(self, work: Callable[[Connection], T]) -> T:
        written = await self._storage.write(work)
        if self.then is not None:
            then, self.then = self.then, None
            await then()
        return written

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await self._storage.read(work)


@dataclass
class Street:
    """The house at a real broker, with lines in between that can fail."""

    house: Witnessed
    folder: Path
    line: Line
    """Between the home and the broker."""
    house_line: Line
    """Between the simulated house and the broker."""
    storage: Interrupted
    home_link: MqttLink
    house_link: MqttLink

    def stop_broker(self) -> None:
        """It stands still, and its connections stay open."""
        os.kill(broker_in(self.folder), signal.SIGSTOP)

    async def kill_broker(self) -> None:
        """Whoever started it starts it again. Done when the home knows that it is gone, however soon it is back."""
        async with contextlib.aclosing(self.home_link.connections()) as states:
            up = await anext(states)
            os.kill(broker_in(self.folder), signal.SIGKILL)
            async with asyncio.timeout(START_S):
                while up:
                    up = await anext(states)

    async def both_up(self) -> None:
        """Wait for the home and the house to be connected, and known to each other."""
        await until(lambda: self.home_link.connected and self.house_link.connected, START_S)
        await until(lambda: self.house.home.available("hall") is True, START_S)
        await asyncio.sleep(0.3)


def broker_in(folder: Path) -> int:
    """The process id of the mosquitto whose files are there."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if "mosquitto" in words[0] and any(str(folder) in word for word in words):
            return int(process.name)
    raise AssertionError(f"no mosquitto uses {folder}")


def quick(address: BrokerAddress, **more: str | bool | None) -> MqttLink:
    """A link that is soon back."""
    return MqttLink(address, shortest_wait_s=0.05, longest_wait_s=0.2, **more)  # type: ignore[arg-type]


@asynccontextmanager
async def street_at(broker: BrokerAddress, folder: Path, database: Database) -> AsyncIterator[Street]:
    """Everything connected and known."""
    async with AsyncExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr("devices.door.CLOSE_LEAST_S", STALLS_S)
        patch.setattr("devices.simulators.oracle.GRACE_S", STALLS_S)
        line = await stack.enter_async_context(line_to(broker))
        house_line = await stack.enter_async_context(line_to(broker))
        home_link = await stack.enter_async_context(quick(line.address))
        shy = quick(house_line.address, status_topic=STATUS_TOPIC, greet_producers=False)
        house_link = await stack.enter_async_context(shy)
        control = await stack.enter_async_context(quick(broker, status_topic=None, greet_producers=False))
        await control.until_connected(START_S)
        storage = Interrupted(database)
        house = await stack.enter_async_context(witnessed(home_link, house_link, control, storage))
        street = Street(house, folder, line, house_line, storage, home_link, house_link)
        await street.both_up()
        yield street
        for each in (line, house_line):
            each.mend()


@pytest.fixture
async def street(tmp_path: Path, database: Database) -> AsyncIterator[Street]:
    """The house at a mosquitto of its own."""
    folder = tmp_path / "broker"
    async with (
        start_broker(tmp_path, port=0, program="mosquitto") as broker,
        street_at(broker, folder, database) as made,
    ):
        yield made


@at_a_real_broker
async def test_fault_01_broker_killed_between_journal_and_publish(street: Street) -> None:
    street.storage.then = street.kill_broker
    outcome = await street.house.tell("hall", "on", True, deadline_s=20.0)
    entry = await street.house.journal.entry(outcome.command.id)
    assert entry is not None
    assert entry.attempts == 1, "it is sent once, when the broker is back"
    if street.house.reached("hall"):
        assert (outcome.kind, street.house.reached("hall")) == (DONE, 1)
    else:
        # The house was not back yet: nobody got it, and when it is back it says how it is.
        assert (outcome.kind, outcome.reason) in NOT_DONE


@at_a_real_broker
async def test_fault_01_broker_killed_and_not_back_in_time(street: Street) -> None:
    async def kill() -> None:
        street.line.cut()
        await street.kill_broker()

    street.storage.then = kill
    outcome = await street.house.tell("hall", "on", True, deadline_s=NEVER_S)
    assert (outcome.kind, outcome.reason) == (FAILED, Reason.LINK_DOWN)
    assert street.house.words(outcome) == NOT_REACHED
    street.line.mend()
    await street.both_up()
    assert street.house.reached("hall") == 0, "nothing is sent later"


@at_a_real_broker
async def test_fault_02_broker_restarted_after_puback_before_the_device_gets_it(street: Street) -> None:
    street.house_line.freeze()
    await street.house.control.subscribe("home/hall/set")
    wish = asyncio.create_task(street.house.tell("hall", "on", True, deadline_s=6.0))
    await anext(street.house.control.messages())
    await until(lambda: not street.home_link._session._answers, START_S)
    await street.kill_broker()
    street.house_line.break_once()
    street.house_line.mend()
    outcome = await wish
    assert (outcome.kind, outcome.reason) in NOT_DONE
    assert street.house.words(outcome) in (
        NO_ANSWER,
        ("I sent it, but the hall lamp is off.", "我发出去了，但走廊灯现在是关着。"),
    )
    assert street.house.reached("hall") == 0
    await street.both_up()
    assert (await street.house.tell("hall", "on", True)).kind is DONE


@at_a_real_broker
async def test_fault_03_broker_down_at_start_and_up_later(tmp_path: Path, database: Database) -> None:
    announcements = Announcements()
    announcements.known = {"lamp": lamp_of_the_test()}
    port = free_port()
    async with AsyncExitStack() as stack:
        # The password of the broker is made with its folder; here is none yet, and anybody may come in.
        configuration = tmp_path / "later.conf"
        configuration.write_text(f"listener {port} 127.0.0.1\nuser {getpass.getuser()}\nallow_anonymous true\n")
        link = await stack.enter_async_context(quick(BrokerAddress("127.0.0.1", port)))
        home = Home(link, Journal(database), [announcements], [])
        running = asyncio.create_task(home.run())
        stack.callback(running.cancel)
        await asyncio.sleep(1)
        assert not home.connected
        process = await asyncio.create_subprocess_exec(mosquitto_path() or "", "-c", str(configuration))
        stack.callback(process.terminate)
        await link.until_connected(START_S)
        await link.publish("announce/lamp", b"here", retain=True)
        await until(lambda: "lamp" in home.devices, START_S)


@at_a_real_broker
async def test_fault_04_broker_flaps_fifty_times(street: Street) -> None:
    house, filters, tasks = street.house, dict(street.home_link._filters), len(asyncio.all_tasks())
    for number in range(50):
        street.line.break_once()
        await asyncio.sleep(0.05)
        if number % 5 == 0:
            await house.tell(LAMPS[number % 4], "on", number % 2 == 0, deadline_s=2.0)
    await street.both_up()
    sent = {device: sum(t.command.device == device for t in house.told) for device in LAMPS}
    assert all(house.reached(device) <= sent[device] for device in LAMPS)
    assert (await house.tell("porch", "on", True)).kind is DONE
    assert house.reached("porch") == 1
    assert street.home_link._filters == filters
    await until(lambda: len(asyncio.all_tasks()) <= tasks + 3, START_S)


@at_a_real_broker
async def test_fault_05_command_whose_puback_is_lost_is_not_sent_again(street: Street) -> None:
    street.line.deafen()
    outcome = await street.house.tell("robot", "locate", None, deadline_s=NEVER_S)
    assert (outcome.kind, outcome.reason) == (UNKNOWN, Reason.NO_ANSWER)
    street.line.break_once()
    street.line.mend()
    await street.both_up()
    await until(lambda: street.house.reached("robot") > 0, START_S)
    assert street.house.reached("robot") == 1
    assert [t["act"] for t in street.house.truth if "act" in t] == ["locate"]


async def test_fault_05_reports_that_come_twice(house: Witnessed) -> None:
    await house.fault("hall", "duplicate")
    for value in (True, False, True):
        assert (await house.tell("hall", "on", value)).kind is DONE
    assert (await house.tell("hall", "on", True)).kind is ALREADY
    assert house.reached("hall") == 3
    assert [e.state for e in await house.journal.latest()] == ["already", "done", "done", "done"]


async def test_fault_06_older_report_after_a_newer_one(house: Witnessed) -> None:
    await house.fault("hall", "disordered", 0.5)
    assert (await house.tell("hall", "on", True)).kind is DONE
    await asyncio.sleep(1)
    assert house.says("hall", "on") == (False, False), "it may be the older one"
    off = await house.tell("hall", "on", False)
    assert (off.kind, off.reason) == (UNKNOWN, Reason.NO_ANSWER), "its answer looks the same as the older one"
    assert house.words(off) == NO_ANSWER
    await house.fault("hall", "none")
    await asyncio.sleep(60)
    for value in (True, False):
        assert (await house.tell("hall", "on", value)).kind is DONE
    assert house.really("hall", "on") == [True, False, True, False]


@at_a_real_broker
async def test_fault_07_retained_state_after_a_reconnect(street: Street) -> None:
    house = street.house
    assert (await house.tell("hall", "on", True)).kind is DONE
    street.line.cut()
    await until(lambda: not street.home_link.connected)
    assert house.says("hall", "on") == (True, False)
    await house.direct("hall", "press", {"to": False})
    await house.fault("hall", "silent")
    street.line.mend()
    await street.both_up()
    # Last known, no more.
    await until(lambda: house.says("hall", "on") == (False, False), START_S)
    outcome = await house.tell("hall", "on", False, deadline_s=NEVER_S)
    assert house.says("hall", "on") == (False, False)
    assert (outcome.kind, outcome.reason) == (UNKNOWN, Reason.NO_ANSWER)
    assert house.words(outcome) == NO_ANSWER


@at_a_real_broker
async def test_fault_08_retained_message_on_a_command_topic(street: Street) -> None:
    house, topic = street.house, "home/hall/set"
    street.house_line.cut()
    await until(lambda: not street.house_link.connected)
    await house.control.publish(topic, b'{"state": "ON"}', retain=True)
    street.house_line.mend()
    await street.both_up()
    assert (house.reached("hall"), house.really("hall", "on")) == (0, [])
    assert (await house.tell("desk", "on", True)).kind is DONE
    await house.control.subscribe("home/+/set")
    kept = await anext(house.control.messages())
    assert (kept.topic, kept.retained) == (topic, True)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await anext(house.control.messages())


@at_a_real_broker
async def test_fault_09_half_open_connection(street: Street) -> None:
    street.stop_broker()
    outcome = await street.house.tell("hall", "on", True, deadline_s=NEVER_S)
    assert (outcome.kind, outcome.reason) == (UNKNOWN, Reason.NO_ANSWER)
    assert street.house.words(outcome) == NO_ANSWER
    await street.kill_broker()
    await street.both_up()
    assert street.house.reached("hall") == 0
    assert (await street.house.tell("hall", "on", True)).kind is DONE


@at_a_real_broker
async def test_fault_09_line_that_freezes(street: Street) -> None:
    street.line.freeze()
    outcomes = await street.house.tell_all(*(Command(lamp, "on", True, deadline_s=NEVER_S) for lamp in LAMPS))
    assert {o.kind for o in outcomes} == {UNKNOWN}
    street.line.break_once()
    street.line.mend()
    await street.both_up()
    assert street.house.reached("hall") == 0
    assert (await street.house.tell("hall", "on", True)).kind is DONE


@at_a_real_broker
async def test_fault_10_publish_denied(tmp_path: Path, database: Database) -> None:
    port, rules, configuration = free_port(), tmp_path / "acl", tmp_path / "denying.conf"
    rules.write_text("topic readwrite #\ntopic deny home/hall/set\n")
    listener = f"listener {port} 127.0.0.1\nuser {getpass.getuser()}\nallow_anonymous true\n"
    configuration.write_text(f"{listener}acl_file {rules}\n")
    process = await asyncio.create_subprocess_exec(mosquitto_path() or "", "-c", str(configuration))
    try:
        async with street_at(BrokerAddress("127.0.0.1", port), tmp_path, database) as street:
            denied, taken = await street.house.tell_all(
                Command("hall", "on", True, deadline_s=60.0), Command("desk", "on", True, deadline_s=60.0)
            )
            assert (denied.kind, denied.reason) == (FAILED, Reason.NOT_AUTHORISED)
            assert taken.kind is DONE
            assert street.house.words(denied) == (
                "I am not permitted to turn on the hall lamp: the connection to the devices does not let me.",
                "我没有权限打开走廊灯：与设备的连接不允许。",
            )
            assert street.house.reached("hall") == 0
    finally:
        process.terminate()
        await process.wait()


@at_a_real_broker
async def test_fault_11_last_will_comes_after_the_device_is_back(tmp_path: Path, database: Database) -> None:
    announcements = Announcements()
    announcements.known = {"lamp": lamp_of_the_test()}
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(start_broker(tmp_path, port=0, program="mosquitto"))
        line = await stack.enter_async_context(line_to(broker))
        home_link = await stack.enter_async_context(quick(broker))
        home = Home(home_link, Journal(database), [announcements], [])
        running = asyncio.create_task(home.run())
        stack.callback(running.cancel)
        await home_link.until_connected(START_S)
        await home_link.publish("announce/lamp", b"here", retain=True)
        await until(lambda: "lamp" in home.devices, START_S)
        await stack.enter_async_context(quick(line.address, status_topic="lamp/available", greet_producers=False))
        await until(lambda: home.available("lamp") is True, START_S)
        line.freeze()
        again = await stack.enter_async_context(quick(broker, status_topic="lamp/available", greet_producers=False))
        await again.until_connected(START_S)
        await again.subscribe("lamp/on/set")
        line.cut()
        await until(lambda: home.available("lamp") is not True, START_S)
        assert home.available("lamp") is None, "it may be the will of the connection that was given up"

        async def obey() -> None:
            async for message in again.messages():
                await again.publish("lamp/on", message.payload, retain=True)

        obeying = asyncio.create_task(obey())
        stack.callback(obeying.cancel)
        assert (await home.execute(Command("lamp", "on", True, deadline_s=60.0))).kind is DONE
        assert home.available("lamp") is True


async def test_fault_12_slow_devices_hold_up_nobody_else(house: Witnessed) -> None:
    await house.fault("hall", "slow", 3)
    await house.fault("desk", "late", 4.5)
    await house.fault("sofa", "silent")
    slow = [asyncio.create_task(house.tell(lamp, "on", True)) for lamp in ("hall", "desk", "sofa")]
    for number in range(30):
        for lamp in ("bed", "porch"):
            assert (await house.tell(lamp, "on", number % 2 == 0)).kind is DONE
    assert not any(each.done() for each in slow), "sixty answers came before the first slow one"
    assert [(await each).kind for each in slow] == [DONE, DONE, UNKNOWN]
    assert house.words(await slow[2]) == (
        "I sent it, but the sofa lamp has not answered.",
        "我发出去了，但沙发灯没有回应。",
    )


@at_a_real_broker
async def test_fault_12_slow_line(street: Street) -> None:
    street.line.delay_s = 0.2
    outcomes = await street.house.tell_all(*(Command(lamp, "on", True, deadline_s=60.0) for lamp in LAMPS))
    assert {o.kind for o in outcomes} == {DONE}
    street.line.delay_s = 3.0
    late = await street.house.tell("hall", "on", False, deadline_s=NEVER_S)
    assert (late.kind, late.reason) == (UNKNOWN, Reason.NO_ANSWER)
    street.line.delay_s = 0.0

    async def ended_late() -> bool:
        entry = await street.house.journal.entry(late.command.id)
        assert entry is not None
        return (entry.state, entry.late) == ("done", True)

    await until(ended_late, START_S)
