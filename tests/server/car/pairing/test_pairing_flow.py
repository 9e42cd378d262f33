"""A head unit is paired: what it is told at each step, letter by letter as RFC 8628 has it."""

import asyncio
import re

import pytest

from devices.policy import Driving
from server.car.codes import LETTERS
from tests.server.car.pairing.conftest import CLIENT, DEVICE_GRANT, House, error_of, kind_of


async def test_from_nothing_to_a_first_answer(house: House) -> None:
    begun = await house.begin(scope="talk car.act", name="Golf cockpit")
    assert begun.status_code == 200
    told = begun.json()
    assert re.fullmatch(rf"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}", told["user_code"])
    assert told["verification_uri"] == "https://house.local:8237/pair"
    assert told["verification_uri_complete"].endswith(f"/pair?user_code={told['user_code']}")
    assert (told["expires_in"], told["interval"]) == (600, 5)

    assert error_of(await house.poll(told["device_code"])) == (400, "authorization_pending")
    asked = await house.units.pairing.look_up(told["user_code"].lower().replace("-", " "))
    assert (asked.name, asked.vehicle, asked.client, asked.asked) == (
        "Golf cockpit",
        "car",
        CLIENT,
        {"talk", "car.act"},
    )
    await house.units.pairing.approve(told["user_code"], "owner", {"talk", "car.act"}, "Golf")

    house.clocks.sleep(5)
    tokens = (await house.poll(told["device_code"])).json()
    assert (tokens["token_type"], tokens["expires_in"], tokens["scope"]) == ("Bearer", 600, "car.act talk")
    me = (await house.me(tokens["access_token"])).json()
    assert me == {
        "id": tokens["head_unit"],
        "name": "Golf",
        "vehicle": "car",
        "device": "vss:car",
        "scopes": ["car.act", "talk"],
        "person": "owner",
    }


async def test_who_asks_too_often_has_to_wait_longer_each_time(house: House) -> None:
    code = (await house.begin()).json()["device_code"]
    assert error_of(await house.poll(code)) == (400, "authorization_pending")
    house.clocks.sleep(4)
    slower = await house.poll(code)
    assert error_of(slower) == (400, "slow_down")
    assert slower.headers["Retry-After"] == "10"
    house.clocks.sleep(9)
    assert (await house.poll(code)).headers["Retry-After"] == "15"
    house.clocks.sleep(14)
    assert error_of(await house.poll(code)) == (400, "slow_down")
    house.clocks.sleep(20)
    assert error_of(await house.poll(code)) == (400, "authorization_pending")
    house.clocks.sleep(5)
    assert error_of(await house.poll(code)) == (400, "slow_down"), "it stays slower for good"


async def test_asking_too_early_gets_nothing_though_it_was_approved(house: House) -> None:
    begun = (await house.begin()).json()
    await house.poll(begun["device_code"])
    await house.units.pairing.approve(begun["user_code"], "owner", {"talk"})
    assert error_of(await house.poll(begun["device_code"])) == (400, "slow_down")
    house.clocks.sleep(10)
    assert (await house.poll(begun["device_code"])).status_code == 200


async def test_denied(house: House) -> None:
    begun = (await house.begin()).json()
    await house.units.pairing.deny(begun["user_code"], "owner")
    assert error_of(await house.poll(begun["device_code"])) == (400, "access_denied")


async def test_a_code_is_good_for_ten_minutes(house: House) -> None:
    begun = (await house.begin()).json()
    house.clocks.sleep(600)
    assert error_of(await house.poll(begun["device_code"])) == (400, "expired_token")


async def test_an_approved_code_that_nobody_fetches_is_over_too(house: House) -> None:
    begun = (await house.begin()).json()
    await house.units.pairing.approve(begun["user_code"], "owner", {"talk"})
    house.clocks.sleep(601)
    assert error_of(await house.poll(begun["device_code"])) == (400, "expired_token")
    assert await house.units.all() == ()


async def test_a_code_works_once(house: House) -> None:
    begun = (await house.begin()).json()
    await house.units.pairing.approve(begun["user_code"], "owner", {"talk"})
    first = await house.poll(begun["device_code"])
    house.clocks.sleep(5)
    assert error_of(await house.poll(begun["device_code"])) == (400, "invalid_grant")
    assert (await house.me(first.json()["access_token"])).status_code == 200


async def test_a_code_is_its_clients_alone(house: House) -> None:
    begun = (await house.begin()).json()
    await house.units.pairing.approve(begun["user_code"], "owner", {"talk"})
    assert error_of(await house.poll(begun["device_code"], "somebody-else")) == (400, "invalid_grant")
    assert (await house.poll(begun["device_code"])).status_code == 200


