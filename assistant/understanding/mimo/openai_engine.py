"""Any server that speaks OpenAI's chat interface (vLLM, SGLang, llama.cpp's own), behind the Engine seam."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncGenerator, Mapping
from time import perf_counter
from typing import Any

import httpx

from assistant.errors import EngineFailed
from assistant.understanding.mimo.engine import Budget, Ending, Form, Piece, Prompt, Usage
from assistant.understanding.mimo.templates import ChatFormat, manner_of

log = logging.getLogger(__name__)

CONNECT_S = 5.0
CHARACTERS_PER_TOKEN = 3
"""For count(), which such servers do not offer; rather too many tokens than too few."""


class OpenAIEngine:
    """Streams chat completions. Such a server keeps its own prefix cache; the constant prompt is sent first."""

    def __init__(
        self,
        address: str,
        model: str,
        *,
        key: str = "",
        temperature: float = 0.0,
        client: httpx.AsyncClient | None = None,
    ) -> None:
        """`address`: up to and with /v1. `model`: as the server knows it. `key`: access key, if it wants one."""
        self._address = address.rstrip("/")
        self.model = model
        self._temperature = temperature
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = client or httpx.AsyncClient(headers=headers, timeout=httpx.Timeout(None, connect=CONNECT_S))
        manner = manner_of(model)
        self._format = ChatFormat("", manner)
        self._last_words = f"\n{manner.last_words}" if manner.last_words else ""
        self._bound = True

    async def prepare(self, constant: str) -> None:
        """See Engine: the server reads the prompt for one token, so that its cache is warm."""
        async for _ in self.stream(Prompt(constant, 'Said: ""'), None, Budget(tokens=1, seconds=600)):
            pass

    async def stream(self, prompt: Prompt, form: Form | None, budget: Budget) -> AsyncGenerator[Piece | Usage, None]:
        """See Engine. A server that refuses the answer's form is asked without it from then on."""
        began = perf_counter()
        told = _Told(began)
        pieces = self._pieces(prompt, form if self._bound else None, budget, told)
        try:
            async with contextlib.aclosing(pieces):
                while (left := began + budget.seconds - perf_counter()) > 0:
                    async with asyncio.timeout(left):
                        piece = await anext(pieces, None)
                    if piece is None:
                        break
                    yield piece
                else:
                    told.ended = "seconds"
        except TimeoutError:
            told.ended = "seconds"
        except httpx.HTTPError as error:
            raise EngineFailed(f"the model server {self._address} failed: {type(error).__name__}") from error
        if calls := told.calls():
            yield Piece(calls)
        yield told.usage()

    async def count(self, text: str) -> int:
        """See Engine; an estimate."""
        return len(text) // CHARACTERS_PER_TOKEN + 1

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _pieces(
        self, prompt: Prompt, form: Form | None, budget: Budget, told: "_Told"
    ) -> AsyncGenerator[Piece, None]:
        wanted = self._request(prompt, form, budget)
        async with self._client.stream("POST", f"{self._address}/chat/completions", json=wanted) as answer:
            refused = answer.status_code in (400, 422) and form is not None
            if not refused:
                await _require_success(answer, self._address)
                async for line in answer.aiter_lines():
                    for piece in told.take(line):
                        yield piece
                return
        self._bound = False
        log.warning("the model server does not take a JSON schema; its answers are checked by the parser alone")
        async for piece in self._pieces(prompt, None, budget, told):
            yield piece

    def _request(self, prompt: Prompt, form: Form | None, budget: Budget) -> dict[str, Any]:
        thinking = budget.thinking_tokens > 0
        last = "" if thinking else self._last_words
        request: dict[str, Any] = {
            "model": self.model,
            "messages": self._format.messages(prompt.constant, prompt.turn + last),
            "stream": True,
            "stream_options": {"include_usage": True},
            "temperature": self._temperature,
            "max_tokens": budget.tokens + budget.thinking_tokens,
            "chat_template_kwargs": {"enable_thinking": thinking},
        }
        if form is not None:
            schema = {"name": "answer", "schema": dict(form.json_schema), "strict": True}
            request["response_format"] = {"type": "json_schema", "json_schema": schema}
        return request


class _Told:
    """What a server has told so far."""

    def __init__(self, began: float) -> None:
        self._began = began
        self._first_at = 0.0
        self._generated = 0
        self._tokens: Mapping[str, Any] = {}
        self._calls: dict[int, dict[str, str]] = {}
        self.ended: Ending = "complete"

    def take(self, line: str) -> list[Piece]:
        """The pieces in one line of the stream. Raises EngineFailed on what is no such line."""
        if not line.startswith("data:") or line.removeprefix("data:").strip() == "[DONE]":
            return []
        try:
            told = json.loads(line.removeprefix("data:"))
            self._tokens = told.get("usage") or self._tokens
            return [piece for choice in told.get("choices", []) for piece in self._choice(choice)]
        except (ValueError, TypeError, AttributeError) as error:
            raise EngineFailed("the model server's stream cannot be read") from error

    def _choice(self, choice: Mapping[str, Any]) -> list[Piece]:
        if choice.get("finish_reason") == "length":
            self.ended = "tokens"
        delta = choice.get("delta") or {}
        thought = delta.get("reasoning_content") or delta.get("reasoning") or ""
        pieces = [Piece(thought, thinking=True)] if thought else []
        if text := delta.get("content"):
            pieces.append(Piece(text))
        for call in delta.get("tool_calls") or ():
            self._add(call)
        if pieces:
            self._generated += 1
            self._first_at = self._first_at or perf_counter()
        return pieces

    def _add(self, call: Mapping[str, Any]) -> None:
        """A server with a tool parser of its own sends calls in pieces."""
        whole = self._calls.setdefault(int(call.get("index", 0)), {"name": "", "arguments": ""})
        function = call.get("function") or {}
        whole["name"] += function.get("name") or ""
        whole["arguments"] += function.get("arguments") or ""

    def calls(self) -> str:
        """The calls the server itself has parsed, as the decoder reads them; empty where it parsed none."""
        return json.dumps(list(self._calls.values())) if self._calls else ""

    def usage(self) -> Usage:
        """What it cost, as far as the server says."""
        prompt = int(self._tokens.get("prompt_tokens") or 0)
        cached = int((self._tokens.get("prompt_tokens_details") or {}).get("cached_tokens") or 0)
        return Usage(
            self.ended,
            evaluated=prompt - cached,
            reused=cached,
            generated=int(self._tokens.get("completion_tokens") or self._generated),
            constant_evaluated=-1,
            first_token_ms=round(max(0.0, self._first_at - self._began) * 1000, 1),
            total_ms=round((perf_counter() - self._began) * 1000, 1),
        )


async def _require_success(answer: httpx.Response, address: str) -> None:
    if answer.is_success:
        return
    remedy = {
        401: "it wants an access key",
        403: "it refuses this access key",
        404: "it does not know this model or address; look at: mimosa models",
    }.get(answer.status_code, f"it answered {answer.status_code}")
    raise EngineFailed(f"the model server {address} failed: {remedy}")
