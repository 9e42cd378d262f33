"""Keyword spotting: what is wished of the world outside, where a sentence as a whole explains itself to no phrase.

"Excuse me, would there be a place to sleep close to the station? Nothing fancy." A tool may declare cues, and words of
its own that a gazetteer finds. Where a cue occurs in a sentence, and beside it what the tool has to know, the rest of
the sentence may be anything. Only tools that declare cues are called so.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from assistant.parameters import Choice, JsonValue, Parameter, Targets, Words
from assistant.tools import Tool, Toolbox, ToolCall
from assistant.understanding.gazetteer import Gazetteer, Mention
from assistant.understanding.mind import PassedOn, Step
from assistant.understanding.names import Names
from assistant.utterance import Language, Utterance

_PAUSE = re.compile(r"(?<!\d)[,.;:!?…]+(?=\s|$)|[，。；：！？…]+|\s[-–—]\s")
_ENDS = re.compile(r"[.;!?…](?=\s)|[。；！？…]")
_NOT_EN = re.compile(
    r"\b(?:not|never|don['’]?t|doesn['’]?t|won['’]?t|no longer|no need to|instead of|without)\b[^,.;!?]{0,24}$", re.I
)
_NOT_ZH = re.compile(r"(?:别|不要|不用|不想|不必|甭|没)[^，。；！？]{0,4}$")
_QUESTION = re.compile(r"[?？]|吗|呢")
_ASKING_EN = re.compile(
    r"(?:and |so |but |hey |um |well |okay |ok )*"
    r"(?:do|does|did|is|are|was|were|should|shall|when|where|what|which|how|why|who|have|has|had|am)\b",
    re.I,
)
_ASKING_ZH = re.compile(r"(?:吗|么|呢|没有?)[啊呀]?$|能不能|是不是|会不会|要不要|多久|多远|几点|怎么走|怎么去")
_REQUESTING_ZH = re.compile(r"带|送|导航|帮|麻烦|请|停|绕|可以|可不可以|能不能(?:带|送|去|换|走|停|绕)|换|改")
_PAST_EN = re.compile(
    r"\b(?:yesterday|ago|last (?:week|night|time|year|month|summer|weekend)|this morning|used to|remember when"
    r"|(?:he|she|they|who|it|we|i) (?:was|were|had|went|did|said|told|stopped|drove|took)"
    r"|(?:told|asked) (?:me|us|him|her)|if i were|(?:brother|sister|friend|mate|boss|colleague|neighbou?r) \w+s)\b",
    re.I,
)
_OTHERS_EN = re.compile(r"\b(?:he|she|they|people|somebody|someone) \w+", re.I)
"""Somebody else goes, stops or avoids."""
_PAST_ZH = re.compile(
    r"昨天|前天|昨晚|上周|上次|上个月|去年|刚才去|以前|那天|小时候|(?<![不用别])去[了过]|过了"
    r"|(?:去|走|开)[^，。]*的时候|[去来]的那"
)
_OTHERS_ZH = re.compile(r"(?:他|她|他们|她们|有人|朋友|同事|邻居|弟弟|哥哥|姐姐|妹妹)")
_LONGEST_NAME = {"en": 3, "zh": 4}
"""Words, or characters in Mandarin, of a name that nobody knows; what is longer is a sentence."""


_WIDTH = {"en": 1, "zh": 3}
"""Letters that a character of a cue weighs."""
_MOST_PARTED = 3
"""Places at which a sentence is parted, each for itself."""
_TOLD, _NEAR = 12, 6
"""Letters that something said for a parameter weighs, and that its standing in the same clause does."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A cue that occurs."""

    tool: Tool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A call that a cue comes to."""

    call: ToolCall
    reads_only: bool
    weight: float
    at: int
    end: int
    """Of the cue, in characters."""
    is_told: bool
    """What it is about was said with it."""


class Spotting:
    """One sentence, looked through for cues."""

    def __init__(self, utterance: Utterance, toolbox: Toolbox, names: Names, gazetteer: Gazetteer) -> None:
        self._said = utterance
        self._text = utterance.text
        self._language: Language = utterance.language
        self._in_car = bool(utterance.speaker.seat)
        self._toolbox = toolbox
        self._names = names
        self._gazetteer = gazetteer

    def instead_of(self, steps: Sequence[Step], read: Callable[[str], Sequence[Step]]) -> tuple[Step, ...]:
        """What the sentence comes to by its cues where `steps` is no answer to it; else `steps`.

        `read`: what the mind makes of a part of the sentence.
        """
        leaves_open = self._leaves_open(steps)
        if leaves_open or self._leaves_out(steps):
            parted = self._in_parts(read)
            if parted:
                return parted
        if not leaves_open:
            return tuple(steps)
        found = self._found()
        if not all(isinstance(step, PassedOn) or self._says_nothing(step) for step in steps):
            found = [each for each in found if each.is_told]
        return tuple(each.call for each in _chosen(found)) or self._without_nothing(steps)

    def _without_nothing(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        """The steps without calls about words that could stand for anything, where others are left."""
        return tuple(step for step in steps if not self._says_nothing(step)) or tuple(steps)

    def _leaves_open(self, steps: Sequence[Step]) -> bool:
        """Whether nothing came of the sentence, or a call about a name that is half a sentence."""
        calls = [step for step in steps if isinstance(step, ToolCall)]
        return not calls or any(self._is_about_nothing(call, alone=len(calls) == 1) for call in calls)

    def _leaves_out(self, steps: Sequence[Step]) -> bool:
        """Whether a wish that its cue tells may be lost in front of another: "take me home, and …"."""
        done = {step.tool for step in steps if isinstance(step, ToolCall)}
        wished = {hit.tool.name for hit in self._hits() if not hit.tool.reads_only}
        return bool(done) and bool(wished) and not any(self._acts_by_cue(tool) for tool in done)

    def _acts_by_cue(self, tool: str) -> bool:
        return bool(self._toolbox[tool].cues) and not self._toolbox[tool].reads_only

    def _is_about_nothing(self, call: ToolCall, *, alone: bool = True) -> bool:
        """Whether it is about words that name nothing, and are no name that is merely unknown."""
        names = [words for words in self._spotted_in(call) if self._is_a_sentence(words) or not alone]
        return self._says_nothing(call) or not all(self._gazetteer.knows(words, self._said) for words in names)

    def _says_nothing(self, step: Step) -> bool:
        names = self._spotted_in(step) if isinstance(step, ToolCall) else []
        return any(self._gazetteer.says_nothing(words, self._said) for words in names)

    def _spotted_in(self, call: ToolCall) -> list[str]:
        """What the call has where a name belongs."""
        spotted = [call.arguments.get(p.name) for p in self._toolbox[call.tool].parameters if _is_spotted(p)]
        return [words for words in spotted if isinstance(words, str)]

    def _is_a_sentence(self, words: str) -> bool:
        length = len(words.split()) if self._language == "en" else len(words)
        return length > _LONGEST_NAME[self._language] or _PAUSE.search(words) is not None

    def _in_parts(self, read: Callable[[str], Sequence[Step]]) -> tuple[Step, ...]:
        """Two wishes of one sentence, each read by itself: "take me home, and when I'm ten minutes out, …"."""
        begins = min((hit.start for hit in self._hits() if not hit.tool.reads_only), default=len(self._text))
        for first, second in islice(_halves(self._text, begins), _MOST_PARTED):
            steps = [*read(first), *read(second)]
            calls = [step for step in steps if isinstance(step, ToolCall)]
            acts = any(self._acts_by_cue(call.tool) for call in calls)
            if len(calls) == len(steps) > 1 and acts and not any(map(self._is_about_nothing, calls)):
                return tuple(calls)
        return ()

    def _found(self) -> list[_Found]:
        mentions = self._gazetteer.mentions(self._said)
        calls = [(hit, self._arguments(hit, mentions)) for hit in self._hits()]
        return [self._weighed(hit, arguments, mentions) for hit, arguments in calls if arguments is not None]

    def _weighed(self, hit: _Hit, arguments: dict[str, JsonValue], mentions: Sequence[Mention]) -> _Found:
        """What the cue comes to: it weighs the more, the more was said for it and the nearer that stands to it."""
        told = {name: value for name, value in arguments.items() if _is_told(hit.tool.parameter(name))}
        begin, end = _clause_start(self._text, hit.start), _clause_end(self._text, hit.end)
        near = any(m.start < end and m.end > begin for m in mentions if m.words in told.values())
        length = (hit.end - hit.start) * _WIDTH[self._language]
        weight = length + _TOLD * len(told) + _NEAR * near
        call = ToolCall(hit.tool.name, arguments)
        return _Found(call, hit.tool.reads_only, weight, hit.start, hit.end, bool(told))

    def _hits(self) -> Iterator[_Hit]:
        """Each tool's longest cue that nothing in front of it takes back."""
        for tool in self._toolbox:
            hits = [
                _Hit(tool, match.start(), match.end())
                for cue in tool.cues.get(self._language, ())
                for match in _compiled(cue).finditer(self._text)
                if not self._is_denied(match)
                and not self._is_told(match, tool)
                and (tool.reads_only or not self._is_asked(match))
            ]
            if hits:
                yield max(hits, key=lambda hit: hit.end - hit.start)

    def _is_denied(self, match: re.Match[str]) -> bool:
        before = _NOT_EN if self._language == "en" else _NOT_ZH
        return before.search(self._text[: match.start()]) is not None

    def _is_told(self, match: re.Match[str], tool: Tool) -> bool:
        """Whether somebody tells what happened, and wants nothing; a question may be about what was."""
        clause = self._text[_clause_start(self._text, match.start()) : _clause_end(self._text, match.end())]
        past, others = (_PAST_EN, _OTHERS_EN) if self._language == "en" else (_PAST_ZH, _OTHERS_ZH)
        if tool.reads_only:
            return past.search(clause) is not None and _QUESTION.search(self._text) is None
        return past.search(clause) is not None or others.search(clause) is not None

    def _is_asked(self, match: re.Match[str]) -> bool:
        """Whether it is only asked about: a question moves nothing."""
        begin, end = _clause_start(self._text, match.start()), _clause_end(self._text, match.end())
        if self._language == "en":
            return _ASKING_EN.match(self._text[begin : match.start()].lstrip()) is not None
        clause = self._text[begin:end]
        return _ASKING_ZH.search(clause) is not None and _REQUESTING_ZH.search(clause) is None

    def _arguments(self, hit: _Hit, mentions: Sequence[Mention]) -> dict[str, JsonValue] | None:
        """What the tool is called with; None where something it needs was not said."""
        arguments: dict[str, JsonValue] = {}
        left = [m for m in _by_nearness(mentions, hit) if not self._is_taken_back(m, hit)]
        for parameter in hit.tool.parameters:
            value = self._value(parameter, left)
            if value is not None:
                arguments[parameter.name] = value
            elif parameter.required:
                return None
        return arguments

    def _is_taken_back(self, mention: Mention, hit: _Hit) -> bool:
        """Whether what is named is just what is not wished, as far as the cue itself does not say so."""
        denial = (_NOT_EN if self._language == "en" else _NOT_ZH).search(self._text[: mention.start])
        return denial is not None and not hit.start <= denial.start() < hit.end

    def _value(self, parameter: Parameter, left: list[Mention]) -> JsonValue:
        match parameter.mark:
            case Targets(kinds=("car",), default=default):
                cars = [thing.id for thing in self._names.things if thing.kind == "car"]
                return tuple(cars) if len(cars) == 1 and (self._in_car or default != "aboard") else None
            case Choice(words=words):
                return _said_of(words, self._text, self._language)
            case Words(spotted=spotted) if spotted:
                mention = _fitting(left, spotted)
                if mention is None:
                    return None
                left.remove(mention)
                return mention.words
            case _:
                return None


