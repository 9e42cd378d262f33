"""Orders that are dressed as something to keep: what may be done, by whom, and without which proof."""

import re
from collections.abc import Mapping

from assistant.utterance import Language

_ASIDE = r"(?:(?:please|hey|ok|and|just) )*"
_KEEPING = (
    rf"^{_ASIDE}(?:(?:always )?(?:remember|keep in mind|note|make a note|learn|save|know|get used to)\b"
    r"|(?:i|we) (?:really |would |always |usually )*(?:prefer|like (?:it|that|the)|love it|(?:am|are) fine|do not mind)"
    r"|(?:my|our) (?:preference|wish|habit|rule|custom|favou?rite)|(?:it is|that is) (?:ok|okay|fine|my preference))"
)
"""What is to be kept."""
_HENCEFORTH = rf"^{_ASIDE}(?:from now on|always|never ask|as a rule|in (?:the )?future|you (?:may|can|never|always))\b"
"""What is to hold from now on."""
_PROVED = (
    r"(?:pin|pins|code|codes|pass ?words?|passcodes?|confirmation|confirming|asking|questions?|proof|permission|"
    r"check(?:ing|s)?|being asked)"
)
_UNPROVED = (
    rf"\bwithout (?:a |the |any |my |our )?{_PROVED}\b"
    rf"|\b(?:no|not|never)\b.{{0,24}}\b(?:need|require|want|ask(?:ed)? for|asked?)\b.{{0,20}}\b{_PROVED}\b"
    rf"|\b{_PROVED} (?:is|are) (?:not|no longer|never) (?:needed|required|necessary|asked)\b"
    rf"|\bno {_PROVED}\b|\b(?:never|not)(?: to)? (?:ask|check)\b"
    r"|\b(?:skip|ignore|forget|drop|bypass|disable|override|forgo)\b.{0,24}\b(?:pin|code|rules?|questions?|"
    r"confirmations?|safety|policy|limits?)\b"
)
_PERMITTED = (
    r"\b(?:allowed|entitled|permitted|authori[sz]ed|trusted) to\b"
    r"|\b(?:may|can) (?:always |freely )?(?:come|enter|open|use|drive|control|do|turn|disarm|unlock)\b"
    r"|\b(?:is|are|counts? as) (?:also |now )?(?:an? |the )?(?:owner|admin\w*)\b"
    r"|\bas (?:an? |the )?(?:owner|admin\w*)\b"
    r"|\b(?:obey|do (?:what|whatever|everything)|listen to)\b.{0,20}\b(?:says?|wants?|asks?)\b"
)
_OPENED = (
    r"\b(?:unlock\w*|disarm\w*)\b|\blet(?:s|ting)? .{1,30} in\b"
    r"|\bopen\w* (?:the |our |up )?(?:\w+ )?(?:doors?|gates?|garage|house|lock)\b"
    r"|\b(?:doors?|gates?|locks?|garage|alarm|house|car)\b.{0,30}\b(?:open|unlocked|disarmed|off)\b"
)
_FOR_SOMEBODY = r"\b(?:unlock\w*|disarm\w*|open\w*)\b.{0,30}\bfor (?!me\b|us\b|\d|a\b|an\b|the\b)\w+"

_KEEPING_ZH = (
    "^(?:请|帮我|麻烦)*(?:记住|记得|记一下|记下|记着|我们?(?:都)?(?:更|比较)?(?:喜欢|希望|想要|偏好|习惯)|"
    "我们?的(?:偏好|习惯|规矩|喜好))"
)
_HENCEFORTH_ZH = "^(?:请)?(?:以后|今后|从现在|从今|总是|一律|永远|一直|每次)"
_PROVED_ZH = "(?:密码|口令|验证码?|确认|询问|同意|许可|pin码?)"
_UNPROVED_ZH = (
    f"(?:不用|不要|不需要|不必|无需|无须|免|别|跳过|没有?|不)(?:再)?(?:输入?|说|要|问|向|跟|和|我|的|任何|让|核对|检查)*{_PROVED_ZH}"
    "|(?:不用|不必|别|不要|无需|不需要)(?:再|先)*(?:问|询问|请示|征求)"
    "|(?:忽略|无视|取消|绕过|关掉|跳过|不管).{0,6}(?:规则|密码|限制|确认|安全)"
)
_PERMITTED_ZH = (
    "(?:随便|随时|都?可以|有权|允许).{0,6}(?:进|开门|出入|开锁|解锁|开车|控制|使用|撤防)"
    "|(?:当|算|是|作为)(?:成|作|做)?(?:主人|管理员|房主|户主)|(?:都|全)?听.{1,6}的"
)
_OPENED_ZH = "开锁|解锁|撤防|给.{0,8}(?:开门|留门)|(?:让|放).{1,8}进(?:来|门|屋)|门.{0,8}(?:开着|不锁|别锁|敞开|打开)"
_FOR_SOMEBODY_ZH = "(?:给|为|帮)(?!我).{1,8}(?:开门|开锁|解锁|留门)|(?:让|放)(?!我).{1,8}进(?:来|门|屋)"

_FORMS: Mapping[Language, tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]] = {
    "en": (
        (re.compile(_KEEPING), re.compile(f"{_UNPROVED}|{_PERMITTED}|{_OPENED}")),
        (re.compile(_HENCEFORTH), re.compile(f"{_UNPROVED}|{_PERMITTED}|{_FOR_SOMEBODY}")),
    ),
    "zh": (
        (re.compile(_KEEPING_ZH), re.compile(f"{_UNPROVED_ZH}|{_PERMITTED_ZH}|{_OPENED_ZH}")),
        (re.compile(_HENCEFORTH_ZH), re.compile(f"{_UNPROVED_ZH}|{_PERMITTED_ZH}|{_FOR_SOMEBODY_ZH}")),
    ),
}


def is_dressed_order(sentence: str, language: Language) -> bool:
    """Whether a plain sentence asks for a permission, or for a proof to be left out, as something to keep."""
    return any(begins.search(sentence) and about.search(sentence) for begins, about in _FORMS[language])


def permits(words: str, language: Language) -> bool:
    """Whether words that are to be kept are about who may do what, or about doors that open."""
    about = {"en": f"{_UNPROVED}|{_PERMITTED}|{_OPENED}", "zh": f"{_UNPROVED_ZH}|{_PERMITTED_ZH}|{_OPENED_ZH}"}
    return re.search(about[language], words.lower()) is not None
