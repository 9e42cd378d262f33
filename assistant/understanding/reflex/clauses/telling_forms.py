"""The forms in which people tell likings and prohibitions, on plain sentences: lower case, without contractions."""

import re
from collections.abc import Mapping

from assistant.utterance import Language

Forms = Mapping[Language, re.Pattern[str]]

_REMEMBER = r"(?:(?:remember|keep in mind|note)(?: that)?[:,]? )?"
_REMEMBER_ZH = "(?:(?:帮我|请)?记(?:住|得|着)[:：，,]?)?"
_KIDS = r"(?:the |our |my )?(?:kids|children|boys|girls)"
_LIKE = r"(?:would like|like|love|prefer|want|take|drink|have|enjoy)"
_I_LIKE = rf"^{_REMEMBER}(?:i|we) (?:really |always |usually |just |do |mostly )*{_LIKE}"
_I_LIKE_ZH = f"^{_REMEMBER_ZH}我们?(?:都|一般|总是|比较|很|最)?(?:喜欢|爱|习惯|想要|希望)"

PARTED: Forms = {
    "en": re.compile(
        r"\b(no|not|never|nobody|like|love|prefer|want|take|drink|have|enjoy|favou?rite|play|quiet|forbidden|banned|"
        r"taboo|off limits|should be|again)\b"
    ),
    "zh": re.compile("别|不|禁止|勿|喜欢|爱|习惯|希望|想要|安静|放|播|来|咖啡|茶|又"),
}
"""Without one of these words nothing of the kind is told."""

LEAD: Forms = {"en": re.compile(rf"{_I_LIKE} "), "zh": re.compile(_I_LIKE_ZH)}
"""How a liking begins, which is not said again before the next."""
AND: Forms = {"en": re.compile(r",? and |, "), "zh": re.compile("[，,、；;]|而且|还有|以及")}
"""Between two likings of one sentence."""

ORDERS: Forms = {
    "en": re.compile(
        r"^(?:please |then |so |now )*(?:turn|switch|set|put|open|close|shut|start|stop|dim|brighten|play|pause|lock|"
        r"unlock|make|raise|lower|run|give|get|never|no|do not|don't) "
    ),
    "zh": re.compile("^(?:请|就|那|帮我|给我|你)?(?:把|打开|关|开|调|放|播|启动|停|锁|解锁|拉|永远|以后|别|不要|不许)"),
}
"""How an order, or what is not to be done, begins: behind a liking it is none."""

WANTS: Forms = {
    "en": re.compile(r"^(?:i|we) (?:want|would like|do not want)\b"),
    "zh": re.compile("^我们?(?:想要|希望|不想)"),
}
"""What is wanted now, where no time is told that comes again."""

FORBIDS: Forms = {
    "en": re.compile(
        rf"^{_REMEMBER}(?P<kids>{_KIDS} (?:may|must|should|can|are|do) not (?:allowed to |to )?)?"
        r"(?:(?(kids)|(?:(?:i|we) (?:do not|never) want (?:you to |to hear )?|do not(?: ever)? |never |no(?: more)? |"
        r"nobody (?:may|should|is allowed to|is to) |you (?:must|should|may|are) not (?:allowed to |to )?)))"
        rf"(?:let (?P<let>{_KIDS}) )?(?P<deed>.+)$|"
        rf"^{_REMEMBER}(?P<named>[\w' ]+?) (?:is|are) (?:not (?:allowed|permitted|okay|ok)|forbidden|off limits|taboo|"
        r"banned)$"
    ),
    "zh": re.compile(
        f"^{_REMEMBER_ZH}(?:(?P<kids>孩子们?|小孩子?|小朋友们?)|你|我们?家里?|家里|我)?(?:都|也|就)?(?:千万|绝对|一律|永远|再也)?(?:都|也)?"
        "(?:不想听到?|不希望你?|别再?|不要再?|不许|不准|禁止|不能|不可以|不得|不让|勿)(?:在)?(?P<deed>.+)$|"
        "^(?P<named>.{1,8}?)(?:是)?(?:不允许|不行|不可以|被禁止)的?$"
    ),
}
"""What somebody does not want to be done; with a condition alone it is told for good."""

ALLOWS: Forms = {
    "en": re.compile(
        r"^(?:(?:you|we|i) (?:can|may|are allowed to|am allowed to)(?: now)? (?P<deed>.+) again|"
        r"(?P<named>.+) is (?:allowed|permitted|fine|okay|ok) again)$"
    ),
    "zh": re.compile("^(?:(?:现在|以后|你)?又(?:可以|能)(?P<deed>.+?)了?|(?P<named>.+?)(?:现在)?又(?:可以|行)了?)$"),
}
"""What was not to be done may be done again."""

