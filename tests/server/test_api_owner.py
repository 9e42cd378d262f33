"""What the owner sets over REST: complete, at once, and refused in words where it cannot be."""

import asyncio

import httpx
import pytest

from devices.device import Room
from devices.layout_model import DeviceLayout, Layout
from server.app import create_app
from server.settings import Settings


async def house(http) -> dict:
    return (await http.get("/api/house")).json()


async def device(http, device_id="light.kitchen") -> dict:
    return (await http.get(f"/api/devices/{device_id}/settings")).json()


async def test_the_house_as_its_owner_sees_it(http):
    told = await house(http)
    assert [(f["id"], f["set_by"], f["removable"]) for f in told["floors"]] == [("ground", "beneath", False)]
    assert [(r["id"], r["floor"], r["devices"]) for r in told["rooms"]] == [
        ("kitchen", "ground", 1),
        ("attic", "ground", 1),
    ]
    lamp = next(d for d in told["devices"] if d["id"] == "light.kitchen")
    assert (lamp["name"], lamp["own_name"], lamp["room"], lamp["hidden"]) == ("Kitchen", "Kitchen", "kitchen", False)
    assert (lamp["there"], lamp["waits"], lamp["approved"], lamp["waits_for"]) == (True, False, True, [])
    assert lamp["topic"] == "pocket/kitchen/on"
    on = {"name": "on", "tier": 1, "at_least": 0, "at_most": None, "counts": 1, "lowest": 1, "in_file": 0}
    assert lamp["abilities"][0] == on


async def test_a_device_is_named_moved_hidden_and_set_back(http, mimosa):
    wish = {"names": ["Big lamp", "大灯"], "room": "attic", "at_least": {"on": 3}}
    told = (await http.patch("/api/devices/light.kitchen/settings", json=wish)).json()
    assert (told["name"], told["names"], told["room"]) == ("Big lamp", ["Big lamp", "大灯"], "attic")
    assert told["abilities"][0]["counts"] == 3
    assert [t.names for t in mimosa.names().things if t.id == "light.kitchen"] == [("Big lamp", "大灯", "Kitchen")]
    told = (await http.patch("/api/devices/light.kitchen/settings", json={"hidden": True})).json()
    assert (told["hidden"], told["name"]) == (True, "Big lamp")
    assert (await http.get("/api/devices/light.kitchen")).status_code == 404
    nothing = {"names": None, "room": None, "hidden": None, "at_least": None, "at_most": None}
    told = (await http.patch("/api/devices/light.kitchen/settings", json=nothing)).json()
    assert (told["name"], told["room"], told["hidden"], told["abilities"][0]["counts"]) == (
        "Kitchen",
        "kitchen",
        False,
        1,
    )
    assert (await http.get("/api/devices/light.kitchen")).status_code == 200


async def test_what_is_changed_at_the_same_moment_is_all_kept(http):
    wishes = ({"names": ["Big lamp"]}, {"room": "attic"}, {"at_least": {"on": 3}}, {"hidden": True})
    await asyncio.gather(*(http.patch("/api/devices/light.kitchen/settings", json=wish) for wish in wishes))
    told = await device(http)
    assert (told["name"], told["room"], told["hidden"]) == ("Big lamp", "attic", True)
    assert told["abilities"][0]["counts"] == 3


async def test_one_tier_is_taken_back_and_others_stay(http):
    await http.patch("/api/devices/light.kitchen/settings", json={"at_least": {"on": 3, "brightness": 4}})
    told = (await http.patch("/api/devices/light.kitchen/settings", json={"at_least": {"on": None}})).json()
    assert {a["name"]: a["at_least"] for a in told["abilities"]} == {"on": 0, "brightness": 4}


async def test_rooms_and_floors_are_added_named_and_removed(http):
    floor = (await http.post("/api/house/floors", json={"names": ["Upstairs", "楼上"]})).json()
    assert (floor["id"], floor["set_by"], floor["removable"]) == ("upstairs", "page", True)
    answer = await http.post("/api/house/rooms", json={"names": ["Study", "书房"], "floor": "upstairs"})
    room = answer.json()
    assert (answer.status_code, room["id"], room["floor"], room["devices"]) == (201, "study", "upstairs", 0)
    again = await http.post("/api/house/rooms", json={"names": ["Den", "study"]})
    assert (again.status_code, again.json()["type"]) == (409, "/api/problems/room-exists")
    assert "study" in again.json()["say"]["zh"]
    taken = await http.put("/api/house/rooms/kitchen", json={"names": ["study"]})
    assert (taken.status_code, taken.json()["type"]) == (409, "/api/problems/room-exists")
    renamed = await http.put("/api/house/rooms/kitchen", json={"names": ["Galley", "厨房"], "floor": "upstairs"})
    assert renamed.json()["names"] == ["Galley", "厨房"]
    await http.patch("/api/devices/light.kitchen/settings", json={"room": "study"})
    assert (await http.delete("/api/house/rooms/study")).status_code == 204
    assert (await device(http))["room"] == ""
    assert (await http.delete("/api/house/floors/upstairs")).status_code == 204
    told = await house(http)
    assert {r["id"]: r["floor"] for r in told["rooms"]} == {"kitchen": "", "attic": "ground"}


async def test_new_devices_wait_and_are_approved(http, mimosa):
    for name in ("one", "two", "three"):
        await mimosa.house.add(name, "attic")
    while len(mimosa.home.waiting) < 3:
        await asyncio.sleep(0)
    assert (await http.get("/api/devices")).json()["waiting"] == ["light.one", "light.two", "light.three"]
    told = (await http.put("/api/devices/light.one/approval")).json()
    assert (told["waits"], told["approved"], told["approved_by"]) == (False, True, "owner")
    assert told["approved_at"]
    assert (await http.post("/api/house/approval", json={"devices": ["light.two"]})).json()["devices"] == ["light.two"]
    assert (await http.post("/api/house/approval", json={})).json()["devices"] == ["light.three"]
    told = (await http.delete("/api/devices/light.two/approval")).json()
    assert (told["waits"], told["approved"]) == (True, False)


