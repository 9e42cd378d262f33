"""Every tool is described, has phrases in both languages that can be read, and a schema."""

import pytest

from assistant.memory.preferences import Preferences
from assistant.memory.taught import TaughtPhrases
from assistant.schema import schema_of
from assistant.tools import Choice, Targets, Tool
from assistant.understanding.reflex.phrases.phrases import variants_of
from assistant.understanding.teaching import Teaching
from assistant.utterance import LANGUAGES
from skills.loading import load
from skills.surface import Services
from tests.skills.still_home import StillHome

TEACHING = Teaching(TaughtPhrases(None), lambda said: ())  # type: ignore[arg-type]
TOOLS = list(load(Services(StillHome().seen, Preferences(None), teaching=TEACHING)).toolbox)  # type: ignore[arg-type]


@pytest.mark.parametrize("tool", TOOLS, ids=lambda t: t.name)
def test_a_tool_is_described(tool: Tool) -> None:
    assert tool.description.endswith(".")
    assert len(tool.description.split()) > 1
    for parameter in tool.parameters:
        assert parameter.mark is not None, f"{tool.name}.{parameter.name} says not what it takes"


@pytest.mark.parametrize("tool", TOOLS, ids=lambda t: t.name)
def test_a_tool_has_phrases_in_both_languages(tool: Tool) -> None:
    for language in LANGUAGES:
        assert tool.phrases.get(language), f"{tool.name} has no phrases in {language}"
        for phrase in tool.phrases[language]:
            for variant in variants_of(phrase, tool.name):
                for piece in variant:
                    if piece.startswith("{"):
                        tool.parameter(piece[1:-1])


@pytest.mark.parametrize("tool", TOOLS, ids=lambda t: t.name)
def test_a_required_parameter_can_be_said(tool: Tool) -> None:
    for parameter in tool.parameters:
        silent = isinstance(parameter.mark, Targets) and parameter.mark.default != "none"
        if parameter.required and not silent:
            for language in LANGUAGES:
                said = [p for p in tool.phrases[language] if f"{{{parameter.name}}}" in p]
                assert said, f"no {language} phrase of {tool.name} says {parameter.name}"


@pytest.mark.parametrize("tool", TOOLS, ids=lambda t: t.name)
def test_a_choice_has_words_in_both_languages(tool: Tool) -> None:
    for parameter in tool.parameters:
        if isinstance(parameter.mark, Choice):
            for value, forms in parameter.mark.words.items():
                assert all(forms.get(language) for language in LANGUAGES), f"{tool.name}.{parameter.name}={value}"


@pytest.mark.parametrize("tool", TOOLS, ids=lambda t: t.name)
def test_a_tool_has_a_schema(tool: Tool) -> None:
    schema = schema_of(tool)
    assert set(schema["properties"]) == {p.name for p in tool.parameters}
    assert schema["required"] == [p.name for p in tool.parameters if p.required]
    for parameter in tool.parameters:
        property_schema = schema["properties"][parameter.name]
        if isinstance(parameter.mark, Targets):
            assert "words" in property_schema["description"]
        if isinstance(parameter.mark, Choice):
            assert property_schema["enum"] == list(parameter.mark.words)


def test_no_two_phrases_of_a_tool_are_the_same() -> None:
    for tool in TOOLS:
        for language in LANGUAGES:
            phrases = tool.phrases[language]
            assert len(set(phrases)) == len(phrases), f"{tool.name} repeats a phrase in {language}"


def test_a_phrase_without_slots_stands_in_one_tool_only() -> None:
    for language in LANGUAGES:
        owners: dict[tuple[bool, str], set[str]] = {}
        for tool in TOOLS:
            for phrase in tool.phrases[language]:
                for variant in variants_of(phrase, tool.name):
                    if not any(piece.startswith("{") for piece in variant):
                        said = " ".join("".join(variant).split())
                        owners.setdefault((_is_of_the_car(tool), said), set()).add(tool.name)
        shared = {said: tools for (_, said), tools in owners.items() if len(tools) > 1}
        assert not shared, f"phrases of several tools in {language}: {shared}"


def _is_of_the_car(tool: Tool) -> bool:
    """Where one sits tells a tool of the car from one of the house."""
    return any(isinstance(p.mark, Targets) and p.mark.kinds == ("car",) for p in tool.parameters)
