"""The reflex alone: how much it understands, beside hassil on the same sentences, and on sentences built to be slow.

hassil gets Home Assistant's own sentences of the language and the same names, rooms and floors.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import thread_time
from typing import Any

from assistant.conversation import Conversation
from assistant.tools import Toolbox
from assistant.understanding.names import Floor, Names, Room
from assistant.understanding.reflex.mind import ReflexMind
from assistant.understanding.reflex.tokens import is_chinese
from assistant.utterance import Utterance
from bench.adversarial import nasty
from bench.table import Row, at_most, percentile
from devices.discovery.inventory import read_inventory
from server.evaluate.cases import read_homes, read_lines
from server.evaluate.dialogue import dialogue_cases
from server.evaluate.judging import dialogue, is_for_the_house, paraphrase
from server.evaluate.understand import understand_cases
from skills.names import thing_of

SUITES = Path(__file__).resolve().parent / "suites"
SETS = ("", "second", "third", "fresh", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "unseen")
SENTENCES = ("everyday", "bighomes", "questions", "talk")
OF_OTHERS = Path(__file__).resolve().parents[2] / "shared/eval"
PRACTICE = OF_OTHERS / "intents_en"
TARGETS = {"intents_en": 97, "intents_zh-cn": 97, "assist_mini": 80}
"""Suite → per cent that should be right."""
REPEATS = 3
"""Each sentence is timed so often, by the processor's clock; the fastest counts: other work on the machine does not."""

Said = Callable[[str], object]


async def measure() -> list[Row]:
    """The share of each suite that comes out right, by language: of others where they lie beside, then of our own."""
    with TemporaryDirectory(prefix="mimosa-bench-") as folder:
        out = Path(folder) / "out.jsonl"
        rows: list[Row] = []
        if OF_OTHERS.exists():
            for suite, least in TARGETS.items():
                rows += await _sentences(OF_OTHERS, suite, out, least)
            rows += await _paraphrases(out)
        for kept in SETS:
            for suite in SENTENCES:
                if _files(SUITES / kept, suite)[0].exists():
                    rows += await _sentences(SUITES / kept, suite, out)
            if _files(SUITES / kept, "dialogues")[0].exists():
                rows += await _dialogues(SUITES / kept, out)
        return rows


async def _sentences(folder: Path, suite: str, out: Path, least: float = 0) -> list[Row]:
    report = (await understand_cases(*_files(folder, suite), out, [ReflexMind()])).report
    return [
        _share(f"{_called(folder, suite)}, {lang}", report.right[lang], report.right[lang] + report.wrong[lang], least)
        for lang in sorted({*report.right, *report.wrong})
    ]


async def _paraphrases(out: Path) -> list[Row]:
    """Of those about the house what is done right; of the others what is acted on."""
    homes, cases = _files(OF_OTHERS, "paraphrases")
    await understand_cases(homes, cases, out, [ReflexMind()])
    told = zip(read_lines(cases, "id"), read_lines(out, "id"), strict=True)
    judged = [(is_for_the_house(case["expected"]), paraphrase(case, line, {})[0] == "right") for case, line in told]
    ours, others = [right for mine, right in judged if mine], [right for mine, right in judged if not mine]
    acted = 100 * others.count(False) / len(others)
    return [
        _share("paraphrases about the house", sum(ours), len(ours), 60),
        at_most("reflex alone, acted on: paraphrases about anything else", acted, 1, "%"),
    ]


async def _dialogues(folder: Path, out: Path) -> list[Row]:
    """Whole dialogues, and their turns."""
    homes, cases = _files(folder, "dialogues")
    await dialogue_cases(homes, cases, out, [ReflexMind()])
    described = read_homes(homes)
    judged = [
        [verdict == "right" for verdict, _ in dialogue(case, line["turns"], described[case["home"]])]
        for case, line in zip(read_lines(cases, "id", "home"), read_lines(out, "id"), strict=True)
    ]
    turns, name = [right for case in judged for right in case], _called(folder, "dialogues")
    return [_share(name, sum(map(all, judged)), len(judged)), _share(f"{name}, turns", sum(turns), len(turns))]


def _files(folder: Path, suite: str) -> tuple[Path, Path]:
    return folder / f"{suite}.homes.json", folder / f"{suite}.cases.jsonl"


