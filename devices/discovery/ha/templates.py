"""Templates that come from the broker: a bounded part of Jinja2 in a sandbox, checked before it is compiled."""

import json
import logging
import math
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer

from devices.discovery.ha import template_numbers as plain
from devices.discovery.ha import template_patterns as shaped
from devices.discovery.ha.template_checks import refuse_the_long_and_deep, refuse_what_costs
from devices.discovery.ha.template_loops import EACH_TURN, TURNS, Counted, TooManyTurns, Turns, each_turn
from devices.discovery.ha.template_numbers import MAX_TEXT
from devices.errors import NotDiscoverable

log = logging.getLogger(__name__)

_FAILURES = (TemplateError, ArithmeticError, ValueError, TypeError, LookupError, AttributeError, RecursionError)

_TEXT_METHODS = frozenset(
    ["split", "rsplit", "lower", "upper", "strip", "lstrip", "rstrip", "title", "capitalize", "find", "startswith"]
) | {"endswith", "isdigit", "isnumeric", "count", "index", "rfind", "partition", "rpartition"}
_MAP_METHODS = frozenset(["get", "keys", "values", "items"])
_LIST_METHODS = frozenset(["index", "count"])
_MOMENT_PARTS = frozenset(["year", "month", "day", "hour", "minute", "second", "timestamp", "isoformat", "weekday"])
_SPAN_PARTS = frozenset(["days", "seconds", "total_seconds"])
_LOOP_PARTS = frozenset(["index", "index0", "revindex", "revindex0", "first", "last", "length"])
_ATTRIBUTES: tuple[tuple[type, frozenset[str]], ...] = (
    (str, _TEXT_METHODS),
    (dict, _MAP_METHODS),
    (list, _LIST_METHODS),
    (datetime, _MOMENT_PARTS),
    (timedelta, _SPAN_PARTS),
    (LoopContext, _LOOP_PARTS),
)


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    intercepted_unops = frozenset()

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return plain.bounded(plain.bounded(left) + plain.bounded(right))
        if operator == "%" and isinstance(left, str):
            return plain.formatted(left, *(right if isinstance(right, tuple) else (right,)))
        if operator in "+-" and isinstance(left, datetime | timedelta) and isinstance(right, datetime | timedelta):
            return super().call_binop(context, operator, left, right)
        if operator == "**" or not (_is_number(left) and _is_number(right)):
            raise SecurityError(f"{operator!r} takes numbers only")
        return plain.bounded_number(super().call_binop(context, operator, left, right))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, Namespace):
            return not attr.startswith("_")
        return any(isinstance(obj, kind) and attr in allowed for kind, allowed in _ATTRIBUTES)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


_FILTERS: dict[str, Callable[..., Any]] = {
    EACH_TURN: each_turn,
    "abs": abs,
    "add": plain.added,
    "as_datetime": shaped.as_datetime,
    "as_local": shaped.as_local,
    "as_timestamp": shaped.as_timestamp,
    "bitwise_and": lambda a, b: int(a) & int(b),
    "bitwise_or": lambda a, b: int(a) | int(b),
    "bitwise_xor": lambda a, b: int(a) ^ int(b),
    "bool": plain.as_bool,
    "capitalize": lambda v: plain.as_text(v).capitalize(),
    "contains": lambda v, part: part in v,
    "count": len,
    "d": plain.defaulted,
    "default": plain.defaulted,
    "e": plain.as_text,
    "escape": plain.as_text,
    "first": lambda v: next(iter(v)),
    "float": plain.as_float,
    "format": plain.formatted,
    "from_json": plain.from_json,
    "iif": plain.chosen,
    "int": plain.as_int,
    "is_defined": plain.defined,
    "is_number": plain.is_number,
    "items": lambda v: list(v.items()),
    "join": plain.joined,
    "last": lambda v: list(v)[-1],
    "length": len,
    "list": list,
    "log": lambda v, base=math.e: math.log(float(v), base),
    "lower": lambda v: plain.as_text(v).lower(),
    "map": plain.picked,
    "max": plain.largest,
    "min": plain.smallest,
    "multiply": plain.multiplied,
    "ord": ord,
    "regex_findall": shaped.regex_findall,
    "regex_findall_index": shaped.regex_findall_index,
    "regex_match": shaped.regex_match,
    "regex_replace": shaped.regex_replace,
    "regex_search": shaped.regex_search,
    "rejectattr": plain.rejected,
    "replace": plain.replaced,
    "reverse": lambda v: v[::-1],
    "round": plain.rounded,
    "safe": lambda v: v,
    "selectattr": plain.selected,
    "sort": sorted,
    "sqrt": lambda v: math.sqrt(float(v)),
    "strftime": shaped.strftime,
    "string": plain.as_text,
    "sum": sum,
    "timestamp_custom": shaped.timestamp_custom,
    "timestamp_local": shaped.timestamp_local,
    "timestamp_utc": shaped.timestamp_utc,
    "title": lambda v: plain.as_text(v).title(),
    "to_json": plain.to_json,
    "tojson": plain.to_json,
    "trim": lambda v: plain.as_text(v).strip(),
    "truncate": lambda v, length=255, *_, **__: plain.as_text(v)[: int(length)],
    "upper": lambda v: plain.as_text(v).upper(),
}

