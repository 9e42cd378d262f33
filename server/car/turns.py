"""Saying something in the car: words or a sound file in, the finished answer back."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.conversation import CONFIRMATION_LIFETIME
from assistant.events import Finished, Heard, Returned
from assistant.turn import Recording
from assistant.utterance import Language, Utterance
from server.api.assembly import RunningTurn
from server.api.problems import Problem, documented
from server.api.turns import Stopped
from server.api.who import Key, LanguageOrAuto, PersonId, language_of
from server.api.wire import finite
from server.car.beginning import BeginBefore, check_begins
from server.car.caller import Caller, Listed, Talking
from server.car.display import display_of
from server.car.idempotency import IdempotencyKey
from server.car.open_question import open_question
from server.car.outcomes import Asks
from server.car.seats import Seat
from server.car.waiting import WaiterView, Waiting, waiter_view

router = APIRouter(prefix="/turns", tags=["talking"])

CABIN = "cabin"
"""The conversation where none is named."""


class Circumstances(BaseModel):
    """What is known about a turn beside its words."""

    model_config = ConfigDict(extra="forbid")

    language: LanguageOrAuto = Field("auto", description='"auto": by the script of a text; of sound as it is heard')
    seat: Seat = Field("unknown", description='Where it is said; "unknown" counts as a passenger')
    person: PersonId = Field("", description="Who says it; empty: whoever sits there by PUT /occupants")
    conversation: Key = Field(CABIN, description="Turns of this head unit with the same key are one dialogue")


class CarTurn(Circumstances):
    """Something said in writing, or heard by the head unit's own ears."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "I'm cold", "language": "en", "seat": "driver"}]}
    )

    text: str = Field(min_length=1, max_length=2000, pattern=r"\S", examples=["I'm cold"])


class CommandResult(BaseModel):
    """One command of a turn."""

    id: str
    device: str
    capability: str
    value: Any = None
    outcome: str
    reason: str = ""
    safe: str = Field("", description="With refused: what would be possible instead", examples=["when_parked"])


class TurnResult(BaseModel):
    """One thing that was done or looked up."""

    tool: str = Field(examples=["make_warmer"])
    claim: str = Field(
        description="How strong it is: done, already, started, pending, unknown, failed, refused, ask, …"
    )
    say: str
    commands: list[CommandResult]


class TurnAnswer(BaseModel):
    """A finished turn."""

    turn: str = Field(description="Its id", examples=["8f14e45fceea467f9a2b1c0d3e4f5a6b"])
    heard: str = Field(description="The words that were understood; empty where none were", examples=["I'm cold"])
    language: str = Field(examples=["en"])
    outcome: str = Field(
        description="done, already, started, pending, unknown, failed, refused, ask, answer, not_understood or "
        "interrupted",
        examples=["done"],
    )
    reply: str = Field(description="The whole answer, to be read aloud", examples=["The driver's side is at 23 °C."])
    display: str = Field(description="What of it may be shown while the car does what it is doing")
    results: list[TurnResult]
    asks: Asks | None = Field(None, description="What waits for an answer now")
    waiting: WaiterView | None = Field(None, description="What could not reach the house, and waits for it")


TURN_PROBLEMS = (
    "bad-request",
    "invalid",
    "no-such-seat",
    "key-reused",
    "key-settled",
    "too-late",
    "slow-down",
    "scope-too-small",
    "too-large",
)


@router.post(
    "", operation_id="takeTurn", summary="Say something in words", responses=documented(*TURN_PROBLEMS, "too-deep")
)
async def take_turn(
    turn: CarTurn,
    key: IdempotencyKey,
    caller: Talking,
    waiting: Listed,
    response: Response,
    begin_before: BeginBefore = "",
) -> TurnAnswer:
    """Answers when the turn is over; the event `turn` tells it as it happens. A refusal is an answer, not an error."""

    async def work() -> TurnAnswer:
        check_begins(begin_before)
        said = Utterance(
            turn.text,
            language_of(turn.text, turn.language, caller.mimosa.settings.language),
            caller.speaker(turn.seat, turn.person),
            circumstances=caller.desk.circumstances,
        )
        return await taken(caller, said, turn.conversation, waiting)

    return await caller.desk.answers.once(key, ["turn", turn.model_dump()], response, work)


@router.post("/{turn}/stop", operation_id="stopTurn", summary="Interrupt a turn", responses=documented("no-such-turn"))
async def stop_turn(turn: str, caller: Talking) -> Stopped:
    """Nothing more is begun or said. A command that is under way ends by itself, and its end is told."""
    handle = caller.mimosa.handle(turn) if turn in caller.desk.turns else None
    if handle is None:
        raise Problem("no-such-turn", f"turn: {turn[:64]!r} is none of the last turns of this head unit")
    running = not handle.done
    handle.stop()
    return Stopped(turn=turn, stopped=running)


async def taken(caller: Caller, said: Utterance | Recording, conversation: str, waiting: Waiting) -> TurnAnswer:
    """Take a turn and wait for its end. Raises Problem ("slow-down") where too many are under way."""
    with caller.desk.limits.one_of("turns"):
        turn = caller.desk.take_turn(said, conversation, speak=False)
        return await answer_to(turn, caller, said.language, conversation, waiting)


async def answer_to(
    turn: RunningTurn, caller: Caller, language: Language, conversation: str, waiting: Waiting
) -> TurnAnswer:
    """The whole of a turn, when it is over."""
    heard, results = "", []
    finished = Finished(turn.id, "interrupted", "")
    async for event in turn.events():
        match event:
            case Heard(utterance=utterance):
                heard, language = utterance.text, utterance.language
            case Returned():
                results.append(_result(event))
            case Finished():
                finished = event
    waiter = next((w for w in waiting.wishes() if w.turn == turn.id), None)
    return TurnAnswer(
        turn=turn.id,
        heard=heard,
        language=language,
        outcome=finished.outcome,
        reply=finished.reply,
        display=display_of(finished.reply, finished.outcome, language, caller.desk.driving),
        results=results,
        asks=_asked(caller, turn.id, finished, language, conversation),
        waiting=None if waiter is None else waiter_view(waiter),
    )


def _result(event: Returned) -> TurnResult:
    commands = event.result.facts.get("commands", [])
    told = [c for c in commands if isinstance(c, dict)] if isinstance(commands, list | tuple) else []
    fields = CommandResult.model_fields
    return TurnResult(
        tool=event.call.tool,
        claim=event.result.claim.value,
        say=event.result.say,
        commands=[CommandResult.model_validate(finite({k: c[k] for k in fields if k in c})) for c in told],
    )


def _asked(caller: Caller, turn: str, finished: Finished, language: Language, conversation: str) -> Asks | None:
    """The question that this turn ended with and that is still open."""
    if finished.outcome != "ask":
        return None
    kept = caller.mimosa.conversation(caller.desk.conversations + conversation)
    open_now = open_question(kept, turn)
    if open_now is None:
        until = datetime.now(UTC) + CONFIRMATION_LIFETIME
        return Asks(question=turn, kind="choice", text={language: finished.reply}, until=until)
    text = {language: open_now.text or finished.reply}
    return Asks(question=open_now.turn, kind=open_now.kind, text=text, until=open_now.until)
