"""Turns that were held up on their way: after the moment that their sender named they are not begun any more."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated

from fastapi import Header

from server.api.problems import Problem

BeginBefore = Annotated[
    str,
    Header(
        alias="Begin-Before",
        max_length=60,
        description="A date as in the `Date` header, by this server's clock: after it the turn is refused (too-late), "
        "for lines that hold requests back and deliver them later",
        examples=["Sun, 06 Nov 1994 08:49:37 GMT"],
    ),
]
"""The parameter of a route whose work must not begin late; empty: it may."""


def check_begins(before: str, now: datetime | None = None) -> None:
    """Raises Problem ("too-late", "invalid")."""
    if not before:
        return
    here = now or datetime.now(UTC)
    try:
        until = parsedate_to_datetime(before).astimezone(UTC)
    except (ValueError, OverflowError):
        right = format_datetime(here, usegmt=True)
        raise Problem("invalid", f"Begin-Before: {before[:40]!r} is no date; it is written like {right}") from None
    if here > until:
        raise Problem(
            "too-late", f"it had to begin before {before}, and here it is {format_datetime(here, usegmt=True)}"
        )
