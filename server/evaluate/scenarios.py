"""Scenarios: what somebody says, what the house is told then, and what is answered.

Skills and bugs are written down as these. A file is YAML:

    homes: homes.json               beside the file; homes in the format of the cases of an evaluation
    home: family                    which of them
    language: en                    "en" or "zh"
    scenarios:
      - say: the hall light, please     or `turns:`, a list of these
        place: Hall                     where it is said: a room's name or id (optional)
        given: {light.hall: off}        states laid over the home's; a word or {state: ..., attributes: {...}}
        person: owner, role: owner, car: {...}, now: "2026-05-01T20:15"     (optional)
        expect:
          commands: {light.hall: {on: true}}    exactly these, by device and capability; {} for none
          words: The hall light is on.          the whole answer
          says: [hall, on]                      or words that it holds
          never: [kitchen]                      and words that it does not
          outcome: done
          mind: reflex

A question of ours ("ask") is answered by the next turn alone: nobody says yes by itself here.
"""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from assistant.conversation import Conversation
from assistant.understanding.mind import Mind
from assistant.utterance import Utterance
from server.evaluate.cases import CannotRead, read_homes
from server.evaluate.house import House, scratch
from server.evaluate.understand import Answer, moment_of, said_in, say

_TOLD = frozenset({"say", "turns", "place", "given", "person", "role", "car", "now", "expect", "name", "language"})
_EXPECTED = frozenset({"commands", "words", "says", "never", "outcome", "mind"})
_PAUSE = timedelta(seconds=4)
"""Between two turns of a dialogue."""


