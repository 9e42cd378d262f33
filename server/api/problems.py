"""Errors as the caller sees them: RFC 9457 problem documents, with the sentence in both languages."""

import logging
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from assistant.utterance import Language

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
ADDRESS = "/api/problems/"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of problem; its code is the last part of its type."""

    status: int
    title: Mapping[Language, str]


def _kind(status: int, en: str, zh: str) -> ProblemKind:
    return ProblemKind(status, {"en": en, "zh": zh})


KINDS: Mapping[str, ProblemKind] = {
    "bad-request": _kind(400, "The request cannot be read.", "无法读取该请求。"),
    "too-deep": _kind(400, "The JSON is nested too deeply.", "JSON 嵌套过深。"),
    "invalid-request": _kind(400, "Something in the form is missing or not right.", "表单中缺少内容或有误。"),
    "invalid-scope": _kind(400, "Such a scope cannot be asked for.", "不能请求这样的权限。"),
    "unsupported-grant-type": _kind(400, "Tokens are not given for that kind of grant.", "不支持用这种方式换取令牌。"),
    "authorization-pending": _kind(400, "Nobody has approved it yet.", "还没有人批准。"),
    "polling-too-fast": _kind(400, "That is too often. Wait longer between two requests.", "询问过于频繁,请拉长间隔。"),
    "access-denied": _kind(400, "The pairing was denied.", "配对被拒绝了。"),
    "expired-code": _kind(400, "The code is over. Begin again.", "代码已过期,请重新开始。"),
    "invalid-grant": _kind(400, "That code or token counts for nothing here.", "该代码或令牌在这里无效。"),
    "no-token": _kind(401, "A token is needed. `mimosa token` shows it.", "需要令牌。运行 `mimosa token` 查看。"),
    "wrong-token": _kind(401, "The token is not the right one.", "令牌不正确。"),
    "expired-token": _kind(401, "The access token is over. Get a new one.", "访问令牌已过期,请换新的。"),
    "revoked-token": _kind(401, "This access was revoked.", "该访问权限已被撤销。"),
    "foreign-origin": _kind(403, "A page from elsewhere may not do that.", "其他网站的页面不能这样做。"),
    "wrong-pin": _kind(403, "That is not the PIN.", "密码不对。"),
    "no-pin": _kind(403, "There is no PIN yet. An owner can set one.", "还没有设置密码,主人可以设置。"),
    "owner-only": _kind(403, "Only an owner may change that.", "只有主人可以更改。"),
    "grown-ups-only": _kind(403, "Only grown-ups of this household may change that.", "只有家里的成年人可以更改。"),
    "scope-too-small": _kind(403, "The head unit is not allowed to do that.", "该车机没有此权限。"),
    "no-trip": _kind(404, "That car is going nowhere, as far as is known here.", "据这里所知,这辆车没有要去的地方。"),
    "not-found": _kind(404, "There is nothing at this address.", "此地址没有内容。"),
    "no-such-device": _kind(404, "There is no such device.", "没有这个设备。"),
    "no-such-vehicle": _kind(404, "The house does not know that car yet.", "家里还不认识这辆车。"),
    "no-such-head-unit": _kind(404, "There is no such head unit.", "没有这个车机。"),
    "no-such-code": _kind(404, "No head unit shows that code.", "没有车机显示这个代码。"),
    "no-such-room": _kind(404, "There is no such room.", "没有这个房间。"),
    "no-such-floor": _kind(404, "There is no such floor.", "没有这个楼层。"),
    "no-such-memory": _kind(404, "Nothing of that kind is kept.", "没有记住这一项。"),
    "no-such-member": _kind(404, "There is no such member of the household.", "家里没有这位成员。"),
    "no-such-tool": _kind(404, "There is no such tool.", "没有这个工具。"),
    "no-such-phrase": _kind(404, "Nobody taught that phrase.", "没有人教过这个说法。"),
    "no-such-turn": _kind(404, "There is no such turn, or it is over.", "没有这个对话轮次,或它已结束。"),
    "not-allowed": _kind(405, "This address does not take that method.", "此地址不支持该方法。"),
    "no-such-signal": _kind(404, "This car has no such signal.", "这辆车没有这个信号。"),
    "no-such-command": _kind(404, "There is no such command.", "没有这条指令。"),
    "no-such-news": _kind(404, "There is no such news to hear.", "没有这条可以播报的消息。"),
    "no-such-wish": _kind(404, "No such wish waits.", "没有这个等待中的请求。"),
    "too-slow": _kind(408, "The body did not arrive in time.", "请求内容未能及时到达。"),
    "set-elsewhere": _kind(409, "That is set elsewhere, not on the page.", "这一项在别处设定,不能在页面上更改。"),
    "room-exists": _kind(409, "There is a room of that name already.", "已经有同名的房间了。"),
    "not-parked": _kind(409, "Pairing needs the car to be parked.", "配对时车辆必须处于驻车状态。"),
    "code-settled": _kind(409, "That code was decided on already.", "这个代码已经处理过了。"),
    "question-over": _kind(409, "That question is over.", "那个问题已经过期了。"),
    "too-late": _kind(409, "The time for it is over. Nothing was done.", "已经过了时限,什么都没有做。"),
    "too-large": _kind(413, "The body is too large.", "请求内容过大。"),
    "speech-too-long": _kind(413, "That is more speech than one turn can carry.", "这段语音超过了一次能处理的长度。"),
    "not-audio": _kind(415, "That is not a sound I can read.", "这不是我能读取的声音。"),
    "unsupported-type": _kind(415, "This content type is not taken here.", "这里不接受该内容类型。"),
    "wrong-host": _kind(421, "This server is not known by that name.", "本服务器没有这个名称。"),
    "invalid": _kind(422, "A value is not right.", "有一个值不正确。"),
    "not-taught": _kind(422, "That cannot be taught.", "这个说法教不了。"),
    "not-taken": _kind(422, "A member cannot be so.", "成员信息不能这样设置。"),
    "sample-refused": _kind(422, "That sample of a voice does not count.", "这段声音样本不能用。"),
    "no-such-seat": _kind(422, "This car has no such seat.", "这辆车没有这个座位。"),
    "read-only": _kind(422, "That can only be read.", "这一项只能读取。"),
    "out-of-range": _kind(422, "The value is not one it takes.", "这个值超出了范围。"),
    "car-is-here": _kind(409, "That car speaks for itself here.", "这辆车自己就在这里。"),
    "key-settled": _kind(409, "That key was given up before it came.", "这个幂等键在到达之前已被放弃。"),
    "key-reused": _kind(422, "That key belongs to another wish.", "这个幂等键已用于另一个请求。"),
    "wrong-clock": _kind(422, "The clock of the head unit is wrong.", "车机的时钟不对。"),
    "broken-off": _kind(422, "The sound breaks off.", "声音不完整。"),
    "silence": _kind(422, "There is no sound in it.", "里面没有声音。"),
    "pin-locked": _kind(429, "Too many wrong PINs. Try again in ten minutes.", "密码错误次数过多,请十分钟后再试。"),
    "codes-locked": _kind(429, "Too many wrong codes. Try again in ten minutes.", "代码错误次数过多,请十分钟后再试。"),
    "too-many-pairings": _kind(429, "Too many wait to be paired. Try again later.", "等待配对的车机过多,请稍后再试。"),
    "slow-down": _kind(429, "Too much at once. Try again in a moment.", "请求过多,请稍后再试。"),
    "internal": _kind(500, "Something went wrong here. It is in the server's log.", "这里出了问题,详情见服务器日志。"),
    "no-voice": _kind(503, "Nobody here can read that aloud now.", "现在没有可用的语音来播报。"),
    "not-ready": _kind(503, "That part of Mimosa is not ready.", "Mimosa 的这一部分尚未就绪。"),
}
_BY_STATUS = {400: "bad-request", 404: "not-found", 405: "not-allowed", 415: "unsupported-type"}


class ProblemDocument(BaseModel):
    """What went wrong, as RFC 9457 has it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "/api/problems/no-such-device",
                    "title": "There is no such device.",
                    "status": 404,
                    "detail": "no device 'light.attic'",
                    "say": {"en": "There is no such device.", "zh": "没有这个设备。"},
                }
            ]
        }
    )
    type: str = Field(description="Which kind of problem; the address tells more about it.")
    title: str = Field(description="The kind in one English sentence.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong with this very request, and what would be right.")
    say: dict[str, str] = Field(description='A sentence for the person, under "en" and "zh".')


