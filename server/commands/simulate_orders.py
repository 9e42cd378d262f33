"""`mimosa simulate fault | clear | sense | press | tell | comes | goes | list`: directing the simulation that runs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from server.commands.ending import Status, fail, show_json
from server.commands.options import AsJson, settings_with
from server.commands.words import words

if TYPE_CHECKING:
    from devices.address import BrokerAddress

CONNECT_S = 5.0
ANSWER_S = 3.0
"""Seconds in which the simulation answers, or is taken not to run."""

FAULT_WORDS: Mapping[str, tuple[str, str]] = {
    "none": ("behaves as it should", "恢复正常"),
    "silent": ("neither obeys nor says anything", "不执行也不回应"),
    "slow": ("obeys after some seconds", "若干秒后才执行"),
    "contradicting": ("does not obey, and says that nothing changed", "不执行,并报告状态未变"),
    "reverting": ("obeys, and takes it back after some seconds", "执行后若干秒又恢复原状"),
    "jammed": ("gets stuck half-way", "中途卡住"),
    "impossible": ("reports impossible values", "报告不可能的数值"),
    "duplicate": ("says everything twice", "每条状态报告两次"),
    "late": ("reports come some seconds late, in order", "状态报告按顺序延迟若干秒"),
    "disordered": ("an older report comes after each newer one", "较新的报告之后又收到较旧的报告"),
    "offline_then_stale": ("is gone for some seconds, and comes back with an old state", "离线若干秒,恢复后报告旧状态"),
    "flapping": ("is gone and back by turns", "反复离线又上线"),
}
"""In the same order as the faults themselves."""

Device = Annotated[
    str, typer.Argument(help=words("Id of the device; see: mimosa simulate list", "设备标识,见 simulate list"))
]


def fault(
    words_: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DEVICE] KIND", help=words("Which device, and what is wrong.", "哪个设备,什么故障。")),
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(min=0, max=3600, help=words("For faults that take time.", "故障的秒数。"))
    ] = None,
    group: Annotated[
        str,
        typer.Option(help=words('A room, a kind of device, or "all", in place of a device.', "房间、设备类型或 all。")),
    ] = "",
    share: Annotated[
        float, typer.Option(min=0.01, max=1, help=words("How much of the group, chosen by chance.", "随机选中的比例。"))
    ] = 1.0,
    seed: Annotated[int, typer.Option(help=words("Of that chance.", "随机种子。"))] = 1,
    show: Annotated[bool, typer.Option("--list", help=words("What can be wrong.", "列出所有故障。"))] = False,
    as_json: AsJson = False,
) -> None:
    from devices.simulators.stage import FAULTS

    if show:
        _show_faults(FAULTS, as_json=as_json)
        return
    named = words_ or []
    if len(named) != (1 if group else 2) or named[-1] not in FAULTS:
        kinds = ", ".join(FAULTS)
        text = words(
            f"Say which device and what is wrong, as in: mimosa simulate fault kitchen_light silent — or --group and "
            f"what is wrong. The faults are {kinds}.",
            f"请说明设备和故障,例如:mimosa simulate fault kitchen_light silent,或使用 --group。故障有:{kinds}。",
        )
        fail(Status.USAGE, text, as_json=as_json)
    told: dict[str, Any] = {"kind": named[-1]} | ({} if seconds is None else {"seconds": seconds})
    if group:
        _order("house", "fault", told | {"group": group, "share": share, "seed": seed}, as_json=as_json)
    else:
        _order(named[0], "fault", told, as_json=as_json)


def clear(
    device: Annotated[
        str, typer.Argument(help=words("Id of a device; every device without it.", "设备标识;省略则为全部设备。"))
    ] = "house",
    as_json: AsJson = False,
) -> None:
    _order(device, "clear", {}, as_json=as_json)


def sense(
    device: Device,
    felt: Annotated[
        list[str], typer.Argument(metavar="NAME=VALUE…", help=words("temperature=30, window=true, …", "感知的内容"))
    ],
    as_json: AsJson = False,
) -> None:
    _order(device, "sense", _pairs(felt, as_json=as_json), as_json=as_json)


def press(
    device: Device,
    pressed: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=VALUE…]", help=words("Which of its parts, where it has many.", "具体部件")),
    ] = None,
    to: Annotated[str, typer.Option(help=words("true, false, a number or a word.", "true、false、数字或词"))] = "",
    as_json: AsJson = False,
) -> None:
    told = _pairs(pressed or [], as_json=as_json) | ({"to": _value(to)} if to else {})
    _order(device, "press", told, as_json=as_json)


def tell(
    device: Device,
    verb: Annotated[str, typer.Argument(help=words("What it takes.", "指令名。"))],
    told: Annotated[str, typer.Argument(metavar="[JSON]", help=words("An object.", "JSON 对象。"))] = "{}",
    as_json: AsJson = False,
) -> None:
    try:
        parsed = json.loads(told)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        fail(Status.USAGE, words(f"{told!r} is no JSON object", f"{told!r} 不是 JSON 对象"), as_json=as_json)
    _order(device, verb, parsed, as_json=as_json)


Person = Annotated[str, typer.Argument(help=words("Name of somebody of the family.", "家庭成员的名字。"))]


def comes(person: Person, as_json: AsJson = False) -> None:
    _order("house", "people", {"person": person, "home": True}, as_json=as_json)


def goes(person: Person, as_json: AsJson = False) -> None:
    _order("house", "people", {"person": person, "home": False}, as_json=as_json)


def listed(as_json: AsJson = False) -> None:
    answer = _ask("house", "list", {}, as_json=as_json)
    if as_json:
        show_json(answer["devices"])
        return
    for device in answer["devices"]:
        feels = "; ".join(f"{name} ({right})" for name, right in device["feels"].items())
        fault_of_it = "" if device["fault"] == "none" else f" [{device['fault']}]"
        print(f"{device['id']}{fault_of_it}: {device['machine']}, {device['room']}" + (f"; {feels}" if feels else ""))


def _show_faults(faults: Mapping[str, float], *, as_json: bool) -> None:
    told = {kind: {"seconds": seconds, "means": words(*FAULT_WORDS[kind])} for kind, seconds in faults.items()}
    if as_json:
        show_json(told)
        return
    for kind, about in told.items():
        seconds = f" ({about['seconds']:g} s)" if about["seconds"] else ""
        print(f"{kind:20}{about['means']}{seconds}")


def _order(whom: str, verb: str, told: Mapping[str, Any], *, as_json: bool) -> None:
    answer = _ask(whom, verb, told, as_json=as_json)
    if as_json:
        show_json(answer)
    else:
        print(", ".join(answer.get("devices", [])) or words("Done.", "完成。"))


def _ask(whom: str, verb: str, told: Mapping[str, Any], *, as_json: bool) -> dict[str, Any]:
    """The simulation's answer; ends the command where there is none, or where it says no."""
    from devices.errors import DevicesError
    from devices.topics import is_topic
    from server.commands.simulated_broker import broker_of

    settings = settings_with(as_json=as_json)
    if not is_topic(f"simulator/{whom}/{verb}") or "/" in whom + verb:
        fail(Status.USAGE, words(f"{whom!r} is no device's id", f"{whom!r} 不是设备标识"), as_json=as_json)
    try:
        broker = broker_of(settings)
        if broker is None:
            text = words(
                "No simulation runs here. Start one: mimosa run --simulate",
                "没有正在运行的模拟。请先:mimosa run --simulate",
            )
            fail(Status.NO_SERVER, text, as_json=as_json)
        answer = asyncio.run(_answer_to(broker, whom, verb, told))
    except DevicesError as error:
        fail(Status.NO_SERVER, str(error), as_json=as_json)
    if answer is None:
        text = words(
            f"No simulation answers for {whom!r} at this broker. What there is: mimosa simulate list",
            f"此代理上没有模拟为 {whom!r} 应答。查看现有设备:mimosa simulate list",
        )
        fail(Status.FAILED, text, as_json=as_json)
    if not answer.get("ok"):
        fail(Status.FAILED, f"{whom}: {answer.get('problem', '')}", as_json=as_json)
    return answer


