"""What somebody said, taught and was known by is erased: not one byte of it lies anywhere."""

import gzip
from pathlib import Path

from devices.command import Command, Origin

NAME, LIKED, TAUGHT, SAID = "Zanzibarella", "quokkasmoke tea", "xylophontide now", "wombatlantern please"
NICKNAME = "Narwhalette"
CANARIES = ("Zanzibarella", "quokkasmoke", "xylophontide", "wombatlantern", "Narwhalette")


def hits(*folders: Path) -> list[tuple[str, str]]:
    """Every file that holds one of the words, in any of the usual encodings."""
    found = []
    for file in (f for folder in folders for f in folder.rglob("*") if f.is_file()):
        content = file.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        for word in CANARIES:
            forms = {word, word.lower(), word.upper()}
            if any(form.encode(code) in content for form in forms for code in ("utf-8", "utf-16-le")):
                found.append((file.name, word))
    return found


async def live(house):
    """One person is everywhere where something is kept of people; returns the id."""
    http, mimosa = house.http, house.mimosa
    anna = (await http.post("/api/members", json={"name": NAME, "role": "adult"})).json()["id"]
    await mimosa.members.keep_voice(anna, b"Zanzibarella" * 80, 4, "quokkasmoke", mimosa.members.all()[0].since)
    await mimosa.pins.set(anna, "4711")
    await house.turn(f"remember that I like {LIKED}", anna)
    await house.turn(SAID, anna)
    assert (await house.turn(f"call the desk lamp {NICKNAME}", anna))[-1]["outcome"] == "done"
    await house.turn("turn on the desk lamp", anna)
    assert (await house.turn("good night", anna))[-1]["outcome"] == "answer"
    taught = {"said": TAUGHT, "means": "turn on the desk lamp"}
    assert (await http.post("/api/phrases", json=taught, params={"person": anna})).status_code == 201
    await house.turn(TAUGHT, anna)
    origin = Origin(anna, "adult", "car", f"{SAID} in the car", seat="driver")
    await mimosa.home.execute(Command("desk_lamp", "on", False, turn="t-car", origin=origin))
    await mimosa.home.execute(
        Command("nowhere", "text", SAID, turn="t-rest", origin=Origin(anna, "adult", "rest", SAID))
    )
    await mimosa.memory.learning.look()
    await mimosa._database.back_up()
    return anna


async def test_not_one_byte_is_left_of_somebody_who_is_erased(house, tmp_path, caplog):
    caplog.set_level("DEBUG")
    anna = await live(house)
    before = {word for _, word in hits(tmp_path)}
    assert before == set(CANARIES)
    erased = await house.http.post("/api/memory/erase", params={"of": anna}, json={"sure": True, "member": True})
    assert erased.status_code == 200, erased.text
    gone = erased.json()["gone"]
    assert gone["preferences"] >= 1
    assert gone["phrases"] == gone["nicknames"] == gone["sayings"] == 1
    assert not any(NICKNAME in thing.names for thing in house.mimosa.names().things)
    assert gone["commands"] >= 3
    assert gone["voices"] == 1
    assert hits(tmp_path) == []
    assert not [word for word in CANARIES if word in caplog.text]
    told = (await house.http.get("/api/conversations/http")).text
    assert not [word for word in CANARIES if word in told]
    assert not await house.mimosa.pins.is_set(anna)
    assert {entry.person for entry in await house.mimosa.home.history()} == {"erased"}
    assert {entry.sentence for entry in await house.mimosa.home.history()} == {""}


async def test_what_the_others_said_stays(house):
    anna = await live(house)
    await house.turn("remember that I like jazz")
    await house.http.post("/api/memory/erase", params={"of": anna}, json={"sure": True})
    mine = (await house.http.get("/api/memory")).json()
    assert ["jazz" in kept["words"] for kept in mine["preferences"]] == [True]
    hers = (await house.http.get("/api/memory", params={"of": anna})).json()
    assert hers["preferences"] == []


async def test_a_preference_that_is_forgotten_on_the_page_leaves_the_copies_too(house, tmp_path):
    anna = await live(house)
    [kept] = (await house.http.get("/api/memory", params={"of": anna})).json()["preferences"]
    gone = await house.http.delete(f"/api/memory/preferences/{kept['id']}", params={"of": anna})
    assert gone.status_code == 204
    kept_still = (await house.mimosa.home.history(person=anna))[0].sentence
    assert "quokkasmoke" not in kept_still
    # The consent of the voice holds the word too: it is another thing, and still there.
    await house.mimosa.members.forget_voice(anna)
    await house.mimosa.memory.erasing.catch_up()
    assert "quokkasmoke" not in {word for _, word in hits(tmp_path)}


async def test_without_a_yes_nothing_is_erased(house):
    answer = await house.http.post("/api/memory/erase", json={"everybody": True})
    assert answer.json()["type"] == "/api/problems/invalid"


async def test_what_could_not_be_finished_is_finished_later(house, monkeypatch, tmp_path):
    anna = await live(house)

    async def full():
        raise OSError("no room")

    with monkeypatch.context() as broken:
        broken.setattr(house.mimosa._database, "renew_backups", full)
        answer = await house.http.post("/api/memory/erase", params={"of": anna}, json={"sure": True, "member": True})
        assert answer.json()["type"] == "/api/problems/not-ready"
    assert hits(tmp_path)
    await house.mimosa.memory.erasing.catch_up()
    assert hits(tmp_path) == []


async def test_what_the_household_did_by_hand_is_erased_without_anybodys_voice(house):
    anna = await live(house)
    gone = await house.http.post("/api/memory/erase", params={"of": "household"}, json={"sure": True})
    assert gone.json()["gone"]["voices"] == 0
    assert set(house.mimosa.members.voices()) == {anna}
    everybody = await house.http.post("/api/memory/erase", json={"sure": True, "everybody": True})
    assert everybody.json()["gone"]["voices"] == 1
    assert (await house.http.get("/api/memory", params={"of": anna})).json()["preferences"] == []
