"""Replies are cut into sentences where a person would pause."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assistant.speech.sentences import LONGEST, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The kitchen light is on.", ["The kitchen light is on."]),
        ("It is on. It was off.", ["It is on.", "It was off."]),
        ("It is 21.5 degrees in the bedroom. Shall I heat?", ["It is 21.5 degrees in the bedroom.", "Shall I heat?"]),
        ("Done! What else?", ["Done!", "What else?"]),
        ("Dr. Smith is at the door. Open?", ["Dr. Smith is at the door.", "Open?"]),
        ("I set it for 7 p.m. tomorrow.", ["I set it for 7 p.m. tomorrow."]),
        ("Ask J. K. Rowling. Not I. Really.", ["Ask J. K. Rowling.", "Not I.", "Really."]),
        ("Lamps, e.g. the tall one, are on.", ["Lamps, e.g. the tall one, are on."]),
        ("See example.org for more.", ["See example.org for more."]),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("Wait... It works.", ["Wait...", "It works."]),
        ("No end at all", ["No end at all"]),
        ("", []),
        (" … ?! ", []),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert list(sentences(text, "en")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("厨房的灯开了。卧室是21.5度。", ["厨房的灯开了。", "卧室是21.5度。"]),
        ("要开哪个?台灯还是吊灯?", ["要开哪个?", "台灯还是吊灯?"]),
        ("要开哪个？台灯还是吊灯？", ["要开哪个？", "台灯还是吊灯？"]),
        ("他说“好。”然后走了。", ["他说“好。”", "然后走了。"]),
        ("好的!马上。", ["好的!", "马上。"]),
    ],
)
def test_mandarin(text: str, expected: list[str]) -> None:
    assert list(sentences(text, "zh")) == expected


def test_a_sentence_too_long_for_one_breath_is_cut_at_a_clause() -> None:
    text = "The lamp is on, " * 40 + "and that is all."
    parts = sentences(text, "en")
    assert all(part.startswith(("The lamp", "and that")) for part in parts)
    assert len(parts[0]) > LONGEST["en"] / 2


@given(some.text(alphabet='ab 1.,!?。，！\n"”', max_size=400), some.sampled_from(["en", "zh"]))
def test_nothing_that_can_be_said_is_lost(text: str, language: str) -> None:
    parts = sentences(text, language)  # type: ignore[arg-type]
    assert "".join(c for part in parts for c in part if c.isalnum()) == "".join(c for c in text if c.isalnum())
    assert all(len(part) <= LONGEST[language] for part in parts)  # type: ignore[index]
