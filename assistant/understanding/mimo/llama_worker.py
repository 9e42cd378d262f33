"""The process that runs a GGUF model through llama.cpp. Started by LlamaEngine with its options as JSON."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from assistant.errors import EngineFailed, EngineMissing
from assistant.understanding.mimo.answering import Answer
from assistant.worker_frames import Header
from assistant.workers_child import Answers, Cancelled, serve, starting

if TYPE_CHECKING:
    # llama.cpp is loaded in the model's own process alone; whoever starts that process imports this file too.
    from assistant.understanding.mimo.sampling import GrammarRun

EVALUATED_AT_ONCE = 64
"""Prompt tokens between two looks at the clock and at a cancel."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a model is run."""

    path: str
    key: str = ""
    """Tells the file's content from any other's."""
    cache: str = ""
    """Folder for evaluated constant prompts; empty: none is kept."""
    context: int = 4096
    """Tokens of prompt and answer together."""
    threads: int = 2
    """For the answer."""
    batch_threads: int = 2
    """For the prompt."""
    temperature: float = 0.0
    gpu_layers: int = 0


class LoadedModel:
    """One model in memory and what its context holds."""

    def __init__(self, options: Options) -> None:
        """Raises EngineMissing."""
        from assistant.understanding.mimo.prefix_cache import PrefixCache
        from assistant.understanding.mimo.sampling import TokenChoice

        self._options = options
        self._model = _loaded(options)
        self._cache = PrefixCache(Path(options.cache) if options.cache else None, options.key)
        self._choice = TokenChoice(self._model, options.temperature)

    def about(self) -> Header:
        """Name, template and size, as the file says."""
        told = self._model.metadata
        return {
            "name": told.get("general.name", "") or Path(self._options.path).stem,
            "template": told.get("tokenizer.chat_template", ""),
            "context": self._model.n_ctx(),
        }

    def answer(self, header: Header, _body: bytes, cancelled: Cancelled) -> Answers:
        """One request."""
        match header["do"]:
            case "count":
                yield {"tokens": len(self._tokens(header["text"], special=False))}, b""
            case "prepare":
                yield self._prepare(self._tokens(header["head"], special=True), cancelled, float("inf")), b""
            case "stream":
                for piece in self._stream(header, cancelled):
                    yield piece, b""
            case other:
                raise EngineFailed(f"the model's process cannot do {other!r}")

    def _prepare(self, head: list[int], cancelled: Cancelled, deadline: float) -> Header:
        """Have the context begin with the head. What was read before a deadline is not lost for the next try."""
        began = perf_counter()
        evaluated = len(head) - self._in_context(head)
        from_disk = evaluated > 0 and self._cache.load(self._model, head)
        if evaluated and not from_disk:
            self._read(head, cancelled, deadline)
            if self._in_context(head) == len(head):
                self._cache.save(self._model, head)
        told = {"evaluated": 0 if from_disk else evaluated, "tokens": len(head), "from_disk": from_disk}
        return {**told, "ms": _ms(began)}

    def _stream(self, header: Header, cancelled: Cancelled) -> Iterator[Header]:
        began = perf_counter()
        deadline = began + header["seconds"]
        head = self._tokens(header["head"], special=True)
        rest = self._tokens(header["turn"], special=False) + self._tokens(header["foot"], special=True)
        self._require_room(len(head) + len(rest), header)
        prepared = 0
        if self._in_context(head) < len(head):
            prepared = self._prepare(head, cancelled, deadline)["evaluated"]
        reused = min(self._in_context(head + rest), len(head) + len(rest) - 1)
        self._read(head + rest, cancelled, deadline)
        answer = Answer(self, header, deadline, cancelled)
        yield from answer.pieces()
        yield {
            "usage": {
                "ended": answer.ended,
                "evaluated": prepared + len(head) + len(rest) - reused,
                "reused": reused - prepared,
                "generated": answer.generated,
                "constant_evaluated": prepared + max(0, len(head) - reused),
                "first_token_ms": _ms(began, answer.first_at),
                "total_ms": _ms(began),
            }
        }

    def _require_room(self, prompt: int, header: Header) -> None:
        wanted = prompt + header["tokens"] + header["thinking_tokens"]
        if wanted > self._model.n_ctx():
            raise EngineFailed(f"{wanted} tokens of prompt and answer do not fit into {self._model.n_ctx()}")

    def _in_context(self, tokens: list[int]) -> int:
        """How many of these tokens the context begins with."""
        held = self._model.input_ids[: self._model.n_tokens].tolist()
        same = 0
        for a, b in zip(held, tokens, strict=False):
            if a != b:
                break
            same += 1
        return same

    def _read(self, tokens: list[int], cancelled: Cancelled, deadline: float) -> None:
        """Evaluate what the context does not begin with; at least one token, for the logits of the next."""
        self._model.n_tokens = min(self._in_context(tokens), len(tokens) - 1)
        for start in range(self._model.n_tokens, len(tokens), EVALUATED_AT_ONCE):
            if cancelled or perf_counter() > deadline:
                return
            self._model.eval(tokens[start : start + EVALUATED_AT_ONCE])

    def _tokens(self, text: str, *, special: bool) -> list[int]:
        tokens: list[int] = self._model.tokenize(text.encode(), add_bos=False, special=special)
        return tokens

    # What an answer needs.

    def next_token(self, grammar: "GrammarRun | None") -> int | None:
        """The next token, or None at the end of the answer."""
        import llama_cpp

        token = self._choice.next(grammar)
        ends = llama_cpp.llama_vocab_is_eog(self._model._model.vocab, token)
        return None if ends else token

    def follow(self, tokens: list[int]) -> None:
        """These tokens come next; evaluate them."""
        self._model.eval(tokens)

    def bytes_of(self, token: int) -> bytes:
        """The bytes a token stands for."""
        raw: bytes = self._model.detokenize([token])
        return raw

    def grammar(self, gbnf: str) -> "GrammarRun":
        """A fresh run of a grammar."""
        from assistant.understanding.mimo.sampling import GrammarRun

        return GrammarRun(self._model, gbnf)

    def control(self, text: str) -> list[int]:
        """Tokens of our own text, control tokens included."""
        return self._tokens(text, special=True)


def _loaded(options: Options) -> Any:
    if not Path(options.path).is_file():
        raise EngineMissing(f"the language model {Path(options.path).name} is not there; run: mimosa models fetch")
    from llama_cpp import Llama

    try:
        return Llama(
            options.path,
            n_ctx=options.context,
            n_batch=512,
            n_threads=options.threads,
            n_threads_batch=options.batch_threads,
            n_gpu_layers=options.gpu_layers,
            use_mmap=False,
            verbose=False,
        )
    except ValueError as error:
        raise EngineMissing(
            f"llama.cpp cannot load {Path(options.path).name}: it is damaged or of a kind it does not know; "
            "run: mimosa models verify"
        ) from error


def _ms(since: float, until: float | None = None) -> float:
    end = perf_counter() if until is None else until
    return round(max(0.0, end - since) * 1000, 1)


def main() -> None:
    """Load the model of the options in argv, then answer until the parent goes."""
    options = Options(**json.loads(sys.argv[1]))
    with starting():
        model = LoadedModel(options)
    serve(model.answer, ready=model.about())


def arguments(options: Options) -> list[str]:
    """The command line that starts this process."""
    return [sys.executable, "-m", __spec__.name if __spec__ else __name__, json.dumps(asdict(options))]


if __name__ == "__main__":
    main()
