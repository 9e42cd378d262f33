"""`mimosa models use …`: what a name means, what is written down, and what it refuses."""

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from server.models.catalogue import catalogue
from server.models.choice import Listed, ModelServer, OwnFile, Pinned, read_choice, write_choice
from server.models.errors import CatalogueBroken, NotFetched, NotOffered, UnknownModel, WrongHash
from server.models.hub import Hub
from server.models.offers import OFFERS, Offer
from server.models.store import ModelStore
from server.models.use import GgufFile, bring, choice_file, choose, core_of
from tests.server.models.conftest import COMMIT, HubDouble, sha256

CONTENT = b"GGUF" + b"weights " * 1000


@pytest.fixture
def hub(hub_double: HubDouble, monkeypatch: pytest.MonkeyPatch) -> Hub:
    hub_double.files = {"Mimo.Q4_K_M.gguf": CONTENT, "Mimo.Q8_0.gguf": CONTENT * 2, "mmproj-Q4_K_M.gguf": b"GGUFeyes"}
    real = OFFERS["mimo-vl-7b"]
    monkeypatch.setitem(OFFERS, "mimo-vl-7b", replace(real, repository="some/repo"))
    return Hub(hub_double.address)


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


def test_mimo_is_pinned_at_what_the_hub_says_now(hub: Hub) -> None:
    assert choose("mimo-vl-7b", catalogue(), hub) == Pinned(
        "mimo-vl-7b", "some/repo", COMMIT, "Mimo.Q4_K_M.gguf", len(CONTENT), sha256(CONTENT), "mit"
    )


def test_the_pinned_file_is_fetched_checked_and_run(hub: Hub, store: ModelStore) -> None:
    pinned = choose("mimo-vl-7b", catalogue(), hub)
    assert isinstance(pinned, Pinned)
    bring(pinned, store, hub)
    core = core_of(pinned, store, catalogue(), "qwen2.5-coder-1.5b")
    assert isinstance(core, GgufFile)
    assert core.path.read_bytes() == CONTENT
    assert (core.id, core.key) == ("mimo-vl-7b", sha256(CONTENT))


def test_it_is_fetched_once(hub: Hub, hub_double: HubDouble, store: ModelStore) -> None:
    pinned = choose("mimo-vl-7b", catalogue(), hub)
    assert isinstance(pinned, Pinned)
    bring(pinned, store, hub)
    asked = len(hub_double.asked)
    bring(pinned, store, hub)
    assert len(hub_double.asked) == asked


def test_a_pin_stays_where_it_is(hub: Hub, hub_double: HubDouble) -> None:
    pinned = choose("mimo-vl-7b", catalogue(), hub)
    hub_double.files["Mimo.Q4_K_M.gguf"] = b"GGUFnewer"
    assert choose("mimo-vl-7b", catalogue(), hub, pinned) == pinned


def test_a_pin_the_hub_no_longer_keeps_is_refused(hub: Hub, hub_double: HubDouble, store: ModelStore) -> None:
    pinned = choose("mimo-vl-7b", catalogue(), hub)
    assert isinstance(pinned, Pinned)
    hub_double.files["Mimo.Q4_K_M.gguf"] = CONTENT[::-1]
    with pytest.raises(WrongHash, match="is pinned; refused"):
        bring(pinned, store, hub)
    with pytest.raises(NotFetched, match="mimo-vl-7b is not there"):
        core_of(pinned, store, catalogue(), "qwen2.5-coder-1.5b")


def test_any_file_of_the_hub_can_be_named(hub: Hub) -> None:
    choice = choose("some/repo/Mimo.Q8_0.gguf", catalogue(), hub)
    assert isinstance(choice, Pinned)
    assert choice.bytes == len(CONTENT) * 2


def test_several_files_that_fit_are_listed(hub: Hub, hub_double: HubDouble) -> None:
    hub_double.files["other.Q4_K_M.gguf"] = b"GGUF"
    with pytest.raises(NotFetched, match=r"has 2 files like .*Mimo\.Q8_0\.gguf.*models use some/repo/FILE\.gguf"):
        choose("some/repo", catalogue(), hub)


@pytest.mark.parametrize("name", ["miloco", "XiaomiMiMo/MiMo-VL-Miloco-7B-GGUF", "mimo-vl-miloco-7b"])
def test_milocos_model_is_not_offered(hub: Hub, name: str) -> None:
    with pytest.raises(NotOffered, match="Miloco project alone"):
        choose(name, catalogue(), hub)


