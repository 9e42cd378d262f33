"""The rooms hold: imports point down, and the two lower rooms do not know each other."""

import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from assistant.utterance import LANGUAGES
from assistant.words import keys

ROOT = Path(__file__).parent.parent


def test_imports_point_down() -> None:
    program = shutil.which("lint-imports", path=sysconfig.get_path("scripts"))
    assert program is not None
    ran = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_dialogue_exists_in_every_language(language: str) -> None:
    assert keys(language) == keys("en")  # type: ignore[arg-type]


def test_piper_is_never_imported_into_our_process() -> None:
    importing = [
        path
        for room in ("assistant", "devices", "skills", "server")
        for path in (ROOT / room).rglob("*.py")
        if any(line.strip().startswith(("import piper", "from piper")) for line in path.read_text("utf-8").splitlines())
    ]
    assert [p.name for p in importing] == ["piper_worker.py"]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_files_name_no_registry(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "--index-url" not in text
