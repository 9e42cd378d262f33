"""The command line: help, exit statuses, JSON, and what is said when nothing runs or a port is taken."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import wave

import pytest
from typer.testing import CliRunner

from server.app import create_app
from server.cli import app
from server.commands.ending import Status
from server.commands.ports import holder_of, is_free
from server.commands.words import terminal_language
from server.settings import Settings

COMMANDS = ["run", "say", "hear", "devices", "models", "doctor", "simulate", "eval", "token"]


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """Settings of this test alone, in English, at a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    for name in [n for n in os.environ if n.startswith("MIMOSA_")]:
        monkeypatch.delenv(name)
    (tmp_path / "settings.toml").write_text("")
    monkeypatch.setenv("MIMOSA_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("MIMOSA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MIMOSA_MODELS_DIR", str(tmp_path / "models"))
    monkeypatch.setenv("MIMOSA_PORT", str(port))
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    return port


def mimosa(*arguments: str, **options):
    """Run a command in this process; its result has exit_code, stdout and stderr."""
    return CliRunner().invoke(app, list(arguments), **options)


def program(*arguments: str) -> subprocess.CompletedProcess:
    """Run a command as its own process, as a person does."""
    command = [sys.executable, "-c", "from server.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)


def test_help_names_every_command_and_loads_no_engine_and_no_server(environment):
    check = (
        "import sys; from server.cli import app; from typer.testing import CliRunner;"
        "r = CliRunner().invoke(app, ['--help']); print(r.stdout);"
        "heavy = {'fastapi','numpy','sqlalchemy','httpx','uvicorn','llama_cpp','cryptography','pydantic'};"
        "sys.exit(' '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, timeout=110, check=False)
    assert ran.returncode == 0, ran.stderr
    for command in COMMANDS:
        assert command in ran.stdout


@pytest.mark.parametrize(
    "command", [[c] for c in COMMANDS] + [["models", "use"], ["models", "fetch"], ["eval", "understand"]]
)
def test_every_command_has_help(environment, command):
    result = mimosa(*command, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_help_is_there_in_mandarin_too(environment, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "语音助手" in program("--help").stdout


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "MIMOSA_LANGUAGE": "zh"}, "zh"),
    ],
)
def test_the_terminals_language_is_spoken(variables, language):
    assert terminal_language(variables) == language


@pytest.mark.parametrize("arguments", [["dance"], ["say"], ["hear"], ["run", "--port", "many"], ["devices", "--loud"]])
def test_a_wrong_command_line_ends_with_2(environment, arguments):
    assert mimosa(*arguments).exit_code == Status.USAGE


def test_a_wrong_setting_ends_with_2_and_names_it(environment, monkeypatch):
    monkeypatch.setenv("MIMOSA_PORT", "many")
    result = mimosa("devices")
    assert result.exit_code == Status.USAGE
    assert "port" in result.stderr
    assert "1 to 65535" in result.stderr
    told = json.loads(mimosa("devices", "--json").stdout)
    assert (told["error"], told["settings"]) == ("usage", ["port"])


@pytest.mark.parametrize("command", [["say", "hello"], ["devices"]])
def test_without_a_server_it_is_said_how_to_start_one(environment, command):
    result = mimosa(*command)
    assert result.exit_code == Status.NO_SERVER
    assert "mimosa run" in result.stderr
    assert str(environment) in result.stderr
    told = json.loads(mimosa(*command, "--json").stdout)
    assert told["error"] == "no_server"


def test_a_file_that_is_not_there_is_named(environment):
    result = mimosa("hear", "/nowhere/question.wav")
    assert result.exit_code == Status.USAGE
    assert "/nowhere/question.wav" in result.stderr


@pytest.fixture
async def running(environment, pocket, serve, tmp_path, monkeypatch):
    """A server the commands can talk to."""
    made = pocket(Settings(data_dir=tmp_path))
    async with serve(create_app(made)) as port:
        monkeypatch.setenv("MIMOSA_PORT", str(port))
        yield made


async def ran(*arguments: str, **options):
    return await asyncio.to_thread(mimosa, *arguments, **options)


async def test_say_prints_the_reply_and_ends_with_0_when_it_was_done(running):
    result = await ran("say", "turn on the kitchen lamp", "--place", "kitchen")
    assert result.exit_code == Status.DONE, result.stderr
    assert result.stdout.strip()
    assert running.home.fact("light.kitchen", "on").value is True


async def test_say_as_json_tells_the_turn(running):
    result = await ran("say", "turn on the attic lamp", "--json")
    told = json.loads(result.stdout)
    assert (told["status"], told["outcome"], told["mind"]) == (0, "done", "reflex")
    assert told["calls"][0]["tool"] == "turn_on"
    assert told["calls"][0]["claim"] == "done"


async def test_say_reads_standard_input(running):
    result = await ran("say", "-", input="turn on the attic lamp\n")
    assert result.exit_code == Status.DONE


async def test_what_failed_or_was_not_understood_ends_with_1(running):
    assert (await ran("say", "sing a song")).exit_code == Status.FAILED
    running.broker.go_down()
    assert (await ran("say", "turn on the kitchen lamp")).exit_code == Status.FAILED


async def test_a_request_the_server_refuses_is_told_in_its_words(running):
    result = await ran("say", "hello", "--place", "cellar")
    assert result.exit_code == Status.FAILED
    assert "kitchen, attic" in result.stderr


async def test_hear_prints_what_was_heard_and_writes_the_reply(running, tmp_path):
    pcm = b"\x01\x10" * 16_000
    running.ears.text = "turn on the kitchen lamp"
    question, reply = tmp_path / "question.wav", tmp_path / "reply.wav"
    with wave.open(str(question), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(pcm)
    result = await ran("hear", str(question), "--out", str(reply), "--language", "en")
    assert result.exit_code == Status.DONE, result.stderr
    assert "heard: turn on the kitchen lamp" in result.stdout
    with wave.open(str(reply)) as spoken:
        assert spoken.getframerate() == 22_050
        assert spoken.getnframes() > 0


async def test_hear_names_what_is_no_sound(running, tmp_path):
    (tmp_path / "question.wav").write_bytes(b"this is no sound")
    result = await ran("hear", str(tmp_path / "question.wav"))
    assert result.exit_code == Status.FAILED
    assert "not a sound" in result.stderr


async def test_devices_lists_by_room(running):
    result = await ran("devices")
    assert result.exit_code == Status.DONE
    assert "Kitchen / 厨房" in result.stdout
    assert "light.attic" in result.stdout
    told = json.loads((await ran("devices", "--room", "厨房", "--json")).stdout)
    assert [d["id"] for d in told["devices"]] == ["light.kitchen"]


async def test_a_server_that_wants_the_token_gets_it_from_the_settings(
    environment, pocket, serve, tmp_path, monkeypatch
):
    made = pocket(Settings(data_dir=tmp_path / "data", token="0123456789abcdef-token"))
    async with serve(create_app(made)) as port:
        monkeypatch.setenv("MIMOSA_PORT", str(port))
        assert (await ran("devices")).exit_code == Status.FAILED
        monkeypatch.setenv("MIMOSA_TOKEN", "0123456789abcdef-token")
        assert (await ran("devices")).exit_code == Status.DONE


async def test_our_own_commands_trust_the_self_made_certificate_and_read_the_token_that_was_made(
    environment, pocket, serve, tmp_path, monkeypatch
):
    from server.certificate import certificate_of

    settings = Settings(data_dir=tmp_path / "data", host="0.0.0.0")
    files = certificate_of(settings)
    tls = {"ssl_certfile": files.certificate, "ssl_keyfile": files.key}
    async with serve(create_app(pocket(settings)), **tls) as port:
        monkeypatch.setenv("MIMOSA_PORT", str(port))
        monkeypatch.setenv("MIMOSA_HOST", "0.0.0.0")
        result = await ran("devices")
        assert result.exit_code == Status.DONE, result.stderr


async def test_whether_the_server_answers_is_all_a_container_asks(running, monkeypatch, environment):
    assert (await ran("doctor", "--running")).exit_code == Status.DONE
    monkeypatch.setenv("MIMOSA_PORT", str(environment))
    assert (await ran("doctor", "--running", "--json")).exit_code == Status.NO_SERVER


def test_a_taken_port_is_named_with_who_holds_it_and_what_helps(environment):
    with socket.create_server(("127.0.0.1", environment)):
        assert not is_free("127.0.0.1", environment)
        if sys.platform == "linux":
            assert f"process {os.getpid()}" in holder_of(environment)
        result = mimosa("run")
        assert result.exit_code == Status.CANNOT_START
        assert str(environment) in result.stderr
        assert f"--port {environment + 1}" in result.stderr
        told = json.loads(mimosa("run", "--json").stdout)
        assert told["port"] == environment
    assert is_free("127.0.0.1", environment)
    assert holder_of(environment) == ""


def test_an_address_that_is_not_this_machines_is_named(environment):
    result = mimosa("run", "--host", "192.0.2.1")
    assert result.exit_code == Status.CANNOT_START
    assert "192.0.2.1" in result.stderr


def test_the_token_is_shown_with_addresses_to_open(environment, monkeypatch):
    assert "No token is needed" in mimosa("token").stdout
    monkeypatch.setenv("MIMOSA_HOST", "0.0.0.0")
    told = json.loads(mimosa("token", "--json").stdout)
    assert f"https://localhost:{environment}/#token={told['token']}" in told["addresses"]
    assert json.loads(mimosa("token", "--json").stdout) == told
    assert json.loads(mimosa("token", "--new", "--json").stdout)["token"] != told["token"]


def test_behind_a_proxy_the_token_is_shown_with_the_proxys_address(environment, monkeypatch):
    monkeypatch.setenv("MIMOSA_BEHIND_PROXY", "true")
    monkeypatch.setenv("MIMOSA_ALLOWED_HOSTS", "house.example")
    told = json.loads(mimosa("token", "--json").stdout)
    hosts = [f"http://127.0.0.1:{environment}", "https://house.example"]
    assert told["addresses"] == [f"{host}/#token={told['token']}" for host in hosts]


def test_simulators_alone_need_a_broker(environment):
    result = mimosa("simulate")
    assert result.exit_code == Status.USAGE
    assert "broker" in result.stderr


def test_models_are_listed_with_licence_and_condition(environment):
    told = json.loads(mimosa("models", "list", "--json").stdout)
    assert all(model["licence"] and model["condition"] == "missing" for model in told["models"])
    assert {offer["id"] for offer in told["offers"]} >= {"mimo-vl-7b", "mimo-7b-rl"}
    assert "whisper-base" in mimosa("models", "list").stdout


def test_verify_says_what_is_missing_and_ends_with_1(environment):
    result = mimosa("models", "verify", "whisper-base")
    assert result.exit_code == Status.FAILED
    assert "mimosa models fetch whisper-base" in result.stdout


def test_an_unknown_model_is_named(environment):
    result = mimosa("models", "verify", "gpt")
    assert result.exit_code == Status.USAGE
    assert "gpt" in result.stderr


def test_a_model_file_of_ones_own_can_be_used(environment, tmp_path):
    (tmp_path / "mine.gguf").write_bytes(b"GGUF" + bytes(100))
    told = json.loads(mimosa("models", "use", str(tmp_path / "mine.gguf"), "--json").stdout)
    assert told["core"]["path"] == str(tmp_path / "mine.gguf")
    assert json.loads(mimosa("models", "list", "--json").stdout)["core"] == str(tmp_path / "mine.gguf")
    refused = mimosa("models", "use", str(tmp_path / "absent.gguf"))
    assert refused.exit_code == Status.FAILED
    assert "absent.gguf" in refused.stderr


def test_sentences_of_ones_own_are_run_and_counted(environment, tmp_path):
    home = {
        "floors": [],
        "areas": [{"id": "kitchen", "name": "Kitchen", "floor": ""}],
        "devices": [],
        "entities": [
            {"id": "light.kitchen", "name": "Kitchen Light", "area": "kitchen", "state": "off", "attributes": {}}
        ],
    }
    (tmp_path / "homes.json").write_text(json.dumps({"small": home}))
    case = {"id": "1", "lang": "en", "text": "turn on the kitchen light", "home": "small"}
    (tmp_path / "cases.jsonl").write_text(json.dumps(case) + "\n")
    files = ["--homes", str(tmp_path / "homes.json"), "--out", str(tmp_path / "out.jsonl")]
    cases = ["--cases", str(tmp_path / "cases.jsonl")]
    result = mimosa("eval", "understand", *files, *cases, "--mind", "reflex", "--json")
    assert result.exit_code == Status.DONE, result.stderr
    assert json.loads(result.stdout)["cases"] == 1
    assert json.loads((tmp_path / "out.jsonl").read_text())["id"] == "1"
    (tmp_path / "cases.jsonl").write_text("{\n")
    broken = mimosa("eval", "understand", *files, *cases, "--mind", "reflex")
    assert broken.exit_code == Status.FAILED
    assert "line 1" in broken.stderr


def test_a_home_has_to_be_named_for_its_names_to_count(environment, tmp_path):
    files = [
        "--manifest",
        str(tmp_path / "m.jsonl"),
        "--out",
        str(tmp_path / "o.jsonl"),
        "--homes",
        str(tmp_path / "h"),
    ]
    assert mimosa("eval", "transcribe", *files).exit_code == Status.USAGE
