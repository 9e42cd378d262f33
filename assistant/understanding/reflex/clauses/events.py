"""What an act waits for, as a clause of its own: something that happens, or a value that is passed."""

from collections.abc import Sequence

from assistant.understanding.deferred import Condition, Relation
from assistant.understanding.reflex.amounts.quantities import Measure, measures_at
from assistant.understanding.reflex.tokens import is_chinese

_RELATIONS: dict[Relation, str] = {
    "above": "above|over|exceeds|exceed|more than|higher than|warmer than|hotter than|greater than|brighter than|"
    "louder than|at least|rises to|goes up to|超过|高于|大于|高过|多于|不低于|热过|超出|升到|以上",
    "below": "below|under|less than|lower than|colder than|cooler than|darker than|at most|drops to|falls to|"
    "low on|低于|小于|低过|少于|不到|不足|不超过|降到|掉到|以下",
    "reaches": "reaches|reach|hits|hit|gets to|get to|is at|达到|到了|充到|到达|等于",
}
_SAID: tuple[tuple[tuple[str, ...], Relation], ...] = tuple(
    (tuple(said) if is_chinese(said[0]) else tuple(said.split()), relation)
    for relation, all_said in _RELATIONS.items()
    for said in all_said.split("|")
)


def waits_for(words: Sequence[str], said: str) -> Condition:
    """The condition that a clause sets: a threshold where it compares with an amount, else an event."""
    amount = _amount(words)
    relation = _relation(words) if amount else ""
    if amount is None or not relation:
        return Condition("event", said)
    return Condition("threshold", said, relation=relation, amount=amount.amount, unit=amount.unit)


def _relation(words: Sequence[str]) -> Relation:
    for start in range(len(words)):
        fitting = [(len(s), r) for s, r in _SAID if tuple(words[start : start + len(s)]) == s]
        if fitting:
            return max(fitting)[1]
    return ""


def _amount(words: Sequence[str]) -> Measure | None:
    """The amount that is told most exactly; times are none."""
    found = [
        (measure.unit != "", end - start, measure)
        for start in range(len(words))
        for end, measure in measures_at(words, start)
        if measure.unit in ("%", "°C", "")
    ]
    return max(found, key=lambda f: f[:2])[2] if found else None
