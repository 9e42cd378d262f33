"""Tokens: good for a short while, renewed once, given back, and worth nothing to whoever copied one."""

import asyncio
from datetime import timedelta

import sqlalchemy as sa

from server.car.codes import digest
from server.car.head_unit_records import token_pairs
from tests.server.car.pairing.conftest import NOON, House, error_of, kind_of


async def test_an_access_token_is_good_for_ten_minutes(house: House) -> None:
    tokens = await house.pair()
    house.clocks.sleep(599)
    assert (await house.me(tokens["access_token"])).status_code == 200
    house.clocks.sleep(1)
    over = await house.me(tokens["access_token"])
    assert kind_of(over) == (401, "expired-token")
    assert over.headers["WWW-Authenticate"] == 'Bearer realm="mimosa", error="invalid_token"'
    assert "error" not in (await house.http.get("/me")).headers["WWW-Authenticate"]


async def test_a_refresh_token_gives_new_ones(house: House) -> None:
    tokens = await house.pair()
    house.clocks.sleep(3600)
    fresh = (await house.renew(tokens["refresh_token"])).json()
    assert fresh["refresh_token"] != tokens["refresh_token"]
    assert (fresh["head_unit"], fresh["scope"]) == (tokens["head_unit"], tokens["scope"])
    assert (await house.me(fresh["access_token"])).status_code == 200


async def test_a_refresh_token_is_good_for_thirty_days_and_each_for_thirty_more(house: House) -> None:
    tokens = await house.pair()
    day = timedelta(days=1).total_seconds()
    house.clocks.sleep(29 * day)
    fresh = (await house.renew(tokens["refresh_token"])).json()
    house.clocks.sleep(29 * day)
    fresh = (await house.renew(fresh["refresh_token"])).json()
    house.clocks.sleep(30 * day)
    assert error_of(await house.renew(fresh["refresh_token"])) == (400, "invalid_grant")
    assert (await house.units.all())[0].revoked is None


async def test_a_refresh_token_that_was_copied_ends_the_pairing(house: House) -> None:
    tokens = await house.pair()
    stolen = tokens["refresh_token"]
    fresh = (await house.renew(stolen)).json()
    assert (await house.me(fresh["access_token"])).status_code == 200
    assert error_of(await house.renew(stolen)) == (400, "invalid_grant")
    assert kind_of(await house.me(fresh["access_token"])) == (401, "revoked-token")
    assert error_of(await house.renew(fresh["refresh_token"])) == (400, "invalid_grant")
    assert [news.what for news in await house.units.news()] == ["reused", "paired"]


async def test_it_ends_too_when_the_thief_was_first(house: House) -> None:
    tokens = await house.pair()
    thiefs = (await house.renew(tokens["refresh_token"])).json()
    await house.me(thiefs["access_token"])
    house.clocks.sleep(3)
    assert error_of(await house.renew(tokens["refresh_token"])) == (400, "invalid_grant")
    assert kind_of(await house.me(thiefs["access_token"])) == (401, "revoked-token")


async def test_long_after_it_was_used_a_refresh_token_ends_the_pairing_used_or_not(house: House) -> None:
    tokens = await house.pair()
    fresh = (await house.renew(tokens["refresh_token"])).json()
    house.clocks.sleep(12 * 3600 + 1)
    assert error_of(await house.renew(tokens["refresh_token"])) == (400, "invalid_grant")
    assert kind_of(await house.me(fresh["access_token"])) == (401, "revoked-token")


async def test_a_lost_answer_is_asked_for_again(house: House) -> None:
    tokens = await house.pair()
    lost = (await house.renew(tokens["refresh_token"])).json()
    house.clocks.sleep(20)
    again = (await house.renew(tokens["refresh_token"])).json()
    house.clocks.sleep(20)
    third = (await house.renew(tokens["refresh_token"])).json()
    assert len({tokens["access_token"] for tokens in (lost, again, third)}) == 3
    assert (await house.me(third["access_token"])).status_code == 200
    assert (await house.renew(third["refresh_token"])).status_code == 200
    assert [news.what for news in await house.units.news()] == ["paired"]


