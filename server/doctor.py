"""What Mimosa needs, checked one thing at a time, each with its remedy. The parts; the machine is in doctor_machine."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from devices.address import BrokerAddress
from devices.broker_programs import mosquitto_path
from devices.errors import BrokerFailed
from server.certificate import RENEWAL, CertificateWrong, certificate_of, expiry_of
from server.commands.doctor_database import database
from server.commands.doctor_machine import clock, disk, memory, processor, python, sound
from server.commands.findings import Finding, Health, fine, trouble
from server.commands.ports import holder_of, is_free
from server.models.catalogue import Model, catalogue
from server.models.choice import read_choice
from server.models.errors import ModelError
from server.models.store import Condition, ModelState, ModelStore
from server.models.use import GgufFile, choice_file, core_of
from server.settings import Settings

PATIENCE_S = 3.0
"""Seconds a broker or a model server has to answer."""

OWN_PATIENCE_S = 1.0
"""Seconds a Mimosa on this machine has to answer."""

_CONDITIONS = {
    Condition.MISSING: ("is not there", "不存在"),
    Condition.CUT_SHORT: ("is cut short", "不完整"),
    Condition.WRONG_HASH: ("is not the promised file, its SHA-256 differs", "与预期不符,SHA-256 不一致"),
}


def examine(settings: Settings, *, fully: bool = True) -> list[Finding]:
    """Look at everything. `fully`: every byte of the models is hashed again, which takes some seconds."""
    checks: tuple[Callable[[Settings], list[Finding]], ...] = (
        lambda _: [python(), processor(), memory(), disk(settings.data_dir), clock(), sound()],
        lambda s: models(s, fully=fully),
        lambda s: [core(s), broker(s), port(s), certificate(s)],
        lambda s: [database(s.data_dir / "mimosa.db", fully=fully)],
    )
    return [finding for check in checks for finding in check(settings)]


def models(settings: Settings, *, fully: bool) -> list[Finding]:
    """The ears' and the voice's files."""
    store = ModelStore(settings.models_dir)
    known = [m for m in catalogue().out_of_box if not m.files[0].file.endswith(".gguf")]
    return [_model(store.state(model, fully=fully), model) for model in known]


def _model(state: ModelState, model: Model) -> Finding:
    name = f"model {model.id}"
    if state.ready:
        return fine(name, f"{model.name} is whole", f"{model.name} 完整")
    en, zh = _CONDITIONS[state.condition]
    command = f"mimosa models fetch {model.id}"
    return trouble(
        name, Health.FAIL, (f"{model.name} {en}", f"{model.name} {zh}"), (f"run: {command}", f"请运行:{command}")
    )


def core(settings: Settings) -> Finding:
    """The language model."""
    if settings.core == "off":
        return fine("core", "switched off in the settings", "已在设置中关闭")
    try:
        choice = read_choice(choice_file(settings.data_dir))
        found = core_of(choice, ModelStore(settings.models_dir), catalogue(), settings.core)
    except ModelError as error:
        return trouble(
            "core",
            Health.WARN,
            (f"{error}; until then only what the reflex knows is understood", f"{error};在此之前只能理解固定说法"),
            ("run: mimosa models fetch", "请运行:mimosa models fetch"),
        )
    if isinstance(found, GgufFile):
        return fine("core", f"{found.id} is there", f"{found.id} 已就绪")
    return _core_server(found.address, found.model)


def _core_server(address: str, model: str) -> Finding:
    try:
        httpx.get(f"{address}/models", timeout=PATIENCE_S).raise_for_status()
    except httpx.HTTPError as error:
        problem = type(error).__name__
        return trouble(
            "core",
            Health.WARN,
            (
                f"the model server at {address} does not answer ({problem})",
                f"{address} 的模型服务器没有应答({problem})",
            ),
            ("start it, or choose another: mimosa models use NAME", "请启动它,或另选:mimosa models use NAME"),
        )
    return fine("core", f"{model} at {address} answers", f"{address} 的 {model} 有应答")


def broker(settings: Settings) -> Finding:
    """The broker of the settings, or one that can be started."""
    if settings.broker:
        return _foreign_broker(settings.broker)
    found = mosquitto_path()
    if found:
        return fine("broker", f"mosquitto is at {found}", f"mosquitto 位于 {found}")
    return trouble(
        "broker",
        Health.WARN,
        ("mosquitto is not installed; the small built-in broker is used", "未安装 mosquitto,将使用内置的小型代理"),
        (
            "for daily use install mosquitto (Debian: apt install mosquitto)",
            "日常使用请安装 mosquitto(Debian:apt install mosquitto)",
        ),
    )


def _foreign_broker(written: str) -> Finding:
    try:
        address = BrokerAddress.parse(written)
        with socket.create_connection((address.host, address.port), PATIENCE_S):
            return fine("broker", f"{written} can be reached", f"{written} 可以连接")
    except (OSError, BrokerFailed) as error:
        return trouble(
            "broker",
            Health.FAIL,
            (f"{written} cannot be reached: {error}", f"无法连接 {written}:{error}"),
            (
                "start that broker, correct `broker` in the settings, or leave it empty",
                "请启动该代理,更正设置中的 broker,或将其留空",
            ),
        )


def port(settings: Settings) -> Finding:
    """The port the server wants."""
    try:
        if is_free(settings.host, settings.port):
            return fine("port", f"{settings.port} is free", f"{settings.port} 空闲")
    except OSError as error:
        return trouble(
            "port",
            Health.FAIL,
            (f"{settings.host} is no address of this machine ({error})", f"{settings.host} 不是本机地址({error})"),
            ("correct `host` in the settings", "请更正设置中的 host"),
        )
    if is_mimosa(settings):
        return fine("port", f"Mimosa runs at {settings.address}", f"Mimosa 正在 {settings.address} 运行")
    holder = holder_of(settings.port)
    return trouble(
        "port",
        Health.FAIL,
        (
            f"{settings.port} is in use" + (f" by {holder}" if holder else ""),
            f"{settings.port} 已被{holder or '其他程序'}占用",
        ),
        ("end that program, or take another: mimosa run --port 8238", "请结束该程序,或换一个:mimosa run --port 8238"),
    )


def is_mimosa(settings: Settings) -> bool:
    """Whether what listens at the address is Mimosa."""
    try:
        # Nothing secret is sent or believed here, so an unknown certificate does not matter.
        answer = httpx.get(f"{settings.address}/api/alive", timeout=OWN_PATIENCE_S, verify=False, trust_env=False)
    except httpx.HTTPError:
        return False
    return answer.status_code == 204


def certificate(settings: Settings, now: datetime | None = None) -> Finding:
    """The certificate, where one is used."""
    if not settings.encrypted:
        return fine("certificate", "not needed: only this machine is listened to", "不需要:仅监听本机")
    try:
        files = certificate_of(settings, now)
        ends = expiry_of(files.certificate) if files else None
    except (CertificateWrong, OSError) as error:
        return trouble(
            "certificate",
            Health.FAIL,
            (str(error), str(error)),
            (
                "correct tls_certificate and tls_key in the settings, or take them out",
                "请更正设置中的 tls_certificate 和 tls_key,或将其删除",
            ),
        )
    if ends is not None and ends - (now or datetime.now(UTC)) < RENEWAL:
        return trouble(
            "certificate",
            Health.WARN,
            (f"ends on {ends:%Y-%m-%d}", f"将于 {ends:%Y-%m-%d} 到期"),
            ("renew it", "请更新证书"),
        )
    return fine("certificate", f"good until {ends:%Y-%m-%d}", f"有效期至 {ends:%Y-%m-%d}")
