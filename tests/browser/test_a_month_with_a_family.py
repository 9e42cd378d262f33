"""A month with a family of four in fast time: told apart by the real encoder, each learnt apart, every habit shown with
its days, and every "why" answered with numbers that are in the database."""

import asyncio
import json
import os
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx
import platformdirs
import pytest
import sqlalchemy as sa
from conftest import Open, _opener
from owned_server import OwnedServer
from playwright.sync_api import Browser, expect

from assistant.enrolling import SENTENCES
from assistant.memory.happenings import Happening, happenings
from assistant.speech.audio import wav
from assistant.speech.piper import PiperSynthesizer
from assistant.speech.resemblyzer import FILE
from bench.households import values
from bench.people import Person, of_hibari, of_joe
from skills.surface import local_now

pytestmark = [pytest.mark.slow, pytest.mark.models, pytest.mark.browser]

DAYS = 40
LEARNT_BY = 14
"""Days after which it is counted what is filled in."""

LAMP = "living_room_light"
SAID = ("Turn on the living room light.", "Turn off the living room light.", "Is the living room light on?")
STRANGER = "a stranger"
LIKED = {"Olga": 40, "Ben": 80}
"""Two who differ: the percent at which they like the same lamp, at this hour."""

Json = dict[str, Any]
Says = Callable[[Person, str], bytes]


def models() -> Path:
    """The folder of the models; skipped, or failed in CI, where one is missing."""
    folder = Path(os.environ.get("MIMOSA_MODELS_DIR") or Path(platformdirs.user_data_path("mimosa")) / "models")
    missing = [name for name in (FILE, "en_US-joe-medium.onnx", "whisper-base") if not (folder / name).exists()]
    if missing:
        told = f"{', '.join(missing)} missing in {folder}; fetch them with: mimosa models fetch"
        pytest.fail(told) if os.environ.get("CI") == "true" else pytest.skip(told)
    return folder


@asynccontextmanager
async def people(folder: Path) -> AsyncIterator[dict[str, Person]]:
    """The voices of all who are heard."""
    joe = PiperSynthesizer(folder)
    try:
        yield {
            **{"Olga": of_hibari(), "Anna": of_hibari(0.84), "Ben": of_joe(joe), "Carl": of_joe(joe, 0.87)},
            STRANGER: of_joe(joe, 1.17),
        }
    finally:
        await joe.close()


class Family:
    """A house with ears, the four who live in it, and a man who does not."""

    def __init__(self, server: OwnedServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.http = httpx.Client(base_url=server.address, timeout=120)
        self.ids = {"Olga": "owner"}
        self._sounds: dict[tuple[str, str], bytes] = {}

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """In the loop of the server."""
        assert self.server._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self.server._loop).result(200)

    def synthesise(self) -> None:
        """Everything that anybody says aloud."""

        async def say() -> None:
            async with people(self.folder) as speakers:
                for name, person in speakers.items():
                    for text in (*SENTENCES["en"], *SAID) if name != STRANGER else SAID:
                        self._sounds[name, text] = await person.say(text)

        self.run(say())

    def move_in(self) -> None:
        """The owner gets a name, three are added, and all read the sentences aloud."""
        self.http.put("/api/members/owner", json={"name": "Olga"}).raise_for_status()
        for name in ("Anna", "Ben", "Carl"):
            self.ids[name] = self.http.post("/api/members", json={"name": name, "role": "adult"}).json()["id"]
        for name, member in self.ids.items():
            self.http.post(f"/api/members/{member}/voice", json={"agree": True, "language": "en"}).raise_for_status()
            for text in SENTENCES["en"]:
                self._read(name, member, text)

    def _read(self, name: str, member: str, text: str) -> None:
        """One sentence read aloud for the voice to be known; read once more where it is refused, as it asks for."""
        refused = []
        for _ in range(3):
            sound = wav(self._sounds[name, text], 16_000)
            said = self.http.post(
                f"/api/members/{member}/voice/samples", content=sound, headers={"content-type": "audio/wav"}
            )
            if said.is_success:
                return
            refused.append(said.text)
            self.run(self._say_again(name, text))
        pytest.fail(f"{name} was refused {text!r}: {refused}")

    async def _say_again(self, name: str, text: str) -> None:
        async with people(self.folder) as speakers:
            self._sounds[name, text] = await speakers[name].say(text)

    def aloud(self, name: str, text: str) -> list[Json]:
        """What comes of something that is said aloud, by a voice alone."""
        query = {"by_voice": True, "language": "en", "conversation": "living_room"}
        sound, kind = wav(self._sounds[name, text], 16_000), {"content-type": "audio/wav"}
        told = self.http.post("/api/turns", params=query, content=sound, headers=kind)
        return [json.loads(line) for line in told.text.splitlines()]

    def typed(self, name: str, text: str) -> str:
        """What is answered to something that one of them typed."""
        body = {"text": text, "person": self.ids[name], "conversation": name}
        told = self.http.post("/api/turns", json=body)
        return str(json.loads(told.text.splitlines()[-1])["reply"])

    def count(self, name: str, device: str, value: object) -> int:
        """How often that person took that value, as it is written down."""
        its = (
            happenings.c.person == self.ids[name],
            happenings.c.device == device,
            happenings.c.value == json.dumps(value, ensure_ascii=False),
        )
        query = sa.select(sa.func.count()).where(*its)
        return int(self.run(self.server.mimosa._database.read(lambda c: c.execute(query).scalar())))


