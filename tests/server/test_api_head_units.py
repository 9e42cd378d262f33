"""The owner's side of pairing over HTTP: a code is looked up, a head unit let in, changed and turned away."""

import json

import httpx
import pytest
import websockets

from devices.policy import Driving
from server.app import create_app
from server.settings import Settings

CAR = "/api/car/v1"
HOUSE = "/api/head-units"
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
WRONG = ("BCDF-GHJK", "BCDF-GHJL", "BCDF-GHJM", "BCDF-GHJN", "BCDF-GHJP")


@pytest.fixture
def mimosa(pocket, tmp_path):
    """A house that starts with its application."""
    return pocket(Settings(data_dir=tmp_path))


@pytest.fixture
def parked(mimosa):
    """The house knows one car, and it is parked."""
    cars = {"car": Driving.PARKED}
    mimosa.head_units.pairing._driving_of = cars.get
    return cars


@pytest.fixture
async def http(mimosa, parked):
    app = create_app(mimosa)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8237") as client,
    ):
        yield client


async def shown(http, **form) -> dict:
    asked = {"client_id": "acme", "vehicle": "car", "scope": "talk home.risky", "name": "Golf", **form}
    return (await http.post(f"{CAR}/device_authorization", data=asked)).json()


async def fetched(http, begun) -> httpx.Response:
    form = {"grant_type": DEVICE_GRANT, "device_code": begun["device_code"], "client_id": "acme"}
    return await http.post(f"{CAR}/token", data=form)


async def test_the_owner_lets_a_head_unit_in(http):
    begun = await shown(http)
    asking = (await http.post(f"{HOUSE}/code", json={"code": begun["user_code"]})).json()
    assert (asking["name"], asking["scopes"], asking["state"]) == ("Golf", ["talk", "home.risky"], "waiting")
    wish = {"code": begun["user_code"], "scopes": ["talk"], "name": "Our car"}
    assert (await http.post(f"{HOUSE}/approval", json=wish)).json()["state"] == "approved"
    tokens = (await fetched(http, begun)).json()
    assert (tokens["scope"], tokens["not_granted"]) == ("talk", "home.risky")

    told = (await http.get(HOUSE)).json()
    assert [(unit["name"], unit["scopes"], unit["person"]) for unit in told["head_units"]] == [
        ("Our car", ["talk"], "owner")
    ]
    assert told["news"][0]["say"]["zh"] == "车辆“car”的车机“Our car”已配对。"


async def test_what_was_let_in_is_changed_and_turned_away(http):
    begun = await shown(http)
    await http.post(f"{HOUSE}/approval", json={"code": begun["user_code"], "scopes": ["talk"]})
    tokens = (await fetched(http, begun)).json()
    mine = {"Authorization": f"Bearer {tokens['access_token']}"}
    unit = f"{HOUSE}/{tokens['head_unit']}"

    changed = await http.patch(unit, json={"name": "Van", "scopes": ["talk", "car.read"]})
    assert changed.json()["scopes"] == ["talk", "car.read"]
    assert (await http.get(f"{CAR}/me", headers=mine)).json()["name"] == "Van"
    assert (await http.delete(unit)).status_code == 204
    refused = await http.get(f"{CAR}/me", headers=mine)
    assert (refused.status_code, refused.json()["type"]) == (401, "/api/problems/revoked-token")
    assert (await http.get(HOUSE)).json()["head_units"] == []
    assert [news["what"] for news in (await http.get(HOUSE)).json()["news"]] == ["revoked", "paired"]
    assert (await http.patch(unit, json={"name": "Bus"})).status_code == 404
    assert (await http.delete(unit)).status_code == 204, "turned away is turned away"


async def test_the_owner_keeps_it_out(http):
    begun = await shown(http)
    assert (await http.post(f"{HOUSE}/denial", json={"code": begun["user_code"]})).json()["state"] == "denied"
    assert (await fetched(http, begun)).json()["error"] == "access_denied"
    again = await http.post(f"{HOUSE}/approval", json={"code": begun["user_code"], "scopes": ["talk"]})
    assert again.json()["type"].endswith("code-settled")


