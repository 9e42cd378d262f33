"""Forms and answers as RFC 6749 has them, and what is said to those who send something else."""

import httpx
import pytest

from tests.server.car.pairing.conftest import CLIENT, House, error_of, kind_of

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def test_no_answer_is_stored_on_the_way(house: House) -> None:
    begun = await house.begin()
    tokens = await house.pair()
    answers = [begun, await house.poll(begun.json()["device_code"]), await house.renew(tokens["refresh_token"])]
    answers.append(await house.http.post("/revoke", data={"token": "x"}))
    for answer in answers:
        assert (answer.headers["Cache-Control"], answer.headers["Pragma"]) == ("no-store", "no-cache")


async def test_errors_are_plain_json_for_oauth_clients_and_problem_documents_for_who_wants_them(house: House) -> None:
    code = (await house.begin()).json()["device_code"]
    plain = await house.poll(code)
    assert plain.headers["Content-Type"] == "application/json"
    form = {"grant_type": "refresh_token", "refresh_token": "none"}
    wanted = await house.http.post("/token", data=form, headers={"Accept": "application/problem+json"})
    assert wanted.headers["Content-Type"] == "application/problem+json"
    for answer in (plain, wanted):
        told = answer.json()
        assert {"error", "error_description", "type", "title", "status", "detail", "say"} <= told.keys()
        assert told["status"] == answer.status_code == 400
        assert set(told["say"]) == {"en", "zh"}


@pytest.mark.parametrize("path", ["/device_authorization", "/token", "/revoke"])
@pytest.mark.parametrize(
    "request_of",
    [
        {"json": {"client_id": CLIENT}},
        {"content": b"client_id=\xff\xfe", "headers": FORM},
        {"content": b"client_id=a&client_id=b&grant_type=x&token=y", "headers": FORM},
        {"content": b"&".join(b"a%d=1" % n for n in range(60)), "headers": FORM},
        {"content": b"", "headers": FORM},
        {"files": {"client_id": (None, CLIENT)}},
        {},
    ],
    ids=["json", "no utf-8", "named twice", "too many", "empty", "multipart", "nothing"],
)
async def test_what_is_no_form(house: House, path: str, request_of: dict[str, object]) -> None:
    answer: httpx.Response = await house.http.post(path, **request_of)  # type: ignore[arg-type]
    assert error_of(answer) == (400, "invalid_request")
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("form", "named"),
    [
        ({"client_id": "two words"}, "client_id"),
        ({"client_id": "x" * 65}, "client_id"),
        ({"client_id": ""}, "client_id"),
        ({"vehicle": "../car"}, "vehicle"),
        ({"vehicle": ""}, "vehicle"),
        ({"name": "x" * 61}, "name"),
    ],
)
async def test_a_value_that_is_not_right_is_named(house: House, form: dict[str, str], named: str) -> None:
    answer = await house.begin(**form)
    assert error_of(answer) == (400, "invalid_request")
    assert named in answer.json()["error_description"]


async def test_what_a_name_hides_is_not_shown_to_the_owner(house: House) -> None:
    begun = await house.begin(name="  Golf\u202e\n\x1b[31m cockpit ")
    asked = await house.units.pairing.look_up(begun.json()["user_code"])
    assert asked.name == "Golf [31m cockpit"


async def test_parameters_that_nobody_knows_are_left_alone(house: House) -> None:
    assert (await house.begin(colour="blue")).status_code == 200


async def test_the_qr_code_is_drawn_for_any_code_and_tells_nobody_which_exist(house: House) -> None:
    shown = (await house.begin()).json()["user_code"]
    real, invented = [await house.http.get("/pairing/qr.svg", params={"user_code": c}) for c in (shown, "BCDF-GHJK")]
    for drawn in (real, invented):
        assert (drawn.status_code, drawn.headers["Content-Type"]) == (200, "image/svg+xml")
        assert drawn.text.startswith("<svg")
    assert kind_of(await house.http.get("/pairing/qr.svg", params={"user_code": "AEIOU"})) == (422, "invalid")


async def test_nobody_is_known_without_a_token(house: House) -> None:
    assert kind_of(await house.http.get("/me")) == (401, "no-token")
    assert kind_of(await house.me("mimosa-at-nothing")) == (401, "wrong-token")
