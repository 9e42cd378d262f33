"""The report of a run: how much was right where a case says what is right, and the rest in groups with examples."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.evaluate.judging import judge_for

EXAMPLES = 5
"""Sentences shown of each group."""


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence that went wrong."""

    id: str
    text: str
    reply: str
    why: str


@dataclass(slots=True)
class Report:
    """Counts of a run, filled case by case."""

    right: Counter[str] = field(default_factory=Counter)
    """By language."""
    wrong: Counter[str] = field(default_factory=Counter)
    apart: Counter[str] = field(default_factory=Counter)
    groups: dict[str, list[Example]] = field(default_factory=lambda: defaultdict(list))
    """What went wrong → the sentences; the largest group is the first to look at."""

    def add(self, case: Mapping[str, Any], line: Mapping[str, Any], home: Mapping[str, Any]) -> None:
        """Judge one case, where it says what is expected."""
        expected = case.get("expected")
        judge = judge_for(expected) if isinstance(expected, Mapping) else None
        if judge is None:
            return
        verdict, why = judge(case, line, home)
        {"right": self.right, "wrong": self.wrong, "apart": self.apart}[verdict][str(case["lang"])] += 1
        if verdict == "wrong":
            example = Example(str(case["id"]), str(case["text"]), str(line["reply"]), why)
            self.groups[_group(line, why)].append(example)

    def lines(self) -> Iterator[str]:
        """As text: the shares by language, then the groups, the largest first."""
        for lang in sorted({*self.right, *self.wrong, *self.apart}):
            right, judged = self.right[lang], self.right[lang] + self.wrong[lang]
            share = f"{right / judged:.1%}" if judged else "-"
            yield f"{lang}: {right} of {judged} right ({share}), {self.apart[lang]} counted apart"
        for name, examples in sorted(self.groups.items(), key=lambda g: -len(g[1])):
            yield f"{len(examples):>5}  {name}"
            yield from _shown(examples[:EXAMPLES])


def _shown(examples: Sequence[Example]) -> Iterator[str]:
    for example in examples:
        yield f"         {example.text!r} → {example.reply!r} ({example.why}) [{example.id}]"


def _group(line: Mapping[str, Any], why: str) -> str:
    tools = ", ".join(sorted({call["tool"] for call in line["tool_calls"]})) or "no tool"
    if line["outcome"] == "not_understood":
        return f"not understood: {line.get('why', '').partition(';')[0] or 'no reason'}"
    return f"{line['outcome']} by {tools}: {why.partition(':')[0]}"
