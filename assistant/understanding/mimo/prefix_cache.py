"""The evaluated constant prompt on disk, so that a restart does not read it again. Runs in the model's process."""

import ctypes
import hashlib
import json
import logging
import os
from pathlib import Path
from typing import Any

import llama_cpp

log = logging.getLogger(__name__)

KEPT = 6
"""Newest files that stay, three for a model; older ones belong to prompts or models of the past."""


class PrefixCache:
    """Sequence states of one model in a folder, by the tokens they stand for."""

    def __init__(self, folder: Path | None, model_key: str) -> None:
        """`folder` None: nothing is kept. `model_key` tells this model's content from any other's."""
        self._folder = folder
        self._model_key = f"{model_key} {llama_cpp.__version__} {llama_cpp.LLAMA_STATE_SEQ_VERSION}"
        self._found_whole: dict[Path, tuple[int, int]] = {}
        """Files that were looked through, with size and time: turns change between prompts, hashing takes longer."""

    def load(self, model: Any, tokens: list[int]) -> bool:
        """Put the state of these tokens into the model's context. False where there is none that can be used."""
        path = self._path(model, tokens)
        if path is None or not self._is_whole(path):
            return False
        room = (llama_cpp.llama_token * len(tokens))()
        count = ctypes.c_size_t(0)
        model._ctx.kv_cache_seq_rm(-1, 0, -1)
        read = llama_cpp.llama_state_seq_load_file(
            model.ctx, str(path).encode(), 0, room, len(tokens), ctypes.byref(count)
        )
        if read == 0 or list(room[: count.value]) != tokens:
            log.warning("the kept prompt %s cannot be used; it is evaluated anew", path.name)
            model.reset()
            return False
        model.input_ids[: len(tokens)] = tokens
        model.n_tokens = len(tokens)
        return True

    def save(self, model: Any, tokens: list[int]) -> None:
        """Keep the state of these tokens, which the model has just evaluated. A full disk costs time later, no more."""
        path = self._path(model, tokens)
        if path is None:
            return
        fresh = path.with_suffix(".new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            line = (llama_cpp.llama_token * len(tokens))(*tokens)
            written = llama_cpp.llama_state_seq_save_file(model.ctx, str(fresh).encode(), 0, line, len(tokens))
            if written == 0:
                raise OSError("llama.cpp wrote nothing")
            os.replace(fresh, path)
            _note(path).write_text(json.dumps({"bytes": path.stat().st_size, "sha256": _sha256(path)}), "utf-8")
            self._forget_old()
        except OSError as error:
            log.warning("the evaluated prompt is not kept: %s", error)
            fresh.unlink(missing_ok=True)

    def _path(self, model: Any, tokens: list[int]) -> Path | None:
        if self._folder is None:
            return None
        key = f"{self._model_key} {model.n_ctx()} {','.join(map(str, tokens))}"
        return self._folder / f"prompt-{hashlib.sha256(key.encode()).hexdigest()[:24]}.kv"

    def _is_whole(self, path: Path) -> bool:
        try:
            seen = path.stat()
        except OSError:
            return False
        stamp = (seen.st_size, seen.st_mtime_ns)
        if self._found_whole.get(path) == stamp:
            return True
        if not _whole(path):
            return False
        self._found_whole[path] = stamp
        return True

    def _forget_old(self) -> None:
        if self._folder is None:
            return
        kept = sorted(self._folder.glob("prompt-*.kv"), key=lambda p: p.stat().st_mtime, reverse=True)
        for path in kept[KEPT:]:
            path.unlink(missing_ok=True)
            _note(path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    return path.with_suffix(".json")


def _whole(path: Path) -> bool:
    """llama.cpp trusts what it reads, so a damaged file must not reach it."""
    try:
        noted = json.loads(_note(path).read_text("utf-8"))
        return bool(noted["bytes"] == path.stat().st_size and noted["sha256"] == _sha256(path))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