def spotted(
    steps: Sequence[Step], utterance: Utterance, toolbox: Toolbox, names: Names, read: Callable[[str], Sequence[Step]]
) -> tuple[Step, ...]:
    """The steps, or what the cues of the sentence come to where the steps are no answer to it."""
    if toolbox.gazetteer is None:
        return tuple(steps)
    return Spotting(utterance, toolbox, names, toolbox.gazetteer).instead_of(steps, read)


def _chosen(found: Sequence[_Found]) -> list[_Found]:
    """The call that most speaks for; of wishes about different things all, in the order of their declaration."""
    if not found:
        return []
    best = max(found, key=lambda each: each.weight)
    if best.reads_only or not best.is_told:
        return [best]
    others = [each for each in found if each.is_told and not each.reads_only and each.end - each.at > 1]
    kept = [best]
    for each in sorted(others, key=lambda each: -each.weight):
        if each is not best and not any(_is_the_same(each, other) for other in kept):
            kept.append(each)
    return [each for each in found if each in kept]


def _is_the_same(one: _Found, other: _Found) -> bool:
    """Whether two wishes are about the same words, or come of the same ones."""
    told = {v for v in one.call.arguments.values() if isinstance(v, str)}
    return bool(told.intersection(v for v in other.call.arguments.values() if isinstance(v, str))) or (
        one.at < other.end and other.at < one.end
    )


