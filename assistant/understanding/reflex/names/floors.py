"""What people call the floors of a house: by name, by number in either counting, upstairs and downstairs."""

from assistant.understanding.names import Names
from assistant.understanding.reflex.lexicon import Lexicon, Words
from assistant.understanding.reflex.tokens import words_of


def floors_by_words(names: Names, lexicon: Lexicon) -> dict[Words, tuple[str, ...]]:
    """Words → ids of the floors they mean here. An exact name comes before any usual word."""
    exact: dict[Words, tuple[str, ...]] = {}
    levels: dict[str, int] = {}
    concepts: dict[str, set[str]] = {}
    for floor in names.floors:
        for name in floor.names:
            words = words_of(name)
            exact[words] = (*exact.get(words, ()), floor.id)
            for concept in lexicon.floors.get(words, ()):
                concepts.setdefault(concept, set()).add(floor.id)
                if (level := _level(concept)) is not None:
                    levels[floor.id] = level
    usual = {
        words: found
        for words, meant in lexicon.floors.items()
        if words not in exact and (found := _meant(meant, concepts, _without_ground(levels, concepts)))
    }
    return usual | exact


def levels_of(names: Names, lexicon: Lexicon) -> dict[str, int]:
    """Id of a floor → how many it lies above the ground, as far as its name tells it."""
    concepts = {
        floor.id: {c for n in floor.names for c in lexicon.floors.get(words_of(n), ())} for floor in names.floors
    }
    known = {floor: [level for c in found if (level := _level(c)) is not None] for floor, found in concepts.items()}
    return {floor: min(levels) for floor, levels in known.items() if levels}


def _level(concept: str) -> int | None:
    """Floors above the ground; in Mandarin the ground floor is the first storey."""
    if concept.startswith("storey"):
        return int(concept.removeprefix("storey")) - 1
    return int(concept) if concept.lstrip("-").isdigit() else None


def _without_ground(levels: dict[str, int], concepts: dict[str, set[str]]) -> dict[str, int]:
    """Levels counted from 0, also where an English house calls its lowest floor the first."""
    counted_in_storeys = any(c.startswith("storey") for c in concepts)
    if counted_in_storeys or 0 in levels.values():
        return levels
    return {floor: level - 1 if level > 0 else level for floor, level in levels.items()}


def _meant(meant: frozenset[str], concepts: dict[str, set[str]], levels: dict[str, int]) -> tuple[str, ...]:
    found: set[str] = set()
    for concept in meant:
        if concept in concepts:
            found |= concepts[concept]
        elif concept == "up":
            found |= {floor for floor, level in levels.items() if level > 0}
        elif concept == "down":
            found |= {floor for floor, level in levels.items() if level == 0}
        else:
            found |= {floor for floor, level in levels.items() if level == _level(concept)}
    return tuple(sorted(found))
