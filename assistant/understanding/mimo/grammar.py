"""The form of an answer: a list of calls to the candidate tools, a short text, or a question back.

[{"name":"set_brightness","arguments":{"things":["bedroom lamp"],"percent":40}}]
{"say":"It is twenty to six."}
{"ask":"The lamp or the fan?"}
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.schema import schema_of
from assistant.tools import Choice, Parameter, Quantity, Targets
from assistant.understanding.mimo.candidates import Candidate, Candidates, can_be_said
from assistant.understanding.mimo.engine import Form

MAX_CALLS = 4

_COMMON = r"""
names ::= "[" string ("," string){0,3} "]"
string ::= "\"" char{1,60} "\""
text ::= "\"" char+ "\""
char ::= [^"\\\x00-\x1f\x7f] | "\\" ["\\/n]
number ::= "-"? [0-9]{1,6} ("." [0-9]{1,2})?
flag ::= "true" | "false"
"""


def form_of(offered: Candidates) -> Form:
    """What an answer may look like when these tools may be called."""
    return Form(_gbnf(offered), _schema(offered))


def _gbnf(offered: Candidates) -> str:
    calls = [_call_rule(number, each) for number, each in enumerate(offered.tools)]
    words = ['"{\\"say\\":" text "}"'] if offered.may_talk or not calls else []
    words += ['"{\\"ask\\":" text "}"'] if words and calls else []
    rules = ["root ::= " + " | ".join((["calls"] if calls else []) + words)]
    if calls:
        rules.append(f'calls ::= "[" call ("," call){{0,{MAX_CALLS - 1}}} "]"')
        rules.append("call ::= " + " | ".join(f"tool{n}" for n in range(len(calls))))
    return "\n".join([*rules, *calls]) + _COMMON


def _call_rule(number: int, each: Candidate) -> str:
    opening = _literal('{"name":' + json.dumps(each.tool.name) + ',"arguments":{')
    required = [p for p in each.tool.parameters if p.required]
    optional = [p for p in each.tool.parameters if not p.required and can_be_said(p, each)]
    body = ' "," '.join(_argument(p, each) for p in required)
    return f"tool{number} ::= {opening} {body} {_rest(optional, each, first=not required)} {_literal('}}')}"


def _rest(optional: list[Parameter], each: Candidate, *, first: bool) -> str:
    """Any of the optional arguments in their order, with commas only between two."""
    if not optional:
        return ""
    if not first:
        return " ".join(f'("," {_argument(p, each)})?' for p in optional)
    starts = []
    for n, parameter in enumerate(optional):
        after = " ".join(f'("," {_argument(p, each)})?' for p in optional[n + 1 :])
        starts.append(f"{_argument(parameter, each)} {after}")
    return "(" + " | ".join(starts) + ")?"


def _argument(parameter: Parameter, each: Candidate) -> str:
    return f"{_literal(json.dumps(parameter.name) + ':')} {_value(parameter, each)}"


def _value(parameter: Parameter, each: Candidate) -> str:
    match parameter.mark:
        case Targets():
            return "names"
        case Quantity():
            return _one_of(f"{amount:g}" for amount in each.amounts[parameter.name])
        case Choice():
            return _one_of(json.dumps(v, ensure_ascii=False) for v in each.values[parameter.name])
    if parameter.type is bool:
        return "flag"
    return "number" if parameter.type in (int, float) else "string"


def _one_of(texts: Any) -> str:
    return "(" + " | ".join(_literal(t) for t in texts) + ")"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _schema(offered: Candidates) -> dict[str, Any]:
    text = {"type": "string", "minLength": 1}
    alternatives: list[Mapping[str, Any]] = []
    if offered.tools:
        calls = _any_of([_call_schema(each) for each in offered.tools])
        alternatives.append({"type": "array", "items": calls, "minItems": 1, "maxItems": MAX_CALLS})
    if offered.may_talk or not offered.tools:
        alternatives.append(_one_property("say", text))
        alternatives += [_one_property("ask", text)] if offered.tools else []
    return _any_of(alternatives)


def _any_of(alternatives: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return dict(alternatives[0]) if len(alternatives) == 1 else {"anyOf": list(alternatives)}


def _call_schema(each: Candidate) -> dict[str, Any]:
    arguments = dict(schema_of(each.tool))
    properties = dict(arguments.get("properties", {}))
    for parameter in each.tool.parameters:
        if not parameter.required and not can_be_said(parameter, each):
            properties.pop(parameter.name, None)
        elif isinstance(parameter.mark, Targets):
            properties[parameter.name] = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 4}
        elif parameter.name in each.amounts:
            properties[parameter.name] = {"enum": list(each.amounts[parameter.name])}
        elif parameter.name in each.values:
            properties[parameter.name] = {"enum": list(each.values[parameter.name])}
    return {
        "type": "object",
        "properties": {
            "name": {"const": each.tool.name},
            "arguments": {**arguments, "properties": properties, "additionalProperties": False},
        },
        "required": ["name", "arguments"],
        "additionalProperties": False,
    }


def _one_property(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {name: schema}, "required": [name], "additionalProperties": False}
