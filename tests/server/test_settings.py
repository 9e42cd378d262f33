"""Settings: where they come from, and what is said about wrong ones."""

from pathlib import Path

import pytest

from server.commands import simulate_drive
from server.settings import CAR_TOKEN_VARIABLE, Settings, load_settings, right_value
from server.wrong_settings import SettingsWrong


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_without_any_source_the_server_listens_on_this_machine_only_in_plain_http_without_a_token():
    settings = load_settings(environment={"MIMOSA_SETTINGS": "", "MIMOSA_LANGUAGE": "en"})
    assert settings.address == "http://127.0.0.1:8237"
    assert not settings.listens_elsewhere
    assert not settings.needs_token


def test_the_environment_beats_the_file_and_the_command_line_beats_both(tmp_path):
    file = write(tmp_path / "settings.toml", 'port = 1111\nlanguage = "zh"\nthreads = 1\n')
    settings = load_settings(file, {"MIMOSA_PORT": "2222", "MIMOSA_THREADS": "2"}, {"threads": 3, "core": None})
    assert (settings.language, settings.port, settings.threads) == ("zh", 2222, 3)
    assert settings.core == Settings().core


def test_the_file_can_be_named_by_the_environment(tmp_path):
    file = write(tmp_path / "mine.toml", "port = 1234\n")
    assert load_settings(environment={"MIMOSA_SETTINGS": str(file)}).port == 1234


def test_a_named_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(SettingsWrong, match=r"nowhere\.toml"):
        load_settings(tmp_path / "nowhere.toml", {})


def test_a_file_that_is_no_toml_is_an_error_naming_it(tmp_path):
    with pytest.raises(SettingsWrong, match=r"broken.toml.*readable TOML"):
        load_settings(write(tmp_path / "broken.toml", "port = = 1"), {})


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("port", "0", "whole number from 1 to 65535"),
        ("port", "many", "whole number from 1 to 65535"),
        ("language", "fr", '"en" or "zh"'),
        ("ears", "perhaps", "true or false"),
        ("tls", "yes", "self-signed"),
        ("broker", "a b", "mqtt://host:port"),
        ("threads", "-1", "from 0"),
        ("host", "http://x", "address of this machine"),
        ("tls_certificate", "/a.pem", "PEM"),
    ],
)
def test_a_wrong_value_is_named_with_its_key_its_source_and_what_would_be_right(name, value, right):
    with pytest.raises(SettingsWrong) as caught:
        load_settings(environment={f"MIMOSA_{name.upper()}": value, "MIMOSA_SETTINGS": ""})
    text = str(caught.value)
    assert right in text
    assert "PEM" in text or (name in text and value in text and f"MIMOSA_{name.upper()}" in text)
    assert "应为" in caught.value.text("zh")


def test_every_wrong_value_is_named_at_once(tmp_path):
    file = write(tmp_path / "s.toml", 'port = 0\nlanguage = "fr"\ncolour = "red"\n')
    with pytest.raises(SettingsWrong) as caught:
        load_settings(file, {})
    assert {entry.key for entry in caught.value.entries} == {"port", "language", "colour"}


def test_an_unknown_variable_with_our_prefix_is_an_error_naming_the_keys_there_are():
    with pytest.raises(SettingsWrong, match=r"prot.*MIMOSA_PROT.*port"):
        load_settings(environment={"MIMOSA_PROT": "1"})


def test_secrets_are_shown_neither_in_errors_nor_in_the_settings_own_text():
    with pytest.raises(SettingsWrong) as caught:
        load_settings(environment={"MIMOSA_TOKEN": "sesame open"})
    assert "sesame" not in str(caught.value)
    settings = Settings(token="sesame-open-sesame", broker_password="sesame")
    assert "sesame" not in repr(settings)


@pytest.mark.parametrize("name", ["CAR_TOKN", "MQTT_PASSWORD", "PIN", "API_KEY"])
def test_nor_is_what_stands_under_a_key_that_nobody_knows(name):
    with pytest.raises(SettingsWrong) as caught:
        load_settings(environment={f"MIMOSA_{name}": "sesame open"})
    for language in ("en", "zh"):
        assert "sesame" not in caught.value.text(language)


def test_nor_a_password_in_an_address():
    for address in ("mqtt://mimosa:sesame@house.local:1883", "mimosa:sesame@house.local"):
        with pytest.raises(SettingsWrong, match=r"broker.*\*\*\*@house\.local") as caught:
            load_settings(environment={"MIMOSA_BROKER": address})
        assert "sesame" not in str(caught.value)


def test_the_token_of_a_simulated_drive_is_no_setting_and_hinders_no_command():
    assert simulate_drive.TOKEN == CAR_TOKEN_VARIABLE
    assert load_settings(environment={CAR_TOKEN_VARIABLE: "mimosa-at-1"}) == load_settings(environment={})


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "mimosa.home"])
def test_beyond_this_machine_tls_and_token_are_on(host):
    settings = Settings(host=host)
    assert settings.listens_elsewhere
    assert settings.encrypted
    assert settings.needs_token


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.9"])
def test_on_this_machine_they_are_off(host):
    settings = Settings(host=host)
    assert not settings.listens_elsewhere
    assert not settings.encrypted


def test_plain_http_beyond_this_machine_is_refused_unless_a_proxy_is_declared():
    with pytest.raises(SettingsWrong, match=r"tls.*behind_proxy"):
        load_settings(environment={"MIMOSA_HOST": "0.0.0.0", "MIMOSA_TLS": "off"})
    behind = load_settings(environment={"MIMOSA_HOST": "0.0.0.0", "MIMOSA_TLS": "off", "MIMOSA_BEHIND_PROXY": "true"})
    assert not behind.encrypted
    assert behind.needs_token


def test_a_list_in_the_environment_is_separated_by_commas():
    settings = load_settings(environment={"MIMOSA_ALLOWED_HOSTS": "mimosa.home, house.example"})
    assert settings.allowed_hosts == ("mimosa.home", "house.example")


def test_a_secret_may_lie_in_a_file_of_its_own(tmp_path):
    file = write(tmp_path / "secret", "sesame\n")
    settings = load_settings(environment={"MIMOSA_BROKER_PASSWORD_FILE": str(file)})
    assert settings.broker_password == "sesame"
    with pytest.raises(SettingsWrong, match="mimosa_token_file"):
        load_settings(environment={"MIMOSA_TOKEN_FILE": str(tmp_path / "none")})


def test_folders_may_begin_with_the_home_folder():
    assert Settings(data_dir=Path("~/somewhere")).data_dir == Path.home() / "somewhere"


def test_every_key_says_what_is_right_in_both_languages():
    for key in Settings.model_fields:
        said = right_value(key)
        assert said["en"], key
        assert any("\u4e00" <= c <= "\u9fff" or c == "或" for c in said["zh"]), key


def test_behind_a_proxy_a_token_is_needed_even_on_loopback():
    settings = Settings(host="127.0.0.1", behind_proxy=True)
    assert not settings.listens_elsewhere
    assert not settings.encrypted
    assert settings.needs_token
