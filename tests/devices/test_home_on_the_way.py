"""A wish for a car is decided on once more when it is sent: the car may have begun to move since."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

import pytest

from devices.command import Command, Origin, OutcomeKind, Reason
from devices.device import Shape
from devices.journal import Background, Ending, Journal
from devices.rules.car import car_table
from devices.rules.driving import GEAR, IS_MOVING, PARK_LOCK, SPEED
from tests.devices.conftest import Place, capability, device, running

HAZARDS = "Vehicle.Body.Lights.Hazard.IsSignaling"
CAR = device(
    "car",
    capability("car", HAZARDS),
    capability("car", SPEED, Shape.NUMBER),
    capability("car", GEAR, Shape.NUMBER),
    capability("car", IS_MOVING),
    capability("car", PARK_LOCK),
    kind="car",
)
OFF = Command("car", HAZARDS, False, origin=Origin("anna", "adult", seat="driver"), deadline_s=0.5)


class BusyJournal(Journal):
    """Something happens while it writes a command down."""

    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def accept(
        self,
        accepted: Sequence[Command],
        ended: Sequence[Ending] = (),
        backgrounds: Mapping[str, Background] | None = None,
    ) -> None:
        await super().accept(accepted, ended, backgrounds)
        if self.meanwhile is not None:
            await self.meanwhile()


async def tell(place: Place, speed: float) -> None:
    await place.report(f"car/{SPEED}", speed)
    await place.report(f"car/{IS_MOVING}", speed > 0)
    await place.report(f"car/{GEAR}", 127)


@pytest.mark.parametrize("moves_off", [True, False])
async def test_a_car_that_moves_off_while_the_command_is_written_down(journal: Journal, moves_off: bool) -> None:
    busy = BusyJournal(journal._storage)
    async with running(busy, [car_table]) as place:
        await place.add(CAR)
        await place.report(f"car/{HAZARDS}", True)
        await tell(place, 0.0)
        busy.meanwhile = (lambda: tell(place, 30.0)) if moves_off else None
        outcome = await place.home.execute(OFF)
        if moves_off:
            assert (outcome.kind, outcome.reason) == (OutcomeKind.ASK, Reason.NEEDS_CONFIRMATION)
            assert place.wishes == []
            assert await place.states() == ["ask"]
        else:
            assert outcome.kind is OutcomeKind.DONE
            assert len(place.wishes) == 1
