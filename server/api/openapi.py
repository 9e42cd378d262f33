"""The OpenAPI description, completed: our problem documents instead of the framework's errors, and the token."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from server.api.problems import ProblemDocument, documented

_FRAMEWORK_ERRORS = ("HTTPValidationError", "ValidationError")
_OPEN = ("/api/alive", "/api/problems/{kind}")
"""Addresses that need no token."""


def describe(app: FastAPI) -> None:
    """Have the app give the completed description."""
    make = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(make())
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _completed(schema: dict[str, Any]) -> dict[str, Any]:
    parts = schema.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for name in _FRAMEWORK_ERRORS:
        schemas.pop(name, None)
    schemas["ProblemDocument"] = ProblemDocument.model_json_schema()
    parts["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "`mimosa token` shows it; on loopback none is needed",
        }
    }
    schema["security"] = [{"token": []}, {}]
    problems = {str(status): response for status, response in documented("invalid", "no-token").items()}
    for path, operation in _operations(schema):
        responses = operation["responses"]
        if "422" in responses and "application/json" in responses["422"].get("content", {}):
            responses["422"] = problems["422"]
        if path in _OPEN:
            operation["security"] = []
        else:
            responses.setdefault("401", problems["401"])
    return schema


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            yield path, operation