async def test_a_lost_answer_that_somebody_holds_after_all_ends_the_pairing(house: House) -> None:
    tokens = await house.pair()
    lost = (await house.renew(tokens["refresh_token"])).json()
    kept = (await house.renew(tokens["refresh_token"])).json()
    assert error_of(await house.renew(lost["refresh_token"])) == (400, "invalid_grant")
    assert kind_of(await house.me(kept["access_token"])) == (401, "revoked-token")


async def test_the_access_token_of_a_lost_answer_ends_the_pairing_too_and_it_is_announced(house: House) -> None:
    tokens = await house.pair()
    lost = (await house.renew(tokens["refresh_token"])).json()
    kept = (await house.renew(tokens["refresh_token"])).json()
    assert (await house.me(kept["access_token"])).status_code == 200
    told = asyncio.ensure_future(anext(house.units.announcements.listen()))
    await asyncio.sleep(0)
    assert kind_of(await house.me(lost["access_token"])) == (401, "revoked-token")
    assert (await asyncio.wait_for(told, 60)).what == "reused"
    assert kind_of(await house.me(kept["access_token"])) == (401, "revoked-token")
    assert error_of(await house.renew(kept["refresh_token"])) == (400, "invalid_grant")
    assert [news.what for news in await house.units.news()] == ["reused", "paired"]


async def test_asking_again_after_a_restart(house: House) -> None:
    tokens = await house.pair()
    await house.renew(tokens["refresh_token"])
    await house.restart()
    assert (await house.renew(tokens["refresh_token"])).status_code == 200


async def test_a_hundred_renewals_at_once_end_with_one_pair_that_counts(house: House) -> None:
    tokens = await house.pair()
    answers = await asyncio.gather(*(house.renew(tokens["refresh_token"]) for _ in range(100)))
    assert {answer.status_code for answer in answers} == {200}
    with house.storage.engine.connect() as connection:
        pairs = connection.execute(sa.select(token_pairs.c.access).where(token_pairs.c.lost.is_(False))).scalars().all()
    shown = [a for a in answers if digest(a.json()["access_token"]) in pairs]
    assert len(shown) == 1
    assert (await house.me(shown[0].json()["access_token"])).status_code == 200
    assert (await house.units.all())[0].revoked is None


async def test_tokens_of_another_head_unit(house: House) -> None:
    mine = await house.pair(name="mine")
    other = await house.pair(name="other", client_id="other-maker")
    assert error_of(await house.renew(other["refresh_token"], client_id="acme-cockpit")) == (400, "invalid_grant")
    refused = await house.http.post("/revoke", data={"token": other["refresh_token"], "client_id": "acme-cockpit"})
    assert error_of(refused) == (400, "invalid_grant")
    assert (await house.me(other["access_token"])).json()["name"] == "other"
    assert (await house.me(mine["access_token"])).json()["name"] == "mine"
    assert (await house.renew(other["refresh_token"], client_id="other-maker")).status_code == 200


async def test_one_kind_of_token_is_not_the_other(house: House) -> None:
    tokens = await house.pair()
    assert kind_of(await house.me(tokens["refresh_token"])) == (401, "wrong-token")
    assert error_of(await house.renew(tokens["access_token"])) == (400, "invalid_grant")


async def test_fewer_scopes_for_one_access_token(house: House) -> None:
    tokens = await house.pair("talk car.act")
    narrow = (await house.renew(tokens["refresh_token"], scope="talk")).json()
    assert narrow["scope"] == "talk"
    assert (await house.me(narrow["access_token"])).json()["scopes"] == ["talk"]
    wide = (await house.renew(narrow["refresh_token"])).json()
    assert wide["scope"] == "car.act talk"
    assert error_of(await house.renew(wide["refresh_token"], scope="talk home.risky")) == (400, "invalid_scope")
    assert (await house.renew(wide["refresh_token"])).status_code == 200, "what was refused spent nothing"