def _fitting(left: Sequence[Mention], spotted: str) -> Mention | None:
    """The first name that may stand for a parameter."""
    match spotted:
        case "kind":
            kinds = [m for m in left if m.is_kind]
            return next((m for m in kinds if not m.is_definite), kinds[0] if kinds else None)
        case "offer":
            return next((m for m in left if m.is_offered), None)
        case "one":
            return next((m for m in left if not m.is_kind or m.is_definite), None)
        case _:
            return left[0] if left else None


def _is_spotted(parameter: Parameter) -> bool:
    return isinstance(parameter.mark, Words) and bool(parameter.mark.spotted)


def _is_told(parameter: Parameter) -> bool:
    return _is_spotted(parameter) or isinstance(parameter.mark, Choice)


def _by_nearness(mentions: Sequence[Mention], hit: _Hit) -> list[Mention]:
    """Names behind the cue first, as they come; those in front of it after them, the nearest first."""
    behind = [m for m in mentions if m.start >= hit.start]
    before = [m for m in mentions if m.start < hit.start]
    return [*behind, *reversed(before)]


def _clause_start(text: str, at: int) -> int:
    return max((m.end() for m in _PAUSE.finditer(text) if m.end() <= at), default=0)


def _clause_end(text: str, at: int) -> int:
    return min((m.start() for m in _PAUSE.finditer(text) if m.start() >= at), default=len(text))