def _called(folder: Path, suite: str) -> str:
    return f"{suite} ({folder.name})" if folder.parent == SUITES else suite


def _share(name: str, right: int, judged: int, least: float = 0) -> Row:
    share = 100 * right / judged
    target = (f"≥ {least:g}", share >= least) if least else ("", None)
    return Row(f"reflex alone, right: {name}", share, "%", *target)


def reflex_over(names: Names, toolbox: Toolbox) -> Said:
    """The reflex in a home, warm; it forgets each sentence."""
    mind = ReflexMind()
    mind.prepare(toolbox)
    mind.steps(Utterance("turn on the lamp"), Conversation("bench"), toolbox, names)
    return lambda text: mind.steps(_said(text), Conversation("bench"), toolbox, names)


def _said(text: str) -> Utterance:
    return Utterance(text, "zh" if any(map(is_chinese, text)) else "en")


def hassil_over(names: Names) -> Said:
    """hassil over Home Assistant's English sentences and the names of a home."""
    from hassil import Intents, TextSlotList, recognize_best
    from home_assistant_intents import get_intents

    sentences: Any = get_intents("en")
    intents = Intents.from_dict(sentences)
    named = [(name, name, {"domain": t.kind}) for t in names.things for name in t.names]
    areas: list[tuple[str, str, dict[str, str]]] = [(name, name, {}) for room in names.rooms for name in room.names]
    floors: list[tuple[str, str, dict[str, str]]] = [(name, name, {}) for floor in names.floors for name in floor.names]
    lists: dict[str, Any] = {
        "name": TextSlotList.from_tuples(named),
        "area": TextSlotList.from_tuples(areas),
        "floor": TextSlotList.from_tuples(floors),
    }
    return lambda text: recognize_best(text, intents, slot_lists=lists)


def beside_hassil(where: str, names: Names, toolbox: Toolbox, sentences: Sequence[str]) -> list[Row]:
    """Both over the same sentences, in turn."""
    ours, theirs = reflex_over(names, toolbox), hassil_over(names)
    for text in sentences[:5]:
        theirs(text)
    mine, other = [], []
    for text in sentences:
        mine.append(_ms(ours, text))
        other.append(_ms(theirs, text))
    return [
        Row(f"reflex understanding alone, {where}, p95", percentile(mine, 0.95), "ms"),
        Row(f"hassil, {where}, p95", percentile(other, 0.95), "ms"),
        at_most(f"reflex alone p95 ÷ hassil p95, {where}", percentile(mine, 0.95) / percentile(other, 0.95), 1),
    ]


def slowest(where: str, names: Names, toolbox: Toolbox, sentences: Sequence[str]) -> list[Row]:
    """The slowest of the sentences that are built to be slow, against what is said in the same home in the same run."""
    ours = reflex_over(names, toolbox)
    usual = [_ms(ours, text) for text in sentences]
    worst = max(_ms(ours, text) for text in nasty(names))
    return [
        Row(f"ordinary sentence, {where}, p50", median(usual), "ms"),
        Row(f"ordinary sentence, {where}, p99", percentile(usual, 0.99), "ms"),
        Row(f"slowest adversarial sentence, {where}", worst, "ms"),
        at_most(f"slowest adversarial ÷ median ordinary sentence, {where}", worst / median(usual), 10),
    ]


def practice() -> tuple[Names, list[str]]:
    """The home of most practice cases, and what is said in it. Raises FileNotFoundError where they are not there."""
    homes: Mapping[str, Any] = json.loads(Path(f"{PRACTICE}.homes.json").read_text("utf-8"))
    cases = [json.loads(line) for line in Path(f"{PRACTICE}.cases.jsonl").read_text("utf-8").splitlines()]
    usual, _ = Counter(case["home"] for case in cases).most_common(1)[0]
    inventory = read_inventory(homes[usual])
    names = Names(
        tuple(map(thing_of, inventory.devices)),
        tuple(Room(r.id, r.names, r.floor) for r in inventory.rooms.values()),
        tuple(Floor(f.id, f.names) for f in inventory.floors.values()),
        version=1,
    )
    return names, [case["text"] for case in cases if case["home"] == usual]


def _ms(said: Said, text: str) -> float:
    took = []
    for _ in range(REPEATS):
        began = thread_time()
        said(text)
        took.append(thread_time() - began)
    return min(took) * 1000