_GLOBALS: dict[str, Any] = {
    "as_datetime": shaped.as_datetime,
    "as_local": shaped.as_local,
    "as_timestamp": shaped.as_timestamp,
    "bool": plain.as_bool,
    "float": plain.as_float,
    "iif": plain.chosen,
    "int": plain.as_int,
    "is_number": plain.is_number,
    "log": lambda v, base=math.e: math.log(float(v), base),
    "max": plain.largest,
    "min": plain.smallest,
    "namespace": Namespace,
    "now": shaped.now,
    "range": plain.numbers_between,
    "sqrt": lambda v: math.sqrt(float(v)),
    "strptime": shaped.strptime,
    "timedelta": shaped.duration,
    "utcnow": shaped.utcnow,
}

_TESTS: dict[str, Callable[..., bool]] = {
    "contains": lambda v, part: part in v,
    "is_number": plain.is_number,
    "list": lambda v: isinstance(v, list),
    "match": shaped.regex_match,
    "search": shaped.regex_search,
}


def _environment() -> _Sandbox:
    made = _Sandbox(optimized=False, autoescape=False, cache_size=0)
    made.filters = _FILTERS
    made.globals = _GLOBALS
    made.tests = {**made.tests, **_TESTS}
    return made


_SANDBOX = _environment()


class _Bounded(NodeTransformer):
    """Has `~` done by the filter that looks at the length."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        joined = nodes.Filter(nodes.List(node.nodes), "join", [], [], None, None, lineno=node.lineno)
        return joined.set_environment(_SANDBOX)


class Template:
    """A compiled template."""

    def __init__(self, parsed: nodes.Template) -> None:
        self._has_told = False
        code = _SANDBOX.compile(parsed)
        self._compiled = _SANDBOX.template_class.from_code(_SANDBOX, code, dict(_GLOBALS))

    def render(self, values: Mapping[str, Any]) -> str | None:
        """The text it makes of these values; None where it fails."""
        try:
            return self._rendered({**values, TURNS: Turns()}).strip()
        except TooManyTurns as error:
            if not self._has_told:
                self._has_told = True
                log.warning("a template gives nothing: %s", error)
            return None
        except _FAILURES:
            return None

    def _rendered(self, values: Mapping[str, Any]) -> str:
        """Put together piece by piece, so that it ends where it becomes too long."""
        pieces: list[str] = []
        length = 0
        for piece in self._compiled.generate(values):
            length += len(piece)
            if length > MAX_TEXT:
                raise SecurityError(f"more than {MAX_TEXT} characters")
            pieces.append(piece)
        return "".join(pieces)


@lru_cache(maxsize=4_096)
def compiled(text: str) -> Template:
    """The template, checked. Raises NotDiscoverable saying what is refused."""
    refuse_the_long_and_deep(text)
    try:
        parsed = _SANDBOX.parse(text)
        refuse_what_costs(parsed)
        return Template(Counted(_SANDBOX).visit(_Bounded().visit(parsed)))
    except TemplateError as error:
        raise NotDiscoverable(f"a template cannot be read: {str(error)[:120]}") from None
    except (RecursionError, MemoryError, SyntaxError):
        raise NotDiscoverable("a template is nested too deeply") from None


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
