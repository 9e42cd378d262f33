"""Mandarin that wishes without saying so in a verb, put as commands are phrased.

吊灯不要了 is 吊灯关掉, 电视别那么大声 is 电视小声一点, 大门没锁吧？没锁就锁上 is 大门锁上, 餐厅的也一样 names again
what was named before.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.english.spoken import Role, roles_in
from assistant.understanding.reflex.mandarin.naming import PLACES, THINGS, Stretch, inside, written
from assistant.understanding.reflex.mandarin.reading import NAMED, WHOLE, found_in, has_verb, is_named_in, letters
from assistant.understanding.reflex.mandarin.turns_sparing import kept_apart, listed_apart
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import Token

_SOFT = "(了|啦|吧|呀|啊|哈|嘛|呗|喽|咯|哦)*"
_DONE_WITH = re.compile(
    f"(就|也|都|先|已经|现在)*(不想?再?(听|看|吹|玩|洗|烧|煮|充|热|唱|开)了|(不要|不用|用不着|用不上|用不到|不需要|不必|甭)(再|它|给我)*(开|亮|转|放|吹|响|点)?(着)?(了|啦)"
    f"|用(完|好)(了|啦)){_SOFT}$"
)
_NONE_LEFT = re.compile(
    "(给我|都|也)?一(个|盏|台|扇|只|样|处)(都|也)?(别|不|不要|不许|甭|不准|不用|不必|不能|甭想)(给我)?(留|剩|落|开|亮)(着|下)?"
    + _SOFT
    + "$"
)
_LESS = re.compile(
    "(先)?(别|不要|甭|不用|不必|用不着)(再|给我|让它)*"
    "[开放调弄烧吹转照打设搞整]*(得|的|着)?(那么|这么|恁|太|这样|那样|如此)"
    "(?P<how>强|凶|狠|热|暖|烫|旺|冷|凉|冰|亮|刺眼|晃眼|暗|黑|大声|响|吵|大|小声|轻|快|猛|急|慢|高|低)(声)?"
    + _SOFT
    + "$"
)
_OPPOSITE = {
    **dict.fromkeys(("热", "暖", "烫", "旺"), "凉快一点"), **dict.fromkeys(("冷", "凉", "冰"), "暖和一点"),
    **dict.fromkeys(("亮", "刺眼", "晃眼"), "亮度调低"), **dict.fromkeys(("暗", "黑"), "亮度调高"),
    **dict.fromkeys(("大声", "响", "吵"), "小声点"), **dict.fromkeys(("小声", "轻"), "大声点"),
    **dict.fromkeys(("快", "猛", "急", "强", "凶", "狠"), "慢一点"),
    "慢": "快一点", "大": "调低", "高": "调低", "低": "调高",
}  # fmt: skip
_HEATED = re.compile(
    "(先|就|给|给我|提前|赶紧)*(预热|热|暖和|暖|凉快|凉|冷|吹|降温|升温|制冷|制热|降降温|升升温)(一热|一暖|一凉|一吹|热|暖|凉|和|快|一下|起来|着|上|一会)*"
    + _SOFT
    + "$"
)
_LIKEWISE = re.compile(
    "(那个|那台|那盏|那边)?(也|同样|一样)(是|一样|一样的|同样|照做|照办|照此|这样|这么弄|这么办|这么做|如此|要|来一份|一样弄|一样处理)*"
    + _SOFT
    + "$"
)
_STAYING = re.compile("(就|还是|先|一直|给我|保持|让它|都)*(开|亮|通|转)着(就行|就好|别关|不用关)?" + _SOFT + "$")
_SECURED = frozenset("门窗锁车阀")
_TURNED = re.compile("^(那|就|再)?(换成|改成|换|改|改用|换用|换上|换到)(个|盏|台)?")
_LOOKED = re.compile(
    "^(你|帮我|请|麻烦|麻烦你|给我|帮忙|去)*(看看|看一下|看下|检查一下|检查下|检查检查|瞧瞧|瞅瞅|查查|查一下|确认一下)?"
    "(要是|如果|假如|若是|若|万一|倘若)?"
)
_MIDST = re.compile(
    "^[没有还是不锁关开亮着拉合熄灭上好严紧住掉了吗吧呢么的话就那请赶紧给我帮把它一下要如果敞响转黑闭,?!。]*$"
)
_ACT = re.compile(
    "(?P<verb>锁|关|开|拉|合|熄|打开)(上|好|住|掉|严|紧|了|死|灭|起来|一下|下来)*(它|它们|门)?" + _SOFT + "$"
)
_BLAME = frozenset("谁又是怎么咋哪个还这那没忘记了关开着亮锁上好拉在响转呢啊呀的把也一直都给放不")
_FIRST = frozenset("是该应就")
_MIDDLE = frozenset("没关开锁上拉合")


def done_with(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """吊灯不要了 for 吊灯关掉; 饮水机不用了，给它断电 for 饮水机断电."""
    for number, stretch in enumerate(stretches):
        found = found_in(_DONE_WITH, chart, stretch)
        if found is None or not is_named_in(chart, (stretch[0], found)) or _is_secured(chart, stretch):
            continue
        after = stretches[number + 1] if number + 1 < len(stretches) else None
        if after and not inside(chart, after, *WHOLE) and has_verb(chart, after):
            yield Edit(found, after[0])
        else:
            yield Edit(found, stretch[1], written("关掉", chart.tokens[found]))


def none_left(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """顶楼的灯一个都别留 for 顶楼的灯全关掉."""
    for number, stretch in enumerate(stretches):
        found = found_in(_NONE_LEFT, chart, stretch)
        if found is None or not is_named_in(chart, (stretch[0], found)):
            continue
        after = stretches[number + 1] if number + 1 < len(stretches) else None
        if after and not inside(chart, after, *WHOLE) and has_verb(chart, after):
            yield Edit(found, after[0], written("全部", chart.tokens[found]))
        else:
            said = "全部" if has_verb(chart, (stretch[0], found)) else "全部关掉"
            yield Edit(found, stretch[1], written(said, chart.tokens[found]))


def less_so(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """电视别那么大声 for 电视小声点; 暖气别烧那么热，十八度 for 暖气十八度."""
    for number, stretch in enumerate(stretches):
        found = _LESS.search(letters(chart, *stretch))
        if found is None:
            continue
        start = stretch[0] + found.start()
        after = stretches[number + 1] if number + 1 < len(stretches) else None
        if after and inside(chart, after, Sense.QUANTITY, Sense.CHOICE) and not inside(chart, after, *THINGS, *PLACES):
            yield Edit(start, after[0])
        else:
            yield Edit(start, stretch[1], written(_OPPOSITE[found["how"]], chart.tokens[start]))


def if_not_yet(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """大门没锁吧？没锁就锁上, 灯要是开着就关了: what is so already is not harmed by being wished."""
    if not stretches:
        return
    start, end = stretches[0][0], stretches[-1][1]
    text = letters(chart, start, end)
    act = _ACT.search(text)
    named = [s for s in inside(chart, (start, end), *THINGS) if act and s.end <= start + act.start()]
    named = [s for s in named if chart.words[s.start : s.end] != ("锁",) and chart.words[s.start] not in _MIDDLE]
    if act is None or not named:
        return
    behind, verb = max(s.end for s in named), start + act.start()
    midst = text[behind - start : act.start()]
    if not _MIDST.match(midst) or not _is_opposite(midst, act["verb"]):
        return
    looked = _LOOKED.match(text)
    if looked and looked.end() and start + looked.end() <= min(s.start for s in named):
        yield Edit(start, start + looked.end())
    if verb > behind:
        yield Edit(behind, verb)


def _is_opposite(midst: str, verb: str) -> bool:
    """Whether the state that is supposed is the one that the verb ends, and is said with 就 or as a condition."""
    if not re.search("就|的话|那(?!个)", midst):
        return False
    if verb in ("开", "打开"):
        return bool(re.search("没(有)?(打)?开|[关黑灭闭]着", midst))
    return bool(re.search(f"没(有)?(上)?{verb}|[开亮敞响转]着", midst))


def blamed(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """谁又没关卫生间的灯，关了 for 卫生间的灯关了."""
    for stretch, after in pairwise(stretches):
        naming = inside(chart, stretch, *WHOLE)
        if not is_named_in(chart, stretch) or inside(chart, after, *WHOLE) or not has_verb(chart, after):
            continue
        covered = {i for s in naming for i in range(s.start, s.end)}
        rest = "".join(chart.words[i] for i in range(*stretch) if i not in covered)
        if not re.search("没关|忘关|忘了关|没锁|忘锁|没拉|开着|亮着|放着|没熄|不关|开了|没开|关着", rest):
            continue
        if not set(rest) <= _BLAME or not re.match("[谁怎咋哪是]", rest) or "吗" in chart.words[after[0] : after[1]]:
            continue
        kept = tuple(t for i, t in enumerate(chart.tokens) if i in covered and stretch[0] <= i)
        yield Edit(stretch[0], after[0], tuple(_linked(chart, sorted(covered), kept)))


def _linked(chart: Chart, places: Sequence[int], kept: Sequence[Token]) -> Iterator[Token]:
    """The tokens that are kept, with the 的 between them."""
    for number, token in enumerate(kept):
        if number and places[number] - places[number - 1] == 2 and chart.words[places[number] - 1] == "的":
            yield chart.tokens[places[number] - 1]
        yield token


def readied(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """车里先热一下，调到二十四度 for 车里调到二十四度."""
    for stretch, after in pairwise(stretches):
        found = found_in(_HEATED, chart, stretch)
        if found is None or not inside(chart, (stretch[0], found), *WHOLE):
            continue
        if inside(chart, after, Sense.QUANTITY) and not inside(chart, after, *THINGS, *PLACES):
            yield Edit(found, after[0])


def named_ahead(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """儿子房窗帘关一半，女儿房的呢，全打开 for 女儿房的全打开."""
    for stretch, after in pairwise(stretches):
        ahead = letters(chart, *stretch).endswith("的呢") and inside(chart, stretch, *PLACES)
        if ahead and not inside(chart, after, *THINGS, *PLACES):
            yield Edit(stretch[1] - 1, after[0])


def likewise(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """净化器开到七十，餐厅的也一样 for 净化器开到七十，餐厅的净化器."""
    for before, stretch in pairwise(stretches):
        found = found_in(_LIKEWISE, chart, stretch)
        if found is None or found <= stretch[0]:
            continue
        if inside(chart, (stretch[0], found), *THINGS):
            if letters(chart, found, stretch[1]).startswith(("也是", "也一样", "也照", "同样", "一样")):
                yield Edit(found, stretch[1])
            continue
        places = inside(chart, stretch, *PLACES, Sense.ABSENT_ROOM)
        end = max((s.end for s in places), default=0)
        if not places or found - end > 1 or (found > end and chart.words[end] != "的"):
            continue
        thing = _thing_of(chart, before)
        if thing is not None:
            yield Edit(end, stretch[1], (*written("的", chart.tokens[end - 1]), *chart.tokens[slice(*thing)]))


def _thing_of(chart: Chart, stretch: Stretch) -> Stretch | None:
    """The words for the last thing of a stretch, without its room."""
    spans = inside(chart, stretch, *NAMED)
    if not spans:
        return None
    end = max(s.end for s in spans)
    start = min(s.start for s in spans if s.end == end)
    rooms = [s.end for s in inside(chart, (start, end), *PLACES) if s.start == start and s.end < end]
    start = max(rooms, default=start)
    return start + (chart.words[start] == "的"), end


def staying(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """窗帘拉上，打印机开着: behind another wish, what is to be on. A door or a window may have been seen open."""
    for number, stretch in enumerate(stretches):
        likewise = number == 0 and len(stretches) > 1 and "也" in chart.words[slice(*stretches[1])]
        found = found_in(_STAYING, chart, stretch) if number or likewise else None
        if found is None or not is_named_in(chart, (stretch[0], found)) or _SECURED & set(chart.words[slice(*stretch)]):
            continue
        beside = stretches[number - 1 if number else 1]
        if has_verb(chart, beside) or inside(chart, beside, Sense.QUANTITY):
            yield Edit(found, stretch[1], written("打开", chart.tokens[found]))


def changed_for(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """大灯关了，换小灯 for 大灯关了，打开小灯."""
    for before, stretch in pairwise(stretches):
        found = _TURNED.match(letters(chart, *stretch))
        if found is None or not {"关", "灭", "熄", "停"} & set(chart.words[slice(*before)]):
            continue
        start = stretch[0] + found.end()
        if is_named_in(chart, (start, stretch[1])) and any(s.end == stretch[1] for s in inside(chart, stretch, *NAMED)):
            yield Edit(stretch[0], start, written("打开", chart.tokens[stretch[0]]))


def put_right(chart: Chart, stretches: Sequence[Stretch]) -> Iterator[Edit]:
    """…，哦不，是书房的灯，关上: without what was not meant."""
    slips = [s for s in roles_in(chart.words) if s.role is Role.CORRECTION]
    for wrong, slip, right in zip(stretches, stretches[1:], stretches[2:], strict=False):
        if not any((s.start, s.end) == slip for s in slips) or wrong != stretches[0]:
            continue
        start = right[0]
        while start < right[1] and chart.words[start] in _FIRST:
            start += 1
        if _only_names(chart, wrong) and inside(chart, (start, right[1]), *WHOLE):
            yield Edit(wrong[0], start)
            if right != stretches[-1] and _only_names(chart, (start, right[1])):
                yield Edit(right[1], right[1] + 1)


def _only_names(chart: Chart, stretch: Stretch) -> bool:
    covered = {i for s in inside(chart, stretch, *WHOLE) for i in range(s.start, s.end)}
    return bool(covered) and all(i in covered or chart.words[i] in "的把那个盏台" for i in range(*stretch))


def _is_secured(chart: Chart, stretch: Stretch) -> bool:
    return bool(_SECURED & set(chart.words[slice(*stretch)]))


ACTING = (
    if_not_yet, listed_apart, staying, kept_apart, done_with, none_left, less_so, blamed, readied, named_ahead,
    likewise, changed_for, put_right,
)  # fmt: skip
"""Every such turn."""
