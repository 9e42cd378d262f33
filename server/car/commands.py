"""Changing something by touch on the head unit: at once or not at all, and told how it ended."""

import asyncio
import difflib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from assistant.utterance import Language, Speaker, Utterance
from devices.command import Command, Outcome, OutcomeKind, Reason, new_id
from devices.device import Capability, Device, Value
from devices.wishes import fits
from server.api.pins import Pin, proved
from server.api.problems import Problem, documented
from server.api.who import PersonId
from server.car.caller import Acting, Caller, Listed
from server.car.desk import PIN_WITHIN_S, YES_WITHIN_S
from server.car.display import display_of
from server.car.head_unit import check_scopes
from server.car.idempotency import IdempotencyKey
from server.car.open_question import open_question
from server.car.outcomes import Asks, CommandAnswer, command_answer
from server.car.punctuality import Sent, left_s
from server.car.seats import Seat, origin_in
from server.car.turns import taken
from server.car.waiting import Waiting

router = APIRouter(prefix="/commands", tags=["acting"])

CAR_DEADLINE_S = 5.0
"""The longest a command for the car may be on its way."""
HOUSE_DEADLINE_S = 900.0
HOUSE_ANSWER_S = 30.0
"""The longest a device at home is waited for, however much time there is."""
GRACE_S = 0.5
"""Seconds beyond its deadline in which the door itself tells how a command ended."""

_YES: dict[Language, str] = {"en": "yes", "zh": "是的"}


class CarWish(BaseModel):
    """A wish for one capability, or the answer to a question."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "capability": "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature",
                    "value": 22,
                    "seat": "driver",
                    "deadline_s": 5,
                }
            ]
        },
    )

    target: Literal["car", "house"] = "car"
    device: str = Field("", max_length=130, description="With house: the device's id. With car it may be left out")
    capability: str = Field("", max_length=200, description="Its name in GET /capabilities; empty only with `confirms`")
    value: (
        StrictBool | StrictInt | Annotated[StrictFloat, Field(allow_inf_nan=False)] | StrictStr | list[StrictStr] | None
    ) = Field(None, description="Of the capability's shape and within its range; null for an act that takes nothing")
    seat: Seat = Field("unknown", description='Where it is wished; "unknown" counts as a passenger')
    person: PersonId = Field("", description="Who wishes it; empty: whoever sits there by PUT /occupants")
    deadline_s: float = Field(
        CAR_DEADLINE_S,
        gt=0,
        le=HOUSE_DEADLINE_S,
        description="Seconds after `sent_at` in which it may be done: at most 5 for the car, 900 for the house",
    )
    sent_at: datetime | None = Field(
        None,
        description="When it was wished, by the head unit's clock, with its time zone. Without it the request's `Date` "
        "header counts, without that the moment it arrives",
    )
    confirms: str = Field(
        "", max_length=64, description="The question that the person said yes to, with the very same wish; for a "
        "turn's question it is enough by itself"
    )  # fmt: skip
    pin: Pin | None = Field(None, description="The person's PIN, where the question is of kind pin")


@dataclass(frozen=True, slots=True)
class _Aim:
    """What a wish is for."""

    device: Device
    capability: Capability
    value: Value


@router.post(
    "",
    operation_id="sendCommand",
    summary="Change something by touch",
    responses=documented(
        "bad-request", "too-deep", "invalid", "too-large", "no-such-signal", "no-such-device", "no-such-seat",
        "read-only", "out-of-range", "too-late", "wrong-clock", "question-over", "key-reused", "slow-down",
        "scope-too-small", "wrong-pin", "pin-locked", "no-pin",
    ),
)  # fmt: skip
async def send_command(
    wish: CarWish, key: IdempotencyKey, caller: Acting, sent: Sent, waiting: Listed, response: Response
) -> CommandAnswer:
    """Waits until the device itself has reported, at the latest until the deadline. It is never queued: what cannot be
    done in time is not done. A refusal is an answer, not an error.
    """

    async def work() -> CommandAnswer:
        if wish.confirms and not wish.capability:
            return await _said_yes(wish, caller, waiting)
        return await _commanded(wish, caller, sent.moment(wish.sent_at))

    pin = wish.pin.get_secret_value() if wish.pin else ""
    body = wish.model_dump(mode="json", exclude={"pin"})
    return await caller.desk.answers.once(key, ["command", body, pin], response, work)


@router.get(
    "/{command}", operation_id="readCommand", summary="How a command ended", responses=documented("no-such-command")
)
async def read_command(command: str, caller: Acting) -> CommandAnswer:
    """As far as is known by now: what was not certain at its deadline may have turned out since."""
    found = caller.desk.commands.get(command)
    if found is None:
        raise Problem("no-such-command", f"command: {command[:64]!r} is none of the last commands of this head unit")
    return found


async def _commanded(wish: CarWish, caller: Caller, sent: datetime | None) -> CommandAnswer:
    """Check everything, have it done, and take down how it ended."""
    left = left_s(sent, _deadline_of(wish))
    aim = _aim(wish, caller)
    speaker = caller.speaker(wish.seat, wish.person)
    by_pin = await proved(caller.mimosa.pins, speaker.person, wish.pin)
    said_yes = _takes_yes(wish, aim, speaker, caller)
    origin = origin_in(caller.unit, speaker, confirmed=by_pin or said_yes, proved=by_pin)
    deadline = min(left, HOUSE_ANSWER_S)
    command = Command(aim.device.id, aim.capability.name, aim.value, origin=origin, deadline_s=deadline)
    with caller.desk.limits.one_of("commands"):
        outcome = await _executed(command, caller)
    if outcome.reason is Reason.NOT_GRANTED:
        raise _not_granted(wish, caller)
    asks = _asked(outcome, aim, speaker, caller) if outcome.kind is OutcomeKind.ASK else None
    answer = command_answer(outcome, caller.mimosa.home, caller.desk.driving, asks)
    caller.desk.take_down_command(answer)
    return answer


def _deadline_of(wish: CarWish) -> float:
    """Seconds it may take. Raises Problem for more than a car's command may."""
    if wish.target == "car" and wish.deadline_s > CAR_DEADLINE_S:
        raise Problem("invalid", f"deadline_s: {wish.deadline_s:g} for the car; at most {CAR_DEADLINE_S:g}")
    return wish.deadline_s