async def test_a_code_that_nobody_was_given(house: House) -> None:
    begun = (await house.begin()).json()
    assert error_of(await house.poll(begun["user_code"])) == (400, "invalid_grant")
    assert error_of(await house.poll("mimosa-dc-" + "A" * 43)) == (400, "invalid_grant")


@pytest.mark.parametrize("doing", [Driving.MOVING, Driving.STOPPED, Driving.UNKNOWN])
async def test_only_while_the_car_is_parked(house: House, doing: Driving) -> None:
    house.cars["car"] = doing
    answer = await house.begin()
    assert kind_of(answer) == (409, "not-parked")
    assert error_of(answer)[1] == "temporarily_unavailable"


async def test_it_is_not_approved_while_the_car_drives(house: House) -> None:
    begun = (await house.begin()).json()
    house.cars["car"] = Driving.MOVING
    with pytest.raises(Exception, match="put it in park"):
        await house.units.pairing.approve(begun["user_code"], "owner", {"talk"})
    house.cars["car"] = Driving.PARKED
    await house.units.pairing.approve(begun["user_code"], "owner", {"talk"})
    assert (await house.poll(begun["device_code"])).status_code == 200


async def test_a_car_that_the_house_does_not_know_puts_its_signals_there_first(house: House) -> None:
    answer = await house.begin(vehicle="van")
    assert kind_of(answer) == (404, "no-such-vehicle")
    assert "vss/van/" in answer.json()["detail"]


async def test_the_owner_grants_less_than_was_asked_and_it_is_told(house: House) -> None:
    tokens = await house.pair("talk car.act home.risky", granted="talk car.act")
    assert (tokens["scope"], tokens["not_granted"]) == ("car.act talk", "home.risky")
    assert (await house.me(tokens["access_token"])).json()["scopes"] == ["car.act", "talk"]


async def test_nobody_grants_more_than_was_asked(house: House) -> None:
    begun = (await house.begin(scope="talk")).json()
    for scopes in ({"talk", "home.risky"}, set()):
        with pytest.raises(Exception, match="asked for: talk"):
            await house.units.pairing.approve(begun["user_code"], "owner", scopes)


async def test_a_scope_that_does_not_exist(house: House) -> None:
    answer = await house.begin(scope="talk car.fly")
    assert error_of(answer) == (400, "invalid_scope")
    assert "car.fly" in answer.json()["error_description"]


async def test_nothing_is_kept_in_the_clear(house: House) -> None:
    begun = (await house.begin()).json()
    await house.units.pairing.approve(begun["user_code"], "owner", {"talk"})
    tokens = (await house.poll(begun["device_code"])).json()
    kept = house.storage.text()
    assert tokens["head_unit"] in kept
    codes = begun["device_code"], begun["user_code"].replace("-", ""), begun["user_code"]
    for secret in (*codes, tokens["access_token"], tokens["refresh_token"]):
        assert secret not in kept


async def test_at_most_twenty_wait_at_a_time(house: House) -> None:
    for _ in range(20):
        assert (await house.begin()).status_code == 200
    crowded = await house.begin()
    assert kind_of(crowded) == (429, "too-many-pairings")
    assert "Retry-After" in crowded.headers
    house.clocks.sleep(601)
    assert (await house.begin()).status_code == 200


async def test_every_new_pairing_is_announced(house: House) -> None:
    waiting = asyncio.ensure_future(anext(house.units.announcements.listen()))
    await asyncio.sleep(0)
    tokens = await house.pair(name="Golf")
    told = await asyncio.wait_for(waiting, 60)
    assert (told.what, told.unit.id) == ("paired", tokens["head_unit"])
    assert told.say["en"] == "The head unit “Golf” in the car “car” was paired."
    assert "Golf" in told.say["zh"]
    assert [news.what for news in await house.units.news()] == ["paired"]


async def test_it_goes_on_over_a_restart(house: House) -> None:
    begun = (await house.begin()).json()
    await house.restart()
    await house.units.pairing.approve(begun["user_code"], "owner", {"talk"})
    await house.restart()
    tokens = (await house.poll(begun["device_code"])).json()
    await house.restart()
    assert kind_of(await house.me(tokens["access_token"])) == (401, "expired-token"), "access is for one run"
    fresh = (await house.renew(tokens["refresh_token"])).json()
    assert (await house.me(fresh["access_token"])).status_code == 200


async def test_the_grant_in_the_form_is_the_one_of_the_standard(house: House) -> None:
    begun = (await house.begin()).json()
    form = {"grant_type": "device_code", "device_code": begun["device_code"], "client_id": CLIENT}
    answer = await house.http.post("/token", data=form)
    assert error_of(answer) == (400, "unsupported_grant_type")
    assert DEVICE_GRANT in answer.json()["detail"]
