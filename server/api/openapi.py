"""The OpenAPI description, completed: our problem documents instead of the framework's errors, and the token."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from server.api.problems import KINDS, ProblemDocument, documented

_FRAMEWORK_ERRORS = ("HTTPValidationError", "ValidationError")


@dataclass(frozen=True, slots=True)
class Security:
    """How callers prove who they are."""

    name: str
    scheme: Mapping[str, str]
    """As OpenAPI has it."""
    always: bool
    """Nobody gets in without."""
    open_paths: tuple[str, ...]
    """Addresses that need nothing."""
    refusals: tuple[str, ...] = ("no-token",)
    """The problems of who does not prove it; of one status."""
    everywhere: tuple[str, ...] = ()
    """Other problems that every address but those ends in."""


HOUSE = Security(
    "token",
    {"type": "http", "scheme": "bearer", "description": "`mimosa token` shows it; on loopback none is needed"},
    always=False,
    open_paths=("/api/alive", "/api/problems/{kind}"),
)


def describe(app: FastAPI, security: Security = HOUSE) -> None:
    """Have the app give the completed description."""
    make = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(make(), security)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _completed(schema: dict[str, Any], security: Security) -> dict[str, Any]:
    parts = schema.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for name in _FRAMEWORK_ERRORS:
        schemas.pop(name, None)
    schemas["ProblemDocument"] = ProblemDocument.model_json_schema()
    parts["securitySchemes"] = {security.name: dict(security.scheme)}
    schema["security"] = [{security.name: []}, *([] if security.always else [{}])]
    problems = {
        str(status): response
        for status, response in documented("invalid", *security.refusals, *security.everywhere).items()
    }
    for path, operation in _operations(schema):
        responses = operation["responses"]
        if "422" in responses and "application/json" in responses["422"].get("content", {}):
            responses["422"] = problems["422"]
        if path in security.open_paths:
            operation["security"] = []
        else:
            responses.setdefault("401", problems["401"])
            for kind in security.everywhere:
                status = str(KINDS[kind].status)
                responses.setdefault(status, problems[status])
    return schema


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            yield path, operation
