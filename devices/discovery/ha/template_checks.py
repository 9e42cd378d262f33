"""What a template from the broker may consist of, looked at before it is run.

Expressions, `if`, `set` of a plain name, and `for` over little (`template_loops`); no macro, block, import or include
in any disguise. Nothing in what is left can run longer than its own length and a hundred turns, and nothing can grow
by being put together again and again.
"""

from jinja2 import nodes

from devices.discovery.ha.template_loops import refuse_bad_loops
from devices.discovery.ha.template_numbers import MAX_RANGE
from devices.errors import NotDiscoverable

MAX_TEMPLATE = 8_192
"""Characters of a template."""
MAX_BRACKETS = 32
"""How deep brackets may be nested."""
MAX_NODES = 2_000
"""Parts of a template."""
MAX_WORK = 128
"""Filters, calls and joined texts: what costs more the longer a text is."""

MAX_LISTED = 32
"""Names in one list."""
MAX_KEPT = 4
"""Names that were set before in a list that is set to a name again."""
MAX_KEPT_LISTS = 2
"""Such lists; more of them could double what they hold each time."""

_STATEMENTS = (nodes.Output, nodes.If, nodes.Assign, nodes.For)
_WORK = (nodes.Filter, nodes.Call, nodes.Concat, nodes.Test)
_LISTS = (nodes.List, nodes.Tuple, nodes.Dict)


def refuse_the_long_and_deep(text: str) -> None:
    """Before it is even parsed. Raises NotDiscoverable."""
    if len(text) > MAX_TEMPLATE:
        raise NotDiscoverable(f"a template has {len(text)} characters; {MAX_TEMPLATE} are allowed")
    depth = ifs = 0
    for position, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth > MAX_BRACKETS:
            raise NotDiscoverable(f"a template nests brackets more than {MAX_BRACKETS} deep")
        if character == "%" and text.startswith("{", position - 1):
            ifs += text[position + 1 : position + 8].lstrip("-+ ").startswith("if")
    if ifs > MAX_WORK:
        raise NotDiscoverable("a template has too many branches")


def refuse_what_costs(parsed: nodes.Template) -> None:
    """Once it is parsed. Raises NotDiscoverable saying what is refused."""
    waiting: list[tuple[nodes.Node, int]] = [(parsed, 0)]
    seen = work = 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        work += isinstance(node, _WORK)
        if seen > MAX_NODES or work > MAX_WORK or depth > 2 * MAX_BRACKETS:
            raise NotDiscoverable("a template has too many parts")
        _refuse_statement(node)
        _refuse_growth(node)
        waiting += [(child, depth + 1) for child in node.iter_child_nodes()]
    _refuse_doubling(parsed)
    refuse_bad_loops(parsed)


def _refuse_doubling(parsed: nodes.Template) -> None:
    """A list of a name, set to that name again and again, would double each time."""
    assignments = list(parsed.find_all(nodes.Assign))
    assigned = {a.target.name for a in assignments if isinstance(a.target, nodes.Name)}
    kept = 0
    for assignment in assignments:
        held = [n for held in assignment.node.find_all(_LISTS) for n in held.find_all(nodes.Name) if n.name in assigned]
        held += [n for n in _names_in(assignment.node) if n.name in assigned]
        kept += bool(held)
        if len(held) > MAX_KEPT or kept > MAX_KEPT_LISTS:
            raise NotDiscoverable("a template puts names it has set into lists again and again")


def _names_in(node: nodes.Node) -> list[nodes.Name]:
    """Names directly in it, where it is a list itself."""
    return list(node.find_all(nodes.Name)) if isinstance(node, _LISTS) else []


def _refuse_statement(node: nodes.Node) -> None:
    if isinstance(node, nodes.Stmt) and not isinstance(node, _STATEMENTS):
        raise NotDiscoverable(
            f"a template holds a statement ({type(node).__name__.lower()}); only if, set and for are taken"
        )
    if isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name | nodes.NSRef):
        raise NotDiscoverable("a template sets more than a plain name")


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
        case nodes.List() | nodes.Tuple() | nodes.Dict():
            if sum(1 for _ in node.find_all(nodes.Name)) > MAX_LISTED:
                raise NotDiscoverable("a template puts too many names into a list")


def _is_small(bound: object) -> bool:
    return isinstance(bound, int) and abs(bound) <= MAX_RANGE


def _makes_text(node: nodes.Node) -> bool:
    return isinstance(node, (*_LISTS, nodes.Concat)) or (isinstance(node, nodes.Const) and isinstance(node.value, str))
