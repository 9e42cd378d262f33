"""Everything Mimosa can do, each tool with its schema, and calling one without words."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import BadArgument, UnknownTool
from assistant.schema import schema_of
from assistant.tools import Claim, ToolCall, ToolContext, call
from assistant.utterance import Language, Utterance
from devices.command import new_id
from server.api.asked import Questions
from server.api.assembly import Mimosa
from server.api.pins import Pin, proved
from server.api.problems import Problem, documented
from server.api.who import PersonId, room_of, speaker_of
from server.api.wire import finite

router = APIRouter(prefix="/api/tools", tags=["doing"])


class ToolView(BaseModel):
    """One tool."""

    name: str = Field(examples=["set_brightness"])
    description: str = Field(examples=["Set how bright lights are."])
    skill: str = Field(description="Which skill brought it")
    parameters: dict[str, Any] = Field(description="JSON schema of the arguments; things and rooms are ids")
    phrases: dict[str, list[str]] = Field(description="What people say for it, per language")
    reads_only: bool = Field(description="True: it changes nothing")


class ToolWish(BaseModel):
    """A call."""

    model_config = ConfigDict(extra="forbid")

    arguments: dict[str, Any] = Field(default_factory=dict, examples=[{"things": ["light.kitchen"], "percent": 40}])
    language: Language = Field("en", description="Of the words in the answer")
    place: str = Field("", max_length=100, description="Room where it is wished: its id or one of its names")
    person: PersonId = Field("", description="Who wishes it; empty: the owner")
    pin: Pin | None = Field(None, description="The person's PIN, where the answer asked for it")
    confirmed: bool = Field(
        False,
        description="The person said yes. Holds once, if this very call was answered with ask at most 30 s ago",
    )


class ToolAnswer(BaseModel):
    """What came of it."""

    claim: str = Field(
        description="done, already, started, pending, unknown, failed, refused, ask, or answer", examples=["done"]
    )
    say: str = Field(examples=["The kitchen light is at 40 %."])
    facts: dict[str, Any] = Field(description='"commands": every command with its outcome; "reads": what was looked up')


@router.get("", operation_id="listTools", summary="What can be done", responses=documented("no-token"))
async def list_tools(mimosa: Mimosa) -> list[ToolView]:
    """Tools of all skills, in the order in which they were loaded."""
    return [
        ToolView(
            name=tool.name,
            description=tool.description,
            skill=tool.skill,
            parameters=schema_of(tool, "ids"),
            phrases={language: list(texts) for language, texts in tool.phrases.items()},
            reads_only=tool.reads_only,
        )
        for tool in mimosa.toolbox
    ]


@router.post(
    "/{name}",
    operation_id="callTool",
    summary="Do something without words",
    responses=documented(
        "no-such-tool", "invalid", "too-large", "too-deep", "foreign-origin", "wrong-pin", "pin-locked", "no-pin"
    ),
)
async def call_tool(name: str, wish: ToolWish, mimosa: Mimosa, questions: Questions) -> ToolAnswer:
    """The answer claims no more than the devices themselves have reported. The policy of the house holds here too."""
    said = Utterance("", wish.language, speaker_of(wish.person, mimosa.members), room_of(wish.place, mimosa.names()))
    question = ("tool", name, wish.arguments, said.speaker.person, said.place)
    by_pin = await proved(mimosa.pins, said.speaker.person, wish.pin)
    confirmed = by_pin or (wish.confirmed and questions.take_yes(*question))
    context = ToolContext(said, turn=new_id(), confirmed=confirmed, second_factor=by_pin)
    try:
        result = await call(mimosa.toolbox, ToolCall(name, wish.arguments), context)
    except UnknownTool as error:
        raise Problem("no-such-tool", str(error)) from None
    except BadArgument as error:
        raise Problem("invalid", f"arguments: {error}") from None
    if result.claim is Claim.ASK:
        questions.ask(*question)
    return ToolAnswer(claim=result.claim.value, say=result.say, facts=finite(dict(result.facts)))
