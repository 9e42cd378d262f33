"""Worked examples for the constant prompt, made from the phrases that the tools declare."""

import json
import re
from collections.abc import Sequence

from assistant.tools import Choice, JsonValue, Parameter, Quantity, Targets, Tool
from assistant.understanding.mimo.tool_lines import plain_phrase
from assistant.utterance import Language

_SLOT = re.compile(r"\{(\w+)\}")
_PLACES = {"en": ("bedroom", "kitchen", "study"), "zh": ("卧室", "厨房", "书房")}
_KINDS: dict[str, dict[Language, str]] = {
    "light": {"en": "lamp", "zh": "台灯"},
    "cover": {"en": "blinds", "zh": "窗帘"},
    "climate": {"en": "air conditioner", "zh": "空调"},
    "vacuum": {"en": "vacuum", "zh": "扫地机"},
    "lock": {"en": "door", "zh": "门"},
    "fan": {"en": "fan", "zh": "风扇"},
    "media_player": {"en": "speaker", "zh": "音箱"},
    "cooker": {"en": "rice cooker", "zh": "电饭煲"},
}
_ABILITIES = {"brightness": "light", "position": "cover", "target_temperature": "climate", "volume": "media_player"}
_UNITS: dict[str, dict[Language, str]] = {"%": {"en": " percent", "zh": "%"}, "°C": {"en": " degrees", "zh": "度"}}

ALWAYS = (
    ("hello there", '{"say":"Hello! What can I do for you?"}'),
    ("order a pizza", '{"say":"I cannot order things."}'),
    ("my sister came to see us yesterday", '{"say":"How nice! I hope you had a good time."}'),
    ("what goes well with potatoes", '{"say":"Try a green salad with herbs, or roasted carrots."}'),
    ("今天过得怎么样", '{"say":"挺好的，谢谢！有什么可以帮您？"}'),
)


def examples_of(tools: Sequence[Tool], most: int) -> str:
    """Up to `most` sentences with the right answer, as different from each other as the tools allow."""
    made = [e for number, tool in enumerate(_most_telling(tools)) if (e := _example(tool, number))][:most]
    plain = "\n".join(f"Said: {json.dumps(text, ensure_ascii=False)}\n{answer}" for text, answer in (*made, *ALWAYS))
    return f"{plain}\n{_hinted(tools)}".rstrip()


def _hinted(tools: Sequence[Tool]) -> str:
    """A mere hint that several calls follow from."""
    calls = []
    for kind in ("light", "cover"):
        taking = next(
            (t for t in tools if any(isinstance(p.mark, Quantity) for p in t.parameters) and _takes(t, kind)), None
        )
        calls += [taking] if taking else []
    if len(calls) < 2:
        return ""
    answer = call_text(*((t.name, {p.name: _sample(p, "en", 0)[1] for p in t.parameters if p.required}) for t in calls))
    return f'Said: "we have guests coming"\nHint: {answer}\n{answer}'


def _takes(tool: Tool, kind: str) -> bool:
    return any(p.required and _kind(p) == kind for p in tool.parameters)


def call_text(*calls: tuple[str, dict[str, JsonValue]]) -> str:
    """Calls as the model writes them."""
    listed = [{"name": name, "arguments": arguments} for name, arguments in calls]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))


def _most_telling(tools: Sequence[Tool]) -> list[Tool]:
    """First one tool of each sort of parameters, the richest sorts first; then the others."""
    first: dict[str, Tool] = {}
    for tool in tools:
        sort = " ".join(f"{type(p.mark).__name__}{p.required}{_kind(p)}" for p in tool.parameters)
        first.setdefault(sort, tool)
    chosen = sorted(first.values(), key=lambda t: (-len(t.parameters), t.name))
    names = {t.name for t in chosen}
    return [*chosen, *(t for t in tools if t.name not in names)]


def _example(tool: Tool, number: int) -> tuple[str, str] | None:
    """None for a tool without phrases, or about things we have no everyday word for."""
    language: Language = "zh" if number % 3 == 2 else "en"
    texts = tool.phrases.get(language)
    if not texts:
        return None
    phrase = plain_phrase(texts[0])
    slots = _SLOT.findall(phrase)
    told = [p for p in tool.parameters if p.name in slots or p.required]
    if any(isinstance(p.mark, Targets) and not _kind(p) for p in told):
        return None
    values = {p.name: _sample(p, language, number) for p in told}
    said = _SLOT.sub(lambda slot: values[slot[1]][0], phrase)
    said = " ".join([said, *(values[p.name][0] for p in tool.parameters if p.required and p.name not in slots)])
    return said, call_text((tool.name, {name: value for name, (_, value) in values.items()}))


def _sample(parameter: Parameter, language: Language, number: int) -> tuple[str, JsonValue]:
    """How somebody might say a value of this parameter, and the value."""
    match parameter.mark:
        case Targets():
            named = _named(parameter, language, number)
            return named, [named]
        case Quantity(unit=unit, low=low, high=high):
            amount = 23 if unit == "°C" else round(low + (high - low) * (0.4, 0.25, 0.6)[number % 3])
            return f"{amount}{_UNITS.get(unit, {}).get(language, f' {unit}')}", amount
        case Choice(words=words):
            value = list(words)[number % min(4, len(words))]
            return words[value].get(language, (value,))[0], value
        case _:
            word = {"en": "milk", "zh": "牛奶"}[language]
            return (word, True) if parameter.type is bool else (word, word)


def _named(parameter: Parameter, language: Language, number: int) -> str:
    place = _PLACES[language][number % 3]
    kind = _kind(parameter)
    if kind == "room":
        return place
    word = _KINDS[kind][language]
    return f"{place}{word}" if language == "zh" else f"{place} {word}"


def _kind(parameter: Parameter) -> str:
    """The kind of things a parameter takes, where there is an everyday word for it; "room" for rooms."""
    if not isinstance(parameter.mark, Targets):
        return ""
    if "room" in parameter.name:
        return "room"
    kinds, ability = parameter.mark.kinds, parameter.mark.ability
    kind = kinds[0] if kinds else _ABILITIES.get(ability, "light" if ability == "on" else "")
    return kind if kind in _KINDS else ""
