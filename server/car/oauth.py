"""What RFC 6749 asks of an endpoint: forms in, JSON out, nothing stored on the way, and errors that clients know."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute

from server.api.problems import MEDIA_TYPE, Problem

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 50

NOT_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}

DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
REFRESH_GRANT = "refresh_token"


class OAuthProblem(Problem):
    """A problem with the error code that OAuth clients look for."""

    def __init__(self, error: str, kind: str, detail: str = "", headers: Mapping[str, str] | None = None) -> None:
        """`error`: as in RFC 6749, section 5.2, and RFC 8628, section 3.5. `kind`: as of any problem."""
        super().__init__(kind, detail, headers)
        self.error = error

    def document(self) -> dict[str, Any]:
        """The problem document with the members of RFC 6749 beside its own."""
        return {"error": self.error, "error_description": _in_ascii(self.detail), **super().document()}


def _in_ascii(text: str) -> str:
    """The letters that RFC 6749 permits in a description."""
    return "".join(c if " " <= c <= "~" and c not in '"\\' else "'" if c in '"\\' else "?" for c in text)


class OAuthRoute(APIRoute):
    """A route whose answers are never stored, and whose errors OAuth clients can read.

    RFC 6749 wants errors as `application/json`; who accepts `application/problem+json` gets the same document as that.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler around the route's own."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                answer = await handle(request)
            except Problem as problem:
                answer = _answer(problem, request)
            answer.headers.update(NOT_STORED)
            return answer

        return handled


def _answer(problem: Problem, request: Request) -> Response:
    answer = problem.response()
    if isinstance(problem, OAuthProblem) and MEDIA_TYPE not in request.headers.get("accept", ""):
        answer.headers["Content-Type"] = "application/json"
    return answer


def invalid_request(detail: str) -> OAuthProblem:
    """The form is not what it has to be."""
    return OAuthProblem("invalid_request", "invalid-request", detail)


def invalid_grant(detail: str) -> OAuthProblem:
    """The code or token in the form counts for nothing."""
    return OAuthProblem("invalid_grant", "invalid-grant", detail)


class Form:
    """The parameters of a request; those without a value count as left out."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given

    def get(self, name: str) -> str:
        """The value; empty where it was left out."""
        return self._given.get(name, "")

    def need(self, name: str) -> str:
        """The value. Raises OAuthProblem where it was left out."""
        value = self.get(name)
        if not value:
            raise invalid_request(f"{name} is missing")
        return value


async def read_form(request: Request) -> Form:
    """The form in the body. Raises OAuthProblem where it is none, or names a parameter twice."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != FORM:
        raise invalid_request(f"the body has to be {FORM}")
    try:
        fields = parse_qsl((await request.body()).decode("utf-8"), True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise invalid_request(f"the form cannot be read: {error}") from None
    names = [name for name, _ in fields]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise invalid_request(f"named twice: {', '.join(twice)[:100]}")
    return Form({name: value for name, value in fields if value})


FormBody = Annotated[Form, Depends(read_form)]
"""The parameter of a route that takes a form."""


def form_schema(required: tuple[str, ...], **fields: str) -> dict[str, Any]:
    """What OpenAPI says about the body of such a route: the fields, each with what it means."""
    properties = {name: {"type": "string", "description": text} for name, text in fields.items()}
    schema = {"type": "object", "required": list(required), "properties": properties}
    return {"requestBody": {"required": True, "content": {FORM: {"schema": schema}}}}
