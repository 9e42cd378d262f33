"""What was said lately."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from assistant.conversation import Exchange
from assistant.utterance import Utterance
from server.api.assembly import Mimosa
from server.api.problems import documented
from server.api.who import PersonId, speaker_of
from server.api.wire import finite
from server.carrying import history_with_what_goes_on, question_for

router = APIRouter(prefix="/api/conversations", tags=["talking"])


class CallView(BaseModel):
    """One tool call and what came of it."""

    tool: str
    arguments: dict[str, Any]
    claim: str = Field(description="How strong the reply may be: done, already, started, pending, unknown, failed, …")
    facts: dict[str, Any] = Field(description="What the claim rests on")


class ExchangeView(BaseModel):
    """One finished turn."""

    at: datetime
    text: str = Field(description="What was heard")
    language: str
    person: str
    place: str
    confidence: float = Field(description="0 to 1; typed text is 1")
    calls: list[CallView]
    reply: str


class ConversationView(BaseModel):
    """One dialogue, oldest exchange first."""

    id: str
    exchanges: list[ExchangeView]
    waiting: str | None = Field(description="The question that waits for a yes; null where none does")


class QuestionView(BaseModel):
    """A question that waits for a PIN."""

    conversation: str
    turn: str = Field(description="The turn that asked")
    text: str
    heard: str = Field(description="What was said that it asks about")
    place: str = Field(description="The room where that was said; empty where that is unknown")
    at: datetime
    seconds_left: float


class ElsewhereView(BaseModel):
    """What one person has said and been asked in other places."""

    exchanges: list[ExchangeView]
    questions: list[QuestionView]


ConversationKey = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]


@router.get(
    "/{conversation}",
    operation_id="readConversation",
    summary="The last exchanges of a conversation",
    responses=documented("invalid"),
)
async def read_conversation(conversation: ConversationKey, mimosa: Mimosa) -> ConversationView:
    """A conversation nobody has begun is empty."""
    kept = mimosa.conversation(conversation)
    waiting = kept.parked.question if kept.parked and kept.parked.is_open(datetime.now(UTC)) else None
    return ConversationView(id=conversation, exchanges=[_view(e) for e in kept.history], waiting=waiting)


@router.get(
    "/{conversation}/elsewhere",
    operation_id="readElsewhere",
    summary="What a person said lately in another place, and what waits there for their PIN",
    responses=documented("invalid"),
)
async def read_elsewhere(conversation: ConversationKey, mimosa: Mimosa, person: PersonId = "") -> ElsewhereView:
    """What goes on in a turn of this conversation with `goes_on`. A question is answered by `POST /api/turns` with its
    `conversation` and its `turn` as `answers`; what a car asked is answered in the car.
    """
    now, speaker = datetime.now(UTC), speaker_of(person, mimosa.members)
    said = Utterance("", speaker=speaker, goes_on=not mimosa.members.guest_mode)
    here, others = mimosa.conversation(conversation), mimosa.other_conversations(conversation)
    whole = history_with_what_goes_on(said, here, (there for _, there in others), now)
    own = {id(exchange) for exchange in here.history}
    return ElsewhereView(
        exchanges=[_view(e) for e in whole if id(e) not in own],
        questions=[
            QuestionView(
                conversation=key,
                turn=asked.turn,
                text=asked.question,
                heard=asked.utterance.text,
                place=asked.utterance.place,
                at=asked.asked_at,
                seconds_left=(asked.until - now).total_seconds(),
            )
            for key, there in others
            if (asked := question_for(speaker, there, now)) is not None
        ],
    )


def _view(exchange: Exchange) -> ExchangeView:
    said = exchange.utterance
    calls = [
        CallView(
            tool=call.tool,
            arguments=finite(dict(call.arguments)),
            claim=result.claim.value,
            facts=finite(dict(result.facts)),
        )
        for call, result in zip(exchange.calls, exchange.results, strict=False)
    ]
    return ExchangeView(
        at=said.at,
        text=said.text,
        language=said.language,
        person=said.speaker.person,
        place=said.place,
        confidence=said.confidence,
        calls=calls,
        reply=exchange.reply,
    )
