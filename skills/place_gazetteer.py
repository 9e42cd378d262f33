"""Finds the places that a sentence names: those of the map, of the household, and kinds of places."""

import re
from collections.abc import Iterator, Sequence

from assistant.understanding.gazetteer import Mention
from assistant.utterance import Utterance
from skills.offered_places import only_points
from skills.places_said import HERE, THERE, bare, is_home, kind_called, meant, near_another
from skills.trips import Trips

_TOKEN = re.compile(r"[^\W_\u4e00-\u9fff]+(?:['’&.-][^\W_\u4e00-\u9fff]+)*|[\u4e00-\u9fff]")
_TOGETHER = re.compile(r"[\s'’&-]*")
"""What may stand between two words of one name."""
_MOST_WORDS, _MOST_CHARACTERS, _MOST_POINTING = 6, 14, 8
_SHORTEST = 5
"""Letters of a single word that is only a part of a name, or begins a sentence."""
_BEFORE_KIND_ZH = frozenset(
    "的个家间座处点有找去到近边围旁里没哪停买卖路上下来在要想先再往经过是回从把和跟带送开进吃喝杯得能就弄"
    "趟次些儿这那们你我他她咱也都好新了着又还只改换吗以顿太真说指"
)
"""In front of a kind; another character makes it part of a name that nobody knows: 集市 + 广场."""
_LEADING_EN = (
    "a an the any some my our no nearest closest next nearby another other good nice decent cheap quick local big "
    "small public free best to for at by via and or of get find grab buy need want see is there with passing pass "
    "actually forget skip drop about first more different proper open i'm im so really very we're getting am are"
)
_BEFORE_KIND_EN = frozenset(_LEADING_EN.split())
"""In front of a kind; another word makes it part of a name that nobody knows: the botanical + garden."""
_BEFORE_HOME_ZH = frozenset("回到离往在去")
_DEFINITE = frozenset({"the", "that", "this", "our", "my"})
_NOTHING = frozenset({"it", "that", "this", "them", "one", "there", "the", "the here", *HERE})
_NEARBY_ZH = re.compile(r"附近|旁边|边上|周围|一带")
"""Behind a kind: that one is known, and something near it is wanted."""
_STATION, _CHARGING_STATION = frozenset({"station", "stations"}), "charging station"
_CHARGING = re.compile(r"\bcharg(?!ing station)|\bbattery\b", re.IGNORECASE)
"""Beside it a station is one to charge at."""
_BESIDE = re.compile(r"\s+(?!please\b|now\b|then\b|thanks?\b|instead\b|is\b|from\b|first\b)[a-z]")
"""Behind "the last": it says what the last one is of, and is no place that was told."""
_THITHER_ZH = re.compile(r"(?:好的?|嗯|行|那|就)*[,，]?(?:带我们?|送我们?|导航|开|我们)?(?:过)?去[吧呗]?")
"""Goes without saying where to."""
_THERE = "那里"
_THERE_ZH = re.compile(r"(?:那边|那里|那儿)(?=附近|旁边|周围|有|哪)")
_ASKING = re.compile(
    r"(?:do|does|did|where|can|could|is|are|will|shall|should|would|when|how|what|which)\b|哪|什么|怎么"
)
"""In front of words for a place: they are a question of their own."""
_A_WAY = re.compile(r"(?:\b(?:way|route|road|street)s?|路|路线|街)$")
_UNKNOWN = re.compile(
    r"(?:\b(?:to|at|near|past|reach|via|by)\s+(?:the\s+)?|[去到往]\s*)"
    r"(?P<name>[A-Z][\w'’-]*(?:\s+(?:of\s+)?[A-Z][\w'’-]*)*)"
)
"""A name that is on no map, as far as capital letters tell."""


