"""Choosing the next token under a grammar. Runs in the model's process."""

import ctypes
from typing import Any

import llama_cpp
import numpy as np

from assistant.errors import EngineFailed

_TOKEN = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)], align=True)
TOP_P = 0.95


class GrammarRun:
    """One grammar on its way through one answer."""

    def __init__(self, model: Any, gbnf: str) -> None:
        self._sampler = llama_cpp.llama_sampler_init_grammar(model._model.vocab, gbnf.encode(), b"root")
        if not self._sampler:
            raise EngineFailed("llama.cpp cannot read the grammar of the tools")

    def keep_allowed(self, candidates: np.ndarray) -> None:
        """Set the logit of every candidate the grammar forbids to minus infinity."""
        view: Any = llama_cpp.llama_token_data_array()
        view.data = candidates.ctypes.data_as(llama_cpp.llama_token_data_p)
        view.size = len(candidates)
        view.selected = -1
        view.sorted = False
        llama_cpp.llama_sampler_apply(self._sampler, ctypes.byref(view))

    def allows(self, token: int) -> bool:
        """Whether this token may come next."""
        one = np.array([(token, 0.0, 0.0)], dtype=_TOKEN)
        self.keep_allowed(one)
        return bool(np.isfinite(one["logit"][0]))

    def accept(self, token: int) -> None:
        """This token came next."""
        llama_cpp.llama_sampler_accept(self._sampler, token)

    def close(self) -> None:
        """Free it."""
        llama_cpp.llama_sampler_free(self._sampler)


class TokenChoice:
    """Picks tokens: the likeliest at temperature 0, else drawn at random out of the likeliest."""

    def __init__(self, model: Any, temperature: float, seed: int = 0) -> None:
        self._model = model
        self._temperature = temperature
        self._random = np.random.default_rng(seed)
        self._vocabulary = model.n_vocab()
        self._all = np.zeros(self._vocabulary, dtype=_TOKEN)

    def next(self, grammar: GrammarRun | None) -> int:
        """The next token. Raises EngineFailed where the grammar allows none."""
        logits = np.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(self._model.ctx, -1), shape=(self._vocabulary,))
        wanted = int(logits.argmax()) if self._temperature <= 0 else self._drawn(logits)
        if grammar is None or grammar.allows(wanted):
            return wanted
        return self._forced(logits, grammar)

    def _forced(self, logits: np.ndarray, grammar: GrammarRun) -> int:
        self._all["id"] = np.arange(self._vocabulary)
        self._all["logit"] = logits
        grammar.keep_allowed(self._all)
        allowed = self._all["logit"]
        best = int(allowed.argmax())
        if not np.isfinite(allowed[best]):
            raise EngineFailed("the grammar allows no token here")
        return int(self._all["id"][best]) if self._temperature <= 0 else self._drawn(allowed)

    def _drawn(self, logits: np.ndarray) -> int:
        likeliest = np.argpartition(logits, -40)[-40:]
        likeliest = likeliest[np.argsort(logits[likeliest])[::-1]]
        weights = np.exp((logits[likeliest] - logits[likeliest[0]]) / self._temperature)
        weights = weights / weights.sum()
        enough = int(np.searchsorted(weights.cumsum(), TOP_P)) + 1
        return int(self._random.choice(likeliest[:enough], p=weights[:enough] / weights[:enough].sum()))
