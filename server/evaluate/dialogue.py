"""`mimosa eval dialogue`: what is said one after another to one house, and what came of each of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.conversation import Conversation
from assistant.understanding.mind import Mind
from server.evaluate.cars import car_states, silence_in, tells_of_car, with_sensors
from server.evaluate.cases import CannotRead, read_homes, read_lines, write_line
from server.evaluate.house import House, scratch
from server.evaluate.understand import MOMENT, WITHIN, WRITTEN, moment_of, plain_arguments, said_in, say


@dataclass(slots=True)
class Summary:
    """What a run came to."""

    cases: int = 0
    turns: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    minds: Counter[str] = field(default_factory=Counter)
    ms: list[float] = field(default_factory=list)


async def dialogue_cases(homes: Path, cases: Path, out: Path, minds: Sequence[Mind]) -> Summary:
    """Speak every case's turns in one conversation and write one line for each case.

    The house is set up once, before the first turn; `changes` of each turn are all differences to that state.
    Nobody answers but the dialogue itself. A turn without an area is spoken where the one before was.
    Raises CannotRead with the number of a line that cannot be read.
    """
    described = read_homes(homes)
    summary = Summary()
    with scratch() as folder, out.open("w", encoding="utf-8") as stream:
        async with AsyncExitStack() as open_houses:
            houses: dict[tuple[str, bool], House] = {}
            for number, case in enumerate(read_lines(cases, "id", "lang", "home"), 1):
                where = f"{cases}, case {number}"
                if case["home"] not in described:
                    raise CannotRead(f"{where}: {homes} has no home {case['home']!r}")
                turns = _turns(case, where)
                key = (case["home"], any(turn.get("car") is not None for turn in turns))
                if key not in houses:
                    house = House(with_sensors(described[key[0]], key[1]), Path(folder) / f"{len(houses)}.db")
                    houses[key] = await open_houses.enter_async_context(house)
                    await house.warm(minds)
                lines = await _spoken(case, turns, houses[key], minds, number)
                write_line(stream, {"id": case["id"], "turns": lines})
                _count(lines, summary)
    return summary


def _turns(case: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    """The turns with what the case says for all of them. Raises CannotRead."""
    turns = case.get("turns")
    if not isinstance(turns, list) or not turns:
        raise CannotRead(f"{where}: 'turns' is a list of at least one {{\"text\": …}}")
    found: list[dict[str, Any]] = []
    area = case.get("area")
    for number, turn in enumerate(turns, 1):
        if not isinstance(turn, dict) or not isinstance(turn.get("text"), str):
            raise CannotRead(f"{where}: turn {number} has no text")
        area = turn.get("area", area)
        shared = {name: value for name, value in case.items() if name not in ("turns", "expected", "setup")}
        found.append({**shared, **turn, "area": area})
    return found


async def _spoken(
    case: Mapping[str, Any], turns: Sequence[Mapping[str, Any]], house: House, minds: Sequence[Mind], number: int
) -> list[dict[str, Any]]:
    now = moment_of(case)
    if tells_of_car({**turns[0], "setup": case.get("setup")}):
        # Within the minute, each moment lies before the one of the case before: what a car did then is no news of this.
        now += WITHIN - number * MOMENT
    await house.set_up({**car_states(turns[0]), **(case.get("setup") or {})}, now, silence_in(turns[0]))
    conversation = Conversation("evaluation")
    lines = []
    for turn in turns:
        answer = await say(said_in(turn, house, now), conversation, house, minds)
        outcome = WRITTEN.get(answer.finished.outcome, answer.finished.outcome)
        lines.append(
            {
                "outcome": outcome,
                "asked": outcome == "ask",
                "mind": answer.mind,
                "tool_calls": [{"tool": c.tool, "arguments": plain_arguments(c.arguments)} for c in answer.calls],
                "changes": house.literal.changes(),
                "reads": list(dict.fromkeys(answer.reads)),
                "reply": answer.finished.reply,
                "ms": round(answer.ms, 2),
            }
        )
    return lines


def _count(lines: Sequence[Mapping[str, Any]], summary: Summary) -> None:
    summary.cases += 1
    summary.turns += len(lines)
    for line in lines:
        summary.outcomes[line["outcome"]] += 1
        summary.minds[line["mind"]] += 1
        summary.ms.append(line["ms"])
