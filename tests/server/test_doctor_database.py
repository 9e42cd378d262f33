"""The doctor's line on the database, healthy and ill, in both languages."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.commands.doctor_database import database
from server.commands.findings import Finding, Health
from server.database import Database

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mimosa.db"


def backed_up(file: Path) -> None:
    with Database(file, now=lambda: NOON) as opened:
        opened.backups.make(NOON)


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096 : 3 * 4096] = b"\xa5" * 8192
    file.write_bytes(content)


def is_ill(finding: Finding, health: Health) -> bool:
    return finding.health is health and all(finding.remedy[x] and finding.what[x] for x in ("en", "zh"))


def test_before_the_first_start(file: Path) -> None:
    assert database(file).health is Health.OK
    assert not file.exists()


def test_whole_and_backed_up(file: Path) -> None:
    backed_up(file)
    finding = database(file, now=NOON + timedelta(days=1))
    assert (finding.health, finding.what["en"]) == (Health.OK, "whole, backed up on 2026-11-22 12:00 UTC")


def test_while_mimosa_runs(file: Path) -> None:
    with Database(file, now=lambda: NOON) as opened:
        opened.backups.make(NOON)
        assert database(file, now=NOON).health is Health.OK


def test_without_a_backup_or_with_an_old_one(file: Path) -> None:
    Database(file).close()
    assert is_ill(database(file), Health.WARN)
    backed_up(file)
    finding = database(file, now=NOON + timedelta(days=4))
    assert is_ill(finding, Health.WARN)
    assert "2026-11-22 12:00" in finding.what["zh"]


def test_damaged(file: Path) -> None:
    backed_up(file)
    damage(file)
    finding = database(file)
    assert is_ill(finding, Health.FAIL)
    assert "good backup of 2026-11-22 12:00" in finding.what["en"]
    for backup in (file.parent / "backups").iterdir():
        damage(backup)
    assert "no good backup" in database(file).what["en"]


def test_restored_until_the_damaged_file_is_taken_away(file: Path) -> None:
    backed_up(file)
    damage(file)
    Database(file).close()
    finding = database(file, now=NOON)
    assert is_ill(finding, Health.WARN)
    assert "from the backup of 2026-11-22 12:00" in finding.what["en"]
    (damaged,) = (file.parent / "damaged").iterdir()
    assert str(damaged) in finding.remedy["en"]
    for part in damaged.iterdir():
        part.unlink()
    assert database(file, now=NOON).health is Health.OK


def test_not_readable(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backed_up(file)

    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", refuse)
    assert is_ill(database(file), Health.FAIL)