@pytest.fixture
def family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Family]:
    folder = models()
    server = OwnedServer(tmp_path / "data", monkeypatch)
    server.mimosa.settings = server.mimosa.settings.model_copy(update={"models_dir": folder, "ears": True})
    server.start()
    bright = {"brightness_state_topic": "zigbee2mqtt/lrl_b", "brightness_command_topic": "zigbee2mqtt/lrl_b/set"}
    server.announce(LAMP, "Living room light", area="Living room", brightness_scale=100, **bright)
    server.say(f"zigbee2mqtt/{LAMP}", "OFF")
    server.wait_for(1)
    server.obey()
    family = Family(server, folder)
    for waiting in server.mimosa.home.waiting:
        family.http.post("/api/house/approval", json={"devices": [waiting]})
    yield family
    family.http.close()
    # In good order, so that the ears' process ends before the loop does.
    server._server.should_exit = True
    server._thread.join(timeout=60)
    server.stop()


def month(seed: int) -> Iterator[tuple[int, datetime, Json]]:
    """What they take, up to yesterday: the person's number, and the row."""
    rows: list[Json] = values(seed, days=DAYS, people=4)
    shift = (local_now().replace(tzinfo=None) - datetime.fromisoformat(rows[-1]["ts"])).days
    for chosen in rows:
        # That one really stands in the house, and is turned on as two of them like it now.
        row = {**chosen, "device": "reading_lamp"} if chosen["device"] == LAMP else chosen
        # By whole weeks, so that a Monday stays one.
        at = datetime.fromisoformat(row["ts"]) + timedelta(days=shift // 7 * 7)
        yield int(row["resident"].rpartition("_")[2]), at.astimezone(), row


async def live(family: Family, seed: int) -> Counter[str]:
    """They live the month; counts what would have been filled in after the first weeks."""
    habits = family.server.mimosa.memory.habits
    people, found, first = list(family.ids.values()), Counter[str](), None
    for number, at, row in month(seed):
        first, person, around = first or at, people[number], row["around"]
        settled = row["changed"] is None or row["changed"] > 4
        if at - first > timedelta(days=LEARNT_BY) and settled and around["guests"] == "no":
            usual = habits.usual(person, row["device"], row["action"], at, row["place"], around)
            found["asked"] += 1
            found["filled in"] += usual is not None
            found["right"] += usual is not None and usual.value == row["habit"]
        await habits.learn(
            Happening(at, person, row["place"], row["device"], row["action"], row["value"], "voice", around)
        )
    return found


async def light_the_lamp(family: Family) -> None:
    """Two of them turn on the same lamp at about this hour, each as they like it; what is close is no other habit."""
    random, now = Random(3), datetime.now(UTC).astimezone()
    for day in range(28, 0, -1):
        for name, percent in LIKED.items():
            at = now - timedelta(days=day, minutes=random.uniform(-3, 3))
            taken = percent + random.choice((0, 0, 0, 1, -1))
            done = Happening(at, family.ids[name], "living_room", LAMP, "brightness", taken, "voice")
            await family.server.mimosa.memory.habits.learn(done)


def test_a_month_with_a_family_of_four(
    family: Family, browser: Browser, record_property: Callable[[str, object], None]
) -> None:
    family.synthesise()
    family.move_in()
    they_are_told_apart(family, record_property)
    found = family.run(live(family, 7))
    family.run(light_the_lamp(family))
    print(dict(found))
    record_property("right when filled in, %", round(100 * found["right"] / found["filled in"], 1))
    record_property("filled in, %", round(100 * found["filled in"] / found["asked"], 1))
    assert found["right"] >= 0.95 * found["filled in"]
    assert found["filled in"] >= 0.6 * found["asked"]
    both_are_treated_well(family)
    for opened in _opener(browser, family.server.address):
        the_page_shows_the_days(family, opened)


def they_are_told_apart(family: Family, record_property: Callable[[str, object], None]) -> None:
    told = Counter[str]()
    for name, member in family.ids.items():
        for text in SAID:
            heard = next(
                event["utterance"]["speaker"] for event in family.aloud(name, text) if event["event"] == "heard"
            )
            told["right" if heard["person"] == member else "unknown" if heard["role"] == "guest" else "wrong"] += 1
    for text in SAID:
        heard = next(e["utterance"]["speaker"] for e in family.aloud(STRANGER, text) if e["event"] == "heard")
        told["stranger taken for a member"] += heard["role"] != "guest"
    print(dict(told))
    record_property("known by voice", f"{told['right']} of {len(SAID) * len(family.ids)}")
    assert told["right"] >= 10
    assert told["wrong"] == told["stranger taken for a member"] == 0


def both_are_treated_well(family: Family) -> None:
    """Each gets the own value and is told why, with numbers that are in the database."""
    for name, percent in LIKED.items():
        family.typed(name, "turn off the living room light")
        reply = family.typed(name, "turn on the living room light")
        assert f"{percent}" in reply, reply
        why = family.typed(name, "why did you do that?")
        times, of = map(int, re.search(r"(\d+) of the last (\d+)", f"{reply} {why}").groups())  # type: ignore[union-attr]
        usual = family.server.mimosa.memory.habits.usual(
            family.ids[name], LAMP, "brightness", local_now(), "living_room"
        )
        assert usual is not None
        assert (usual.value, times, of) == (percent, usual.times, usual.of)
        assert times <= sum(family.count(name, LAMP, percent + beside) for beside in (-1, 0, 1))


def the_page_shows_the_days(family: Family, opened: Open) -> None:
    """Of each of the four: every habit, and the days that it rests on."""
    page = opened()
    page.locator(".nav-key").last.click()
    page.locator(".memory-card button").click()
    habits = family.server.mimosa.memory.habits
    learnt = page.locator(".memory .card").filter(has_text="The days it rests on").first
    for name, member in family.ids.items():
        if member != "owner":
            page.get_by_label("Whose").select_option(label=name)
        known = habits.known(member)
        assert known, name
        expect(learnt.locator(".memory-days")).to_have_count(len(known))
        shown = family.http.get("/api/memory", params={"of": member} if member != "owner" else {}).json()["habits"]
        assert sorted(each["id"] for each in shown) == sorted(habit.id for habit in known)
        for habit in shown:
            evidence = family.run(habits.evidence(habit["id"]))
            assert habit["times"] == sum(day["times"] for day in habit["days"]) == len(evidence)
            assert {done.person for done in evidence} == {member}
        learnt.locator(".memory-days summary").first.click()
        expect(learnt.locator(".memory-days").first.locator("li")).to_have_count(len(shown[0]["days"]))
