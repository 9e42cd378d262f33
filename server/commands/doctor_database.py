"""What the doctor looks at in the database: whether it is whole, what was restored, and how old the backups are."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server.backups import Backups
from server.commands.findings import Finding, Health, fine, trouble
from server.damage import Restoration, complaint_about, restorations

OLD = timedelta(days=3)
"""A backup older than this was not made when it was due."""


def database(file: Path, *, fully: bool = True, now: datetime | None = None) -> Finding:
    """The database in `file`. `fully`: every page of it is read."""
    if not file.exists():
        return fine("database", "is made at the first start", "首次启动时创建")
    if fully:
        try:
            problem = complaint_about(file)
        except sqlite3.Error as error:
            return _unreadable(file, error)
        if problem:
            return _damaged(file, problem)
    told = restorations(file)
    return _restored(told[-1]) if told else _backed_up(file, now or datetime.now(UTC))


def _unreadable(file: Path, error: sqlite3.Error) -> Finding:
    return trouble(
        "database",
        Health.FAIL,
        (f"{file} cannot be read: {error}", f"无法读取 {file}:{error}"),
        ("check its owner and permissions, and room on the disk", "请检查其所有者、权限和磁盘空间"),
    )


def _damaged(file: Path, problem: str) -> Finding:
    backup = Backups(file).newest_good()
    if backup is None:
        return trouble(
            "database",
            Health.FAIL,
            (
                f"{file} is damaged ({problem}), and there is no good backup",
                f"{file} 已损坏({problem}),且没有完好的备份",
            ),
            (
                "put a backup of your own in its place, or move it away to begin anew",
                "请用您自己的备份替换它,或将其移走以重新开始",
            ),
        )
    made = f"{backup.at:%Y-%m-%d %H:%M} UTC"
    return trouble(
        "database",
        Health.FAIL,
        (
            f"{file} is damaged ({problem}); there is a good backup of {made}",
            f"{file} 已损坏({problem});有 {made} 的完好备份",
        ),
        ("start Mimosa again: it puts that backup in its place", "请重新启动 Mimosa:它会用该备份替换"),
    )


def _restored(told: Restoration) -> Finding:
    at, backup = (f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" for moment in (told.at, told.backup))
    return trouble(
        "database",
        Health.WARN,
        (
            f"was damaged and restored on {at} from the backup of {backup}; what was written in between is lost",
            f"曾损坏,已于 {at} 从 {backup} 的备份恢复;其间写入的内容已丢失",
        ),
        (
            f"check the disk; when you do not need the damaged file any more, delete {told.damaged}",
            f"请检查磁盘;不再需要损坏的文件时,请删除 {told.damaged}",
        ),
    )


def _backed_up(file: Path, now: datetime) -> Finding:
    newest = next(iter(Backups(file).all()), None)
    made = f"{newest.at:%Y-%m-%d %H:%M} UTC" if newest else ""
    if newest is not None and now - newest.at < OLD:
        return fine("database", f"whole, backed up on {made}", f"完好,备份于 {made}")
    return trouble(
        "database",
        Health.WARN,
        (f"its last backup is of {made}", f"上次备份于 {made}") if made else ("has no backup yet", "尚无备份"),
        (
            "let Mimosa run: it makes one every day; see its log where it does not",
            "请让 Mimosa 运行:它每天备份一次;如未备份,请查看日志",
        ),
    )