def _aim(wish: CarWish, caller: Caller) -> _Aim:
    """What is wished for. Raises Problem that says what would be right."""
    if not wish.capability:
        raise Problem("invalid", "capability: name one, or answer a question with `confirms`")
    device = _device(wish, caller)
    capability = device.capabilities.get(wish.capability)
    if capability is None:
        near = difflib.get_close_matches(wish.capability, device.capabilities, n=5, cutoff=0.5)
        there = f"near it: {', '.join(near)}" if near else "GET /capabilities lists those there are"
        raise Problem("no-such-signal", f"capability: {device.id} has no {wish.capability[:120]!r}; {there}")
    if not capability.writable:
        raise Problem("read-only", f"capability: {capability.name} can be read and not set")
    value: Value = tuple(wish.value) if isinstance(wish.value, list) else wish.value
    if not fits(capability, value):
        raise Problem("out-of-range", f"value: {wish.value!r} for {capability.name}; it takes {_takes(capability)}")
    return _Aim(device, capability, value)


def _device(wish: CarWish, caller: Caller) -> Device:
    unit = caller.unit
    if wish.target == "car":
        check_scopes(unit, () if unit.scopes & {"car.act", "car.open"} else ("car.act",))
        if wish.device not in ("", unit.device):
            raise Problem("no-such-device", f"device: {wish.device!r} is not this head unit's car, {unit.device}")
        if caller.car is None:
            raise Problem("no-such-device", f"the car {unit.vehicle!r} has not been on the air yet")
        return caller.car
    check_scopes(unit, () if unit.scopes & {"home.act", "home.risky"} else ("home.act",))
    device = caller.mimosa.home.devices.get(wish.device)
    if device is None or device.kind == "car":
        raise Problem("no-such-device", f"device: the house has no {wish.device!r}; GET /state/house lists them")
    return device


def _takes(capability: Capability) -> str:
    """What values it takes, for the detail of a problem."""
    if capability.choices:
        return " or ".join(capability.choices)
    ends = [f"{end:g}" for end in (capability.low, capability.high) if end is not None]
    limits = f" from {ends[0]} to {ends[1]}" if len(ends) == 2 else ""
    unit = f" {capability.unit}" if capability.unit else ""
    return f"a {capability.shape.value}{limits}{unit}"