async def _answer_to(broker: BrokerAddress, whom: str, verb: str, told: Mapping[str, Any]) -> dict[str, Any] | None:
    from devices.mqtt import MqttLink
    from devices.simulators.control import CONTROL_TOPIC, answer_topic

    request = uuid4().hex
    async with MqttLink(broker, status_topic=None, greet_producers=False) as link:
        await link.until_connected(CONNECT_S)
        await link.subscribe(answer_topic(request))
        asked = json.dumps({**told, "request": request}, ensure_ascii=False).encode()
        await link.publish(f"{CONTROL_TOPIC}/{whom}/{verb}", asked, expiry_s=5)
        try:
            async with asyncio.timeout(ANSWER_S):
                async for message in link.messages():
                    answer = json.loads(message.payload)
                    return answer if isinstance(answer, dict) else None
        except TimeoutError:
            return None
    return None


def _pairs(typed: list[str], *, as_json: bool) -> dict[str, Any]:
    wrong = next((pair for pair in typed if "=" not in pair), None)
    if wrong is not None:
        text = words(f"{wrong!r} is no NAME=VALUE, like temperature=30", f"{wrong!r} 应为 名称=值,如 temperature=30")
        fail(Status.USAGE, text, as_json=as_json)
    split = (pair.split("=", 1) for pair in typed)
    return {name.strip(): _value(raw) for name, raw in split}


def _value(raw: str) -> Any:
    """true, 3, 2.5 or a word, as it was typed."""
    text = raw.strip()
    if text.casefold() in ("true", "yes", "on"):
        return True
    if text.casefold() in ("false", "no", "off"):
        return False
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() and "." not in text else number
