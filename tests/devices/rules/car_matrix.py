"""The car's policy as the reference tells it: every action, state and origin, and what it comes to."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from devices.command import Role, Seat
from devices.device import Value
from devices.policy import Driving

TABLE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "car_matrix.toml").read_text("utf-8"))
STATES = (Driving.PARKED, Driving.STOPPED, Driving.MOVING, Driving.UNKNOWN)
ROLES: tuple[Role, ...] = get_args(Role)
SEATS: tuple[Seat, ...] = tuple(seat for seat in get_args(Seat) if seat)
SEVERITY = "ACPR"


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the table."""

    row: int
    what: str
    path: str
    value: Value
    sort: str
    answers: tuple[str, str, str, str]
    """For a grown-up at the wheel, in the order of STATES."""

    def __str__(self) -> str:
        return f"{self.row} {self.what}"

    def answer(self, state: Driving, role: Role, seat: Seat) -> str:
        """A, C, P or R for somebody who sits there."""
        plain = self.answers[STATES.index(state)]
        who = TABLE["who"][self.sort]
        wanted = who.get("anybody", who.get(role))
        if isinstance(wanted, dict):
            wanted = wanted["rear" if seat.startswith("rear") else seat]
        if self.sort == "rear glass" and state is Driving.UNKNOWN and (seat.startswith("rear") or seat == "unknown"):
            return "R"  # Nobody knows whether the child lock is on.
        if wanted.endswith("no questions"):
            if plain != "A":
                return "R"
            wanted = wanted.partition(",")[0] if "," in wanted else "-"
        return plain if wanted == "-" else max(plain, wanted, key=SEVERITY.index)


ACTIONS = tuple(Action(*line[:5], tuple(line[5:])) for line in TABLE["rows"])


def cells() -> Iterator[tuple[Action, Driving, Role, Seat]]:
    """Every action by everybody from everywhere in every state."""
    for action in ACTIONS:
        for state in STATES:
            for role in ROLES:
                for seat in SEATS:
                    yield action, state, role, seat