async def _executed(command: Command, caller: Caller) -> Outcome:
    """How the door says it ended; what waited behind another until it was too late is not sent any more."""
    try:
        async with asyncio.timeout(command.deadline_s + GRACE_S):
            return await caller.mimosa.home.execute(command)
    except TimeoutError:
        return Outcome(OutcomeKind.UNKNOWN, command, Reason.NO_ANSWER)


def _not_granted(wish: CarWish, caller: Caller) -> Problem:
    needs = "car.open or car.act" if wish.target == "car" else "home.act or home.risky"
    granted = ", ".join(sorted(caller.unit.scopes)) or "none"
    return Problem("scope-too-small", f"this wish needs more ({needs}); granted: {granted}")


def _question(question: str, aim: _Aim, speaker: Speaker, caller: Caller) -> tuple[object, ...]:
    """What a yes is to: this question, by this person in this seat, about this wish, while the car does the same."""
    return (
        question, aim.device.id, aim.capability.name, aim.value, speaker.person, speaker.seat,
        caller.desk.circumstances,
    )  # fmt: skip


def _asked(outcome: Outcome, aim: _Aim, speaker: Speaker, caller: Caller) -> Asks:
    """Have the question wait for its yes."""
    question = outcome.command.id
    answer = command_answer(outcome, caller.mimosa.home, caller.desk.driving)
    kind: Literal["pin", "confirm"] = "pin" if outcome.reason is Reason.NEEDS_SECOND_FACTOR else "confirm"
    within_s = PIN_WITHIN_S if kind == "pin" else YES_WITHIN_S
    caller.desk.questions.ask(*_question(question, aim, speaker, caller), within_s=within_s)
    until = datetime.now(UTC) + timedelta(seconds=within_s)
    return Asks(question=question, kind=kind, text=answer.say, until=until)


def _takes_yes(wish: CarWish, aim: _Aim, speaker: Speaker, caller: Caller) -> bool:
    """Whether the wish answers its question. Raises Problem where that is over, or was another one."""
    if not wish.confirms:
        return False
    if caller.desk.questions.take_yes(*_question(wish.confirms, aim, speaker, caller)):
        return True
    raise _question_over(wish.confirms)


def _question_over(question: str) -> Problem:
    return Problem(
        "question-over",
        f"confirms: {question!r} does not wait for a yes to this wish from this seat and person: it waits "
        f"{YES_WITHIN_S:g} s ({PIN_WITHIN_S:g} s for a PIN), until the car does something else, and for one answer; "
        "send the wish again without confirms",
    )


async def _said_yes(wish: CarWish, caller: Caller, waiting: Waiting) -> CommandAnswer:
    """A yes to the question of a turn, as if it had been said there."""
    conversation = caller.desk.turns.get(wish.confirms)
    kept = None if conversation is None else caller.mimosa.conversation(caller.desk.conversations + conversation)
    asked = None if kept is None else open_question(kept, wish.confirms)
    if conversation is None or asked is None or asked.turn != wish.confirms:
        raise _question_over(wish.confirms)
    if not asked.is_open(datetime.now(UTC), caller.desk.circumstances):
        raise _question_over(wish.confirms)
    language = asked.language
    text = wish.pin.get_secret_value() if wish.pin and asked.kind == "pin" else _YES[language]
    speaker = caller.speaker(wish.seat, wish.person)
    said = Utterance(text, language, speaker, circumstances=caller.desk.circumstances, answers=asked.turn)
    answer = await taken(caller, said, conversation, waiting)
    done = [command for result in answer.results for command in result.commands]
    first = done[0] if done else None
    told = CommandAnswer(
        id=first.id if first else new_id(),
        device=first.device if first else "",
        capability=first.capability if first else "",
        outcome=answer.outcome,
        reason=first.reason if first else "",
        say={language: answer.reply},
        display={language: display_of(answer.reply, answer.outcome, language, caller.desk.driving)},
        asks=answer.asks,
    )
    caller.desk.take_down_command(told)
    return told
