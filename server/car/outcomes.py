"""What is answered to a command of a head unit, and to a question that it leads to."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from devices.command import Outcome
from devices.home import Home
from devices.policy import Driving
from server.api.wire import finite
from server.car.display import display_of
from skills.outcomes import words_for


class Asks(BaseModel):
    """A question that waits for an answer, or something is not done."""

    question: str = Field(description="Its id, for `confirms`", examples=["8f14e45fceea467f9a2b1c0d3e4f5a6b"])
    kind: Literal["confirm", "pin", "choice"] = Field(
        description='"confirm": a yes is enough; "pin": it takes the person\'s PIN; "choice": something was not clear, '
        "and the next turn says what was meant"
    )
    text: dict[str, str] = Field(description='The question under "en" and "zh", as far as it was put in them')
    until: datetime = Field(
        description="When it is too late for an answer, by this server's clock. Any change of what the car is doing "
        "ends it at once"
    )


class CommandAnswer(BaseModel):
    """How a command ended. Only what the device itself reported counts as done."""

    id: str = Field(description="Of the command, for GET /commands/{command} and the event `command`")
    device: str = Field(examples=["vss:car"])
    capability: str = Field(examples=["Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature"])
    outcome: str = Field(
        description="done, already, started, pending, failed, unknown, refused or ask", examples=["done"]
    )
    reason: str = Field(description="Why it is not simply done; empty where it is", examples=[""])
    safe: str = Field("", description="With refused: what would be possible instead", examples=["when_parked"])
    reported: Any = Field(None, description="What the device itself says now", examples=[22.0])
    say: dict[str, str] = Field(description='The sentence for it under "en" and "zh"')
    display: dict[str, str] = Field(description="What of it may be shown while the car does what it is doing")
    asks: Asks | None = Field(None, description="With ask: the question")


def command_answer(outcome: Outcome, home: Home, driving: Driving, asks: Asks | None = None) -> CommandAnswer:
    """How a command ended, in words and as data."""
    say = {"en": words_for(outcome, home, "en"), "zh": words_for(outcome, home, "zh")}
    kind = outcome.kind.value
    return CommandAnswer(
        id=outcome.command.id,
        device=outcome.command.device,
        capability=outcome.command.capability,
        outcome=kind,
        reason=outcome.reason.value,
        safe=outcome.safe.value,
        reported=finite(outcome.reported),
        say=say,
        display={"en": display_of(say["en"], kind, "en", driving), "zh": display_of(say["zh"], kind, "zh", driving)},
        asks=asks,
    )
