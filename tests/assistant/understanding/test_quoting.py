"""Phrases with two places for free words: taken over the whole sentence, in the words as they were spelt."""

from typing import Annotated

import pytest

from assistant.tools import Claim, ToolCall, ToolContext, ToolResult, Words, tool, tools_of
from assistant.understanding.reflex.phrases.quoting import Quotings, quoted, quotings_of
from assistant.understanding.reflex.tokens import tokens_of


class Notes:
    """One tool that takes two quotations."""

    @tool(
        phrases={"en": ["call {thing} {name}", "call {thing} by the name [of] {name}"], "zh": ["把{thing}叫做{name}"]}
    )
    async def call(
        self, ctx: ToolContext, thing: Annotated[str, Words("what")], name: Annotated[str, Words("its name")]
    ) -> ToolResult:
        """Give a name."""
        return ToolResult(Claim.DONE, "")


QUOTINGS = Quotings(q for t in tools_of(Notes()) for language in ("en", "zh") for q in quotings_of(t, language))


def found(text: str) -> ToolCall | None:
    return quoted(text, tokens_of(text), QUOTINGS)


@pytest.mark.parametrize(
    ("text", "thing", "name"),
    [
        ("call it Bob", "it", "Bob"),
        ("Please call “my Chair”, by the name of “Big Bob”!", "my Chair", "Big Bob"),
        ("请把那把椅子叫做老王。", "那把椅子", "老王"),
    ],
)
def test_words_are_taken_as_they_were_spelt(text: str, thing: str, name: str) -> None:
    assert found(text) == ToolCall("call", {"thing": thing, "name": name})


@pytest.mark.parametrize("text", ["call Bob", "recall it Bob", "I call it Bob", "把椅子叫做", ""])
def test_anything_else_is_none(text: str) -> None:
    assert found(text) is None