FOR_SOMEBODY: Forms = {
    "en": re.compile(r" for (?!me$|us$|long$|now$|everybody$|everyone$|anybody$|anyone$)[a-z]+$"),
    "zh": re.compile("^给(?!我|大家)"),
}
"""One person among several, behind what is not to be done."""

NEVER: Forms = {
    "en": re.compile(rf"^{_REMEMBER}(?:never |do not ever |(?:i|we) never want |you must never )"),
    "zh": re.compile("^(?:永远|绝对|再也)(?:都)?(?:别|不要|不许|不准|不能)"),
}
"""For good, also without a condition."""

QUIET: Forms = {
    "en": re.compile(
        r"^(?:keep|be|stay)(?: it)? quiet$|^quiet(?: time| hours)?$|^(?:it|the house) (?:has to|must|should) (?:be|"
        r"stay) quiet$|^(?:we|i) (?:want|need) (?:it )?quiet$"
    ),
    "zh": re.compile("^(?:家里|屋里|你)?(?:请|要|得|必须)?(?:保持)?安静(?:一点|点)?$"),
}

AT_ALL: Forms = {
    "en": re.compile(r"^(?:to |any |the |a |more )+|(?: at all| any ?more| again| ever| on| allowed)+$"),
    "zh": re.compile("^(?:再|给我|让人|把|有|发出|弄出)+|(?:了|任何)+$"),
}
RUNS: Forms = {
    "en": re.compile(
        r"^(?:use|using|run|running|operate|start|starting|switch on|put on|turn on|turning on|have|watch|watching)"
        r"(?: the| any)? "
    ),
    "zh": re.compile("^(?:开着|启动|打开|使用|运行|开|用|看|放|转)"),
}

_DRINK = r"(?:coffee|espresso|cappuccino|latte|latte macchiato|americano|tea)"
_HOW = (
    r"(?:(?:extra |very |not too )?(?:strong|mild|weak|light|black|white|sweet|hot|cold|iced|bitter|creamy|milky|"
    r"medium|dark|lukewarm|decaf)(?: and (?:strong|hot|sweet|black))?|with(?:out)? [a-z ]+)"
)
_DRINK_ZH = "(?:咖啡|浓缩咖啡|拿铁|卡布奇诺|美式|茶)"
_STRENGTH_ZH = "(?:浓|淡|清淡|甜|苦|烫|热|凉|温)"
DRINKS: Forms = {
    "en": re.compile(
        rf"{_I_LIKE} (?:my |our |the )?(?P<drink>{_DRINK})(?: to be)?(?: rather| quite| very| really)? "
        rf"(?P<how>{_HOW})$|"
        rf"{_I_LIKE} (?:a |my )?(?P<how2>strong|mild|weak|light|black|sweet|hot|extra strong) (?P<drink2>{_DRINK})$|"
        rf"^{_REMEMBER}(?:my|our) (?P<drink3>{_DRINK}) (?:should|has to|must) be (?P<how3>{_HOW})$"
    ),
    "zh": re.compile(
        f"{_I_LIKE_ZH}喝?(?P<how>{_STRENGTH_ZH}|不加糖|加奶|加糖)(?:一?点儿?|一?些)?的?(?P<drink>{_DRINK_ZH})$|"
        f"{_I_LIKE_ZH}喝?(?P<drink2>{_DRINK_ZH})(?P<how2>{_STRENGTH_ZH}|加奶|加糖|不加糖)(?:一?点儿?|一?些)?的?$|"
        f"^{_REMEMBER_ZH}我的?喝?(?P<drink3>{_DRINK_ZH})(?:要|喜欢|爱)喝?(?P<how3>{_STRENGTH_ZH}|加奶|加糖|不加糖)"
        "(?:一?点儿?|一?些)?的?$"
    ),
}
"""How somebody likes what they drink."""

MUSIC: Forms = {
    "en": re.compile(
        rf"(?:{_I_LIKE} (?:(?P<listening>(?:to )?(?:hear|hearing|listen to|listening to|play))(?: some)? )?|"
        rf"^{_REMEMBER}(?:my|our) favou?rite (?:kind of )?music (?:is|are) |^{_REMEMBER}(?:my|our) music should be )"
        r"(?P<what>.+)$"
    ),
    "zh": re.compile(f"{_I_LIKE_ZH}(?P<listening>听)(?:点|些)?(?P<what>.+)$"),
}
PLAYS: Forms = {
    "en": re.compile(rf"^{_REMEMBER}(?P<listening>play)(?: me| us)?(?: some)? (?P<what>.+)$"),
    "zh": re.compile(f"^{_REMEMBER_ZH}(?:给我)?(?P<listening>放|播放?|来)(?:一?点|些|首)?(?P<what>.+)$"),
}
"""What is to be played, at times that come again."""

