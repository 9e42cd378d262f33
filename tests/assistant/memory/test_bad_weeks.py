"""What goes wrong with clocks, floods and storage: nothing is lost, and nothing wrong is learnt."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from assistant.errors import MemoryUnavailable
from assistant.memory.habits import Habits
from assistant.memory.habits.flood import FLOOD_OF_ALL
from assistant.memory.happenings import Happening, happenings
from server.database import Database

EVENING = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "mimosa.db") as opened:
        yield opened


class House:
    """Ann, who takes her rice soft every evening."""

    def __init__(self, database: Database) -> None:
        self.now = EVENING
        self.database = database
        self.habits = Habits(database, clock=lambda: self.now)

    async def live(self, days: int, texture: str = "soft") -> None:
        for _ in range(days):
            await self.take(self.now, texture)
            self.now += DAY

    async def take(self, at: datetime, texture: str) -> None:
        await self.habits.learn(Happening(at, "ann", "kitchen", "cooker", "texture", texture))

    def usual(self) -> tuple[object, int, int] | None:
        found = self.habits.usual("ann", "cooker", "texture", self.now, "kitchen")
        return (found.value, found.times, found.of) if found else None

    async def kept(self) -> int:
        return await self.database.read(
            lambda connection: connection.execute(select(func.count(happenings.c.id))).scalar_one()
        )


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


@pytest.mark.parametrize("jump", [timedelta(days=4000), timedelta(days=-4000)])
async def test_a_clock_that_jumps_for_a_day_and_back(house: House, jump: timedelta) -> None:
    await house.live(8)
    before = house.usual()
    for hour in range(3):
        await house.take(house.now + jump + timedelta(hours=hour), "firm")
    assert house.usual() in (before, None), "what was done under a wrong clock is no new habit at once"
    await house.live(6)
    for _ in range(2):
        found = house.usual()
        assert found is not None
        assert found[0] == "soft"
        await house.habits.relearn()
    assert await house.kept() == 8 + 3 + 6


async def test_after_a_month_of_nothing_the_habit_is_what_it_was(house: House) -> None:
    await house.live(10)
    before = house.usual()
    house.now += 31 * DAY
    assert house.usual() == before
    assert house.habits.known("ann")
    await house.habits.relearn()
    assert house.usual() == before


async def test_a_day_of_ten_thousand_events_leaves_the_habits_as_they_were(house: House) -> None:
    await house.live(10)
    before, guess = house.usual(), house.habits.next("ann", house.now)[0]

    def storm(connection: Any) -> None:
        rows = [("fan", number % 40, number) for number in range(10_000 - FLOOD_OF_ALL - 200)]
        connection.execute(
            happenings.insert(),
            [
                {"at": house.now, "offset": 0, "person": "ann", "place": "", "device": f"{kind}_{which}", "by": "hand"}
                | {"action": "speed", "value": str(number), "around": "{}", "turn": "", "counts": False}
                for kind, which, number in rows
            ],
        )

    for number in range(FLOOD_OF_ALL + 200):
        at = house.now - timedelta(seconds=900 - number)
        await house.habits.learn(Happening(at, "ann", "", f"fan_{number % 40}", "speed", number % 7))
    await house.database.write(storm)
    assert await house.kept() == 10_010, "nothing is lost"
    for _ in range(2):
        assert house.usual() == before
        assert all(habit.device != "fan" for habit in house.habits.known("ann") if habit.kind == "value")
        counted = await house.database.read(
            lambda connection: connection.execute(
                select(func.count(happenings.c.id)).where(happenings.c.counts)
            ).scalar_one()
        )
        assert counted == 10 + FLOOD_OF_ALL
        await house.habits.relearn()
    await house.live(2)
    assert house.usual() is not None
    assert house.habits.next("ann", house.now)[0].probability > 0
    assert guess.device == "cooker"


async def test_reading_that_is_cut_short_loses_nothing_that_was_known(house: House, database: Database) -> None:
    await house.live(8)
    before = house.usual()

    class Breaking:
        async def read(self, work: Any) -> Any:
            def cut(connection: Any) -> Any:
                work(connection)
                raise OperationalError("select", {}, OSError("disk I/O error"))

            return await database.read(cut)

        write = database.write

    house.habits._storage = Breaking()  # type: ignore[assignment]
    with pytest.raises(MemoryUnavailable, match="cannot be read"):
        await house.habits.relearn()
    assert house.usual() == before