def _halves(text: str, begins: int) -> Iterator[tuple[str, str]]:
    """Both sides of each joint behind the place where the first wish begins."""
    for joint in _JOINTS.finditer(text, begins):
        first, second = text[: joint.start()].strip(" ,，"), text[joint.end() :].strip(" ,，")
        if first and second:
            yield first, second


_BEGINNINGS = r"(?=(?:when|once|as soon as|by the time|start|have|turn|switch|warm|heat|cook|open)\b)"
_JOINTS = re.compile(
    rf"[,;.]?\s+(?:and|then|and then)\s+{_BEGINNINGS}|[,;.]\s*{_BEGINNINGS}"
    r"|[，。；]\s*(?:然后|再|并且)?(?=.)",
    re.IGNORECASE,
)


@cache
def _compiled(cue: str) -> re.Pattern[str]:
    return re.compile(cue, re.IGNORECASE)


def _said_of(words: object, text: str, language: Language) -> str | None:
    """The value of a choice of which the longest word occurs."""
    told = text.casefold()
    best: tuple[int, str] | None = None
    for value, spoken in words.items():  # type: ignore[attr-defined]
        for word in spoken.get(language, ()):
            occurs = word in told if language == "zh" else re.search(rf"\b{re.escape(word)}\b", told) is not None
            if occurs and (best is None or len(word) > best[0]):
                best = (len(word), value)
    return best[1] if best else None
