"""`make test`: installs what the tests need and runs all of them, real engines, broker and browser included.

What this machine cannot have is named and left out; with CI=true nothing may be left out.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sysconfig.get_path("scripts"))
DEBIAN_PACKAGES = {
    "mosquitto": "/usr/sbin/mosquitto",
    "mosquitto-clients": "/usr/bin/mosquitto_pub",
    "chromium": "/usr/bin/chromium",
    "ffmpeg": "/usr/bin/ffmpeg",
    "docker-compose": "/usr/bin/docker-compose",
    "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
}
"""package → a file of it"""


MARKERS = {"mosquitto": "broker", "mosquitto-clients": "broker", "chromium": "browser"}


@dataclass(frozen=True)
class Missing:
    """Something the tests could not be given, and the marker of the tests that are left out for it, if it has one."""

    what: str
    marker: str
    remedy: str


def run(command: Sequence[str | Path], **environment: str) -> int:
    print("+", " ".join(map(str, command)), flush=True)
    return subprocess.run([str(c) for c in command], cwd=ROOT, env=os.environ | environment, check=False).returncode


def install_programs() -> None:
    wanted = [package for package, file in DEBIAN_PACKAGES.items() if not Path(file).exists()]
    if not wanted or shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    run(["apt-get", "update", "-qq"])
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted], DEBIAN_FRONTEND="noninteractive")


def what_is_missing() -> list[Missing]:
    missing = [
        Missing(package, MARKERS.get(package, ""), f"apt-get install {package}")
        for package, file in DEBIAN_PACKAGES.items()
        if not Path(file).exists() and shutil.which(package) is None
    ]
    if run([BIN / "mimosa", "models", "fetch"]) != 0:
        missing.append(Missing("the out-of-box models", "models", "mimosa models fetch"))
    return missing


def compile_tests() -> "subprocess.Popen[bytes]":
    """Collect the tests once, so that they are compiled when they run; the types are checked on one core alone."""
    return subprocess.Popen([BIN / "pytest", "-q", "--collect-only"], cwd=ROOT, stdout=subprocess.DEVNULL)


def main() -> int:
    install_programs()
    missing = what_is_missing()
    if missing and os.environ.get("CI") == "true":
        for each in missing:
            print(f"CI may leave nothing out, and {each.what} is missing; remedy: {each.remedy}", file=sys.stderr)
        return 1
    without = "".join(f" and not {each.marker}" for each in missing if each.marker)
    compiling = compile_tests()
    checks: list[tuple[str, list[str | Path]]] = [
        ("style", [BIN / "ruff", "check", "."]),
        ("format", [BIN / "ruff", "format", "--check", "."]),
        ("types", [BIN / "mypy"]),
        ("rooms", [BIN / "lint-imports"]),
    ]
    tests: list[tuple[str, list[str | Path]]] = [
        ("quick tests", [BIN / "pytest", "-q", "-rfEs", "-n", "2", "-m", "not slow" + without]),
        ("slow tests", [BIN / "pytest", "-q", "-rfEs", "--tb=short", "--durations=15", "-m", "slow" + without]),
    ]
    failed = [name for name, command in checks if run(command) != 0]
    compiling.wait()
    failed += [name for name, command in tests if run(command) != 0]
    for each in missing:
        print(f"left out: everything that needs {each.what} ({each.remedy})")
    print("failed: " + ", ".join(failed) if failed else "everything passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