class _Words(yaml.SafeLoader):
    """YAML in which on, off, yes and no are words, as in YAML 1.2; true and false are not."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Words.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"])


@dataclass(frozen=True, slots=True)
class Expectation:
    """What shall come of one turn; what is None is free."""

    commands: Mapping[str, Mapping[str, Any]] | None = None
    """By device, then capability."""
    words: str | None = None
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    outcome: str | None = None
    mind: str | None = None


@dataclass(frozen=True, slots=True)
class ScenarioTurn:
    """One sentence, as a case, and what is expected of it."""

    case: Mapping[str, Any]
    expected: Expectation


@dataclass(frozen=True, slots=True)
class Scenario:
    """One dialogue, often of one turn."""

    where: str
    """File and number, for messages."""
    name: str
    home: Mapping[str, Any]
    given: Mapping[str, Any]
    turns: tuple[ScenarioTurn, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """How a scenario went: nothing in `wrong` means that it passed."""

    scenario: Scenario
    wrong: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()
    """One line for each turn that was taken: what was understood, by which mind and why."""


def read_scenarios(path: Path) -> tuple[Scenario, ...]:
    """The scenarios of a file, or of every *.yaml below a folder. Raises CannotRead naming the file and the entry."""
    if path.is_dir():
        return tuple(s for file in sorted(path.rglob("*.yaml")) for s in read_scenarios(file))
    try:
        told = yaml.load(path.read_text("utf-8"), _Words)
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise CannotRead(f"{path} holds no scenarios: {error}") from error
    if not isinstance(told, dict) or not isinstance(told.get("scenarios"), list):
        raise CannotRead(f"{path} holds no scenarios: a mapping with the list 'scenarios' is needed")
    homes = read_homes(path.parent / str(told.get("homes", "homes.json")))
    return tuple(_scenario(raw, f"{path}, scenario {n}", told, homes) for n, raw in enumerate(told["scenarios"], 1))


def _scenario(raw: Any, where: str, file: Mapping[str, Any], homes: Mapping[str, Mapping[str, Any]]) -> Scenario:
    if not isinstance(raw, dict) or not ({"say", "turns"} & raw.keys()):
        raise CannotRead(f"{where}: a mapping with 'say' or 'turns' is needed")
    key = str(raw.get("home", file.get("home", "")))
    if key not in homes:
        raise CannotRead(f"{where}: home is one of {', '.join(homes)}; not {key!r}")
    turns = raw.get("turns") or [raw]
    shared = {"lang": file.get("language", "en"), **_case(raw)}
    given = {entity: _state(value) for entity, value in (raw.get("given") or {}).items()}
    name = str(raw.get("name") or turns[0].get("say"))
    return Scenario(where, name, homes[key], given, tuple(_turn(t, where, shared) for t in turns))


def _turn(raw: Any, where: str, shared: Mapping[str, Any]) -> ScenarioTurn:
    if not isinstance(raw, dict) or not isinstance(raw.get("say"), str):
        raise CannotRead(f"{where}: each turn needs the text 'say'")
    surplus = raw.keys() - _TOLD - {"home"}
    if surplus:
        raise CannotRead(f"{where}: {', '.join(sorted(surplus))} is unknown; known are {', '.join(sorted(_TOLD))}")
    return ScenarioTurn({"id": where, "text": raw["say"], **shared, **_case(raw)}, _expectation(raw, where))


def _case(raw: Mapping[str, Any]) -> dict[str, Any]:
    names = {"place": "area", "person": "person", "role": "origin", "car": "car", "now": "now", "language": "lang"}
    return {inner: raw[name] for name, inner in names.items() if name in raw}


def _expectation(raw: Mapping[str, Any], where: str) -> Expectation:
    told = raw.get("expect")
    if not isinstance(told, dict) or not told or told.keys() - _EXPECTED:
        raise CannotRead(f"{where}: 'expect' is a mapping of some of {', '.join(sorted(_EXPECTED))}; not {told!r}")
    return Expectation(
        told.get("commands"),
        told.get("words"),
        _texts(told.get("says")),
        _texts(told.get("never")),
        told.get("outcome"),
        told.get("mind"),
    )


def _texts(value: Any) -> tuple[str, ...]:
    return () if value is None else tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _state(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {"state": str(value)}


@dataclass(slots=True)
class _Houses:
    """Houses that are lived in, one for each home, kept for the next scenario."""

    folder: Path
    skills_dir: Path | None
    entered: dict[int, House] = field(default_factory=dict)

    async def of(self, home: Mapping[str, Any]) -> House:
        if id(home) not in self.entered:
            house = House(home, self.folder / f"{len(self.entered)}.db", skills_dir=self.skills_dir)
            self.entered[id(home)] = await house.__aenter__()
        return self.entered[id(home)]

    async def close(self) -> None:
        for house in self.entered.values():
            await house.__aexit__(None, None, None)


async def play(
    scenarios: Sequence[Scenario], minds: Sequence[Mind], skills_dir: Path | None = None
) -> AsyncIterator[Shown]:
    """Every scenario in turn, each in its home as it is given.

    `skills_dir`: a folder with skills to try beside the built-in ones. Raises CannotRead naming one that was left out.
    """
    with scratch() as folder:
        houses = _Houses(Path(folder), skills_dir)
        try:
            for scenario in scenarios:
                yield await _play(scenario, await houses.of(scenario.home), minds)
        finally:
            await houses.close()


async def _play(scenario: Scenario, house: House, minds: Sequence[Mind]) -> Shown:
    now = moment_of(scenario.turns[0].case)
    await house.set_up(scenario.given, now)
    house.begin_anew()
    conversation = Conversation("scenario")
    wrong: list[str] = []
    trace: list[str] = []
    for turn in scenario.turns:
        said = said_in(turn.case, house, now)
        answer = await say(said, conversation, house, minds)
        commands = await _commands(house, answer.turn)
        trace.append(_traced(said, answer, commands))
        wrong += [f"{said.text!r}: {what}" for what in _compared(turn.expected, answer, commands)]
        now += _PAUSE
        house.clock.fixed = now
    return Shown(scenario, tuple(wrong), tuple(trace))


async def _commands(house: House, turn: str) -> dict[str, dict[str, Any]]:
    """What was accepted in a turn, by device and capability; the later one where there were two."""
    told: dict[str, dict[str, Any]] = {}
    for entry in reversed(await house.home.history(500, turn=turn)):
        if entry.attempts or entry.state == "already":
            told.setdefault(entry.device, {})[entry.capability] = entry.value
    return told


def _compared(expected: Expectation, answer: Answer, commands: Mapping[str, Mapping[str, Any]]) -> list[str]:
    wrong: list[str] = []
    if expected.commands is not None and dict(expected.commands) != {d: dict(c) for d, c in commands.items()}:
        wrong.append(f"the house was told {commands or 'nothing'}, not {dict(expected.commands) or 'nothing'}")
    reply = answer.finished.reply
    if expected.words is not None and expected.words != reply:
        wrong.append(f"the answer is {reply!r}, not {expected.words!r}")
    wrong += [f"the answer {reply!r} lacks {w!r}" for w in expected.says if w.casefold() not in reply.casefold()]
    wrong += [f"the answer {reply!r} holds {w!r}" for w in expected.never if w.casefold() in reply.casefold()]
    if expected.outcome is not None and expected.outcome != answer.finished.outcome:
        wrong.append(f"the outcome is {answer.finished.outcome}, not {expected.outcome}")
    if expected.mind is not None and expected.mind != answer.mind:
        wrong.append(f"{answer.mind} answered, not {expected.mind}")
    return wrong


def _traced(said: Utterance, answer: Answer, commands: Mapping[str, Any]) -> str:
    calls = ", ".join(f"{c.tool}({dict(c.arguments)})" for c in answer.calls) or "no call"
    return (
        f"{said.text!r} → {answer.mind} ({answer.why or 'first choice'}): {calls} → {dict(commands) or 'no command'} → "
        f"{answer.finished.outcome}: {answer.finished.reply!r}"
    )
