"""docs/outcomes.md explains every outcome, reason and safe way out, with the sentences that are really said."""

from pathlib import Path

import pytest

from assistant.utterance import LANGUAGES
from devices.command import Outcome, OutcomeKind, Reason, Safe
from skills.outcomes import words_for
from tests.skills.outcome_examples import AT_HALF_PAST_TWO, HOME, KINDS, REASONS, SAFE

PAGE = (Path(__file__).parents[2] / "docs" / "outcomes.md").read_text("utf-8")
EXAMPLES: list[tuple[str, Outcome]] = [(m.value, o) for table in (KINDS, REASONS, SAFE) for m, o in table.items()]


def test_nothing_is_left_out() -> None:
    assert set(KINDS) == set(OutcomeKind)
    assert set(REASONS) == set(Reason) - {Reason.NONE}
    assert set(SAFE) == set(Safe) - {Safe.NONE}


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=lambda v: v if isinstance(v, str) else "")
def test_the_page_tells_it_with_what_is_said(name: str, example: Outcome) -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |")]
    assert rows, f"docs/outcomes.md has no row for {name}"
    for language in LANGUAGES:
        said = words_for(example, HOME, language, AT_HALF_PAST_TWO)
        assert any(said in row for row in rows), f"docs/outcomes.md does not have: {said}"
