"""Sentences that only hand words on: "spell …", "translate …", 念一遍…. What is cited is no order."""

from collections.abc import Sequence

from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION

_CITING: tuple[tuple[str, ...], ...] = (
    *(
        (verb,)
        for verb in ["spell", "translate", "pronounce", "define", "google", "recite", "quote", "transcribe", "type"]
    ),
    *(tuple(said.split()) for said in ("search for", "search the web", "search online", "look up", "repeat after me")),
    *(
        tuple(said.split())
        for said in ("repeat the words", "read aloud", "read out", "read this", "read me", "say the words")
    ),
    *(
        tuple(said)
        for said in (
            "念",
            "念一遍",
            "念一下",
            "念出",
            "朗读",
            "读一遍",
            "读一下",
            "读出",
            "跟我读",
            "跟我念",
            "背诵",
            "翻译",
            "搜索",
            "搜一下",
        )
    ),
    *(tuple(said) for said in ("百度", "拼写", "重复一遍", "复述", "造句", "抄写")),
)


_MAIL = frozenset({"message", "messages", "text", "texts"})
"""What is read to somebody by a tool: "read me my messages"."""


def cites(chart: Chart) -> bool:
    """Whether a sentence begins with a verb of which the rest is the words, and no tool knows the verb."""
    start = _beginning(chart.words)
    known = max((b for places in chart.literals.values() for a, b in places if a == start), default=start)
    if any(s.start == start and s.end - start > 1 for s in chart.with_sense(Sense.NAME, Sense.KIND)):
        return False
    if _MAIL.intersection(chart.words[start + 2 : start + 6]):
        return False
    return any(start + len(verb) > known and chart.words[start : start + len(verb)] == verb for verb in _CITING)


_TELLING = frozenset(
    [
        "says",
        "said",
        "saying",
        "told",
        "tells",
        "shouted",
        "shouts",
        "yelled",
        "yells",
        "sang",
        "sings",
        "goes",
        "dreamt",
        "dreamed",
        "yesterday",
        "read",
        "reads",
        "wrote",
        "written",
        "asked",
        "asks",
        "claims",
        "claimed",
        "imagine",
        "pretend",
        "laughed",
        "spell",
        "translate",
        "pronounce",
        "google",
        "recite",
        "quote",
        "transcribe",
        "poem",
        "instructions",
    ]
)
"""Words that stand in no name of a thing."""
_TELLING_ZH = (
    "说", "梦见", "梦到", "昨天", "前天", "上次", "刚才", "刚刚", "喊", "写着", "翻译", "念", "告诉", "吵着", "总是",
    "老是", "搜索", "唱", "骂", "书上", "歌叫", "才怪", "没人", "谁让", "想象", "假装", "指令",
)  # fmt: skip


def tells(words: Sequence[str]) -> bool:
    """Whether unexplained words tell of something said, dreamt or past: no name of a thing, and no order behind it."""
    said = "".join(words)
    return bool(_TELLING & set(words)) or any(word in said for word in _TELLING_ZH)


def _beginning(words: Sequence[str]) -> int:
    """Behind politeness and filler."""
    free = lexicon().free
    for start, word in enumerate(words):
        if word not in free and word not in PUNCTUATION:
            return start
    return 0
