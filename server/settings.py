"""The settings of the whole product: a TOML file, the environment over it, the command line over both.

Nothing below this room reads a file or a variable: it receives values from here.
"""

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.utterance import Language
from server.wrong_settings import SECRET, SettingsWrong, WrongSetting

ENVIRONMENT_PREFIX = "MIMOSA_"
FILE_VARIABLE = "MIMOSA_SETTINGS"
CAR_TOKEN_VARIABLE = "MIMOSA_CAR_TOKEN"
NO_KEYS = frozenset({FILE_VARIABLE, CAR_TOKEN_VARIABLE})
"""What names the settings file, and the head unit's access token for a simulated drive: no settings."""

OUT_OF_BOX_CORE = "qwen2.5-coder-1.5b"

Tls = Literal["auto", "off", "self-signed"]


def _right(en: str, zh: str, **limits: Any) -> Any:
    """A field's meaning in both languages, with its limits."""
    return Field(description=en, json_schema_extra={"zh": zh}, **limits)


def _home(path: Path) -> Path:
    return path.expanduser().absolute()


HomePath = Annotated[Path, AfterValidator(_home)]


RouterName = Literal["auto", "osm", "valhalla"]
"""Who finds ways on the map."""


class Settings(BaseModel):
    """Every value the owner can choose. Frozen; made by `load_settings`, in tests directly."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data_dir: Annotated[
        HomePath,
        _right("a folder for the database, the journal, token and certificate", "存放数据库、日志、令牌和证书的文件夹"),
    ] = Field(default_factory=lambda: Path(platformdirs.user_data_path("mimosa")))
    models_dir: Annotated[HomePath, _right("a folder for model files", "存放模型文件的文件夹")] = Field(
        default_factory=lambda: Path(platformdirs.user_data_path("mimosa")) / "models"
    )
    host: Annotated[
        str,
        _right(
            "an address of this machine to listen on, like 127.0.0.1 or 0.0.0.0",
            "本机要监听的地址,例如 127.0.0.1 或 0.0.0.0",
            min_length=1,
            pattern=r"^[A-Za-z0-9.:_-]+$",
        ),
    ] = "127.0.0.1"
    port: Annotated[int, _right("a whole number from 1 to 65535", "1 到 65535 之间的整数", ge=1, le=65535)] = 8237
    allowed_hosts: Annotated[
        tuple[str, ...],
        _right(
            "a list of further host names this server is reached by, without scheme and port",
            "访问本服务器所用的其他主机名列表,不带协议和端口",
        ),
    ] = ()
    tls: Annotated[
        Tls,
        _right(
            '"auto" (on when listening beyond this machine), "off" or "self-signed"',
            '"auto"(对外监听时开启)、"off" 或 "self-signed"',
        ),
    ] = "auto"
    tls_certificate: Annotated[
        HomePath | None,
        _right("a PEM file with the certificate chain; needs tls_key", "含证书链的 PEM 文件;须同时设置 tls_key"),
    ] = None
    tls_key: Annotated[
        HomePath | None,
        _right(
            "the certificate's PEM key file; needs tls_certificate", "证书的 PEM 私钥文件;须同时设置 tls_certificate"
        ),
    ] = None
    behind_proxy: Annotated[
        bool,
        _right(
            "true only when a proxy in front does TLS; then tls may be off, and a token is needed",
            "仅当前置代理负责 TLS 时为 true;此时 tls 可为 off,且需要令牌",
        ),
    ] = False
    token: Annotated[
        str,
        _right(
            "at least 16 letters, digits or -._~ ; empty: made by itself where one is needed",
            "至少 16 个字母、数字或 -._~;留空则在需要时自动生成",
            pattern=r"^([A-Za-z0-9._~-]{16,256})?$",
            repr=False,
        ),
    ] = ""
    broker: Annotated[
        str,
        _right(
            "host, host:port or mqtt://host:port of an MQTT 5 broker; empty: Mimosa starts its own",
            "MQTT 5 代理的 主机、主机:端口 或 mqtt://主机:端口;留空则自行启动",
            pattern=r"^((mqtts?://)?(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?/?)?$",
        ),
    ] = ""
    broker_port: Annotated[
        int,
        _right(
            "the port of Mimosa's own broker, 1 to 65535; 0: 1883, or a free one where that is taken",
            "自带代理的端口,1 到 65535;0 表示 1883,被占用时取空闲端口",
            ge=0,
            le=65535,
        ),
    ] = 0
    broker_username: Annotated[str, _right("the broker's user name", "MQTT 代理的用户名")] = ""
    broker_password: Annotated[str, _right("the broker's password", "MQTT 代理的密码", repr=False)] = ""
    language: Annotated[Language, _right('"en" or "zh"', '"en" 或 "zh"')] = "en"
    core: Annotated[
        str,
        _right(
            "a model of `mimosa models list`, the path of a GGUF file, "
            'the http(s) address of an OpenAI-compatible server, or "off"',
            '`mimosa models list` 中的模型、GGUF 文件路径、OpenAI 兼容服务器的 http(s) 地址,或 "off"',
            min_length=1,
        ),
    ] = OUT_OF_BOX_CORE
    ears: Annotated[bool, _right("true or false", "true 或 false")] = True
    voice: Annotated[bool, _right("true or false", "true 或 false")] = True
    skills_dir: Annotated[HomePath | None, _right("a folder with skills of your own", "存放自制技能的文件夹")] = None
    house_file: Annotated[
        HomePath | None, _right("a TOML file with your names for rooms and devices", "写有房间和设备名称的 TOML 文件")
    ] = None
    map_file: Annotated[
        HomePath | None,
        _right(
            "a region made by `mimosa map add`; without it the one in the data folder",
            "由 `mimosa map add` 生成的地图文件;省略则用数据文件夹中的地图",
        ),
    ] = None
    router: Annotated[
        RouterName,
        _right(
            '"auto", "osm" (Mimosa\'s own) or "valhalla" (where it is installed, on tiles of `mimosa map add`)',
            '"auto"、"osm"(Mimosa 自带)或 "valhalla"(已安装,且 `mimosa map add` 生成过其数据)',
        ),
    ] = "auto"
    home_at: Annotated[
        str,
        _right(
            "where the house is, as latitude,longitude in degrees, like 60.1766,24.9509; empty: told by voice",
            "房屋的位置,写作 纬度,经度,例如 60.1766,24.9509;留空则用语音告知",
            pattern=r"^(-?[0-9]{1,2}(\.[0-9]+)? *, *-?[0-9]{1,3}(\.[0-9]+)?)?$",
        ),
    ] = ""
    car_tells_position: Annotated[
        bool,
        _right(
            "true only where a car away is to tell the house its position, not just distance and arrival time",
            "仅当在外的汽车要把位置(而不只是距离和到达时间)告诉家里时为 true",
        ),
    ] = False
    journal_days: Annotated[
        int,
        _right(
            "how many days commands that have ended are kept: a whole number from 1 to 36500",
            "已结束的指令保留多少天:1 到 36500 之间的整数",
            ge=1,
            le=36_500,
        ),
    ] = 400
    threads: Annotated[
        int,
        _right(
            "a whole number from 0 (as many as there are cores) to 256",
            "0(与核心数相同)到 256 之间的整数",
            ge=0,
            le=256,
        ),
    ] = 0

    @property
    def listens_elsewhere(self) -> bool:
        """Whether other machines can reach the server. A host name counts as elsewhere unless it is localhost."""
        if self.host == "localhost":
            return False
        try:
            return not ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return True

    @property
    def reached_from_elsewhere(self) -> bool:
        """Whether people on other machines get here, directly or through a proxy in front."""
        return self.listens_elsewhere or self.behind_proxy

    @property
    def encrypted(self) -> bool:
        """Whether the server itself speaks TLS."""
        if self.tls_certificate is not None or self.tls == "self-signed":
            return True
        return self.tls == "auto" and self.listens_elsewhere and not self.behind_proxy

    @property
    def needs_token(self) -> bool:
        """Whether every caller has to show the token."""
        return bool(self.token) or self.reached_from_elsewhere

    @property
    def address(self) -> str:
        """The one address to open on this machine."""
        host = self.host if self.host not in ("0.0.0.0", "::") else "localhost"
        host = f"[{host}]" if ":" in host else host
        return f"{'https' if self.encrypted else 'http'}://{host}:{self.port}"

    @model_validator(mode="after")
    def _both_halves(self) -> Self:
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("tls_key" if self.tls_key is None else "tls_certificate")
        return self

    @model_validator(mode="after")
    def _never_plain_elsewhere(self) -> Self:
        if self.listens_elsewhere and not self.encrypted and not self.behind_proxy:
            raise ValueError("tls")
        return self


_PLAIN_ELSEWHERE: Mapping[Language, str] = {
    "en": '"auto" or "self-signed" when host is not this machine alone; "off" only with behind_proxy = true',
    "zh": '对外监听时为 "auto" 或 "self-signed";只有 behind_proxy = true 时才能为 "off"',
}


def default_file() -> Path:
    """Where the settings file lies when nobody says otherwise."""
    return Path(platformdirs.user_config_path("mimosa")) / "settings.toml"


def load_settings(
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    options: Mapping[str, object] | None = None,
) -> Settings:
    """The settings from all sources. `options` are the command line's; None values there say nothing.

    A file that is named (by `file` or MIMOSA_SETTINGS) has to exist. Raises SettingsWrong naming every key, its value
    and what would be right.
    """
    variables = os.environ if environment is None else environment
    named = file or (Path(variables[FILE_VARIABLE]) if variables.get(FILE_VARIABLE) else None)
    found: dict[str, tuple[object, str]] = {}
    for key, value in _read(named).items():
        found[key] = (value, str(named or default_file()))
    for name, text in variables.items():
        if name.startswith(ENVIRONMENT_PREFIX) and name not in NO_KEYS:
            key = name.removeprefix(ENVIRONMENT_PREFIX).lower()
            secret = key.removesuffix("_file")
            if key.endswith("_file") and secret in SECRET:
                found[secret] = (_secret_in(Path(text), name), name)
            else:
                found[key] = (_from_text(key, text), name)
    for key, value in (options or {}).items():
        if value is not None:
            found[key] = (value, f"--{key.replace('_', '-')}")
    return _checked(found)


def _read(named: Path | None) -> dict[str, object]:
    path = named or default_file()
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        if named is None:
            return {}
        raise _bad_file(path, "an existing file", "一个存在的文件") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad_file(path, f"a readable TOML file ({error})", f"可读的 TOML 文件({error})") from None


def _bad_file(path: Path, en: str, zh: str) -> SettingsWrong:
    return SettingsWrong((WrongSetting("file", str(path), "--settings / MIMOSA_SETTINGS", {"en": en, "zh": zh}),))


def _secret_in(path: Path, name: str) -> str:
    """A secret that lies in a file of its own, as containers are given theirs."""
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        right: Mapping[Language, str] = {"en": "a readable file that holds the secret", "zh": "含有该密钥的可读文件"}
        raise SettingsWrong((WrongSetting(name.lower(), str(path), name, right),)) from None


def _from_text(key: str, text: str) -> object:
    """An environment variable's value; lists are separated by commas."""
    if key == "allowed_hosts":
        return [part.strip() for part in text.split(",") if part.strip()]
    if text == "" and key in ("tls_certificate", "tls_key", "skills_dir", "house_file"):
        return None
    return text


def _checked(found: Mapping[str, tuple[object, str]]) -> Settings:
    try:
        return Settings.model_validate({key: value for key, (value, _) in found.items()})
    except ValidationError as error:
        entries = {entry.key: entry for entry in (_entry(dict(e), found) for e in error.errors())}
        raise SettingsWrong(tuple(entries.values())) from None


def _entry(error: Mapping[str, Any], found: Mapping[str, tuple[object, str]]) -> WrongSetting:
    key = str(error["loc"][0]) if error["loc"] else str(error["ctx"]["error"])
    value, source = found.get(key, (None, "defaults"))
    if error["type"] == "extra_forbidden":
        known = ", ".join(sorted(Settings.model_fields))
        return WrongSetting(key, None, source, {"en": f"one of the keys {known}", "zh": f"以下键之一:{known}"})
    return WrongSetting(key, value, source, _PLAIN_ELSEWHERE if key == "tls" and not error["loc"] else right_value(key))


def right_value(key: str) -> Mapping[Language, str]:
    """What may stand under a key, in both languages. Raises KeyError for an unknown key."""
    field = Settings.model_fields[key]
    extra = field.json_schema_extra
    return {"en": field.description or "", "zh": str(extra["zh"]) if isinstance(extra, dict) else ""}
