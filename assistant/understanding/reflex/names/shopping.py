"""Which of several lists take what is bought: those that are called so, else the only one that is not for chores.

The latter never where something is taken off "the list": nobody knows that it stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.understanding.reflex.names.home import Home

_BOUGHT = ("shopping", "grocery", "groceries", "market", "购物", "买菜", "采购")
_DONE = ("chore", "task", "todo", "job", "homework", "work", "家务", "待办", "任务", "工作", "作业")


def shopping_lists(lists: int, home: Home) -> int:
    """The bits of the lists for shopping among `lists`; 0 where there is none or other things are among them."""
    if not lists or lists & ~home.kind("list"):
        return 0
    others = lists & ~_called(_DONE, home)
    return lists & _called(_BOUGHT, home) or (others if others.bit_count() == 1 else 0)


def shopping_list(lists: int, home: Home, *, named: bool = False) -> int:
    """The bit of the one list for shopping; 0 where there is not exactly one. `named`: only one that is called so."""
    found = shopping_lists(lists, home) & (_called(_BOUGHT, home) if named else lists)
    return found if found.bit_count() == 1 else 0


def _called(words: tuple[str, ...], home: Home) -> int:
    bits = 0
    for word in words:
        bits |= home.with_words((word,) if word.isascii() else tuple(word))
    return bits
