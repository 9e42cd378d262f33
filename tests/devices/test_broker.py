"""The broker to use: one that runs already, mosquitto as a child, iotcore as a child."""

import asyncio
import os
import signal
import socket
import stat
import sys
import textwrap
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from devices.address import BrokerAddress
from devices.broker import free_port, start_broker
from devices.broker_programs import BrokerName, mosquitto_path
from devices.errors import BrokerFailed, LinkDown
from devices.mqtt import MqttLink
from tests.devices.conftest import until

pytestmark = pytest.mark.broker

CONFIGURATIONS = 2_000
START_S = 60.0
needs_mosquitto = pytest.mark.skipif(mosquitto_path() is None, reason="mosquitto is not on this machine")
CHILDREN = [pytest.param("mosquitto", marks=needs_mosquitto), "iotcore"]


@pytest.fixture(params=["address", *CHILDREN])
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[BrokerAddress]:
    """Each of the three ways to a broker."""
    async with AsyncExitStack() as stack:
        if request.param != "address":
            yield await stack.enter_async_context(start_broker(tmp_path, port=0, program=request.param))
            return
        running = await stack.enter_async_context(start_broker(tmp_path / "somebody", port=0))
        used = await stack.enter_async_context(start_broker(tmp_path / "mine", address=running))
        assert used is running
        assert not (tmp_path / "mine").exists()
        yield used


def quiet(address: BrokerAddress) -> MqttLink:
    return MqttLink(address, status_topic=None, greet_producers=False)


async def test_two_thousand_kept_configurations_are_received_whole(address: BrokerAddress) -> None:
    topics = {f"homeassistant/light/lamp{number}/config" for number in range(CONFIGURATIONS)}
    payload = b"{" + b"x" * 700 + b"}"
    async with quiet(address) as producer, quiet(address) as link:
        await producer.until_connected(START_S)
        for batch in range(0, CONFIGURATIONS, 100):
            wanted = sorted(topics)[batch : batch + 100]
            await asyncio.gather(*(producer.publish(topic, payload, retain=True) for topic in wanted))
        await link.until_connected(START_S)
        await link.subscribe("homeassistant/#")
        found: set[str] = set()
        async with asyncio.timeout(60):
            async for message in link.messages():
                assert message.retained
                assert message.payload == payload
                found.add(message.topic)
                if len(found) == CONFIGURATIONS:
                    break
        assert found == topics


@pytest.mark.parametrize("program", CHILDREN)
async def test_it_listens_on_this_machine_only_and_lets_nobody_in_without_the_password(
    tmp_path: Path, program: BrokerName
) -> None:
    async with start_broker(tmp_path, port=0, program=program) as address:
        assert address.host == "127.0.0.1"
        assert address.password
        assert interfaces(address.port) == {"0100007F"}
        stranger = BrokerAddress(address.host, address.port)
        async with quiet(stranger) as link:
            with pytest.raises(LinkDown):
                await link.until_connected(1.0)
        for file in (tmp_path / "broker").glob("*.conf"):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("program", CHILDREN)
async def test_the_password_stays_the_same_from_start_to_start(tmp_path: Path, program: BrokerName) -> None:
    port = free_port()
    async with start_broker(tmp_path, port=port, program=program) as first:
        pass
    async with start_broker(tmp_path, port=port, program=program) as second:
        assert first == second


@needs_mosquitto
async def test_mosquitto_keeps_what_was_kept_over_a_restart(tmp_path: Path) -> None:
    for expected in (False, True):
        async with start_broker(tmp_path, port=0, program="mosquitto") as address, quiet(address) as link:
            await link.until_connected(START_S)
            await link.subscribe("lamp/#")
            if expected:
                async with asyncio.timeout(60):
                    message = await anext(link.messages())
                assert (message.payload, message.retained) == (b"on", True)
            else:
                await link.publish("lamp/state", b"on", retain=True)


@pytest.mark.parametrize("program", CHILDREN)
async def test_a_port_in_use_is_named_with_the_remedy(tmp_path: Path, program: BrokerName) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BrokerFailed, match=rf"port {port} is in use.*choose another port"):
            async with start_broker(tmp_path, port=port, program=program):
                pass


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "broker").write_text("a file where the folder should be")
    with pytest.raises(BrokerFailed, match="cannot be written"):
        async with start_broker(tmp_path, port=0):
            pass


@needs_mosquitto
async def test_a_broker_that_ends_at_its_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.broker_programs._mosquitto_configuration", lambda *_: "nonsense 1\n")
    with pytest.raises(BrokerFailed, match=r"mosquitto ended at its start: .*nonsense"):
        async with start_broker(tmp_path, port=0, program="mosquitto"):
            pass


@pytest.mark.parametrize("program", CHILDREN)
async def test_a_child_that_dies_is_started_again(
    tmp_path: Path, program: BrokerName, caplog: pytest.LogCaptureFixture
) -> None:
    async with start_broker(tmp_path, port=0, program=program) as address, quiet(address) as link:
        await link.until_connected(START_S)
        (old,) = children_of(os.getpid(), str(tmp_path))
        os.kill(old, signal.SIGKILL)
        await until(lambda: not link.connected)
        await link.until_connected(START_S)
        assert children_of(os.getpid(), str(tmp_path)) != [old]
        assert f"{program} ended by itself" in caplog.text
    assert children_of(os.getpid(), str(tmp_path)) == []


@pytest.mark.slow
@pytest.mark.parametrize("program", CHILDREN)
async def test_a_child_never_outlives_a_process_that_is_killed(tmp_path: Path, program: BrokerName) -> None:
    port = free_port()
    script = f"""
        import asyncio
        from pathlib import Path
        from devices.broker import start_broker
        async def main():
            async with start_broker(Path({str(tmp_path)!r}), port={port}, program={program!r}):
                print("started", flush=True)
                await asyncio.sleep(600)
        asyncio.run(main())
    """
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", textwrap.dedent(script), stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    assert (await parent.stdout.readline()).strip() == b"started"
    assert await listens(port)
    parent.kill()
    await parent.wait()

    async def is_gone() -> bool:
        return not await listens(port)

    await until(is_gone)


def interfaces(port: int) -> set[str]:
    """Of this machine, on which somebody listens at the port, as the kernel writes them."""
    ends = [line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {end.split(":")[0] for end in ends if end.endswith(f":{port:04X}")}


async def listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def children_of(parent: int, folder: str) -> list[int]:
    """Processes of this one that name the folder on their command line."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            status = (process / "stat").read_text().rpartition(")")[2].split()
            line = (process / "cmdline").read_bytes().decode()
        except OSError:
            continue
        if int(status[1]) == parent and status[0] != "Z" and folder in line:
            found.append(int(process.name))
    return found
