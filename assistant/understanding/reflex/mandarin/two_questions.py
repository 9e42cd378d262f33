"""Two Mandarin questions in one breath: 大金设的几度，实际又是几度; 阳台窗户关没关，厨房窗户呢."""

import re
from collections.abc import Iterator

from assistant.understanding.reflex.mandarin.naming import PLACES, THINGS, Stretch, inside
from assistant.understanding.reflex.mandarin.pieces import letters_of, outermost, stretches_of
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import is_chinese

_ASKS = re.compile("吗|多少|几|哪|什么|多[大高久亮快远]|谁|没有?$|(?P<v>.)[不没](?P=v)|怎么样")
_SAME = re.compile("^(那|那么)?(?P<other>.+)呢$")
_LEADING = re.compile("^(那|然后|还有|另外|又|再|分别|都|各|实际|现在|到底|顺便|它|他|她)+(?=.{2})")
_WHOLE = (*THINGS, *PLACES, Sense.PART)


def halves_zh(chart: Chart) -> Iterator[tuple[str, str]]:
    """The two questions of a sentence, the second with what the first is about where it names nothing itself."""
    if not any(map(is_chinese, chart.words)):
        return
    stretches = stretches_of(chart)
    if len(stretches) != 2:
        return
    before, after = (letters_of(chart, s) for s in stretches)
    about = _about(chart, stretches[0])
    topic = _TOPIC.sub("", before)
    if about and _ASKS.search(after) and not inside(chart, stretches[1], *PLACES, Sense.NAME):
        if _LINKS.sub("", topic) == _LINKS.sub("", _names(chart, stretches[0])):
            yield "", re.sub("加上?", "和", topic) + _COUNTED.sub("", after)
            return
        if after.startswith(("人", "他", "她")) and _is_person(chart, stretches[0]):
            yield "", about + after[1:]
            return
    if not _ASKS.search(before):
        return
    same = _SAME.match(after)
    if same and about and _about(chart, stretches[1]) and about in before:
        yield before, before.replace(about, same["other"], 1)
    elif _ASKS.search(after) and about:
        named = inside(chart, stretches[1], *THINGS, *PLACES)
        yield before, after if named else about + (_LEADING.sub("", after) if "分别" not in after else after)


_LINKS = re.compile("[和跟与同加上、及里的那 ]")
_TOPIC = re.compile("(人|那边|那儿|那里)?(呢|啊|呀|嘛)?$")
_COUNTED = re.compile("^(这|那)?[两二三四五六七八九几](间|个|样|台|盏|处|边)(房间?|屋)?(里)?")


def _names(chart: Chart, stretch: Stretch) -> str:
    """All that a stretch names."""
    return "".join("".join(chart.words[s.start : s.end]) for s in outermost(inside(chart, stretch, *_WHOLE)))


def _is_person(chart: Chart, stretch: Stretch) -> bool:
    """Whether a stretch begins with somebody's name."""
    return any(s.start == stretch[0] for s in inside(chart, stretch, Sense.NAME))


def _about(chart: Chart, stretch: Stretch) -> str:
    """What a stretch names, from its first name to its last where nothing else stands between."""
    spans = outermost(inside(chart, stretch, *_WHOLE))
    if not spans:
        return ""
    start, end = spans[0].start, spans[0].end
    for span in spans[1:]:
        if all(w in "的里那和跟与、" for w in chart.words[end : span.start]):
            end = span.end
    return "".join(chart.words[start:end])
