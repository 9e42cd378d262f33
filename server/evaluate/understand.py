"""`mimosa eval understand`: each case's sentence is said to its home, and what came of it is written down."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

from assistant.conversation import Conversation
from assistant.events import Finished, Returned, TurnEvent, Understood
from assistant.tools import ToolCall
from assistant.turn import turn
from assistant.understanding.mind import Mind
from assistant.utterance import Language, Speaker, Utterance
from server.collecting import keep_what_is_loaded
from server.evaluate.cars import car_states, seat_in, silence_in, tells_of_car, with_sensors
from server.evaluate.cases import CannotRead, read_homes, read_lines, write_line
from server.evaluate.house import PIN, House, scratch
from server.evaluate.report import Report

_YES: Mapping[Language, str] = {"en": "yes", "zh": "好的"}
_ROLES = frozenset({"owner", "adult", "child", "guest", "unknown_voice", "routine", "untrusted_text"})
WRITTEN: Mapping[str, str] = {"refused": "refuse"}
"""Outcomes that the format of a case calls by another word."""
_NOON = time(12)
WITHIN = timedelta(minutes=1)
MOMENT = timedelta(milliseconds=1)


@dataclass(slots=True)
class Summary:
    """What a run came to."""

    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    minds: Counter[str] = field(default_factory=Counter)
    ms: list[float] = field(default_factory=list)
    report: Report = field(default_factory=Report)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one turn came to."""

    finished: Finished
    calls: tuple[ToolCall, ...]
    mind: str
    reads: tuple[str, ...]
    ms: float
    turn: str = ""
    why: str = ""
    """Why this mind answered."""


async def understand_cases(homes: Path, cases: Path, out: Path, minds: Sequence[Mind]) -> Summary:
    """Run every case and write one line for each. Raises CannotRead with the number of a line that cannot be read."""
    described = read_homes(homes)
    summary = Summary()
    with scratch() as folder, out.open("w", encoding="utf-8") as stream:
        async with AsyncExitStack() as open_houses:
            houses: dict[tuple[str, bool], House] = {}
            for number, case in enumerate(read_lines(cases, "id", "lang", "text", "home"), 1):
                key = case["home"]
                if key not in described:
                    raise CannotRead(f"{cases}, case {number}: {homes} has no home {key!r}")
                place = (key, case.get("car") is not None)
                if place not in houses:
                    house = House(with_sensors(described[key], place[1]), Path(folder) / f"{len(houses)}.db")
                    houses[place] = await open_houses.enter_async_context(house)
                    await house.warm(minds)
                    keep_what_is_loaded()
                line = await _run(case, houses[place], minds, number)
                write_line(stream, line)
                summary.cases += 1
                summary.outcomes[line["outcome"]] += 1
                summary.minds[line["mind"]] += 1
                summary.ms.append(line["ms"])
                summary.report.add(case, line, described[key])
    return summary


async def _run(case: Mapping[str, Any], house: House, minds: Sequence[Mind], number: int) -> dict[str, Any]:
    now = moment_of(case)
    if tells_of_car(case):
        # Within the minute, each moment lies before the one of the case before: what a car did then is no news of this.
        now += WITHIN - number * MOMENT
    await house.set_up({**car_states(case), **(case.get("setup") or {})}, now, silence_in(case))
    conversation = Conversation("evaluation")
    said = said_in(case, house, now)
    answer = await say(said, conversation, house, minds)
    asked = False
    reads, ms = answer.reads, answer.ms
    final = answer
    if answer.finished.outcome == "ask" and said.speaker.may_confirm:
        asked = True
        if conversation.parked is not None:
            words = PIN if conversation.parked.needs_proof else _YES[said.language]
            yes = Utterance(words, said.language, said.speaker, said.place, at=said.at)
            final = await say(yes, conversation, house, minds)
            reads, ms = (*reads, *final.reads), ms + final.ms
    return {
        "id": case["id"],
        "outcome": WRITTEN.get(final.finished.outcome, final.finished.outcome),
        "asked": asked,
        "mind": answer.mind,
        "why": answer.why,
        "minds_ms": {m.name: answer.finished.stages_ms.get(m.name, 0.0) for m in minds},
        "tool_calls": [{"tool": c.tool, "arguments": plain_arguments(c.arguments)} for c in answer.calls],
        "changes": house.literal.changes(),
        "reads": list(dict.fromkeys(reads)),
        "reply": final.finished.reply,
        "ms": round(ms, 2),
    }


async def say(said: Utterance, conversation: Conversation, house: House, minds: Sequence[Mind]) -> Answer:
    """Say one sentence to the house and follow the turn to its end."""
    began = perf_counter()
    events = [
        event async for event in turn(said, conversation, house.thinking_with(minds), turn_id=uuid4().hex, speak=False)
    ]
    ms = (perf_counter() - began) * 1000
    return _answer(events, ms, minds)


def _answer(events: Sequence[TurnEvent], ms: float, minds: Sequence[Mind]) -> Answer:
    understood = next(e for e in events if isinstance(e, Understood)) if _was_heard(events) else None
    finished = next(e for e in events if isinstance(e, Finished))
    reads = [i for e in events if isinstance(e, Returned) for i in e.result.facts.get("reads", ())]
    mind = understood.mind if understood and understood.mind in ("reflex", "core") else minds[-1].name
    calls, why = (understood.calls, understood.why) if understood else ((), "")
    return Answer(finished, calls, mind, tuple(reads), ms, finished.turn, why)


def _was_heard(events: Sequence[TurnEvent]) -> bool:
    return any(isinstance(e, Understood) for e in events)


def said_in(case: Mapping[str, Any], house: House, now: datetime) -> Utterance:
    """What a case says, by whom and where. Raises CannotRead where it tells of an origin that there is none of."""
    origin = case.get("origin", "owner")
    if origin not in _ROLES:
        raise CannotRead(f"case {case['id']}: origin is one of {', '.join(sorted(_ROLES))}; not {origin!r}")
    nobody_answers = "origin" in case or "car" in case
    person = str(case.get("person", "owner"))
    speaker = Speaker(person, origin, may_confirm=not nobody_answers, seat=seat_in(case))
    language: Language = "zh" if case["lang"].startswith("zh") else "en"
    place = house.room(str(case.get("area") or ""))
    return Utterance(case["text"], language, speaker, place, at=now)


def moment_of(case: Mapping[str, Any]) -> datetime:
    """When it is said, by the clock on the wall of its house; a case that does not say it is said at noon."""
    if not case.get("now"):
        return datetime.combine(date.today(), _NOON).astimezone()
    try:
        return datetime.fromisoformat(case["now"]).replace(tzinfo=None).astimezone()
    except (TypeError, ValueError) as error:
        raise CannotRead(f"case {case['id']}: now is an ISO time, not {case['now']!r}") from error


def plain_arguments(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in arguments.items()}
