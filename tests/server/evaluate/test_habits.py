"""`mimosa eval habits`: rows in, guesses out before what is guessed is seen."""

import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from server.commands.evaluate import app
from server.evaluate.cases import CannotRead
from server.evaluate.habits import answer_events

START = datetime(2026, 3, 2, 7, 0)


def row(minutes: int, value: str, predict: object = True, split: str = "train", **more: object) -> dict[str, Any]:
    ts = (START + timedelta(minutes=minutes)).isoformat()
    told = {"ts": ts, "resident": "a", "place": None, "device": "activity", "action": "start", "value": value}
    return {**told, "predict": predict, "split": split, **more}


def days(count: int) -> list[dict[str, Any]]:
    """Each: Waking, Breakfast, Leaving."""
    names = ("Waking", "Breakfast", "Leaving")
    return [row(1440 * day + 20 * number, name) for day in range(count) for number, name in enumerate(names)]


def answers(*rows: dict[str, Any] | str) -> list[dict[str, Any]]:
    out = io.StringIO()
    lines = [line if isinstance(line, str) else json.dumps(line) for line in rows]
    answer_events(lines, "events", out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_three_guesses_are_written_for_each_row_that_is_asked_best_first() -> None:
    found = answers(*days(6), row(6 * 1440, "Waking", split="test"), row(6 * 1440 + 20, "Breakfast", split="test"))
    assert [answer["line"] for answer in found] == [19, 20]
    assert [answer["next"][0] for answer in found] == [["activity", "start", n] for n in ("Waking", "Breakfast")]
    assert len(found[0]["next"]) == 3


def test_a_row_that_hides_what_is_asked_is_answered_and_told_by_the_line_after() -> None:
    told = row(6 * 1440, "Waking", split="test")
    hidden = {name: value for name, value in told.items() if name not in ("device", "action", "value")}
    after = row(6 * 1440 + 20, "Breakfast", split="test")
    assert answers(*days(6), hidden, told, after) == answers(*days(6), told, after)


def test_each_line_is_answered_before_the_next_is_read() -> None:
    out = io.StringIO()
    asked = row(6 * 1440, "Waking", split="test")

    def lines() -> Iterator[str]:
        yield from map(json.dumps, days(6))
        yield json.dumps(asked)
        assert json.loads(out.getvalue())["line"] == 19

    answer_events(lines(), "events", out)


def test_the_guess_does_not_depend_on_what_is_guessed() -> None:
    asked = row(6 * 1440, "Waking", split="test")
    other = {**asked, "device": "lamp", "value": "on", "place": "kitchen"}
    assert answers(*days(6), asked) == answers(*days(6), other)


def test_a_value_is_told_where_it_is_sure_and_null_where_it_is_not() -> None:
    evenings = [row(1440 * day, "soft", "value") for day in range(6)]
    first, last = row(-1440, "soft", "value", "test"), row(6 * 1440, "firm", "value", "test")
    assert answers(first, *evenings, last) == [
        {"line": 1, "value": None},
        {"line": 8, "value": "soft"},
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"),
        ("[]", "an object is needed"),
        (json.dumps(row(0, "x", ts="yesterday")), "no ISO time"),
        (json.dumps(row(0, "x", 3)), "'predict' has to be"),
        (json.dumps(row(0, "x", resident=None)), "'resident' is missing"),
        (json.dumps(row(0, "x", device=5)), "'device' has to be a text"),
        (json.dumps({**row(0, "x"), "value": [1]}), "'value' has to be"),
        (json.dumps(row(0, "x", False, device=None)), "'device' or 'action' is missing"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_its_reason(line: str, reason: str) -> None:
    with pytest.raises(CannotRead, match=f"events, line 2: .*{reason}"):
        answers(row(0, "Waking"), line)


def test_the_command_reads_a_file_or_standard_input(tmp_path: Path) -> None:
    events, out = tmp_path / "events.jsonl", tmp_path / "out.jsonl"
    text = "\n".join(map(json.dumps, [*days(6), row(6 * 1440, "Waking", split="test")]))
    events.write_text(text, "utf-8")
    runner = CliRunner()
    told = runner.invoke(app, ["habits", "--events", str(events), "--out", str(out)])
    assert told.exit_code == 0
    assert "guessed    1" in told.output
    piped = runner.invoke(app, ["habits", "--events", "-", "--out", "-"], input=text)
    assert piped.output == out.read_text("utf-8")
    assert runner.invoke(app, ["habits", "--events", "no.jsonl", "--out", str(out)]).exit_code != 0
