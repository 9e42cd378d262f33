"""How Mimosa is."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from server.api.assembly import Mimosa
from server.api.problems import ADDRESS, KINDS, Problem, documented

router = APIRouter(tags=["the server itself"])


class Health(BaseModel):
    """Every part in one word."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "status": "ok",
                    "link": True,
                    "parts": {"ears": "ready", "voice": "ready", "core": "loading", "broker": "ready", "home": "ready"},
                    "model": "qwen2.5-coder-1.5b",
                    "version": "0.1.0",
                }
            ]
        },
    )
    status: str = Field(description='"ok", or "degraded" where a part is missing or the broker is away')
    link: bool = Field(description="Whether the broker is reached right now")
    parts: dict[str, str] = Field(description='"ready", "loading", "off" or "missing: …" with what helps')
    model: str = Field(description="The reasoning core that is used; empty where there is none")
    version: str


class ProblemExplained(BaseModel):
    """One kind of problem."""

    type: str
    status: int
    title: dict[str, str] = Field(description='Under "en" and "zh"')


@router.get("/api/health", operation_id="readHealth", summary="How every part is", responses=documented("no-token"))
async def read_health(mimosa: Mimosa) -> Health:
    """The same object comes first on `/ws/events`."""
    return Health.model_validate(dict(mimosa.health()))


@router.get(
    "/api/alive", operation_id="isAlive", summary="Whether the server answers", status_code=204, response_class=Response
)
async def is_alive() -> Response:
    """Needs no token; for whatever restarts the server when it hangs."""
    return Response(status_code=204)


@router.get(
    ADDRESS + "{kind}", operation_id="explainProblem", summary="What a problem means", responses=documented("not-found")
)
async def explain_problem(kind: str) -> ProblemExplained:
    """The `type` of a problem document is this address."""
    if kind not in KINDS:
        raise Problem("not-found", f"there is no problem {kind[:60]!r}; there are: {', '.join(KINDS)}")
    known: dict[str, Any] = {"status": KINDS[kind].status, "title": dict(KINDS[kind].title)}
    return ProblemExplained(type=ADDRESS + kind, **known)