async def test_giving_the_refresh_token_back_ends_the_pairing(house: House) -> None:
    tokens = await house.pair()
    answer = await house.http.post("/revoke", data={"token": tokens["refresh_token"], "token_type_hint": "nonsense"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert kind_of(await house.me(tokens["access_token"])) == (401, "revoked-token")
    assert error_of(await house.renew(tokens["refresh_token"])) == (400, "invalid_grant")
    assert [news.what for news in await house.units.news()] == ["left", "paired"]


async def test_giving_an_access_token_back_ends_only_that(house: House) -> None:
    tokens = await house.pair()
    assert (await house.http.post("/revoke", data={"token": tokens["access_token"]})).status_code == 200
    assert kind_of(await house.me(tokens["access_token"])) == (401, "revoked-token")
    assert (await house.renew(tokens["refresh_token"])).status_code == 200


async def test_giving_back_what_nobody_knows(house: House) -> None:
    assert (await house.http.post("/revoke", data={"token": "nothing"})).status_code == 200


async def test_the_owner_takes_access_away_and_the_very_next_request_is_refused(house: House) -> None:
    tokens = await house.pair()
    assert (await house.me(tokens["access_token"])).status_code == 200
    await house.units.revoke(tokens["head_unit"])
    assert kind_of(await house.me(tokens["access_token"])) == (401, "revoked-token")
    assert error_of(await house.renew(tokens["refresh_token"])) == (400, "invalid_grant")


async def test_what_the_owner_changes_holds_at_once_for_tokens_that_are_out(house: House) -> None:
    tokens = await house.pair("talk car.act")
    await house.units.change(tokens["head_unit"], "Family car", {"talk"})
    me = (await house.me(tokens["access_token"])).json()
    assert (me["name"], me["scopes"]) == ("Family car", ["talk"])


class TestTheClockOnTheWall:
    """Setting it makes nothing last longer."""

    async def test_set_back_while_mimosa_runs(self, house: House) -> None:
        tokens = await house.pair()
        house.clocks.sleep(300)
        house.clocks.set_wall(NOON - timedelta(days=365))
        assert (await house.me(tokens["access_token"])).status_code == 200
        house.clocks.sleep(300)
        assert kind_of(await house.me(tokens["access_token"])) == (401, "expired-token")

    async def test_set_back_again_and_again(self, house: House) -> None:
        tokens = await house.pair()
        for _ in range(10):
            house.clocks.sleep(60)
            house.clocks.set_wall(NOON)
            await house.me("mimosa-at-somebody")
        assert kind_of(await house.me(tokens["access_token"])) == (401, "expired-token")

    async def test_set_back_over_a_restart(self, house: House) -> None:
        tokens = await house.pair()
        house.clocks.sleep(599)
        await house.restart(wall=NOON - timedelta(days=20))
        assert kind_of(await house.me(tokens["access_token"])) == (401, "expired-token")
        fresh = (await house.renew(tokens["refresh_token"])).json()
        house.clocks.sleep(600)
        assert kind_of(await house.me(fresh["access_token"])) == (401, "expired-token")

    async def test_set_forward_it_ends_them_early(self, house: House) -> None:
        tokens = await house.pair()
        house.clocks.set_wall(NOON + timedelta(minutes=11))
        assert kind_of(await house.me(tokens["access_token"])) == (401, "expired-token")
        house.clocks.set_wall(NOON)
        assert kind_of(await house.me(tokens["access_token"])) == (401, "expired-token")

    async def test_a_code_does_not_last_longer_either(self, house: House) -> None:
        begun = (await house.begin()).json()
        house.clocks.sleep(300)
        house.clocks.set_wall(NOON - timedelta(hours=1))
        await house.begin()
        house.clocks.sleep(300)
        assert error_of(await house.poll(begun["device_code"])) == (400, "expired_token")
