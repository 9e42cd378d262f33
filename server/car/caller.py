"""The parameters that the routes share: who calls, with what is kept for them, and the parts of this application."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from devices.device import Device
from server.api.assembly import Assembly, assembly_of
from server.car.head_unit import CurrentHeadUnit, HeadUnit, HeadUnits, Scope, check_scopes
from server.car.seats import Seat, check_seat, speaker_in

if TYPE_CHECKING:
    from assistant.utterance import Speaker
    from server.car.desk import Desk, Desks
    from server.car.waiting import Waiting


@dataclass(frozen=True, slots=True)
class Caller:
    """A head unit that calls, and its desk."""

    unit: HeadUnit
    desk: "Desk"
    mimosa: Assembly

    @property
    def car(self) -> Device | None:
        """Its car; None while that is not on the air and has never been."""
        return self.mimosa.home.devices.get(self.unit.device)

    def speaker(self, seat: Seat, person: str) -> "Speaker":
        """Who speaks from a seat: who is named, else who sits there. Raises Problem for a seat this car lacks."""
        check_seat(seat, self.car)
        return speaker_in(self.unit, seat, person or self.desk.occupants.in_seat(seat), self.mimosa.members)


def caller_of(connection: HTTPConnection, unit: HeadUnit) -> Caller:
    """The caller, counted as one more request. Raises Problem ("slow-down")."""
    desk: Desk = connection.app.state.desks.of(unit)
    desk.limits.count()
    return Caller(unit, desk, assembly_of(connection))


def calling(*scopes: Scope) -> Callable[[HTTPConnection, HeadUnit], Awaitable[Caller]]:
    """A dependency: the caller, if it has one of these scopes; without any, whoever is paired. Raises Problem."""

    async def checked(connection: HTTPConnection, unit: CurrentHeadUnit) -> Caller:
        caller = caller_of(connection, unit)
        if scopes and unit.scopes.isdisjoint(scopes):
            check_scopes(unit, scopes[:1])
        return caller

    return checked


Talking = Annotated[Caller, Depends(calling("talk"))]
Reading = Annotated[Caller, Depends(calling("car.read"))]
ReadingHome = Annotated[Caller, Depends(calling("home.read"))]
Acting = Annotated[Caller, Depends(calling("car.act", "car.open", "home.act", "home.risky"))]
ActingOnCar = Annotated[Caller, Depends(calling("car.act"))]
Watching = Annotated[Caller, Depends(calling("talk", "car.read", "home.read"))]
Anybody = Annotated[Caller, Depends(calling())]


async def access_token(connection: HTTPConnection) -> str:
    """The access token that the request shows, as it came."""
    return connection.headers.get("authorization", "").partition(" ")[2].strip()


async def units_of(connection: HTTPConnection) -> HeadUnits:
    """Those that are paired."""
    found: HeadUnits = connection.app.state.head_units
    return found


async def desks_of(connection: HTTPConnection) -> "Desks":
    """The desks of all head units."""
    found: Desks = connection.app.state.desks
    return found


async def waiting_of(connection: HTTPConnection) -> "Waiting":
    """What waits for the house."""
    found: Waiting = connection.app.state.waiting
    return found


Listed = Annotated["Waiting", Depends(waiting_of)]
AllDesks = Annotated["Desks", Depends(desks_of)]
AccessToken = Annotated[str, Depends(access_token)]
Units = Annotated[HeadUnits, Depends(units_of)]
