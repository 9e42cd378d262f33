"""What the doctor looks at on the machine itself."""

import os
import platform
import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from server.commands.findings import Finding, Health, fine, trouble

OLDEST_PYTHON = (3, 11)
MEMORY_NEEDED = 3 * 1024**3
"""Bytes that ears, voice and the out-of-box language model take together."""

MEMORY_LEAST = 1024**3
"""Bytes that the server takes without a language model."""

DISK_NEEDED = 1024**3
DISK_LEAST = 200 * 1024**2
EARLIEST_NOW = datetime(2025, 1, 1, tzinfo=UTC)
"""A clock before this was never set."""

_FAST: Mapping[str, frozenset[str]] = {"x86_64": frozenset({"avx2", "fma", "f16c"}), "aarch64": frozenset({"asimd"})}


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """The interpreter."""
    shown = ".".join(map(str, version))
    if version >= OLDEST_PYTHON:
        return fine("python", shown, shown)
    return trouble(
        "python",
        Health.FAIL,
        (f"{shown} is too old", f"{shown} 版本过旧"),
        ("install Python 3.11 or newer", "请安装 Python 3.11 或更新版本"),
    )


def processor(machine: str | None = None, cpuinfo: Path = Path("/proc/cpuinfo")) -> Finding:
    """The instructions that make models fast."""
    name = machine or platform.machine()
    flags = _flags(cpuinfo)
    wanted = _FAST.get(name)
    if wanted is None or not flags:
        return fine("processor", f"{name}, {os.cpu_count()} cores", f"{name},{os.cpu_count()} 核")
    missing = ", ".join(sorted(wanted - flags))
    if not missing:
        return fine("processor", f"{name} with {', '.join(sorted(wanted))}", f"{name},支持 {', '.join(sorted(wanted))}")
    return trouble(
        "processor",
        Health.WARN,
        (f"{name} without {missing}: models run several times slower", f"{name} 缺少 {missing}:模型运行会慢数倍"),
        (
            "use a newer machine, or a model server on one: mimosa models use http://…/v1",
            "请换用较新的机器,或使用其上的模型服务器:mimosa models use http://…/v1",
        ),
    )


def _flags(cpuinfo: Path) -> frozenset[str]:
    try:
        lines = cpuinfo.read_text("utf-8", "replace").splitlines()
    except OSError:
        return frozenset()
    found = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    return frozenset(found.partition(":")[2].split())


def memory(meminfo: Path = Path("/proc/meminfo")) -> Finding:
    """Memory that is free, or can be freed."""
    free = _available(meminfo)
    if free is None:
        return fine("memory", "this system does not tell", "系统未提供该信息")
    shown = f"{free / 1024**3:.1f} GiB"
    if free >= MEMORY_NEEDED:
        return fine("memory", f"{shown} free", f"可用 {shown}")
    health = Health.WARN if free >= MEMORY_LEAST else Health.FAIL
    return trouble(
        "memory",
        health,
        (f"only {shown} free, 3 GiB are needed with the language model", f"仅剩 {shown},含语言模型需要 3 GiB"),
        (
            'end other programs, or run without the language model: core = "off"',
            '请结束其他程序,或不用语言模型运行:core = "off"',
        ),
    )


def _available(meminfo: Path) -> int | None:
    try:
        lines = meminfo.read_text("utf-8").splitlines()
    except OSError:
        return None
    found = next((line.split() for line in lines if line.startswith("MemAvailable:")), None)
    return int(found[1]) * 1024 if found else None


def disk(folder: Path) -> Finding:
    """Room for the database and the journal."""
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not os.access(there, os.W_OK):
        return trouble(
            "disk",
            Health.FAIL,
            (f"{there} cannot be written", f"{there} 不可写"),
            ("choose another data_dir, or correct its owner", "请另选 data_dir,或更正其所有者"),
        )
    free = shutil.disk_usage(there).free
    shown = f"{free / 1024**3:.1f} GiB"
    if free >= DISK_NEEDED:
        return fine("disk", f"{shown} free at {there}", f"{there} 可用 {shown}")
    return trouble(
        "disk",
        Health.WARN if free >= DISK_LEAST else Health.FAIL,
        (f"only {shown} free at {there}", f"{there} 仅剩 {shown}"),
        ("free at least 1 GiB, or choose another data_dir", "请至少腾出 1 GiB,或另选 data_dir"),
    )


def clock(now: datetime | None = None) -> Finding:
    """Whether the time can be right."""
    moment = (now or datetime.now(UTC)).astimezone()
    shown = f"{moment:%Y-%m-%d %H:%M} {moment.tzname()}"
    if moment >= EARLIEST_NOW:
        return fine("clock", shown, shown)
    return trouble(
        "clock",
        Health.FAIL,
        (f"{shown} cannot be right", f"{shown} 不可能正确"),
        ("set the clock, best by NTP", "请校准时钟,最好使用 NTP"),
    )


def sound(devices: Path = Path("/dev/snd")) -> Finding:
    """Sound devices of this machine; a browser brings its own."""
    try:
        found = sorted(entry.name for entry in devices.iterdir() if entry.name.startswith("pcm"))
    except OSError:
        found = []
    if any(name.endswith("c") for name in found):
        return fine("sound", "this machine has a microphone", "本机有麦克风")
    return fine(
        "sound", "no microphone on this machine; the browser's is used", "本机没有麦克风,将使用浏览器所在设备的麦克风"
    )
