"""Compiled phrases are found again at the next start, and never those of other phrases or of a damaged file."""

import hashlib
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.tools import Tool, Toolbox
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.phrases import grammar
from assistant.understanding.reflex.phrases.grammar import Grammar, grammar_of
from assistant.understanding.reflex.phrases.kept_patterns import key_of, read_patterns


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "phrases.bin"


def started(toolbox: Toolbox, file: Path, monkeypatch: pytest.MonkeyPatch) -> Grammar:
    """The grammar as a program that starts now has it."""
    monkeypatch.setattr(grammar, "_kept", [])
    return grammar_of(toolbox, lexicon(), file)


def compiles_nothing(*_: object) -> tuple[()]:
    raise AssertionError("phrases were compiled although they are known")


def test_the_second_start_finds_what_the_first_one_compiled(toolbox, file, monkeypatch):
    first = started(toolbox, file, monkeypatch)
    monkeypatch.setattr(grammar, "patterns_of", compiles_nothing)
    second = started(toolbox, file, monkeypatch)
    assert list(second.patterns) == list(first.patterns)
    assert (second.slots, second.openers, second.reading) == (first.slots, first.openers, first.reading)
    everything = range(len(first.patterns.columns.literals))
    assert list(second.candidates(everything)) == list(first.candidates(everything))
    assert list(second.trie.words()) == list(first.trie.words())


def reworded(tool: Tool) -> Tool:
    return replace(tool, phrases={"en": ("shine",)})


def test_other_phrases_are_compiled_and_take_its_place(toolbox, file, monkeypatch):
    started(toolbox, file, monkeypatch)
    other = Toolbox([reworded(next(iter(toolbox)))])
    assert [p.literals for p in started(other, file, monkeypatch).patterns] == [(("shine",),)]
    assert read_patterns(file, key_of(other)) is not None
    assert read_patterns(file, key_of(toolbox)) is None


@pytest.mark.parametrize("damage", [lambda kept: kept[:-9], lambda kept: b"", lambda kept: b"\0" * len(kept)])
def test_a_damaged_file_is_said_and_written_anew(toolbox, file, monkeypatch, caplog, damage):
    whole = started(toolbox, file, monkeypatch)
    kept = file.read_bytes()
    file.write_bytes(damage(kept))
    with caplog.at_level(logging.WARNING):
        assert list(started(toolbox, file, monkeypatch).patterns) == list(whole.patterns)
    assert "damaged" in caplog.text
    assert file.read_bytes() == kept


@pytest.mark.parametrize("content", [b"[1]\n", b"no json\n", b'{"key": "KEY", "literals": [], "slots": []}\n'])
def test_a_foreign_file_is_no_grammar(toolbox, file, monkeypatch, caplog, content):
    content = content.replace(b"KEY", key_of(toolbox).encode())
    file.write_bytes(hashlib.sha256(content).digest() + content)
    with caplog.at_level(logging.WARNING):
        assert started(toolbox, file, monkeypatch).patterns
    assert "worked out anew" in caplog.text


def test_where_nothing_can_be_kept_everything_works(toolbox, tmp_path, monkeypatch, caplog):
    with caplog.at_level(logging.WARNING):
        assert started(toolbox, tmp_path / "no folder" / "phrases.bin", monkeypatch).patterns
    assert "not kept" in caplog.text
