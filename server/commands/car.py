"""`mimosa car`: the node that runs in the car, and letting it in at a house."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.commands.ending import Status, fail, show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words

if TYPE_CHECKING:
    from server.node.device_grant import Begun
    from server.node.pairing_file import Pairing, PairingFile
    from server.settings import Settings

app = typer.Typer(
    help=words("Mimosa in the car: run it, and pair it with a house.", "车里的 Mimosa:运行,以及与家里配对。"),
    no_args_is_help=True,
)

FOLDER = "car"
"""Of the node, in the data folder: a house on the same machine keeps its own beside it."""

House = Annotated[
    str | None,
    typer.Option(
        "--house",
        help=words("Address of the house, as https://house.local:8237.", "家里的地址,例如 https://house.local:8237。"),
    ),
]
Vehicle = Annotated[
    str, typer.Option("--vehicle", help=words("Id of the car on its signals' topics.", "车辆信号主题中的车辆标识。"))
]
DataDir = Annotated[
    Path | None, typer.Option(help=words("Folder for everything that is kept.", "保存所有数据的文件夹。"))
]


@app.command(help=words("Start the node in the car.", "启动车载节点。"))
def run(
    house: House = None,
    vehicle: Vehicle = "car",
    port: Annotated[int | None, typer.Option(help=words("Port of the node.", "节点端口。"))] = None,
    host: Annotated[str | None, typer.Option(help=words("Address to listen on.", "监听地址。"))] = None,
    core: Annotated[
        str, typer.Option(help=words("Language model in the car, or off.", "车内语言模型,或 off。"))
    ] = "off",
    simulate: Annotated[
        bool, typer.Option("--simulate", help=words("With a simulated car.", "带模拟的汽车。"))
    ] = False,
    *,
    data_dir: DataDir = None,
    verbose: Annotated[bool, typer.Option("--verbose", help=words("Log more.", "输出更多日志。"))] = False,
    as_json: AsJson = False,
) -> None:
    from server.commands.run import listen, log_to_terminal
    from server.node.pairing_file import NoPairing
    from server.node.running import RunningNode

    settings = _of_node(settings_with(as_json=as_json, port=port, host=host, core=core, data_dir=data_dir))
    file = _pairing_file(settings)
    log_to_terminal(verbose=verbose)
    try:
        pairing = file.read()
    except NoPairing as error:
        if house is not None or file.path.exists():
            fail(Status.USAGE, str(error), as_json=as_json)
        pairing = None
    if pairing is not None and house is not None and house.rstrip("/") != pairing.house:
        text = words(
            f"This car is paired with {pairing.house}. To pair it with another: mimosa car pair --house {house}",
            f"这辆车已与 {pairing.house} 配对。与另一处配对:mimosa car pair --house {house}",
        )
        fail(Status.USAGE, text, as_json=as_json)
    vehicle = pairing.vehicle if pairing is not None else vehicle
    with listen(settings, as_json=as_json) as listening:
        node = RunningNode(
            settings, listening, file if pairing else None, vehicle=vehicle, simulate=simulate, as_json=as_json
        )
        asyncio.run(node.until_stopped())


@app.command(
    help=words(
        "Let the car in at a house: parked, with a code that is approved there.",
        "让这辆车与家里配对:须停好车,并在家里批准显示的代码。",
    )
)
def pair(
    house: House = None,
    vehicle: Vehicle = "car",
    name: Annotated[str, typer.Option(help=words("What the house calls it.", "家里显示的名称。"))] = "",
    scope: Annotated[
        str | None, typer.Option(help=words("Scopes, separated by spaces.", "权限范围,以空格分隔。"))
    ] = None,
    fingerprint: Annotated[
        str | None,
        typer.Option(
            help=words("SHA-256 of the house's certificate, to be sure of it.", "家里证书的 SHA-256 指纹,用于核对。")
        ),
    ] = None,
    *,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    from server.node.device_grant import SCOPES, PairingFailed, certificate_of, fingerprint_of

    settings = _of_node(settings_with(as_json=as_json, data_dir=data_dir))
    if house is None or not house.startswith(("https://", "http://")):
        text = words(
            "Name the house: --house https://house.local:8237", "请指明家里的地址:--house https://house.local:8237"
        )
        fail(Status.USAGE, text, as_json=as_json)
    house = house.rstrip("/")
    if house.startswith("http://") and not _on_this_machine(house):
        text = words("Tokens only go over https, or to this machine.", "令牌只通过 https 或在本机内传送。")
        fail(Status.USAGE, text, as_json=as_json)
    _check_parked(settings, vehicle, as_json=as_json)
    try:
        certificate = certificate_of(house)
        seen = fingerprint_of(certificate) if certificate else ""
        if fingerprint is not None and _plain(fingerprint) != _plain(seen):
            text = words(f"The house shows another certificate: {seen}", f"家里出示的证书不同:{seen}")
            fail(Status.FAILED, text, as_json=as_json)
        paired = asyncio.run(
            _pair(house, certificate, vehicle, name or _name(vehicle), scope or SCOPES, as_json=as_json)
        )
    except PairingFailed as error:
        fail(Status.FAILED, str(error), as_json=as_json)
    _pairing_file(settings).write(paired)
    if as_json:
        show_json({"paired": paired.house, "head_unit": paired.head_unit, "scope": paired.scope, "certificate": seen})
    else:
        print(
            words(f"Paired with {paired.house}. May: {paired.scope}", f"已与 {paired.house} 配对。权限:{paired.scope}")
        )


def _check_parked(settings: Settings, vehicle: str, *, as_json: bool) -> None:
    """End the command unless the car says itself that it is parked; what cannot be known is not parked."""
    from devices.errors import DevicesError
    from devices.policy import Driving
    from server.node.own_signals import driving_now

    try:
        doing = asyncio.run(driving_now(settings, vehicle))
    except DevicesError as error:
        text = words(
            f"Whether the car is parked cannot be seen: {error}. Nothing was done.",
            f"无法得知车是否停好:{error}。什么也没有做。",
        )
        fail(Status.FAILED, text, as_json=as_json)
    match doing:
        case Driving.PARKED:
            return
        case Driving.UNKNOWN:
            text = words(
                f"The car {vehicle!r} does not tell its speed and gear, so nobody knows whether it is parked. Nothing "
                "was done.",
                f"车 {vehicle!r} 没有报告车速和挡位,无法得知是否停好。什么也没有做。",
            )
            fail(Status.FAILED, text, as_json=as_json)
        case Driving():
            text = words(
                f"The car {vehicle!r} is {doing.value}. Put it in park, then pair it.",
                f"车 {vehicle!r} 没有停好。请挂入驻车挡后再配对。",
            )
            fail(Status.FAILED, text, as_json=as_json)


async def _pair(house: str, certificate: str, vehicle: str, name: str, scope: str, *, as_json: bool) -> Pairing:
    from server.node.device_grant import DeviceGrant
    from server.node.house_client import http_to
    from server.node.pairing_file import Pairing as Nobody

    nobody = Nobody(house, "", vehicle, "", "", "", certificate=certificate)
    async with http_to(nobody) as http:
        grant = DeviceGrant(http, house, certificate)
        begun = await grant.begin(vehicle, name, scope, parked=True)
        _show(begun, certificate, as_json=as_json)
        return await grant.wait(begun)


def _show(begun: Begun, certificate: str, *, as_json: bool) -> None:
    from server.node.device_grant import fingerprint_of

    seen = fingerprint_of(certificate) if certificate else ""
    if as_json:
        show_json({"code": begun.user_code, "open": begun.verification_uri_complete, "certificate": seen})
        return
    print(
        words(
            f"At the house, open {begun.verification_uri_complete}", f"请在家里打开 {begun.verification_uri_complete}"
        )
    )
    print(words(f"and approve the code {begun.user_code}", f"并批准代码 {begun.user_code}"))
    if seen:
        print(words(f"The house's certificate: {seen}", f"家里的证书:{seen}"), flush=True)


def _of_node(settings: Settings) -> Settings:
    return settings.model_copy(update={"data_dir": settings.data_dir / FOLDER})


def _pairing_file(settings: Settings) -> PairingFile:
    from server.node.pairing_file import PairingFile

    return PairingFile(settings.data_dir / "house.json")


def _name(vehicle: str) -> str:
    return words(f"Mimosa in {vehicle}", f"车里的 Mimosa({vehicle})")


def _on_this_machine(house: str) -> bool:
    from urllib.parse import urlsplit

    return urlsplit(house).hostname in ("127.0.0.1", "localhost", "::1")


def _plain(fingerprint: str) -> str:
    return fingerprint.replace(":", "").replace(" ", "").upper()
