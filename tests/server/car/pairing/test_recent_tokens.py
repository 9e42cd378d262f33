"""What is remembered of access tokens is never older than what was written last about them."""

import asyncio
from typing import Any

from server.car.codes import digest
from server.car.recent_tokens import KEPT, RecentTokens
from tests.server.car.pairing.conftest import House, kind_of


class Counting:
    """A storage that counts what is read, and can hold a write back."""

    def __init__(self, storage: Any) -> None:
        self._storage = storage
        self.reads = 0
        self.may_write = asyncio.Event()
        self.may_write.set()

    async def read(self, work: Any) -> Any:
        self.reads += 1
        return await self._storage.read(work)

    async def write(self, work: Any) -> Any:
        await self.may_write.wait()
        return await self._storage.write(work)


async def test_a_token_is_read_once_until_something_is_written(house: House) -> None:
    access = digest((await house.pair())["access_token"])
    storage = Counting(house.storage)
    tokens = RecentTokens(storage)
    found = [await tokens.with_access(access) for _ in range(5)]
    assert found[0] is not None
    assert (storage.reads, {each is found[0] for each in found}) == (1, {True})
    await tokens.write(lambda connection: None)
    await tokens.with_access(access)
    assert storage.reads == 2


async def test_nothing_is_answered_from_memory_while_something_is_written(house: House) -> None:
    access = digest((await house.pair())["access_token"])
    storage = Counting(house.storage)
    tokens = RecentTokens(storage)
    await tokens.with_access(access)
    storage.may_write.clear()
    writing = asyncio.create_task(tokens.write(lambda connection: None))
    await asyncio.sleep(0)
    for _ in range(3):
        await tokens.with_access(access)
    assert storage.reads == 4
    # Whoever wished it is gone; it is written all the same, and what was read before it is not believed any more.
    writing.cancel()
    await asyncio.sleep(0)
    await tokens.with_access(access)
    assert storage.reads == 5
    storage.may_write.set()
    await asyncio.sleep(0.01)
    await tokens.with_access(access)
    await tokens.with_access(access)
    assert storage.reads == 6


async def test_tokens_that_nobody_has_are_not_remembered(house: House) -> None:
    storage = Counting(house.storage)
    tokens = RecentTokens(storage)
    for number in range(KEPT + 1):
        assert await tokens.with_access(digest(f"made up {number}")) is None
    assert (storage.reads, len(tokens._found)) == (KEPT + 1, 0)


async def test_a_head_unit_that_is_revoked_is_turned_away_at_once(house: House) -> None:
    tokens = await house.pair()
    for _ in range(3):
        assert (await house.me(tokens["access_token"])).status_code == 200
    await house.units.revoke(tokens["head_unit"])
    assert kind_of(await house.me(tokens["access_token"])) == (401, "revoked-token")
