"""Templates that come from the broker: Jinja2 expressions in a sandbox, refused before they can cost anything.

Statements, `**`, arithmetic on anything but numbers, loops in any disguise and results that grow without bound are
refused. What is left takes time in proportion to the template's length, which is capped.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from devices.errors import NotDiscoverable

MAX_TEMPLATE = 4_096
"""Characters of a template."""
MAX_BRACKETS = 32
"""How deep brackets may be nested."""
MAX_NODES = 600
"""Parts of an expression."""
MAX_TEXT = 65_536
"""Characters of any text an expression makes or is given."""
MAX_RANGE = 1_000

_FAILURES = (TemplateError, ArithmeticError, ValueError, TypeError, LookupError, AttributeError, RecursionError)

_TEXT_METHODS = frozenset({"split", "lower", "upper", "strip", "lstrip", "rstrip", "title", "capitalize", "find"})
_MAP_METHODS = frozenset(["get", "keys", "values", "items"])
_LIST_METHODS = frozenset(["index", "count"])


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    intercepted_unops = frozenset()

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return _bounded(left) + _bounded(right)
        if operator == "**" or not (_is_number(left) and _is_number(right)):
            raise SecurityError(f"{operator!r} takes numbers only")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        for kind, allowed in ((str, _TEXT_METHODS), (dict, _MAP_METHODS), (list, _LIST_METHODS)):
            if isinstance(obj, kind):
                return attr in allowed
        return False


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise SecurityError(f"more than {MAX_TEXT} characters")
    return text


def _number(value: Any, default: Any, kind: Callable[[Any], Any]) -> Any:
    try:
        return kind(value)
    except (TypeError, ValueError, OverflowError):
        if default is None:
            raise
        return default


def _int(value: Any, default: Any = None) -> Any:
    return _number(value, default, lambda v: int(float(v)) if isinstance(v, str) else int(v))


def _float(value: Any, default: Any = None) -> Any:
    return _number(value, default, float)


def _round(value: Any, precision: int = 0, method: str = "common", default: Any = None) -> Any:
    number = _float(value, default)
    digits = max(-9, min(9, int(precision)))
    if method in ("ceil", "floor"):
        rounded = getattr(math, method)(number * 10**digits) / 10**digits
    else:
        rounded = round(number, digits)
    return int(rounded) if digits == 0 else rounded


def _replace(value: Any, old: Any, new: Any) -> str:
    text, replaced, by = str(value), str(old), str(new)
    if len(text) + text.count(replaced) * len(by) > MAX_TEXT:
        raise SecurityError(f"more than {MAX_TEXT} characters")
    return text.replace(replaced, by)


def _join(values: Iterable[Any], between: str = "") -> str:
    texts = [str(v) for v in values]
    if sum(map(len, texts)) + len(texts) * len(between) > MAX_TEXT:
        raise SecurityError(f"more than {MAX_TEXT} characters")
    return str(between).join(texts)


def _default(value: Any, fallback: Any = "", instead_of_false: bool = False) -> Any:
    return fallback if isinstance(value, Undefined) or (instead_of_false and not value) else value


def _is_defined(value: Any) -> Any:
    if isinstance(value, Undefined):
        raise TemplateError("undefined")
    return value


def _boolean(value: Any, default: Any = None) -> Any:
    known = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    found = known.get(str(value).strip().lower(), default)
    if found is None:
        raise ValueError("not a truth value")
    return found


def _if(value: Any, if_true: Any = True, if_false: Any = False) -> Any:
    return if_true if value else if_false


def _range(*bounds: int) -> list[int]:
    numbers = range(*bounds)
    if len(numbers) > MAX_RANGE:
        raise SecurityError(f"a range of more than {MAX_RANGE}")
    return list(numbers)


def _to_json(value: Any) -> str:
    return _bounded(json.dumps(value, ensure_ascii=False))


def _from_json(text: Any) -> Any:
    return json.loads(_bounded(str(text)))


def _min(*values: Any) -> Any:
    return min(values[0] if len(values) == 1 else values)


def _max(*values: Any) -> Any:
    return max(values[0] if len(values) == 1 else values)


_FILTERS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "bitwise_and": lambda a, b: int(a) & int(b),
    "bitwise_or": lambda a, b: int(a) | int(b),
    "bool": _boolean,
    "capitalize": lambda v: str(v).capitalize(),
    "count": len,
    "d": _default,
    "default": _default,
    "first": lambda v: next(iter(v)),
    "float": _float,
    "from_json": _from_json,
    "iif": _if,
    "int": _int,
    "is_defined": _is_defined,
    "join": _join,
    "last": lambda v: list(v)[-1],
    "length": len,
    "list": list,
    "lower": lambda v: str(v).lower(),
    "max": _max,
    "min": _min,
    "replace": _replace,
    "round": _round,
    "string": str,
    "title": lambda v: str(v).title(),
    "to_json": _to_json,
    "tojson": _to_json,
    "trim": lambda v: str(v).strip(),
    "upper": lambda v: str(v).upper(),
}

_GLOBALS: dict[str, Any] = {
    "bool": _boolean,
    "float": _float,
    "iif": _if,
    "int": _int,
    "max": _max,
    "min": _min,
    "range": _range,
}


def _environment() -> _Sandbox:
    made = _Sandbox(optimized=False, autoescape=False, cache_size=0)
    made.filters = _FILTERS
    made.globals = _GLOBALS
    return made


_SANDBOX = _environment()


class Template:
    """A compiled expression."""

    def __init__(self, text: str) -> None:
        self._compiled = _SANDBOX.from_string(text)

    def render(self, values: Mapping[str, Any]) -> str | None:
        """The text it makes of these values; None where it fails."""
        try:
            return _bounded(self._compiled.render(values)).strip()
        except _FAILURES:
            return None


@lru_cache(maxsize=4_096)
def compiled(text: str) -> Template:
    """The template, checked. Raises NotDiscoverable saying what is refused."""
    _refuse_the_long_and_deep(text)
    try:
        parsed = _SANDBOX.parse(text)
        _refuse_statements(parsed)
        return Template(text)
    except TemplateError as error:
        raise NotDiscoverable(f"a template cannot be read: {error}") from None
    except (RecursionError, MemoryError, SyntaxError):
        raise NotDiscoverable("a template is nested too deeply") from None


def _refuse_the_long_and_deep(text: str) -> None:
    if len(text) > MAX_TEMPLATE:
        raise NotDiscoverable(f"a template has {len(text)} characters; {MAX_TEMPLATE} are allowed")
    depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if depth > MAX_BRACKETS:
            raise NotDiscoverable(f"a template nests brackets more than {MAX_BRACKETS} deep")


def _refuse_statements(parsed: nodes.Template) -> None:
    waiting: list[tuple[nodes.Node, int]] = [(parsed, 0)]
    seen = 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if seen > MAX_NODES or depth > 2 * MAX_BRACKETS:
            raise NotDiscoverable("a template has too many parts")
        if isinstance(node, nodes.Stmt) and not isinstance(node, nodes.Output):
            raise NotDiscoverable(f"a template holds a statement ({type(node).__name__.lower()}); expressions only")
        _refuse_growth(node)
        waiting += [(child, depth + 1) for child in node.iter_child_nodes()]


def _refuse_growth(node: nodes.Node) -> None:
    match node:
        case nodes.Pow():
            raise NotDiscoverable("a template holds **")
        case nodes.Mul(left=left, right=right) if _makes_text(left) or _makes_text(right):
            raise NotDiscoverable("a template multiplies a text or a list")
        case nodes.Call(node=nodes.Name(name="range"), args=bounds):
            if any(isinstance(b, nodes.Const) and not _is_small(b.value) for b in bounds):
                raise NotDiscoverable(f"a template has a range of more than {MAX_RANGE}")
        case nodes.Getattr(attr=attribute) if attribute.startswith("_"):
            raise NotDiscoverable(f"a template reaches for {attribute[:40]!r}")


def _is_small(bound: object) -> bool:
    return isinstance(bound, int) and abs(bound) <= MAX_RANGE


def _makes_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.List | nodes.Tuple | nodes.Dict | nodes.Concat) or (
        isinstance(node, nodes.Const) and isinstance(node.value, str)
    )


def values_of(payload: bytes) -> dict[str, Any] | None:
    """What a template sees of a message: `value`, and `value_json` where it is JSON; None for foreign bytes."""
    if len(payload) > MAX_TEXT:
        return None
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError:
        return None
    try:
        return {"value": text, "value_json": json.loads(text)}
    except (ValueError, RecursionError):
        return {"value": text}
