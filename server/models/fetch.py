"""Fetching what is missing: part by part, resumable, checked, and never half-done under the final name."""

import fcntl
import logging
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from server.models.catalogue import HubCopy, Model, ModelFile, Wheel
from server.models.errors import NotEnoughRoom, NotFetched
from server.models.progress import FetchProgress, NoProgress
from server.models.store import Condition, ModelStore
from server.models.unfinished import Unfinished
from server.models.wheels import WheelSource, member_of

log = logging.getLogger(__name__)

COPY_CHUNK = 1 << 20
SPARE_BYTES = 64 << 20
"""Room that has to stay free beside the models."""

HubFetch = Callable[[HubCopy, ModelFile, Path], None]
"""Fetches one file of the hub to a path, its hash checked; raises NotFetched or WrongHash."""


def fetch(
    store: ModelStore,
    models: Sequence[Model],
    wheels: WheelSource,
    progress: FetchProgress | None = None,
    hub: HubFetch | None = None,
) -> None:
    """Bring every file of the models that is not ready. Raises NotEnoughRoom, NotFetched or WrongHash.

    `hub` is asked for a file that lies there too when its wheels cannot be had.
    """
    missing = wanting(store, models)
    if not missing:
        return
    store.root.mkdir(parents=True, exist_ok=True)
    require_room(store.root, room_needed(store, missing))
    with _alone(store.root):
        shelf = _Shelf(store.root / ".fetching", wheels, missing)
        try:
            for file in missing:
                _fetch_file(store, file, shelf, progress or NoProgress(), hub)
        finally:
            shelf.clear()


def wanting(store: ModelStore, models: Sequence[Model]) -> list[ModelFile]:
    """The files that are not ready, in the order of the models."""
    states = [f for m in models for f in store.state(m).files]
    return [f.file for f in states if f.condition is not Condition.READY]


def room_needed(store: ModelStore, files: Sequence[ModelFile]) -> int:
    """Bytes the disk has to have free: what is still to come, and the largest wheel while it is read."""
    to_come = sum(f.bytes - _there(store.path(f)) for f in files)
    largest = max((f.bytes // max(1, len(f.parts)) for f in files), default=0)
    return to_come + 2 * largest + SPARE_BYTES


def require_room(folder: Path, needed: int) -> None:
    """Raise NotEnoughRoom where the disk of `folder` has fewer bytes free."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise NotEnoughRoom(
            f"{megabytes(needed)} are needed in {folder}, {megabytes(free)} are free; "
            "make room there or choose another folder for the models in the settings"
        )


def megabytes(count: int) -> str:
    """A size for people: "1,117 MB"."""
    return f"{count / 1e6:,.0f} MB" if count >= 1e6 else f"{count / 1e3:,.0f} kB"


def _there(path: Path) -> int:
    part = path.with_name(path.name + ".part")
    return part.stat().st_size if part.exists() else 0


def _fetch_file(
    store: ModelStore, file: ModelFile, shelf: "_Shelf", progress: FetchProgress, hub: HubFetch | None
) -> None:
    log.info("fetching %s", file.file)
    try:
        _from_wheels(store.path(file), file, shelf, progress)
    except NotFetched as error:
        if file.hub is None or hub is None:
            raise
        log.warning("no wheel for %s (%s); asking the model hub", file.file, error)
        hub(file.hub, file, store.path(file))
    store.trust(file)


def _from_wheels(target: Path, file: ModelFile, shelf: "_Shelf", progress: FetchProgress) -> None:
    with Unfinished(target, file.sha256) as unfinished:
        progress.reached(file.file, unfinished.length, file.bytes)
        for part in file.parts[unfinished.pieces :]:
            wheel_file = shelf.take(part.wheel, partial(_downloading, progress, file, unfinished.length))
            with member_of(wheel_file, part.member) as stream:
                while chunk := stream.read(COPY_CHUNK):
                    unfinished.write(chunk)
            unfinished.mark()
            progress.reached(file.file, unfinished.length, file.bytes)
            shelf.put_back(part.wheel)
        unfinished.finish()


def _downloading(progress: FetchProgress, file: ModelFile, before: int, downloaded: int) -> None:
    progress.reached(file.file, min(before + downloaded, file.bytes), file.bytes)


class _Shelf:
    """Wheels that are being read; each is thrown away when the last part was read out of it."""

    def __init__(self, folder: Path, source: WheelSource, files: Sequence[ModelFile]) -> None:
        self._folder = folder
        self._source = source
        self._uses = Counter(p.wheel for f in files for p in f.parts)
        self._held: dict[Wheel, Path] = {}

    def take(self, wheel: Wheel, watch: Callable[[int], None]) -> Path:
        if wheel not in self._held:
            place = self._folder / wheel.package
            shutil.rmtree(place, ignore_errors=True)
            self._held[wheel] = self._source.get(wheel, place, watch)
        return self._held[wheel]

    def put_back(self, wheel: Wheel) -> None:
        self._uses[wheel] -= 1
        if self._uses[wheel] <= 0:
            shutil.rmtree(self._held.pop(wheel).parent, ignore_errors=True)

    def clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep two fetches out of each other's way."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotFetched(f"another Mimosa is fetching models into {folder}; wait until it is done") from None
        yield
