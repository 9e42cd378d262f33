"""Sentences about how commands ended are made in one place: nobody else in the product holds such words."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TELLING = re.compile(
    r"\b(?:is|are) (?:now |already )?(?:turned |switched )?(?:on|off|locked|unlocked)\.\""
    r"|\b(?:lights?|lamps?|doors?|device) (?:has|have|does|do) not answer|已打开|已关闭|已上锁|没有回应"
)
MAY = {
    "assistant/understanding/mimo/claims.py": "knows such words to find them",
    "server/api/turns.py": "shows programs what an answer looks like",
    "assistant/understanding/mimo/examples.py": "shows a model what people say",
}


def test_no_other_place_words_an_outcome() -> None:
    found = []
    for room in ("assistant", "devices", "server", "skills"):
        for file in (ROOT / room).rglob("*.py"):
            name = str(file.relative_to(ROOT))
            code = "\n".join(re.sub(r'""".*?"""', "", file.read_text("utf-8"), flags=re.DOTALL).splitlines())
            if name not in MAY and TELLING.search(code):
                found.append(name)
    assert not found, f"outcomes are worded in skills/words alone, not in {found}"
