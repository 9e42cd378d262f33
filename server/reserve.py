"""Room on the disk that is kept for what must still be written when there is no other."""

import logging
import os
import shutil
from pathlib import Path

log = logging.getLogger(__name__)

SIZE = 4 * 1024 * 1024
"""Bytes that are kept: the ends of thousands of commands."""

SLICE = 1024 * 1024
"""Bytes given at a time, so that whatever else fills the disk cannot take them all at once."""


class Reserve:
    """A file beside the database that holds room, and gives it when the disk is full."""

    def __init__(self, file: Path, size: int = SIZE) -> None:
        self._file = file
        self._size = size

    @property
    def held(self) -> int:
        """Bytes that are kept now."""
        try:
            return self._file.stat().st_size
        except OSError:
            return 0

    def fill(self) -> bool:
        """Keep all of it again, where as much stays free beside it; returns whether all is kept."""
        held = self.held
        if held >= self._size:
            return True
        try:
            if shutil.disk_usage(self._file.parent).free < 2 * self._size - held:
                return False
            opened = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                os.posix_fallocate(opened, 0, self._size)
            finally:
                os.close(opened)
        except OSError as error:
            log.warning("no room can be kept for a full disk: %s", error)
            return False
        return True

    def give(self) -> bool:
        """Free a slice of it; returns whether there was any left."""
        held = self.held
        if not held:
            return False
        try:
            os.truncate(self._file, max(0, held - SLICE))
        except OSError as error:
            log.error("the room that is kept for a full disk cannot be freed: %s", error)
            return False
        return True
