from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.mimo.thinking import ThinkingApart


def parted(pieces: list[str]) -> tuple[str, str]:
    apart = ThinkingApart()
    parts = [p for piece in pieces for p in apart.feed(piece)] + apart.rest()
    thought = "".join(p.text for p in parts if p.kind == "thinking")
    return thought, "".join(p.text for p in parts if p.kind == "answer")


def test_thinking_is_parted_from_the_answer() -> None:
    assert parted(["<think>hm, yes</think>\n\nHello."]) == ("hm, yes", "\n\nHello.")


def test_thinking_that_never_ends_is_never_spoken() -> None:
    assert parted(["<think>I was told that"]) == ("I was told that", "")


def test_a_lonely_bracket_is_text() -> None:
    assert parted(["2 <", " 3"]) == ("", "2 < 3")


@given(st.lists(st.integers(1, 6)))
def test_tags_may_be_cut_anywhere(cuts: list[int]) -> None:
    text, pieces = "a<think>b</think>c<think>d</think>e", []
    for cut in cuts:
        pieces.append(text[:cut])
        text = text[cut:]
    assert parted([*pieces, text]) == ("bd", "ace")
