"""From the model's text to what it wants: calls, words, a question. Foreign and broken text never raises."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.tools import JsonValue

MAX_SPOKEN = 400
"""Characters of a spoken answer; the rest is left out at the end of a sentence."""

MAX_CALLS = 6


@dataclass(frozen=True, slots=True)
class WantedCall:
    """A call as the model wrote it; nothing in it has been checked."""

    name: str
    arguments: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an answer says."""

    calls: tuple[WantedCall, ...] = ()
    say: str = ""
    ask: str = ""
    trouble: str = ""
    """Why nothing could be made of it; for the trace, without the model's words."""


_HERMES = re.compile(r"<tool_call>\s*(\{.*?)\s*(?:</tool_call>|$)", re.DOTALL)
_XML = re.compile(r"<tool_call>\s*<function=([^>\s]+)>(.*?)(?:</function>|</tool_call>|$)", re.DOTALL)
_BARE_XML = re.compile(r"<function=([^>\s]+)>(.*?)(?:</function>|$)", re.DOTALL)
_PARAMETER = re.compile(r"<parameter=([^>\s]+)>\n?(.*?)\n?</parameter>", re.DOTALL)
_FENCE = re.compile(r"^```\w*\s*(.*?)\s*(?:```|$)", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?。！？](?=\s|$|[^\s\d])")


def decode(text: str) -> Wanted:
    """Read an answer: our own JSON, Hermes or XML tool calls, or plain words."""
    text = text.strip()
    if not text:
        return Wanted(trouble="an empty answer")
    for read in (_xml_calls, _hermes_calls):
        calls = tuple(read(text))
        if calls:
            return _limited(calls)
    if "<tool_call" in text or "<function=" in text:
        return Wanted(trouble="a tool call that cannot be read")
    fenced = _FENCE.match(text)
    return _from_json(fenced[1] if fenced else text) or _from_words(text)


def _xml_calls(text: str) -> Iterator[WantedCall]:
    for name, body in _XML.findall(text) or _BARE_XML.findall(text):
        yield WantedCall(name, {key: _scalar(value) for key, value in _PARAMETER.findall(body)})


def _scalar(text: str) -> JsonValue:
    """XML calls write every value as text; a JSON value is taken as such."""
    plain = html.unescape(text)
    try:
        return json.loads(plain)
    except (ValueError, RecursionError):
        return plain


def _hermes_calls(text: str) -> Iterator[WantedCall]:
    for body in _HERMES.findall(text):
        found = _first_json(body)
        call = _call(found) if isinstance(found, dict) else None
        if call:
            yield call


def _from_json(text: str) -> Wanted | None:
    """None where the text is no JSON of any form we know."""
    if not text.startswith(("{", "[")):
        return None
    found = _first_json(text)
    if found is None:
        return _cut_off(text)
    if isinstance(found, dict):
        for key in ("calls", "tool_calls"):
            if isinstance(found.get(key), list):
                return _from_list(found[key])
        if isinstance(found.get("say"), str) and found["say"].strip():
            return Wanted(say=_spoken(found["say"]))
        if isinstance(found.get("ask"), str) and found["ask"].strip():
            return Wanted(ask=_spoken(found["ask"]))
        found = [found]
    return _from_list(found) if isinstance(found, list) else Wanted(trouble="JSON of an unknown form")


def _from_list(items: list[Any]) -> Wanted:
    calls = [_call(i) for i in items]
    read = tuple(c for c in calls if c is not None)
    if not read or len(read) < len(calls):
        return Wanted(trouble="a tool call that cannot be read")
    return _limited(read)


def _limited(calls: tuple[WantedCall, ...]) -> Wanted:
    if len(calls) > MAX_CALLS:
        return Wanted(trouble=f"{len(calls)} calls at once")
    once: list[WantedCall] = []
    for call in calls:
        if call not in once:
            once.append(call)
    return Wanted(tuple(once))


def _call(found: Any) -> WantedCall | None:
    if not isinstance(found, dict):
        return None
    inner = found.get("function")
    if isinstance(inner, dict):
        found = inner
    name = found.get("name") or found.get("tool")
    arguments = found.get("arguments", found.get("parameters", {}))
    if isinstance(arguments, str):
        arguments = _first_json(arguments)
    if not isinstance(name, str) or not isinstance(arguments, dict):
        return None
    return WantedCall(name, arguments)


def _first_json(text: str) -> Any:
    """The JSON value the text begins with; None where it begins with none."""
    try:
        return json.JSONDecoder().raw_decode(text.strip())[0]
    except (ValueError, RecursionError):
        return None


def _cut_off(text: str) -> Wanted:
    """Words that were cut by the budget are still words; a call that was cut is none."""
    said = re.match(r'\{\s*"say"\s*:\s*"((?:[^"\\]|\\.)*)', text)
    if not said:
        return Wanted(trouble="JSON that does not end")
    try:
        words = json.loads(f'"{said[1]}"')
    except ValueError:
        return Wanted(trouble="JSON that does not end")
    whole = whole_sentences(words)
    return Wanted(say=whole) if whole else Wanted(trouble="an answer without an end")


def _from_words(text: str) -> Wanted:
    said = _spoken(text)
    if text.startswith(("<", "{", "[")) or text in ("null", "true", "false") or not any(map(str.isalpha, said)):
        return Wanted(trouble="text of an unknown form")
    return Wanted(say=said)


def _spoken(text: str) -> str:
    """Words fit to be said: no markup, one line, not too long."""
    plain = re.sub(r"```.*?(```|$)", " ", text, flags=re.DOTALL)
    plain = re.sub(r"[*`#|]+", "", re.sub(r"[_<>]+", " ", plain))
    plain = " ".join(plain.split())
    return plain if len(plain) <= MAX_SPOKEN else (whole_sentences(plain[:MAX_SPOKEN]) or plain[:MAX_SPOKEN])


def whole_sentences(text: str) -> str:
    """The text up to its last end of a sentence; empty where there is none."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    return text[: ends[-1]] if ends else ""