def test_a_name_nobody_knows(hub: Hub) -> None:
    with pytest.raises(UnknownModel, match=r"mimo-vl-7b, mimo-7b-rl, a \.gguf file"):
        choose("llama", catalogue(), hub)


def test_a_file_of_ones_own(hub: Hub, store: ModelStore, tmp_path: Path) -> None:
    path = tmp_path / "Mine.gguf"
    path.write_bytes(CONTENT)
    choice = choose(str(path), catalogue(), hub)
    assert choice == OwnFile(str(path))
    core = core_of(choice, store, catalogue(), "qwen2.5-coder-1.5b")
    assert isinstance(core, GgufFile)
    assert (core.id, core.path) == ("Mine", path)


def test_a_file_that_is_no_gguf(hub: Hub, tmp_path: Path) -> None:
    path = tmp_path / "weights.gguf"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(NotFetched, match="is no GGUF file"):
        choose(str(path), catalogue(), hub)
    with pytest.raises(NotFetched, match="cannot be read"):
        choose(str(tmp_path / "gone.gguf"), catalogue(), hub)


def test_a_model_of_the_catalogue(hub: Hub) -> None:
    assert choose("qwen2.5-coder-0.5b", catalogue(), hub) == Listed("qwen2.5-coder-0.5b")
    with pytest.raises(UnknownModel, match="a language model is needed"):
        choose("whisper-base", catalogue(), hub)


def test_without_a_choice_the_stand_in_is_wanted(store: ModelStore) -> None:
    with pytest.raises(NotFetched, match=r"qwen2\.5-coder-1\.5b is not there; run: mimosa models fetch"):
        core_of(None, store, catalogue(), "qwen2.5-coder-1.5b")


class _Models(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b'{"data": [{"id": "MiMo-VL-7B-RL-2508"}, {"id": "other"}]}'
        self.send_response(200 if self.path == "/v1/models" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def model_server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Models)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()


def test_a_model_server_tells_its_models(hub: Hub, model_server: str) -> None:
    assert choose(model_server, catalogue(), hub) == ModelServer(model_server, "MiMo-VL-7B-RL-2508")
    assert choose(f"{model_server}/", catalogue(), hub, model="other") == ModelServer(model_server, "other")
    with pytest.raises(UnknownModel, match="has no model 'gpt'; it has: MiMo-VL-7B-RL-2508, other"):
        choose(model_server, catalogue(), hub, model="gpt")


def test_a_model_server_that_is_none(hub: Hub, model_server: str) -> None:
    with pytest.raises(NotFetched, match="does not answer like a model server"):
        choose("http://127.0.0.1:9/v1", catalogue(), hub)
    with pytest.raises(NotFetched, match="does not answer like a model server"):
        choose(f"{model_server}/wrong", catalogue(), hub)


@pytest.mark.parametrize(
    "choice",
    [
        Listed("qwen2.5-coder-0.5b"),
        Pinned("mimo-7b-rl", "a/b", COMMIT, 'odd "name".gguf', 7, "0" * 64, "mit"),
        OwnFile("/models/米.gguf"),
        ModelServer("http://127.0.0.1:8000/v1", "MiMo"),
    ],
)
def test_the_choice_is_written_down(tmp_path: Path, choice: Listed | Pinned | OwnFile | ModelServer) -> None:
    path = choice_file(tmp_path / "new")
    assert read_choice(path) is None
    write_choice(path, choice)
    assert read_choice(path) == choice


def test_a_choice_that_cannot_be_read_says_what_helps(tmp_path: Path) -> None:
    path = tmp_path / "core.toml"
    path.write_text('[core]\nkind = "moon"\n')
    with pytest.raises(CatalogueBroken, match="choose again with: mimosa models use"):
        read_choice(path)


def test_a_choice_whose_file_cannot_be_read_says_what_helps(tmp_path: Path) -> None:
    folder, scrambled, number = tmp_path / "folder", tmp_path / "scrambled.toml", tmp_path / "number.toml"
    folder.mkdir()
    scrambled.write_bytes(b"[core]\nkind = \xff\xfe")
    number.write_text("core = 3\n")
    for path in (folder, scrambled, number):
        with pytest.raises(CatalogueBroken, match="choose again with: mimosa models use"):
            read_choice(path)


def test_every_offer_says_what_it_needs() -> None:
    assert all(isinstance(o, Offer) and o.needs and "miloco" not in o.repository.lower() for o in OFFERS.values())