class PlaceGazetteer:
    """The names of places."""

    def __init__(self, trips: Trips) -> None:
        self._trips = trips

    def mentions(self, utterance: Utterance) -> tuple[Mention, ...]:
        """The longest names that occur, from the left, and what points to places that were told before."""
        text = utterance.text
        offered, named = self._offered(utterance), self._named(text)
        if offered is None or (named and only_points(offered.words)):
            return named
        return (offered, *(m for m in named if not _overlap(m, offered)))

    def _offered(self, utterance: Utterance) -> Mention | None:
        """The longest words that point to a place that was told before."""
        if self._trips.offered.open(utterance) is None:
            return None
        text, tokens = utterance.text, list(_TOKEN.finditer(utterance.text))
        there = _THITHER_ZH.fullmatch(text.strip("。！,， "))
        if there is not None and self._trips.offered.meant(utterance, _THERE) is not None:
            return Mention(0, len(text), _THERE)
        for length in range(min(len(tokens), _MOST_POINTING), 0, -1):
            for i in range(len(tokens) - length + 1):
                start, end = tokens[i].start(), tokens[i + length - 1].end()
                if _BESIDE.match(text, end):
                    continue
                if self._trips.offered.meant(utterance, text[start:end]) is not None:
                    words = text[start:end]
                    return Mention(start, end, words, is_offered=not only_points(words))
        return None

    def _named(self, text: str) -> tuple[Mention, ...]:
        tokens = list(_TOKEN.finditer(text))
        found: list[Mention] = [Mention(m.start(), m.end(), m[0]) for m in _THERE_ZH.finditer(text)]
        i = 0
        while i < len(tokens):
            mention, i = self._longest(text, tokens, i)
            if mention is not None:
                found.append(mention)
        found += [m for m in _unknown(text) if not any(_overlap(m, other) for other in found)]
        return tuple(_apart(text, sorted(found, key=lambda m: m.start)))

    def knows(self, words: str, utterance: Utterance) -> bool:
        """Whether these words name a place or a kind, or point to one that was told."""
        if self._trips.offered.meant(utterance, words) is not None:
            return True
        parted = near_another(words)
        if parted is not None:
            return all(self.knows(part, utterance) for part in parted)
        found = meant(words, self._trips, None)
        return bool(found.places or found.kind or found.is_home)

    def says_nothing(self, words: str, utterance: Utterance) -> bool:
        """Whether these words could stand for anything: "it", 这, where no place was told before."""
        if self._trips.offered.meant(utterance, words) is not None:
            return only_points(words) and bool(self._named(utterance.text))
        told = words.casefold().strip(" ,.?!，。？！")
        if told in _NOTHING or bare(told) in _NOTHING or not told.strip("的了 ") or _ASKING.match(told):
            return True
        return _A_WAY.search(told) is not None and not self.knows(words, utterance)

    def _longest(self, text: str, tokens: Sequence[re.Match[str]], i: int) -> tuple[Mention | None, int]:
        """What is named from that token on, and the token behind it."""
        for j in _ends(text, tokens, i):
            start, end = tokens[i].start(), tokens[j].end()
            words, before = text[start:end], _word_before(text, tokens, i)
            if len(words) > 1 and kind_called(words) and _may_stand_before(before, words):
                definite = before.casefold() in _DEFINITE or _NEARBY_ZH.match(text, end) is not None
                words = _CHARGING_STATION if words in _STATION and _CHARGING.search(text) else words
                return Mention(start, end, words, is_kind=True, is_definite=definite), j + 1
            if self._is_name(words, begins=_begins(text, start)) and not self._is_cut_out(text, tokens, i, j):
                return Mention(start, end, words), j + 1
        return None, i + 1

    def _is_name(self, words: str, *, begins: bool) -> bool:
        if is_home(words) and words.casefold() == bare(words).casefold():
            return True
        if self._trips.own.called(words) is not None or (words.casefold() in THERE and words.casefold() not in _COMMON):
            return True
        index, single = self._trips.roads.index, " " not in words and words.isascii()
        if len(words) == 1:
            return False
        if single and (words.islower() or begins):
            return len(words) > _SHORTEST and index.is_named(words)
        return index.is_named(words) or (single and index.is_part_of_name(words))

    def _is_cut_out(self, text: str, tokens: Sequence[re.Match[str]], i: int, j: int) -> bool:
        """Whether it stands in a longer name that nobody knows: "the Rock Church"; or is 家 in 人家."""
        words, before = text[tokens[i].start() : tokens[j].end()], _word_before(text, tokens, i)
        if words == "家":
            return before not in _BEFORE_HOME_ZH
        if i < j or not words.isascii() or self._trips.roads.index.is_named(words):
            return False
        is_led = before[:1].isupper() and before != "I" and not _begins(text, tokens[i - 1].start())
        behind = tokens[j + 1] if j + 1 < len(tokens) else None
        goes_on = behind is not None and _TOGETHER.fullmatch(text[tokens[j].end() : behind.start()]) is not None
        return is_led or (goes_on and behind is not None and behind[0][:1].isupper() and behind[0].isascii())


_COMMON = frozenset({"there", "that", "那里", "那儿", "那边"})
"""Words for where one is going that stand for much else."""


def _ends(text: str, tokens: Sequence[re.Match[str]], i: int) -> Iterator[int]:
    """The last tokens of what may be one name, the longest first."""
    most, last = (_MOST_CHARACTERS if _is_han(tokens[i][0]) else _MOST_WORDS), i
    while last + 1 < len(tokens) and last + 1 - i < most:
        if not _TOGETHER.fullmatch(text[tokens[last].end() : tokens[last + 1].start()]):
            break
        last += 1
    yield from range(last, i - 1, -1)


def _word_before(text: str, tokens: Sequence[re.Match[str]], i: int) -> str:
    """What stands right in front; empty where a pause or nothing does."""
    if i == 0 or not _TOGETHER.fullmatch(text[tokens[i - 1].end() : tokens[i].start()]):
        return ""
    return tokens[i - 1][0]


def _may_stand_before(before: str, kind: str) -> bool:
    """Whether a kind begins there, and is no end of a name that nobody knows."""
    if not before:
        return True
    if kind.isascii():
        return before.casefold() in _BEFORE_KIND_EN or _is_han(before[-1])
    return before in _BEFORE_KIND_ZH or not _is_han(before)


def _apart(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Without kinds that only say what the name in front of them is: "Oodi 图书馆", "the Ateneum museum"."""
    for i, mention in enumerate(found):
        before = found[i - 1] if i else None
        if mention.is_kind and before and not before.is_kind and not text[before.end : mention.start].strip():
            continue
        yield mention


def _unknown(text: str) -> Iterator[Mention]:
    for match in _UNKNOWN.finditer(text):
        yield Mention(match.start("name"), match.end("name"), match["name"])


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _is_han(character: str) -> bool:
    return "\u4e00" <= character[:1] <= "\u9fff"


def _begins(text: str, start: int) -> bool:
    """Whether an English sentence begins there, so that a capital letter tells nothing."""
    return not any(map(_is_han, text)) and _begins_en(text, start)


def _begins_en(text: str, start: int) -> bool:
    return not text[:start].strip() or text[:start].rstrip()[-1:] in ".!?…"
