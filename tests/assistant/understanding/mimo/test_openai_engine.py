"""A real HTTP server that streams chat completions as model servers do."""

import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant.errors import EngineFailed
from assistant.understanding.mimo.decoding import decode
from assistant.understanding.mimo.engine import Budget, Form, Piece, Prompt, Usage
from assistant.understanding.mimo.openai_engine import OpenAIEngine

FORM = Form("root ::= [a-z]", {"type": "object"})


@dataclass
class ModelServerDouble:
    """What it answers, and what it was asked."""

    deltas: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    takes_schema: bool = True
    finish: str = "stop"
    pause_s: float = 0.0
    usage: dict[str, Any] = field(default_factory=dict)
    raw: list[str] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""


class _Request(BaseHTTPRequestHandler):
    double: ModelServerDouble

    def do_POST(self) -> None:
        wanted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.double.asked.append(wanted)
        refused = "response_format" in wanted and not self.double.takes_schema
        self.send_response(400 if refused else self.double.status)
        self.end_headers()
        if refused or self.double.status != 200:
            return
        for line in self.double.raw:
            self.wfile.write(f"{line}\n\n".encode())
        for delta in self.double.deltas:
            self._tell({"choices": [{"delta": delta, "finish_reason": None}]})
            time.sleep(self.double.pause_s)
        self._tell({"choices": [{"delta": {}, "finish_reason": self.double.finish}]})
        self._tell({"choices": [], "usage": self.double.usage})
        self.wfile.write(b"data: [DONE]\n\n")

    def _tell(self, event: dict[str, Any]) -> None:
        try:
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
            self.wfile.flush()
        except BrokenPipeError:
            return

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def double() -> Iterator[ModelServerDouble]:
    double = ModelServerDouble()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Request", (_Request,), {"double": double}))
    double.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield double
    server.shutdown()
    server.server_close()


@pytest.fixture
async def engine(double: ModelServerDouble) -> AsyncIterator[OpenAIEngine]:
    engine = OpenAIEngine(double.address, "MiMo-VL-7B-RL-2508")
    yield engine
    await engine.close()


async def answer(
    engine: OpenAIEngine, form: Form | None = FORM, budget: Budget | None = None
) -> tuple[str, str, Usage]:
    text = thought = ""
    usage = None
    async for piece in engine.stream(Prompt("CONSTANT", "Said: hi"), form, budget or Budget()):
        match piece:
            case Piece(text=more, thinking=True):
                thought += more
            case Piece(text=more):
                text += more
            case Usage():
                usage = piece
    assert usage is not None
    return text, thought, usage


async def test_the_answer_streams_and_what_it_cost_is_told(engine: OpenAIEngine, double: ModelServerDouble) -> None:
    double.deltas = [{"role": "assistant"}, {"content": '{"say":'}, {"content": '"Hi."}'}]
    double.usage = {"prompt_tokens": 900, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 850}}
    text, _, usage = await answer(engine)
    assert text == '{"say":"Hi."}'
    assert (usage.ended, usage.evaluated, usage.reused, usage.generated) == ("complete", 50, 850, 7)


async def test_what_is_asked(engine: OpenAIEngine, double: ModelServerDouble) -> None:
    await answer(engine)
    asked = double.asked[0]
    assert asked["messages"] == [
        {"role": "system", "content": "CONSTANT"},
        {"role": "user", "content": "Said: hi\n/no_think"},
    ]
    assert asked["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert asked["chat_template_kwargs"] == {"enable_thinking": False}


async def test_mimo_without_eyes_gets_an_empty_system_message(double: ModelServerDouble) -> None:
    engine = OpenAIEngine(double.address, "XiaomiMiMo/MiMo-7B-RL")
    await answer(engine)
    assert double.asked[0]["messages"][0] == {"role": "system", "content": ""}
    assert double.asked[0]["messages"][1]["content"] == "CONSTANT\n\nSaid: hi"
    await engine.close()


async def test_a_server_without_schemas_is_asked_without(engine: OpenAIEngine, double: ModelServerDouble) -> None:
    double.takes_schema, double.deltas = False, [{"content": "Hello."}]
    assert (await answer(engine))[0] == "Hello."
    assert (await answer(engine))[0] == "Hello."
    assert ["response_format" in a for a in double.asked] == [True, False, False]


async def test_reasoning_is_thinking(engine: OpenAIEngine, double: ModelServerDouble) -> None:
    double.deltas = [{"reasoning_content": "They greet."}, {"content": "Hello."}]
    assert (await answer(engine))[:2] == ("Hello.", "They greet.")


async def test_calls_that_the_server_parsed_itself(engine: OpenAIEngine, double: ModelServerDouble) -> None:
    double.deltas = [
        {"tool_calls": [{"index": 0, "id": "x", "function": {"name": "turn_on", "arguments": ""}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": '{"things": ["lam'}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": 'p"]}'}}]},
    ]
    wanted = decode((await answer(engine))[0])
    assert [(c.name, c.arguments) for c in wanted.calls] == [("turn_on", {"things": ["lamp"]})]


async def test_an_answer_cut_by_the_server_is_known_as_cut(engine: OpenAIEngine, double: ModelServerDouble) -> None:
    double.deltas, double.finish = [{"content": '{"say":"and'}], "length"
    assert (await answer(engine))[2].ended == "tokens"


async def test_a_server_that_dawdles_ends_within_the_budget(engine: OpenAIEngine, double: ModelServerDouble) -> None:
    double.deltas, double.pause_s = [{"content": "and "}] * 100, 0.25
    text, _, usage = await answer(engine, budget=Budget(seconds=2.0))
    assert usage.ended == "seconds"
    assert text.startswith("and")


@pytest.mark.parametrize(("status", "words"), [(401, "access key"), (404, "does not know this model"), (500, "500")])
async def test_a_server_that_refuses(engine: OpenAIEngine, double: ModelServerDouble, status: int, words: str) -> None:
    double.status = status
    with pytest.raises(EngineFailed, match=words):
        await answer(engine)


async def test_a_server_that_is_not_there() -> None:
    engine = OpenAIEngine("http://127.0.0.1:9/v1", "m")
    with pytest.raises(EngineFailed, match=r"127\.0\.0\.1:9"):
        await answer(engine)
    await engine.close()


async def test_a_stream_that_is_none(engine: OpenAIEngine, double: ModelServerDouble) -> None:
    double.raw = ["data: {broken"]
    with pytest.raises(EngineFailed, match="cannot be read"):
        await answer(engine)
