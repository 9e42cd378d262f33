"""Whatever a head unit, a thief and the clocks do, in any order: tokens never count for more than they should."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import httpx
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from tests.server.car.pairing.conftest import House

TEN_MINUTES, THIRTY_DAYS, RETRY = 600.0, 30 * 86_400.0, 12 * 3_600.0


class TokenMachine(RuleBasedStateMachine):
    """The house, beside what is true of each token by the time that really passed."""

    refresh_tokens = Bundle("refresh_tokens")

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.house = House()
        self.passed = 0.0
        self.issued: dict[str, float] = {}
        """Token → when it was given, in seconds that really passed."""
        self.brother: dict[str, str] = {}
        """Of a pair each token's other."""
        self.spent: dict[str, float] = {}
        self.shown: set[str] = set()
        """Tokens that were shown while they counted."""
        self.revoked = False

    def run(self, work: Coroutine[Any, Any, httpx.Response]) -> httpx.Response:
        return self.loop.run_until_complete(work)

    def note(self, tokens: dict[str, Any]) -> str:
        access, refresh = tokens["access_token"], tokens["refresh_token"]
        self.issued |= {access: self.passed, refresh: self.passed}
        self.brother |= {access: refresh, refresh: access}
        return str(refresh)

    @initialize(target=refresh_tokens)
    def pair(self) -> str:
        return self.note(self.loop.run_until_complete(self.house.pair()))

    @rule(target=refresh_tokens, token=refresh_tokens)
    def renew(self, token: str) -> str:
        answer = self.run(self.house.renew(token))
        if answer.status_code != 200:
            assert answer.json()["error"] == "invalid_grant"
            return token
        assert not self.revoked
        assert self.passed - self.issued[token] < THIRTY_DAYS
        assert token not in self.spent or self.passed - self.spent[token] <= RETRY
        self.spent.setdefault(token, self.passed)
        self.shown.add(token)
        return self.note(answer.json())

    @rule(token=refresh_tokens)
    def use_access_token_of(self, token: str) -> None:
        access = self.brother[token]
        answer = self.run(self.house.me(access))
        if answer.status_code == 200:
            assert not self.revoked
            assert self.passed - self.issued[access] < TEN_MINUTES
            self.shown.add(access)

    @rule(token=refresh_tokens)
    def steal_what_was_used(self, token: str) -> None:
        """A token whose successor is in use: whoever shows it again ends everything."""
        if token not in self.spent or self.revoked or self.passed - self.issued[token] >= THIRTY_DAYS:
            return
        before = self.run(self.house.renew(token))
        if self.passed - self.spent[token] > RETRY:
            assert before.status_code == 400
        if before.status_code == 400:
            self.revoked = self.loop.run_until_complete(self.house.units.all())[0].revoked is not None
            assert self.revoked
        else:
            self.note(before.json())

    @rule(seconds=st.sampled_from([1.0, 30.0, 61.0, 599.0, 600.0, RETRY + 1, 86_400.0 * 15, THIRTY_DAYS]))
    def wait(self, seconds: float) -> None:
        self.passed += seconds
        self.house.clocks.sleep(seconds)

    @rule(hours=st.integers(-24 * 400, 0))
    def set_the_clock_back(self, hours: int) -> None:
        self.house.clocks.wall += timedelta(hours=hours)

    @rule()
    def restart(self) -> None:
        self.loop.run_until_complete(self.house.restart())

    @rule()
    def the_owner_turns_it_away(self) -> None:
        self.loop.run_until_complete(
            self.house.units.revoke(self.loop.run_until_complete(self.house.units.all())[0].id)
        )
        self.revoked = True

    @invariant()
    def revoked_is_revoked(self) -> None:
        units = self.loop.run_until_complete(self.house.units.all())
        if units:
            assert self.revoked is False or units[0].revoked is not None
            self.revoked = units[0].revoked is not None

    def teardown(self) -> None:
        self.loop.run_until_complete(self.house.http.aclose())
        self.loop.close()


TestTokenMachine = TokenMachine.TestCase
TestTokenMachine.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
