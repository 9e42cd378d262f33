"""From the live home to the names that understanding needs."""

from pathlib import Path

from assistant.memory.nicknames import Nicknames
from server.database import Database
from skills.names import names_of
from tests.skills.still_home import StillHome


def test_names_are_kept_until_the_home_changes() -> None:
    home = StillHome()
    names = names_of(home.seen)
    first = names()
    assert names() is first
    home.version += 1
    assert names() is not first


def test_a_thing_has_all_its_names_abilities_and_facts() -> None:
    names = names_of(StillHome().seen)()
    lamp = names.thing("light.kitchen")
    assert lamp is not None
    assert lamp.names == ("Kitchen Light", "厨房灯")
    assert lamp.abilities == lamp.facts == {"on", "brightness"}
    scene = names.thing("scene.movie")
    assert scene is not None
    assert (scene.abilities, scene.facts) == ({"activate"}, frozenset())


def test_a_room_has_all_its_names_and_its_floor() -> None:
    names = names_of(StillHome().seen)()
    kitchen = names.room("kitchen")
    assert kitchen is not None
    assert (kitchen.names, kitchen.floor) == (("Kitchen", "厨房"), "ground")
    assert [f.id for f in names.floors] == ["ground"]


async def test_a_given_name_is_seen_at_once_and_yields_to_an_own_name(tmp_path: Path) -> None:
    with Database(tmp_path / "names.db") as database:
        given = Nicknames(database)
        await given.load()
        names = names_of(StillHome().seen, given)
        version = names().version
        kept = await given.keep("ada", "light.kitchen", "Sunny", "sunny", "en")
        await given.keep("ada", "light.kitchen", "Movie", "movie", "en")
        lamp = names().thing("light.kitchen")
        assert lamp is not None
        assert "Sunny" in lamp.names
        assert names().version > version
        own = {name for thing in names().things if thing.id != "light.kitchen" for name in thing.names}
        assert ("Movie" in lamp.names) == ("Movie" not in own)
        assert await given.forget(kept.id)
        assert "Sunny" not in names().thing("light.kitchen").names  # type: ignore[union-attr]
        again = Nicknames(database)
        await again.load()
        assert [name.said for name in again.all()] == ["Movie"]
