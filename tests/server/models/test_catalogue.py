import re

import pytest

from server.models.catalogue import catalogue, read_catalogue
from server.models.errors import CatalogueBroken, UnknownModel


def test_out_of_the_box_come_ears_a_voice_and_a_language_model() -> None:
    assert [m.id for m in catalogue().out_of_box] == ["whisper-base", "piper-joe", "qwen2.5-coder-1.5b"]


def test_every_model_says_what_it_is_under_which_licence_and_what_it_hashes_to() -> None:
    for model in catalogue():
        assert model.name
        assert model.what
        assert model.licence
        for file in model.files:
            assert file.bytes > 0
            assert file.parts
            hashes = [file.sha256, *(p.wheel.sha256 for p in file.parts)]
            assert all(re.fullmatch("[0-9a-f]{64}", h) for h in hashes)


def test_no_stand_in_is_called_mimo() -> None:
    assert not any("mimo" in f"{m.id} {m.name}".lower() for m in catalogue())


def test_an_unknown_model_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownModel, match=r"'gpt'.*whisper-base.*qwen2\.5-coder-0\.5b"):
        catalogue()["gpt"]


def test_a_broken_catalogue_says_so() -> None:
    with pytest.raises(CatalogueBroken, match="cannot be read"):
        read_catalogue("[[model]]\nid = 'x'")
