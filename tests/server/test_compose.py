"""Everything put together, over a broker in memory."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from devices.address import BrokerAddress
from devices.home import Home
from devices.loopback import LoopbackBroker
from server.compose import Mimosa
from server.settings import Settings


@pytest.fixture
def composed(monkeypatch, tmp_path):
    broker = LoopbackBroker()

    @asynccontextmanager
    async def link(*_, **__):
        yield broker.link()

    monkeypatch.setattr("server.compose.MqttLink", link)
    settings = Settings(data_dir=tmp_path, models_dir=tmp_path, core="off", ears=False, voice=False)
    return Mimosa(settings, BrokerAddress("127.0.0.1", 1))


async def test_health_names_the_home_and_is_well_while_it_listens(composed):
    async with composed as mimosa:
        health = mimosa.health()
        assert health["parts"]["home"] == "ready"
        assert health["status"] == "ok"


async def test_health_is_degraded_once_the_home_stopped_listening(composed, monkeypatch, caplog):
    broken = asyncio.Event()

    async def run(home):
        await broken.wait()
        raise RuntimeError("a bug")

    monkeypatch.setattr(Home, "run", run)
    async with composed as mimosa:
        assert mimosa.health()["parts"]["home"] == "ready"
        broken.set()
        await asyncio.sleep(0.01)
        health = mimosa.health()
    assert health["parts"]["home"].startswith("missing: ")
    assert health["status"] == "degraded"
    assert [record.exc_info[0] for record in caplog.records if record.levelname == "CRITICAL"] == [RuntimeError]
