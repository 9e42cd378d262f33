"""`mimosa eval habits`: what happened in, guesses of what comes next and of usual values out."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TextIO

from assistant.memory.habits.sequence import Sequence
from assistant.memory.habits.values import Choices
from assistant.memory.happenings import Happening, Kept, Value
from server.evaluate.cases import CannotRead, write_line

GUESSES = 3


@dataclass(slots=True)
class Summary:
    """What came of a stream of events; of those that were guessed, how many were right."""

    events: int = 0
    guessed: int = 0
    first: int = 0
    among_three: int = 0
    values: int = 0
    dared: int = 0
    values_right: int = 0

    def told(self) -> dict[str, float]:
        """Counts, and percentages of what was guessed."""
        told: dict[str, float] = {"events": self.events, "guessed": self.guessed}
        if self.guessed:
            told["first %"] = round(100 * self.first / self.guessed, 1)
            told["three %"] = round(100 * self.among_three / self.guessed, 1)
        if self.values:
            told["values"] = self.values
            told["dared %"] = round(100 * self.dared / self.values, 1)
        if self.dared:
            told["right %"] = round(100 * self.values_right / self.dared, 1)
        return told


@dataclass(slots=True)
class _Resident:
    sequence: Sequence = field(default_factory=Sequence)
    choices: dict[tuple[str, str], Choices] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Event:
    """One row. `what`: None where it is to be guessed and not told."""

    number: int
    at: datetime
    resident: str
    place: str
    what: tuple[str, str] | None
    value: Value
    value_told: bool
    predict: bool | str
    test: bool
    around: Mapping[str, str]

    @property
    def asks(self) -> bool:
        """Whether something is guessed before it is seen."""
        return self.test and self.predict is not False

    @property
    def hides(self) -> bool:
        """Whether what is guessed is told with the line after."""
        return (self.predict is True and self.what is None) or (self.predict == "value" and not self.value_told)


class Answers:
    """Takes the rows one after another and gives what is answered to each, before the next is needed."""

    def __init__(self) -> None:
        self.summary = Summary()
        self._residents: dict[str, _Resident] = {}
        self._hidden: _Event | None = None
        self._number = 0
        self._last_answer: Mapping[str, Any] | None = None

    def to(self, line: str, where: str) -> Mapping[str, Any] | None:
        """The answer to this line; None where nothing is asked. Raises CannotRead, naming `where`.

        A row that hides what is asked is told in full by the next, which then is the same row and not counted again.
        """
        event = _event(line, where, self._number + 1)
        hidden, self._hidden = self._hidden, None
        told = hidden is not None and not event.hides and _same(hidden, event)
        if not told:
            self._number += 1
        self.summary.events = self._number
        answer = self._answer(event) if event.asks and not told else None
        if told and hidden is not None:
            self._judge(event, self._last_answer)
        elif answer is not None and not event.hides:
            self._judge(event, answer)
        self._last_answer = answer
        if event.hides:
            self._hidden = event
        else:
            self._learn(event)
        return answer

    def _answer(self, event: _Event) -> Mapping[str, Any]:
        resident = self._residents.setdefault(event.resident, _Resident())
        if event.predict == "value":
            choices = resident.choices.get(event.what) if event.what else None
            usual = choices.usual(event.at, event.place, event.around) if choices else None
            return {"line": event.number, "value": usual.value if usual else None}
        # Where the room of what comes is told in the same row, it is part of the answer, and not looked at.
        place = event.place if event.hides else ""
        guesses = resident.sequence.guesses(event.at, place, GUESSES, event.around)
        return {"line": event.number, "next": [[guess.device, guess.action, guess.value] for guess in guesses]}

    def _learn(self, event: _Event) -> None:
        if event.what is None:
            return
        resident = self._residents.setdefault(event.resident, _Resident())
        device, action = event.what
        if event.predict is False:
            resident.sequence.see(device, action, event.value)
            return
        if event.predict is True:
            resident.sequence.add((device, action, event.value), event.at, event.place, event.around)
            return
        done = Happening(event.at, event.resident, event.place, device, action, event.value, around=event.around)
        resident.choices.setdefault(event.what, Choices()).add(Kept(event.number, done))

    def _judge(self, event: _Event, answer: Mapping[str, Any] | None) -> None:
        if answer is None:
            return
        summary = self.summary
        if "next" in answer:
            right = [*event.what, event.value] if event.what else None
            summary.guessed += 1
            summary.first += answer["next"][:1] == [right]
            summary.among_three += right in answer["next"]
            return
        summary.values += 1
        summary.dared += answer["value"] is not None
        summary.values_right += answer["value"] is not None and answer["value"] == event.value


def answer_files(events: str, out: str) -> Summary:
    """Answer a file of events into a file; "-" is standard input, and standard output. Raises CannotRead, OSError."""
    with ExitStack() as open_files:
        lines = sys.stdin if events == "-" else open_files.enter_context(open(events, encoding="utf-8"))
        stream = sys.stdout if out == "-" else open_files.enter_context(open(out, "w", encoding="utf-8"))
        return answer_events(iter(lines.readline, ""), events, stream)


def answer_events(lines: Iterable[str], source: str, out: TextIO) -> Summary:
    """Write an answer for each row that asks, each before the next line is read. Raises CannotRead.

    `source` names the file in what is raised. What was answered before stays written.
    """
    answers = Answers()
    for line, where in _numbered(lines, source):
        answer = answers.to(line, where)
        if answer is not None:
            write_line(out, answer)
    return answers.summary


def _numbered(lines: Iterable[str], source: str) -> Iterator[tuple[str, str]]:
    numbered = enumerate(lines, 1)
    while True:
        try:
            number, line = next(numbered)
        except StopIteration:
            return
        except UnicodeDecodeError as error:
            raise CannotRead(f"{source}: not UTF-8 ({error.reason})") from error
        if line.strip():
            yield line, f"{source}, line {number}"


def _same(hidden: _Event, told: _Event) -> bool:
    return (
        hidden.at == told.at
        and hidden.resident == told.resident
        and hidden.predict == told.predict
        and hidden.test == told.test
        and hidden.what in (None, told.what)
    )


def _event(line: str, where: str, number: int) -> _Event:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise CannotRead(f"{where}: no JSON ({error})") from error
    if not isinstance(row, dict):
        raise CannotRead(f"{where}: an object is needed, not {type(row).__name__}")
    predict = row.get("predict", False)
    if not isinstance(predict, bool) and predict != "value":
        raise CannotRead(f"{where}: 'predict' has to be true, false or \"value\", not {predict!r}")
    device, action = _text(row, "device", where), _text(row, "action", where)
    what = (device, action) if device is not None and action is not None else None
    if what is None and predict is not True:
        raise CannotRead(f"{where}: the text 'device' or 'action' is missing")
    resident = _text(row, "resident", where)
    if resident is None:
        raise CannotRead(f"{where}: the text 'resident' is missing")
    value = row.get("value")
    if isinstance(value, (dict, list)):
        raise CannotRead(f"{where}: 'value' has to be a text, a number, true, false or null")
    at, place = _moment(row, where), _text(row, "place", where) or ""
    test = _text(row, "split", where) == "test"
    return _Event(number, at, resident, place, what, value, "value" in row, predict, test, _around(row, where))


def _text(row: Mapping[str, Any], name: str, where: str) -> str | None:
    found = row.get(name)
    if found is not None and not isinstance(found, str):
        raise CannotRead(f"{where}: {name!r} has to be a text, not {type(found).__name__}")
    return found


def _moment(row: Mapping[str, Any], where: str) -> datetime:
    told = _text(row, "ts", where)
    if told is None:
        raise CannotRead(f"{where}: the text 'ts' is missing")
    try:
        moment = datetime.fromisoformat(told)
    except ValueError as error:
        raise CannotRead(f"{where}: 'ts' is no ISO time: {told!r}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _around(row: Mapping[str, Any], where: str) -> Mapping[str, str]:
    around = row.get("around") or {}
    if not isinstance(around, dict):
        raise CannotRead(f"{where}: 'around' has to be an object of texts")
    return {str(name): str(value) for name, value in around.items()}
