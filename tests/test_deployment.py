"""The containers, as far as they can be checked without an engine."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from server.settings import Settings, load_settings

ROOT = Path(__file__).parent.parent


@pytest.fixture(name="services")
def compose_services() -> dict[str, dict[str, object]]:
    services: dict[str, dict[str, object]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return services


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason="docker-compose is not on this machine")
@pytest.mark.parametrize("profile", [[], ["--profile", "model"]])
def test_the_compose_file_is_taken(tmp_path: Path, profile: list[str]) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "mqtt_password").write_text("secret\n")
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    ran = subprocess.run(
        ["docker-compose", *profile, "config", "-q"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_the_broker_lets_nobody_in_without_a_password(services: dict[str, dict[str, object]]) -> None:
    assert "allow_anonymous false" in str(services["mosquitto"]["command"])
    assert "ports" not in services["mosquitto"], "the broker is for the inner network only"


def test_every_variable_of_the_container_is_a_setting(services: dict[str, dict[str, object]], tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("secret\n")
    given = dict(services["mimosa"]["environment"])  # type: ignore[call-overload]
    given |= {"MIMOSA_BROKER_PASSWORD_FILE": str(password), "MIMOSA_CORE": "off"}
    in_image = dict(re.findall(r"(MIMOSA_[A-Z_]+)=(\S+)", (ROOT / "Dockerfile").read_text()))
    settings = load_settings(environment=given | in_image)
    assert settings.broker == "mosquitto:1883"
    assert settings.broker_password == "secret"
    assert settings.models_dir.is_relative_to("/data"), "everything else of the container is read-only"
    assert settings.data_dir.is_relative_to("/data")
    assert settings.encrypted
    assert settings.needs_token


def test_the_image_listens_on_the_port_that_is_published(services: dict[str, dict[str, object]]) -> None:
    assert services["mimosa"]["ports"] == [f"{Settings().port}:{Settings().port}"]
    assert f"EXPOSE {Settings().port}" in (ROOT / "Dockerfile").read_text()


def test_no_service_runs_with_more_rights_than_it_needs(services: dict[str, dict[str, object]]) -> None:
    for name in ("mosquitto", "mimosa"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