OF_MUSIC: Forms = {
    "en": re.compile(" (?:music|songs?)$"),
    "zh": re.compile("(?:的?(?:音乐|歌曲|歌)|的)$"),
}
"""What says only that it is music."""

PREFERS: Forms = {
    "en": re.compile(rf"(?:(?<=\bi)|(?<=\bwe)) (?:really |always |usually |just |do |mostly )*{_LIKE} "),
    "zh": re.compile("(?<=我|们)(?:都|一般|总是|比较|很|最)?(?:喜欢|爱|习惯|想要|希望)"),
}
"""The verb of a liking, with what only strengthens it."""

LIKES: Forms = {
    "en": re.compile(rf"{_I_LIKE} |^{_REMEMBER}\S.* should be "),
    "zh": re.compile(f"{_I_LIKE_ZH}|^{_REMEMBER_ZH}.+要"),
}

_WARM = "warmer|warm|hot|cooler|cool|cold|chilly|cosy|cozy"
_BRIGHT = "brighter|bright|dimmer|dimmed|dim|darker|dark"
_LOUD = "louder|loud|quieter|quiet"
DEGREES: Forms = {
    "en": re.compile(
        rf"^(?P<head>{_I_LIKE[1:]} .+?)(?P<between>(?: to be| at)?(?: quite| rather| very| really| nice and| nicely"
        rf"| a bit| fairly)* )(?P<word>{_WARM}|{_BRIGHT}|{_LOUD})$"
    ),
    "zh": re.compile(
        f"^(?P<head>{_I_LIKE_ZH[1:]}.+?)(?P<between>(?:要|比较|稍微|更|能|的灯光|保持)?)"
        "(?P<word>(?:暖和|温暖|热|暖|凉快|凉爽|凉|冷|明亮|亮堂|亮|昏暗|暗|大声|响|小声|安静|轻)(?:一?点儿?|一?些)?)的?$"
    ),
}
"""How it is liked, without a number."""

BARE: Forms = {
    "en": re.compile(r" at (?:[\d.]+|[a-z]+(?:[- ][a-z]+)?)$(?<!degrees)(?<!percent)(?<!volume)"),
    "zh": re.compile("[\\d.]+$|[一二三四五六七八九十百]+$"),
}
"""With a number that has no unit, as it is answered to a question."""

UNITS: Mapping[Language, tuple[str, ...]] = {"en": (" degrees", " percent"), "zh": ("度", "%")}

STANDS_FOR: Mapping[str, str] = {
    **dict.fromkeys(_WARM.split("|"), "warmth"),
    **dict.fromkeys(_BRIGHT.split("|"), "light"),
    **dict.fromkeys(_LOUD.split("|"), "sound"),
    **{
        f"{word}{more}": sort
        for words, sort in (
            ("暖和 温暖 热 暖 凉快 凉爽 凉 冷", "warmth"),
            ("明亮 亮堂 亮 昏暗 暗", "light"),
            ("大声 响 小声 安静 轻", "sound"),
        )
        for word in words.split()
        for more in ("", "一点", "一点儿", "点", "点儿", "一些", "些")
    },
}
"""From the word to what its number is of."""

SAMPLES: Mapping[Language, Mapping[str, str]] = {
    "en": {"warmth": "21 degrees", "light": "40 percent", "sound": "30 percent volume"},
    "zh": {"warmth": "21度", "light": "40%", "sound": "音量30%"},
}
"""With such a number it would be whole."""

OPEN_AT: Mapping[Language, Mapping[str, tuple[str, str]]] = {
    "en": {"sound": ("", " volume")},
    "zh": {"sound": ("音量", "")},
}
"""What stands around the number where it is answered."""

QUESTIONS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "warmth": "How {word}, in degrees?",
        "light": "How {word}, in percent of full brightness?",
        "sound": "How {word}, in percent of full volume?",
    },
    "zh": {"warmth": "具体多少度？", "light": "亮度百分之多少？", "sound": "音量百分之多少？"},
}
HOW: Mapping[str, str] = {
    "warmer": "warm", "cooler": "cool", "brighter": "bright", "dimmer": "dim", "dimmed": "dim", "darker": "dark",
    "louder": "loud", "quieter": "quiet", "cosy": "warm", "cozy": "warm", "chilly": "cool",
}  # fmt: skip
"""The word as it is asked after."""
