"""What was said lately."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from assistant.conversation import Exchange
from server.api.assembly import Mimosa
from server.api.problems import documented
from server.api.wire import finite

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


@router.get(
    "/{conversation}",
    operation_id="readConversation",
    summary="The last exchanges of a conversation",
    responses=documented("invalid"),
)
async def read_conversation(
    conversation: Annotated[str, Path(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")], mimosa: Mimosa
) -> ConversationView:
    """A conversation nobody has begun is empty."""
    kept = mimosa.conversation(conversation)
    waiting = kept.parked.question if kept.parked and kept.parked.is_open(datetime.now(UTC)) else None
    return ConversationView(id=conversation, exchanges=[_view(e) for e in kept.history], waiting=waiting)


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
