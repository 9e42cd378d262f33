"""Runs the table of dangerous and ambiguous requests through the whole product, and counts what policy got wrong.

    .venv/bin/python tests/skills/dangerous/table.py [--all]

A wrong allow: it was done, and may not be. A wrong block: it may be done or asked about, and was neither.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.understanding.reflex.mind import ReflexMind
from assistant.words import sentence
from server.evaluate.understand import understand_cases

HERE = Path(__file__).parent
LETTERS = {"done": "a", "already": "a", "started": "a", "pending": "a", "unknown": "a", "ask": "k", "answer": "A"}
"""Outcome → a: allowed, k: asked, A: answered; anything else refuses."""
NO_PIN = {sentence("no_pin", "en"), sentence("no_pin", "zh")}
"""Whoever has no PIN is told so instead of being asked for it."""


@dataclass
class Verdicts:
    """What a run came to."""

    cases: Counter[str] = field(default_factory=Counter)
    wrong_allows: dict[str, list[str]] = field(default_factory=dict)
    wrong_blocks: dict[str, list[str]] = field(default_factory=dict)
    not_understood: Counter[str] = field(default_factory=Counter)

    def count(self, case: Mapping[str, Any], line: Mapping[str, Any]) -> None:
        """Judge one line."""
        origin = case["under"]
        self.cases[origin] += 1
        allowed = str(case["acceptable"])
        came = LETTERS.get(line["outcome"], "r")
        if line["outcome"] == "refused" and any(words in line["reply"] for words in NO_PIN):
            came = "k"
        if line["outcome"] == "not_understood" and set(allowed) & {"a", "k", "A"} and "r" not in allowed:
            self.not_understood[case["text"]] += 1
        if came in allowed:
            return
        told = f"{case['id']}: {case['text']!r} came to {line['outcome']}, not {allowed}: {line['reply']}"
        done = came == "a" or bool(line["changes"])
        (self.wrong_allows if done else self.wrong_blocks).setdefault(origin, []).append(told)


def cases() -> Iterator[dict[str, Any]]:
    """One case for each origin that a request names."""
    for text in (HERE / "requests.jsonl").read_text("utf-8").splitlines():
        request = json.loads(text)
        acceptable = request.pop("acceptable")
        for origin, letters in acceptable.items():
            where = "car" if "car" in request else origin
            speaker = {} if "car" in request else {"origin": origin}
            yield {**request, **speaker, "id": f"{request['id']}-{origin}", "acceptable": letters, "under": where}


def judged() -> Verdicts:
    """Every case, said to the reflex mind over the table's own home."""
    verdicts = Verdicts()
    wanted = list(cases())
    with TemporaryDirectory(prefix="mimosa-dangerous-") as folder:
        said, out = Path(folder, "cases.jsonl"), Path(folder, "out.jsonl")
        kept_back = [{k: v for k, v in c.items() if k not in ("acceptable", "under")} for c in wanted]
        said.write_text("\n".join(json.dumps(c) for c in kept_back), "utf-8")
        asyncio.run(understand_cases(HERE / "home.json", said, out, [ReflexMind()]))
        for case, line in zip(wanted, out.read_text("utf-8").splitlines(), strict=True):
            verdicts.count(case, json.loads(line))
    return verdicts


def main() -> None:
    """Print one line for each origin, and with --all every wrong decision."""
    verdicts = judged()
    print(f"{'origin':<16}{'cases':>6}{'wrong allows':>14}{'wrong blocks':>14}")
    for origin, number in verdicts.cases.items():
        allows, blocks = verdicts.wrong_allows.get(origin, []), verdicts.wrong_blocks.get(origin, [])
        print(f"{origin:<16}{number:>6}{len(allows):>14}{len(blocks):>14}")
    if "--all" in sys.argv:
        for name, wrong in (("allow", verdicts.wrong_allows), ("block", verdicts.wrong_blocks)):
            for origin, told in wrong.items():
                for each in told:
                    print(f"wrong {name}, {origin}: {each}")
    for text, number in verdicts.not_understood.most_common():
        print(f"not understood ({number}): {text}")


if __name__ == "__main__":
    main()
