"""What no tool is for and no model is needed for: greetings, the weather of other days, and somebody nobody knows.

A sentence is taken only where every word of it is one of the few that such a sentence is made of.
"""

import re
from collections.abc import AsyncIterator

from assistant.conversation import Conversation
from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mind import PassedOn, Speech, Step
from assistant.understanding.names import Names
from assistant.understanding.sayings import saying_in
from assistant.utterance import Utterance
from assistant.words import sentence

NAME = "small talk"
WHO_IS_HOME = "who_is_home"
"""The tool that tells who is at home; without it only that somebody is not known."""
AT_SAYING = "at_saying"
"""The tool that knows what somebody does after a saying; without it only the greeting is answered."""

_MOST = 80
"""Characters; what is longer says more."""
_MOST_ZH = 24
_WORD = re.compile(r"[a-z']+")
_ENDS = " \t.,!?~。，！？、…"

_WEATHER = frozenset([
    "what", "what's", "whats", "how", "how's", "is", "it", "it'll", "will", "the", "weather", "like", "be",
    "forecast", "for", "going", "to", "rain", "raining", "rainy", "snow", "snowing", "sunny", "sun", "cloudy",
    "windy", "foggy", "storm", "stormy", "warm", "hot", "cold", "cool", "freezing", "nice", "wet", "dry", "do",
    "does", "i", "we", "need", "an", "a", "umbrella", "any", "there", "in", "on", "at", "of", "this", "next",
    "coming", "tomorrow", "tomorrow's", "tonight", "later", "day", "days", "week", "weekend", "morning", "afternoon",
    "evening", "night", "after", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "today", "outside", "temperature", "degrees", "many", "high", "low", "have", "tell", "me", "please", "give",
    "say", "says",
])  # fmt: skip
_SKY = re.compile(
    r"\b(weather|forecast|rain\w*|snow\w*|sunny|cloudy|windy|foggy|storm\w*|umbrella|warm|hot|cold|freezing|wet|dry)\b"
)
_DAYS = re.compile(
    r"\b(tomorrow('s)?|tonight|forecast|weekend|(next|coming) (week|days?)|this (week|evening|afternoon)|later|"
    r"(mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_DAYS_ZH = (
    r"(明天|后天|大后天|明早|明晚|今晚|今天晚上|这?周末|下个?周[一二三四五六日天末]?|周[一二三四五六日天]|"
    r"星期[一二三四五六日天]|下星期|这?几天|未来|接下来)"
)
_SKY_ZH = (
    r"(天气|下[大小]?雨|下[大小]?雪|有雨|有雪|雨|晴天|晴|阴天|刮风|有风|冷|热|暖和|凉快|气温|温度|带伞|打伞|"
    r"天气预报|预报)"
)
_REST_ZH = (
    r"(那|请问|告诉我|帮我|查一?下|看一?下|的|会|会不会|是不是|要不要|需要|要|不|是|吗|呢|么|嘛|没|有没有|有|怎么样|怎样|"
    r"如何|好|多少|几|度|早上|上午|中午|下午|晚上|白天|外面|我|出门|用|得|该|一整?天|三天|几天|还)"
)
_FORECAST_ZH = re.compile(f"(?:{_DAYS_ZH}|{_SKY_ZH}|{_REST_ZH})+")

_AT_HOME = re.compile(
    r"(?:is|are) (?:my |our )?(?P<a>[a-z]+) "
    r"(?:at home|home|back home|in the house|home yet|back yet|at home (?:now|yet))"
)
_AT_HOME_ZH = re.compile(
    r"(?:请问)?(?:我)?(?P<a>[\u4e00-\u9fff]{1,4}?)(?:现在)?(?:还)?(?:在家|回家了|回来了|到家了)(?:了)?(?:吗|没|没有|么|呢)"
)
_NO_NAMES = frozenset([
    "anyone", "anybody", "someone", "somebody", "everyone", "everybody", "nobody", "it", "he", "she", "they", "we",
    "you", "i", "this", "that", "there", "all", "one", "the", "who", "what", "everything", "anything", "something",
])  # fmt: skip
_NO_NAMES_ZH = re.compile(r"[你我他她它们谁人大有没都全家]|哪|什么|车|灯|门|窗")


class SmallTalk:
    """Answers what needs neither a tool nor a model, after the reflex mind and before any that thinks."""

    name = NAME

    async def reply(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """Words, and who is at home beside them; PassedOn for everything else."""
        said = " ".join(utterance.text.replace("’", "'").split()).strip(_ENDS) if len(utterance.text) <= _MOST else ""
        stranger = _stranger(said, names)
        if not said:
            yield PassedOn("")
        elif saying := saying_in(said):
            known = any(tool.name == AT_SAYING for tool in toolbox)
            yield ToolCall(AT_SAYING, {"saying": saying}) if known else Speech(sentence(saying, utterance.language))
        elif _asks_for_forecast(said):
            yield Speech(sentence("no_forecast", utterance.language))
        elif stranger:
            yield Speech(sentence("nobody_called", utterance.language, name=stranger), recorded=True)
            if any(tool.name == WHO_IS_HOME for tool in toolbox):
                yield ToolCall(WHO_IS_HOME)
        else:
            yield PassedOn("")


def _asks_for_forecast(said: str) -> bool:
    plain = said.casefold()
    if plain.isascii():
        asked = _SKY.search(plain) and _DAYS.search(plain) and not any(c.isdigit() for c in plain)
        return bool(asked) and all(word in _WEATHER for word in _WORD.findall(plain))
    text = re.sub(r"[\s，,]", "", said)
    if len(text) > _MOST_ZH or not re.search(_DAYS_ZH, text) or not re.search(_SKY_ZH, text):
        return False
    return bool(_FORECAST_ZH.fullmatch(text))


def _stranger(said: str, names: Names) -> str:
    """Who is asked after by a name that nobody and nothing here has; empty where nobody is."""
    found = _AT_HOME.fullmatch(said.casefold()) or _AT_HOME_ZH.fullmatch(said)
    called = found["a"] if found else ""
    if not called or called in _NO_NAMES or _NO_NAMES_ZH.search(called):
        return ""
    known = [n for t in names.things for n in t.names] + [n for r in names.rooms for n in r.names]
    if any(called in name.casefold() or name.casefold() in called for name in known if name):
        return ""
    start = said.casefold().find(called)
    return said[start : start + len(called)]
