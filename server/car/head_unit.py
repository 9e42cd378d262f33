"""Who calls: a head unit that was paired, and what it may do."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol

from fastapi import Depends
from starlette.requests import HTTPConnection

from server.api.problems import Problem

Scope = Literal["talk", "car.read", "car.act", "car.open", "home.read", "home.act", "home.risky"]
"""What a head unit may be granted. `car.open`: locks, doors, trunk, windows. `home.act`: comfort at home (tiers 1, 2);
`home.risky`: everything at home that its people may do (tiers 3 and 4, still asked and proved)."""

SCOPES: tuple[Scope, ...] = ("talk", "car.read", "car.act", "car.open", "home.read", "home.act", "home.risky")


@dataclass(frozen=True, slots=True)
class HeadUnit:
    """A paired head unit, as its access token proves it."""

    id: str
    name: str
    vehicle: str
    """Id of the vehicle on the topics of its signals ("car"); its device at home is `vss:` + vehicle."""
    scopes: frozenset[str]
    person: str = "owner"
    """Who approved it."""

    @property
    def device(self) -> str:
        """Id of its car among the devices."""
        return f"vss:{self.vehicle}"


def unit_of_conversation(key: str) -> str:
    """Id of the head unit that a dialogue belongs to, out of its key "car.<head unit>.<conversation>"; else empty."""
    parts = key.split(".", 2)
    return parts[1][:64] if len(parts) == 3 and parts[0] == "car" else ""


class HeadUnits(Protocol):
    """Knows the paired head units by their access tokens."""

    async def of_token(self, token: str) -> HeadUnit:
        """Raises Problem ("no-token", "wrong-token", "expired-token", "revoked-token")."""
        ...


async def head_unit_of(connection: HTTPConnection) -> HeadUnit:
    """The head unit whose access token the request shows. Raises Problem."""
    scheme, _, shown = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not shown.strip():
        raise Problem("no-token", "a head unit shows its access token: Authorization: Bearer …")
    units: HeadUnits = connection.app.state.head_units
    return await units.of_token(shown.strip())


CurrentHeadUnit = Annotated[HeadUnit, Depends(head_unit_of)]
"""The parameter of every route for paired head units."""


def check_scopes(unit: HeadUnit, scopes: Collection[str]) -> None:
    """Raises Problem naming the scopes that the head unit lacks."""
    missing = [scope for scope in scopes if scope not in unit.scopes]
    if missing:
        granted = ", ".join(sorted(unit.scopes)) or "none"
        raise Problem("scope-too-small", f"this needs the scope {', '.join(missing)}; granted: {granted}")
