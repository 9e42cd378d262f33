"""What devices put on their reports to tell newer from older, and what can be concluded from it."""

from dataclasses import dataclass

FAR_BACK = 1_000.0
"""A stamp that lies further behind than this, and not even half way up, comes from a device that began anew."""

CONVINCING = 3
"""As many reports in a row, each newer than the one before, are a device that began anew."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The newest stamp at a moment. What is to count as said after that moment must be newer."""

    epoch: int
    """Grows when the device begins to count anew; stamps of different epochs cannot be compared."""
    stamp: float
    may_restart: bool
    """The device was away since: its next stamp may be of a new epoch."""

    def precedes(self, epoch: int, stamp: float) -> bool:
        """Whether a report with this stamp, of this epoch, was certainly made after the moment."""
        if epoch == self.epoch:
            return stamp > self.stamp
        return self.may_restart and epoch == self.epoch + 1


@dataclass(slots=True)
class _Line:
    newest: float
    epoch: int = 0
    may_restart: bool = False
    climbed_to: float = float("inf")
    climbed: int = 0


class Stamps:
    """The newest stamp of every capability of every device."""

    def __init__(self) -> None:
        self._lines: dict[str, dict[str, _Line]] = {}

    def mark(self, device_id: str, capability: str) -> Mark | None:
        """How far its stamps are; None where it never had one."""
        line = self._lines.get(device_id, {}).get(capability)
        return None if line is None else Mark(line.epoch, line.newest, line.may_restart)

    def take(self, device_id: str, capability: str, stamp: float) -> int | None:
        """Take the stamp of a report; returns its epoch, or None where the report is older than what is known."""
        lines = self._lines.setdefault(device_id, {})
        line = lines.get(capability)
        if line is None:
            line = lines[capability] = _Line(stamp)
        elif stamp > line.newest:
            line.newest, line.may_restart, line.climbed = stamp, False, 0
        elif stamp < line.newest:
            if not _begins_anew(line, stamp):
                return None
            lines[capability] = line = _Line(stamp, line.epoch + 1)
        return line.epoch

    def may_restart(self, device_id: str) -> None:
        """The device was away: it may count anew from here."""
        for line in self._lines.get(device_id, {}).values():
            line.may_restart = True

    def all_may_restart(self) -> None:
        """Nobody was listening: any device may count anew."""
        for device_id in self._lines:
            self.may_restart(device_id)

    def forget(self, device_id: str) -> None:
        """The device was taken away."""
        self._lines.pop(device_id, None)


def _begins_anew(line: _Line, stamp: float) -> bool:
    """Whether a stamp behind the newest one is the first of a new count, not an old report that comes late."""
    if stamp <= line.newest / 2 and (line.may_restart or line.newest - stamp > FAR_BACK):
        return True
    line.climbed = line.climbed + 1 if line.climbed and stamp > line.climbed_to else 1
    line.climbed_to = stamp
    return line.climbed >= CONVINCING
