"""One row of a bench, and how rows are printed."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One figure."""

    name: str
    value: float
    unit: str = ""
    target: str = ""
    """What it should be, in words ("≤ 4"); empty where there is no target."""
    met: bool | None = None
    """Whether it is; None where there is no target."""


def at_most(name: str, value: float, limit: float, unit: str = "") -> Row:
    """A figure that should not be above its limit."""
    return Row(name, value, unit, f"≤ {limit:g}", value <= limit)


def percentile(values: Iterable[float], share: float) -> float:
    """The nearest-rank percentile, `share` from 0 to 1."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def show(title: str, rows: Iterable[Row]) -> None:
    """Print rows as one table."""
    table = Table(title=title, title_justify="left")
    for column in ("figure", "value", "unit", "target", "met"):
        table.add_column(column, justify="right" if column == "value" else "left")
    for row in rows:
        met = "" if row.met is None else ("yes" if row.met else "NO")
        table.add_row(row.name, f"{row.value:.4g}", row.unit, row.target, met)
    Console(width=140).print(table)
