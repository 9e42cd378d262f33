"""Whether a wish comes in time, by the clock of whoever sent it; and whether that clock can be right."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated

from fastapi import Depends, Header

from server.api.problems import Problem

CLOCK_MAY_DIFFER_S = 30.0
"""Beyond it the clock is called wrong."""
DATE_IS_TO_THE_SECOND_S = 1.0
"""What a `Date` header leaves out."""


@dataclass(frozen=True, slots=True)
class SentAt:
    """What the request itself says about when it was sent."""

    date: datetime | None
    """Its `Date` header, in UTC."""

    def moment(self, told: datetime | None) -> datetime | None:
        """When it was sent: as its body tells, else its head. Raises Problem ("invalid") where it is none."""
        if told is None:
            return self.date
        if told.tzinfo is None:
            raise Problem("invalid", f"sent_at: {told.isoformat()} has no time zone; write {told.isoformat()}Z for UTC")
        try:
            return told.astimezone(UTC)
        except OverflowError:
            raise Problem("invalid", f"sent_at: {told.isoformat()} is beyond all dates") from None


async def sent_at(
    date: Annotated[
        str | None, Header(max_length=60, description="When the request was sent, by the head unit's clock")
    ] = None,
) -> SentAt:
    """What the head of the request says. Raises Problem for a `Date` that is none."""
    if date is None:
        return SentAt(None)
    try:
        return SentAt(parsedate_to_datetime(date).astimezone(UTC))
    except (ValueError, OverflowError):
        right = format_datetime(datetime.now(UTC), usegmt=True)
        raise Problem("invalid", f"Date: {date[:40]!r} is no date; it is written like {right}") from None


Sent = Annotated[SentAt, Depends(sent_at)]


def left_s(sent: datetime | None, deadline_s: float, now: datetime | None = None) -> float:
    """Seconds of its deadline that are left. Raises Problem ("too-late", "wrong-clock")."""
    if sent is None:
        return deadline_s
    here = now or datetime.now(UTC)
    behind = (here - sent).total_seconds()
    if abs(behind) > max(CLOCK_MAY_DIFFER_S, deadline_s):
        raise Problem(
            "wrong-clock",
            f"it was sent at {sent.isoformat()}, and here it is {here.isoformat()}: the clock of the head unit is "
            f"{abs(behind):.0f} s {'behind' if behind > 0 else 'ahead'}, or the request was {abs(behind):.0f} s on its "
            "way; every answer's Date header has the time here",
        )
    if behind > deadline_s + DATE_IS_TO_THE_SECOND_S:
        raise Problem(
            "too-late", f"it was sent {behind:.1f} s ago, and had {deadline_s:g} s; wish it again if it counts"
        )
    return min(deadline_s, max(deadline_s - behind, 0.5 * min(deadline_s, DATE_IS_TO_THE_SECOND_S)))
