"""A clock that never goes back and never stands still, so that nobody gains time by setting the one on the wall."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic


def wall_clock() -> datetime:
    """The present moment in UTC, as the machine says."""
    return datetime.now(UTC)


class SteadyClock:
    """Follows the clock on the wall forwards, and the monotonic one wherever the wall's goes back or stands.

    `wall`: the present moment with its time zone. `passing`: a monotonic clock in seconds. Between two runs only the
    wall's clock has gone on: `not_before` holds it to what was written down before.
    """

    def __init__(self, wall: Callable[[], datetime] = wall_clock, passing: Callable[[], float] = monotonic) -> None:
        self._wall = wall
        self._passing = passing
        self._latest = wall().astimezone(UTC)
        self._read_at = passing()

    def now(self) -> datetime:
        """The moment, in UTC; never before one that was told already."""
        read_at = self._passing()
        passed = timedelta(seconds=max(0.0, read_at - self._read_at))
        self._latest, self._read_at = max(self._wall().astimezone(UTC), self._latest + passed), read_at
        return self._latest

    def not_before(self, moment: datetime) -> None:
        """It is at least this moment by now."""
        self._latest = max(self.now(), moment.astimezone(UTC))