async def test_guessing_codes_ends(http):
    begun = await shown(http)
    answers = [await http.post(f"{HOUSE}/code", json={"code": code}) for code in (*WRONG, begun["user_code"])]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 404, 429, 429]
    assert int(answers[-1].headers["Retry-After"]) <= 600


async def test_it_is_not_let_in_while_its_car_drives(http, parked):
    begun = await shown(http)
    parked["car"] = Driving.MOVING
    answer = await http.post(f"{HOUSE}/approval", json={"code": begun["user_code"], "scopes": ["talk"]})
    assert (answer.status_code, answer.json()["type"]) == (409, "/api/problems/not-parked")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/code", {"code": "AAAA"}),
        ("POST", "/code", {}),
        ("POST", "/approval", {"code": "BCDF-GHJK", "scopes": []}),
        ("POST", "/approval", {"code": "BCDF-GHJK", "scopes": ["all"]}),
        ("PATCH", "/nothing", {"name": "x"}),
        ("PATCH", f"/{'0' * 32}", {"name": "x" * 100}),
    ],
)
async def test_what_cannot_be_taken(http, method, path, body):
    answer = await http.request(method, HOUSE + path, json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/api/problems/invalid")


async def test_only_an_owner(http):
    begun = await shown(http)
    answer = await http.post(f"{HOUSE}/code", params={"person": "anna"}, json={"code": begun["user_code"]})
    assert answer.json()["type"].endswith("owner-only")


async def test_every_page_is_told_of_a_new_pairing(mimosa, parked, serve):
    async with (
        serve(create_app(mimosa)) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http,
        websockets.connect(f"ws://127.0.0.1:{port}/ws/events") as page,
    ):
        while json.loads(await page.recv())["type"] != "snapshot":
            continue
        begun = await shown(http)
        await http.post(f"{HOUSE}/approval", json={"code": begun["user_code"], "scopes": ["talk"]})
        await fetched(http, begun)
        while (told := json.loads(await page.recv()))["type"] != "pairing":
            continue
    assert (told["what"], told["name"], told["vehicle"], told["scope"]) == ("paired", "Golf", "car", "talk")
    assert told["say"]["en"] == "The head unit “Golf” in the car “car” was paired."


async def test_the_page_opens_where_the_qr_code_leads(http):
    begun = await shown(http)
    assert begun["verification_uri"] == f"{str(http.base_url).rstrip('/')}/pair"
    page = await http.get(begun["verification_uri_complete"])
    assert page.headers["Content-Type"].startswith("text/html")


async def test_the_house_token_opens_no_head_unit_and_a_head_units_token_no_house(pocket, tmp_path, serve):
    settings = Settings(data_dir=tmp_path, token="a-token-of-the-house")
    made = pocket(settings)
    made.head_units.pairing._driving_of = lambda vehicle: Driving.PARKED
    async with serve(create_app(made)) as port, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        houses = {"Authorization": f"Bearer {settings.token}"}
        begun = await shown(http)
        wish = {"code": begun["user_code"], "scopes": ["talk"]}
        assert (await http.post(f"{HOUSE}/approval", json=wish)).status_code == 401
        assert (await http.post(f"{HOUSE}/approval", json=wish, headers=houses)).status_code == 200
        units = {"Authorization": f"Bearer {(await fetched(http, begun)).json()['access_token']}"}
        assert (await http.get(f"{CAR}/me", headers=houses)).json()["type"].endswith("wrong-token")
        assert (await http.get(HOUSE, headers=units)).json()["type"].endswith("wrong-token")
        assert (await http.get("/api/devices", headers=units)).json()["type"].endswith("wrong-token")
        assert (await http.get(f"{CAR}/me", headers=units)).status_code == 200
