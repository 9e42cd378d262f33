"""The JSON schema of a tool's arguments, derived from its one declaration: for models, the REST route and the docs."""

from typing import Any, Literal

from assistant.tools import Choice, Parameter, Quantity, Targets, Tool, Words

NamedBy = Literal["words", "ids"]
"""How things and rooms are named: in words (by a person or a model), or by their ids (by a program)."""

_PLAIN: dict[Any, str] = {bool: "boolean", int: "integer", float: "number", str: "string"}


def schema_of(tool: Tool, named_by: NamedBy = "words") -> dict[str, Any]:
    """An object schema that takes the tool's parameters and nothing else."""
    return {
        "type": "object",
        "properties": {p.name: _schema(p, named_by) for p in tool.parameters},
        "required": [p.name for p in tool.parameters if p.required],
        "additionalProperties": False,
    }


def _schema(parameter: Parameter, named_by: NamedBy) -> dict[str, Any]:
    match parameter.mark:
        case Targets():
            return _targets(parameter, parameter.mark, named_by)
        case Quantity(unit=unit, low=low, high=high):
            return {"type": "number", "minimum": low, "maximum": high, "description": unit or "a plain number"}
        case Choice(words=words):
            return {"type": "string", "enum": list(words)}
        case Words(what=what):
            return {"type": "string", "description": what}
        case None:
            return {"type": _PLAIN.get(parameter.type, "string")}


def _targets(parameter: Parameter, targets: Targets, named_by: NamedBy) -> dict[str, Any]:
    if named_by == "words":
        what = "room in words" if parameter.name == "rooms" else "device name, room or kind in words"
        return {"type": "string", "description": what}
    which = ", ".join([*targets.kinds, *([f"with {targets.ability}"] if targets.ability else [])]) or "any"
    return {"type": "array", "items": {"type": "string"}, "description": f"ids ({which})"}
