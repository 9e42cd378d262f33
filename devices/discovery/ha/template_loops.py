"""Loops in templates from the broker: few, shallow, and with an end to what all of them together may do."""

from collections.abc import Iterable, Iterator
from time import thread_time
from typing import Any

from jinja2 import Environment, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

from devices.errors import NotDiscoverable

MAX_TURNS = 100
"""Of all loops together, each time a template is run."""
MAX_LOOP_S = 0.05
"""Seconds of the processor's time for them, looked at before each turn."""
MAX_LOOPS = 8
MAX_LOOP_DEPTH = 2
MAX_NAMESPACES = 2
"""Names that outlast a turn."""

TURNS = "%turns"
"""Where a template that runs finds what is left; no template can say this name."""
EACH_TURN = "%each turn"
"""The filter that counts."""

_LISTS = (nodes.List, nodes.Tuple, nodes.Dict)


class TooManyTurns(SecurityError):
    """The loops of a template did more than they may."""


class Turns:
    """What is left to the loops of a template that runs."""

    def __init__(self) -> None:
        self._left = MAX_TURNS
        self._until = thread_time() + MAX_LOOP_S

    def take(self) -> None:
        """One turn more. Raises TooManyTurns."""
        self._left -= 1
        if self._left < 0 or thread_time() > self._until:
            raise TooManyTurns(f"its loops take more than {MAX_TURNS} turns or {MAX_LOOP_S:g} s")


@pass_context
def each_turn(context: Context, values: Iterable[Any]) -> Iterator[Any]:
    """The values, counted as they are taken."""
    turns: Turns = context[TURNS]
    for value in values:
        turns.take()
        yield value


class Counted(NodeTransformer):
    """Has every loop go over counted values."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)
        counted = nodes.Filter(node.iter, EACH_TURN, [], [], None, None, lineno=node.lineno)
        node.iter = counted.set_environment(self._environment)
        return node


def refuse_bad_loops(parsed: nodes.Template) -> None:
    """Raises NotDiscoverable saying what is refused."""
    loops = list(parsed.find_all(nodes.For))
    if len(loops) > MAX_LOOPS:
        raise NotDiscoverable(f"a template has {len(loops)} loops; {MAX_LOOPS} are allowed")
    for loop in loops:
        _refuse_loop(loop)
    _refuse_deep(parsed, 0)
    _refuse_namespaces(parsed)


def _refuse_loop(loop: nodes.For) -> None:
    if loop.recursive:
        raise NotDiscoverable("a template has a loop that calls itself")
    names = loop.target.items if isinstance(loop.target, nodes.Tuple) else [loop.target]
    if not all(isinstance(name, nodes.Name) for name in names):
        raise NotDiscoverable("a template has a loop over more than plain names")
    for call in _calls_in(loop.iter):
        is_range = isinstance(call.node, nodes.Name) and call.node.name == "range"
        if is_range and any(isinstance(b, nodes.Const) and not _is_few(b.value) for b in call.args):
            raise NotDiscoverable(f"a template has a loop over a range of more than {MAX_TURNS}")


def _calls_in(node: nodes.Node) -> Iterator[nodes.Call]:
    if isinstance(node, nodes.Call):
        yield node
    yield from node.find_all(nodes.Call)


def _is_few(bound: object) -> bool:
    return isinstance(bound, int) and abs(bound) <= MAX_TURNS


def _refuse_deep(node: nodes.Node, depth: int) -> None:
    if depth > MAX_LOOP_DEPTH:
        raise NotDiscoverable(f"a template nests loops more than {MAX_LOOP_DEPTH} deep")
    for child in node.iter_child_nodes():
        _refuse_deep(child, depth + isinstance(child, nodes.For))


def _refuse_namespaces(parsed: nodes.Template) -> None:
    """What outlasts a turn may hold texts and numbers, and nothing that could grow by holding itself."""
    made = [a for a in parsed.find_all(nodes.Assign) if _is_namespace(a.node)]
    named = [n for n in parsed.find_all(nodes.Name) if n.name == "namespace"]
    if len(made) > MAX_NAMESPACES or len(named) != len(made):
        raise NotDiscoverable(f"a template uses namespace otherwise than to set a name, or for over {MAX_NAMESPACES}")
    for assignment in made:
        if any(n.name != "namespace" for n in assignment.node.find_all(nodes.Name)):
            raise NotDiscoverable("a template puts more than plain values into a new namespace")
    if any(made) and any(_holds_names(held) for held in parsed.find_all(_LISTS)):
        raise NotDiscoverable("a template with a namespace puts names into lists")
    for kept in parsed.find_all(nodes.NSRef):
        if kept.attr.startswith("_"):
            raise NotDiscoverable(f"a template reaches for {kept.attr[:40]!r}")


def _is_namespace(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "namespace"


def _holds_names(held: nodes.Node) -> bool:
    """Whether it is a list that is made, and not the names a loop goes over."""
    is_read = getattr(held, "ctx", "load") == "load"
    return is_read and next(iter(held.find_all(nodes.Name)), None) is not None