async def test_names_that_may_be_mistaken_are_taken_with_a_warning(http):
    wish = {"names": ["Lamp", "attic"], "room": "attic"}
    told = (await http.patch("/api/devices/light.kitchen/settings", json=wish)).json()
    assert [(w["kind"], w["other"]) for w in told["warnings"]] == [("alias_is_name", "light.attic")]
    assert told["warnings"][0]["say"]["zh"]
    told = (await http.patch("/api/devices/light.kitchen/settings", json={"names": ["Attic"]})).json()
    assert told["warnings"][0]["kind"] == "same_name"


LAMP = "/api/devices/light.attic/settings"
WRONG = {
    "unknown device": ("patch", "/api/devices/light.x/settings", {"hidden": True}, 404, "no-such-device", "light.x"),
    "unknown room": ("patch", LAMP, {"room": "moon"}, 404, "no-such-room", "attic"),
    "unknown floor": ("post", "/api/house/rooms", {"names": ["X"], "floor": "sky"}, 404, "no-such-floor", "ground"),
    "room that is not there": ("delete", "/api/house/rooms/moon", None, 404, "no-such-room", "moon"),
    "floor that is not there": ("put", "/api/house/floors/sky", {"names": ["X"]}, 404, "no-such-floor", "sky"),
    "no name": ("post", "/api/house/rooms", {"names": []}, 422, "invalid", "names"),
    "blank name": ("post", "/api/house/rooms", {"names": ["  "]}, 422, "invalid", "empty"),
    "10,000 characters": ("post", "/api/house/floors", {"names": ["x" * 10_000]}, 422, "invalid", "10000 characters"),
    "control character": (
        "patch",
        "/api/devices/light.attic/settings",
        {"names": ["a\u0007"]},
        422,
        "invalid",
        "U+0007",
    ),
    "30 names": (
        "patch",
        "/api/devices/light.attic/settings",
        {"names": [*"abcdefghijklmnopqrstuvwxyz"]},
        422,
        "invalid",
        "26 names",
    ),
    "tier 9": ("patch", LAMP, {"at_least": {"on": 9}}, 422, "invalid", "at_least"),
    "tier true": ("patch", LAMP, {"at_least": {"on": True}}, 422, "invalid", "at_least"),
    "no such capability": (
        "patch",
        "/api/devices/light.attic/settings",
        {"at_most": {"fly": 1}},
        422,
        "invalid",
        "brightness",
    ),
    "approving what is not there": ("post", "/api/house/approval", {"devices": ["x"]}, 404, "no-such-device", "x"),
    "unknown key": ("patch", LAMP, {"colour": 1}, 422, "invalid", "colour"),
    "simulated room": ("delete", "/api/house/rooms/attic", None, 409, "set-elsewhere", "simulated"),
    "simulated approval": ("delete", "/api/devices/light.attic/approval", None, 409, "set-elsewhere", "simulated"),
    "a guest": ("post", "/api/house/rooms?person=anna", {"names": ["X"]}, 403, "owner-only", "anna"),
}


@pytest.mark.parametrize(("method", "path", "body", "status", "kind", "named"), WRONG.values(), ids=WRONG.keys())
async def test_what_cannot_be_is_refused_in_both_languages(http, method, path, body, status, kind, named):
    before = await house(http)
    answer = await http.request(method.upper(), path, json=body)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"/api/problems/{kind}")
    assert named in problem["detail"]
    assert problem["say"]["en"]
    assert problem["say"]["zh"]
    assert await house(http) == before


async def test_who_gets_in_is_never_made_free_of_a_question(http, mimosa):
    lock = mimosa.home.announced["light.attic"]
    from dataclasses import replace

    capabilities = {"locked": replace(lock.capabilities["on"], name="locked", tier=4)}
    mimosa.home._registry.add(replace(lock, kind="lock", capabilities=capabilities))
    path = "/api/devices/light.attic/settings"
    assert (await http.patch(path, json={"at_most": {"locked": 1}})).status_code == 422
    assert (await http.patch(path, json={"at_most": {"locked": 3}})).json()["abilities"][0]["counts"] == 3


@pytest.fixture
async def filed(pocket, tmp_path):
    """A house whose owner has written a file."""
    file = Layout(
        {"attic": Room("attic", ("Loft",))}, {}, {"light.attic": DeviceLayout(("Loft lamp",), at_least={"on": 4})}
    )
    async with pocket(Settings(data_dir=tmp_path), house_file=file) as mimosa:
        transport = httpx.ASGITransport(create_app(mimosa), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8237") as client:
            yield client


async def test_the_file_counts_and_the_page_says_so(filed):
    told = await device(filed, "light.attic")
    assert (told["name"], told["in_file"], told["abilities"][0]["in_file"]) == ("Loft lamp", ["names", "at_least"], 4)
    room = next(r for r in (await house(filed))["rooms"] if r["id"] == "attic")
    assert (room["names"], room["set_by"], room["editable"], room["removable"]) == (["Loft"], "file", False, False)
    for path, wish in (
        ("/api/devices/light.attic/settings", {"names": ["Mine"]}),
        ("/api/devices/light.attic/settings", {"at_most": {"on": 1}}),
    ):
        answer = await filed.patch(path, json=wish)
        assert (answer.status_code, answer.json()["type"]) == (409, "/api/problems/set-elsewhere")
    assert (await filed.patch("/api/devices/light.attic/settings", json={"hidden": True})).status_code == 200