class Problem(HTTPException):
    """A request that is refused. `kind` is a key of KINDS; raises KeyError for any other."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        headers: Mapping[str, str] | None = None,
        say: Mapping[str, str] | None = None,
    ) -> None:
        """`say`: a sentence for the person that tells more than the kind does, under "en" and "zh"."""
        self.kind = kind
        self._say = say or KINDS[kind].title
        super().__init__(KINDS[kind].status, detail or KINDS[kind].title["en"], dict(headers or {}) or None)

    def document(self) -> dict[str, Any]:
        """The body of the answer."""
        title = KINDS[self.kind].title
        return {
            "type": ADDRESS + self.kind,
            "title": title["en"],
            "status": self.status_code,
            "detail": self.detail,
            "say": dict(self._say),
        }

    def with_headers(self, more: Mapping[str, str]) -> "Problem":
        """The same problem, its answer with more headers."""
        same = copy(self)
        same.headers = {**(self.headers or {}), **more}
        return same

    def response(self) -> JSONResponse:
        """The whole answer."""
        headers = dict(self.headers or {})
        if self.status_code == 401:
            # RFC 6750, section 3.1: a token that was shown and counts for nothing is called so.
            shown = "" if self.kind == "no-token" else ', error="invalid_token"'
            headers["WWW-Authenticate"] = f'Bearer realm="mimosa"{shown}'
        return JSONResponse(self.document(), self.status_code, headers, MEDIA_TYPE)


def documented(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that can end in these problems, for OpenAPI."""
    found: dict[int | str, dict[str, Any]] = {}
    for kind in (*kinds, "wrong-host"):
        status = KINDS[kind].status
        before = found.get(status, {"description": "", "content": {}})
        examples = before["content"].get(MEDIA_TYPE, {}).get("examples", {})
        found[status] = {
            "description": f"{before['description']} {KINDS[kind].title['en']}".strip(),
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/ProblemDocument"},
                    "examples": {**examples, kind: {"value": Problem(kind).document()}},
                }
            },
        }
    return found


def answer_with_problems(app: FastAPI) -> None:
    """Make every error of the app leave it as a problem document."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(Exception, _on_fault)


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, Problem):
        return error.response()
    if not isinstance(error, HTTPException):
        raise error
    kind = _BY_STATUS.get(error.status_code, "bad-request")
    return Problem(kind, str(error.detail), error.headers).response()


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    details = [f"{_place(e['loc'])}: {e['msg']}" for e in error.errors()]
    if any(e["type"] == "json_invalid" for e in error.errors()):
        return Problem("bad-request", "; ".join(details)).response()
    return Problem("invalid", "; ".join(details)).response()


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location if part not in ("body", "query", "path")) or "body"


async def _on_fault(request: Request, error: Exception) -> JSONResponse:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return Problem("internal").response()
