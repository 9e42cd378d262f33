"""`mimosa models use TARGET`: from what the owner names to a model that is there, checked and written down."""

from dataclasses import dataclass
from pathlib import Path

import httpx

from server.models.catalogue import Catalogue, Model, ModelFile
from server.models.choice import Choice, Listed, ModelServer, OwnFile, Pinned
from server.models.errors import NotFetched, UnknownModel
from server.models.hub import Hub, HubFile
from server.models.offers import Offer, chosen_file, offer_for
from server.models.progress import FetchProgress
from server.models.store import ModelStore

GGUF_MAGIC = b"GGUF"


@dataclass(frozen=True, slots=True)
class GgufFile:
    """A language model that lies on this disk, whole."""

    id: str
    """What people are shown; never the name of another model."""
    path: Path
    key: str
    """Tells its content from any other: the SHA-256, or size and time of change of the owner's own file."""


def choose(
    target: str,
    catalogue: Catalogue,
    hub: Hub,
    chosen_before: Choice | None = None,
    *,
    model: str = "",
    key: str = "",
) -> Choice:
    """What the target means. Asks the hub or the server, fetches nothing.

    `target`: an id of the catalogue, a name of the offers, OWNER/REPOSITORY on the hub, a path to a .gguf file, or the
    address of a server. A model that is pinned already stays at its commit. `model`, `key`: name and access key on
    a server. Raises ModelError.
    """
    if target.startswith(("http://", "https://")):
        return _server(target, model, key)
    if target.lower().endswith(".gguf") and (Path(target).expanduser().exists() or target.count("/") != 2):
        return _own_file(Path(target).expanduser())
    if target in catalogue:
        return _listed(catalogue[target])
    if isinstance(chosen_before, Pinned) and chosen_before.name == target:
        return chosen_before
    return _pinned(target, offer_for(target), hub)


def bring(choice: Pinned, store: ModelStore, hub: Hub, progress: FetchProgress | None = None) -> None:
    """Fetch a pinned file unless it is there and whole. Raises ModelError."""
    model = model_of(choice)
    if store.state(model).ready:
        return
    wanted = HubFile(choice.file, choice.bytes, choice.sha256)
    hub.download(choice.repository, choice.commit, wanted, store.path(model.files[0]), progress)
    store.trust(model.files[0])


def model_of(choice: Pinned) -> Model:
    """The pinned file as a model of the store: it lies in a folder of its own commit."""
    folder = f"hub/{choice.repository.replace('/', '--')}/{choice.commit[:12]}"
    file = ModelFile(f"{folder}/{choice.file}", choice.bytes, choice.sha256)
    return Model(choice.name, choice.name, "language model", choice.licence, False, (file,))


def core_of(choice: Choice | None, store: ModelStore, catalogue: Catalogue, default: str) -> GgufFile | ModelServer:
    """What the reasoning core is to run on.

    Raises NotFetched with the remedy when the file is absent, cut short or has the wrong hash.
    """
    match choice or Listed(default):
        case ModelServer() as server:
            return server
        case OwnFile(path=path):
            found = _own_file(Path(path))
            stat = Path(found.path).stat()
            return GgufFile(Path(path).stem, Path(path), f"{stat.st_size}-{stat.st_mtime_ns}")
        case Pinned() as pinned:
            return _whole(model_of(pinned), store)
        case Listed(model=model_id):
            return _whole(catalogue[model_id], store)


def choice_file(folder: Path) -> Path:
    """Where the choice is written, in the folder of the owner's own files."""
    return folder / "core.toml"


def _whole(model: Model, store: ModelStore) -> GgufFile:
    state = store.state(model)
    if not state.ready:
        raise NotFetched(state.sentence())
    return GgufFile(model.id, store.path(model.files[0]), model.files[0].sha256)


def _listed(model: Model) -> Listed:
    if not model.files[0].file.endswith(".gguf"):
        raise UnknownModel(f"{model.id} is for {model.what}; a language model is needed here")
    return Listed(model.id)


def _own_file(path: Path) -> OwnFile:
    try:
        with path.open("rb") as stream:
            magic = stream.read(len(GGUF_MAGIC))
    except OSError as error:
        raise NotFetched(f"{path} cannot be read: {error.strerror}; name a .gguf file that is there") from error
    if magic != GGUF_MAGIC:
        raise NotFetched(f"{path} is no GGUF file; convert the model with llama.cpp first")
    return OwnFile(str(path.absolute()))


def _pinned(target: str, offer: Offer, hub: Hub) -> Pinned:
    revision = hub.revision(offer.repository)
    file = chosen_file(offer, revision)
    if not file.sha256:
        raise NotFetched(f"the hub names no SHA-256 for {file.name}; what cannot be checked is not used")
    licence = revision.licence or offer.licence
    return Pinned(target, offer.repository, revision.commit, file.name, file.bytes, file.sha256, licence)


def _server(address: str, model: str, key: str) -> ModelServer:
    address = address.rstrip("/")
    try:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        answer = httpx.get(f"{address}/models", headers=headers, timeout=10.0)
        answer.raise_for_status()
        names = [str(m["id"]) for m in answer.json()["data"]]
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise NotFetched(
            f"{address} does not answer like a model server ({type(error).__name__}); "
            "start it, and name its address up to and with /v1"
        ) from error
    if not names or (model and model not in names):
        raise UnknownModel(f"{address} has no model {model!r}; it has: {', '.join(names) or 'none'}")
    return ModelServer(address, model or names[0])
