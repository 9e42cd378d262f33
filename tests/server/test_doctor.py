"""The doctor: every check, healthy and ill, with its remedy in both languages."""

import json
import os
import socket
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from server import doctor
from server.certificate import certificate_of
from server.certificate_files import LIFETIME
from server.cli import app
from server.commands import doctor_machine as machine
from server.commands.findings import Finding, Health
from server.models.catalogue import catalogue
from server.models.choice import ModelServer, OwnFile, write_choice
from server.models.use import choice_file
from server.settings import Settings


def is_ill(finding: Finding, health: Health) -> bool:
    """Ill in that way, and with a remedy in both languages."""
    return finding.health is health and all(finding.remedy[x] and finding.what[x] for x in ("en", "zh"))


@pytest.fixture
def settings(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    return Settings(data_dir=tmp_path / "data", models_dir=tmp_path / "models", port=port)


def test_an_old_python():
    assert machine.python((3, 12, 1)).health is Health.OK
    assert is_ill(machine.python((3, 10, 9)), Health.FAIL)


def test_a_processor_without_the_fast_instructions(tmp_path):
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text("processor : 0\nflags\t\t: fpu sse avx2 fma f16c\n")
    assert machine.processor("x86_64", cpuinfo).health is Health.OK
    cpuinfo.write_text("flags : fpu sse avx\n")
    slow = machine.processor("x86_64", cpuinfo)
    assert is_ill(slow, Health.WARN)
    assert "avx2" in slow.what["en"]
    cpuinfo.write_text("Features : fp asimd\n")
    assert machine.processor("aarch64", cpuinfo).health is Health.OK
    assert machine.processor("riscv64", tmp_path / "none").health is Health.OK


@pytest.mark.parametrize(
    ("free_kb", "health"), [(8_000_000, Health.OK), (2_000_000, Health.WARN), (500_000, Health.FAIL)]
)
def test_memory(tmp_path, free_kb, health):
    (tmp_path / "meminfo").write_text(f"MemTotal: 1 kB\nMemAvailable:   {free_kb} kB\n")
    finding = machine.memory(tmp_path / "meminfo")
    assert finding.health is health
    assert health is Health.OK or is_ill(finding, health)


def test_a_disk_that_is_full_or_cannot_be_written(tmp_path, monkeypatch):
    assert machine.disk(tmp_path / "not" / "yet").health is Health.OK
    usage = type("Usage", (), {"free": 300 * 1024**2})
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    assert is_ill(machine.disk(tmp_path), Health.WARN)
    usage.free = 1000
    assert is_ill(machine.disk(tmp_path), Health.FAIL)
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert is_ill(machine.disk(tmp_path), Health.FAIL)


def test_a_clock_that_was_never_set():
    assert machine.clock().health is Health.OK
    assert is_ill(machine.clock(datetime(1970, 1, 1, tzinfo=UTC)), Health.FAIL)


def test_sound_of_this_machine_or_of_the_browser(tmp_path):
    assert "browser" in machine.sound(tmp_path / "none").what["en"]
    (tmp_path / "pcmC0D0c").touch()
    assert "has a microphone" in machine.sound(tmp_path).what["en"]


def test_models_that_are_missing_or_cut_short(settings):
    findings = doctor.models(settings, fully=True)
    assert findings
    assert all(is_ill(f, Health.FAIL) and "mimosa models fetch" in f.remedy["en"] for f in findings)
    file = next(m for m in catalogue().out_of_box if not m.files[0].file.endswith(".gguf")).files[0]
    path = settings.models_dir / file.file
    path.parent.mkdir(parents=True)
    path.write_bytes(b"short")
    assert any("cut short" in f.what["en"] or "not there" in f.what["en"] for f in doctor.models(settings, fully=False))


def test_a_core_that_is_off_missing_or_a_server_that_is_away(settings, tmp_path):
    assert doctor.core(settings.model_copy(update={"core": "off"})).health is Health.OK
    assert is_ill(doctor.core(settings), Health.WARN)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        away = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
    write_choice(choice_file(settings.data_dir), ModelServer(away, "mimo"))
    assert is_ill(doctor.core(settings), Health.WARN)
    (tmp_path / "mine.gguf").write_bytes(b"GGUF" + bytes(10))
    write_choice(choice_file(settings.data_dir), OwnFile(str(tmp_path / "mine.gguf")))
    assert doctor.core(settings).health is Health.OK
    choice_file(settings.data_dir).write_text("nonsense")
    assert is_ill(doctor.core(settings), Health.WARN)


def test_a_broker_that_can_be_started_reached_or_neither(settings, monkeypatch):
    monkeypatch.setattr("server.doctor.mosquitto_path", lambda: "/usr/sbin/mosquitto")
    assert doctor.broker(settings).health is Health.OK
    monkeypatch.setattr("server.doctor.mosquitto_path", lambda: None)
    assert is_ill(doctor.broker(settings), Health.WARN)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        there = settings.model_copy(update={"broker": f"127.0.0.1:{listening.getsockname()[1]}"})
        assert doctor.broker(there).health is Health.OK
    assert is_ill(doctor.broker(there), Health.FAIL)


def test_a_port_that_is_free_or_taken(settings):
    assert doctor.port(settings).health is Health.OK
    with socket.create_server(("127.0.0.1", settings.port)):
        taken = doctor.port(settings)
    assert is_ill(taken, Health.FAIL)
    assert str(settings.port) in taken.what["en"]
    assert is_ill(doctor.port(settings.model_copy(update={"host": "192.0.2.1"})), Health.FAIL)


def test_a_certificate_that_is_not_needed_good_or_wrong(settings, tmp_path):
    assert doctor.certificate(settings).health is Health.OK
    elsewhere = settings.model_copy(update={"host": "0.0.0.0"})
    assert doctor.certificate(elsewhere).health is Health.OK
    files = certificate_of(elsewhere)
    owned = settings.model_copy(update={"tls_certificate": files.certificate, "tls_key": files.key})
    assert is_ill(doctor.certificate(owned, datetime.now(UTC) + LIFETIME - timedelta(days=3)), Health.WARN)
    files.key.unlink()
    assert is_ill(doctor.certificate(owned), Health.FAIL)


def test_everything_at_once_as_json(settings, monkeypatch):
    for name in [n for n in os.environ if n.startswith("MIMOSA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MIMOSA_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("MIMOSA_MODELS_DIR", str(settings.models_dir))
    monkeypatch.setenv("MIMOSA_PORT", str(settings.port))
    result = CliRunner().invoke(app, ["doctor", "--json"])
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["ok"] is False
    names = {check["name"].split()[0] for check in told["checks"]}
    assert names == {
        "python", "processor", "memory", "disk", "clock", "sound", "model", "core", "broker", "port", "certificate",
        "database"
    }  # fmt: skip
    assert "mimosa models fetch" in CliRunner().invoke(app, ["doctor", "--quick"]).stdout
