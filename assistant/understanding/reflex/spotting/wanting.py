"""Whether the words of a cue are wanted: not what somebody tells, asks about or wants not."""

import re

from assistant.utterance import Language

PAUSE = re.compile(r"(?<!\d)[,.;:!?…]+(?=\s|$)|[，。；：！？…]+|\s[-–—]\s")
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
    r"|(?:he|she|they|who|it|we|i) (?:was|were|had|went|did|told|stopped|drove|took)|(?:he|she|they|who|it) said"
    r"|(?:i|we) said (?:that|to|it|i|we|you|he|she|they|let)"
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


def clause_start(text: str, at: int) -> int:
    """Where the clause begins that a character stands in."""
    return max((m.end() for m in PAUSE.finditer(text) if m.end() <= at), default=0)


def clause_end(text: str, at: int) -> int:
    """The end of the clause that a character stands in."""
    return min((m.start() for m in PAUSE.finditer(text) if m.start() >= at), default=len(text))


def is_wanted(match: re.Match[str], language: Language, *, reads_only: bool) -> bool:
    """Whether a cue is said as a wish or question of the speaker. `reads_only`: it moves nothing, and may be asked."""
    text = match.string
    clause = text[clause_start(text, match.start()) : clause_end(text, match.end())]
    if denial_before(text, match.start(), language) is not None or _is_told(
        clause, text, language, reads_only=reads_only
    ):
        return False
    return reads_only or not _is_asked(match, clause, language)


def denial_before(text: str, at: int, language: Language) -> re.Match[str] | None:
    """The words that take back what begins at a character; None where none do."""
    return (_NOT_EN if language == "en" else _NOT_ZH).search(text[:at])


def _is_told(clause: str, text: str, language: Language, *, reads_only: bool) -> bool:
    """Whether somebody tells what happened, and wants nothing; a question may be about what was."""
    past, others = (_PAST_EN, _OTHERS_EN) if language == "en" else (_PAST_ZH, _OTHERS_ZH)
    if reads_only:
        return past.search(clause) is not None and _QUESTION.search(text) is None
    return past.search(clause) is not None or others.search(clause) is not None


def _is_asked(match: re.Match[str], clause: str, language: Language) -> bool:
    """Whether it is only asked about: a question moves nothing."""
    if language == "en":
        begin = clause_start(match.string, match.start())
        return _ASKING_EN.match(match.string[begin : match.start()].lstrip()) is not None
    return _ASKING_ZH.search(clause) is not None and _REQUESTING_ZH.search(clause) is None
