"""Whether words claim that something was done. Such words may only come from a result, never from a model."""

import re
from functools import cache

from assistant.utterance import Language

_DONE_EN = (
    r"turned|switched|set|opened|closed|shut|locked|unlocked|started|stopped|paused|resumed|dimmed|brightened|raised|"
    r"lowered|increased|decreased|reduced|changed|adjusted|activated|deactivated|enabled|disabled|muted|unmuted|sent|"
    r"added|removed|deleted|saved|stored|remembered|forgotten|cleaned|docked|parked|cancelled|canceled|scheduled|"
    r"played|called|ordered|moved|put|made|done|updated|reset|armed|disarmed|cooled|heated|warmed|lit"
)
_DOING_EN = (
    r"turning|switching|setting|opening|closing|shutting|locking|unlocking|starting|stopping|pausing|resuming|dimming|"
    r"brightening|raising|lowering|increasing|decreasing|reducing|changing|adjusting|activating|deactivating|enabling|"
    r"disabling|muting|sending|adding|removing|cleaning|scheduling|playing|calling|ordering|moving|heating|cooling"
)
_DO_EN = (
    r"turn|switch|set|open|close|shut|lock|unlock|start|stop|pause|resume|dim|brighten|raise|lower|increase|decrease|"
    r"reduce|change|adjust|activate|deactivate|enable|disable|mute|send|add|remove|remember|clean|schedule|play|call|"
    r"order|move|heat|cool|make sure|take care|do (?:it|that|so)|cook|prepare|brew|boil|bake|steam|warm|remind|wake|"
    r"notify|arrange|book|put|run|bring|get (?:it|that|the|your)|have (?:it|that|the|your)|"
    r"make (?:it|the|your|some|you)"
)
_CLAIMS_EN = (
    rf"\b(?:i|we)(?:'ve| have| had|)\s+(?:just |now |already |successfully )*(?:{_DONE_EN})\b"
    rf"|\b(?:i|we)(?:'m| am| are|'re)\s+(?:now |just |already )*(?:{_DOING_EN})\b"
    rf"|\b(?:i|we)(?:'ll| will| am going to|'m going to| shall)\s+(?:now |just |gladly )*(?:{_DO_EN})\b"
    rf"|\b(?:has|have|had)\s+(?:now |just |already |successfully )*been\s+(?:now |just |successfully )*(?:{_DONE_EN})\b"
    rf"|\b(?:is|are|'s)\s+(?:now |being |already )+(?:{_DONE_EN}|on|off|open|running|charging|playing|up|down)\b"
    rf"|\b(?:is|are|'s|was|were)\s+(?:successfully |being )?(?:turned|switched|locked|unlocked|dimmed|muted|started|"
    rf"stopped|activated|deactivated|opened|set to)\b"
    rf"|^(?:ok(?:ay)?|sure|alright|all right|certainly|of course|yes|done)?[,.! ]*(?:{_DOING_EN})\b"
    rf"|^(?:ok(?:ay)?|sure|alright|all right|yes)?[,.! ]*(?:all )?(?:done|finished|completed)\b"
    rf"|\b(?:it's|it is|that's|that is|consider it|all) (?:done|taken care of|finished)\b"
    rf"|\b(?:the|your|our|all)\s+[\w' -]{{1,40}}?\s+(?:is|are)\s+(?:\w+ly |still |now |just )*(?:on|off|open|closed|"
    rf"shut|locked|unlocked|running|playing|paused|muted|charging|working|set to|in \w+ mode|at \d)\b"
)

_THING_EN = (
    r"lights?|lamps?|bulbs?|fans?|doors?|locks?|windows?|blinds?|curtains?|shades?|shutters?|heating|heater|heat|radiator|"
    r"thermostat|temperature|oven|stove|hob|kettle|coffee|vacuum|robot|mower|alarm|siren|garage|gate|car|trunk|boot|hood|"
    r"tv|television|music|song|speakers?|volume|sound|cooker|rice|congee|charging|valve|water|gas|tap|camera|router|"
    r"humidifier|boiler|air conditioning|ac|plug|switch|scene|timer|reminder|milk|list|everything|all of them|both"
)
_STATE_EN = (
    r"on|off|out|up|down|open|closed|shut|locked|unlocked|armed|disarmed|muted|unmuted|paused|stopped|started|running|"
    r"playing|charging|docked|saved|set|dimmed|lit|red|green|blue|white|orange|purple|pink|yellow|warmer|cooler|ready"
)
_GOING_EN = (
    rf"{_DOING_EN}|brewing|preheating|cleaning|mopping|vacuuming|mowing|cooking|charging|returning|docking|"
    r"going (?:up|down|on|off|out)|coming (?:up|down|on)|on (?:its|the|their) way"
)
_ENDED_EN = "|".join(word for word in _DONE_EN.split("|") if word not in ("called", "made", "put", "played", "ordered"))
_OFTEN_EN = r"(?:now|just|already|all|both|back|\w+ly|being)\s+"
_STATED_EN = (
    rf"\b(?:{_THING_EN})\b[\w' ]{{0,24}}?\b(?:is|are|'s|was|were|has|have)\s+(?:been\s+)?(?:{_OFTEN_EN})*"
    rf"(?:{_STATE_EN}|{_GOING_EN}|{_ENDED_EN}|begun|begins)\b"
    rf"|^(?:the |your |all |both )*(?:[\w']+ ){{0,2}}?(?:{_THING_EN})\s*[:,]?\s+(?:{_STATE_EN}|{_ENDED_EN})\b"
    rf"|^[A-Z]\w+ is (?:now )?(?:{_GOING_EN})\b"
    r"|\b(?:it's|it is|that's|that is|you're|you are|we're|we are|everything is|everything's|consider (?:it|that)|all)"
    r"\s+"
    r"(?:all\s+|now\s+)*(?:set|sorted|handled|settled|done|finished|taken care of|good to go)\b"
    r"|^(?:all set|all sorted|all good|mission accomplished|handled|sorted)\b"
)
"""A thing's state told as a fact, and the little phrases that say it is done."""

_DEED_EN = (
    rf"\b(?:went|gone|go) ahead and (?:{_DONE_EN})\b"
    r"|\b(?:took|taken) care of\b"
    rf"|\blet me (?:just |quickly )*(?:{_DO_EN})\b"
    rf"|^successfully (?:{_DONE_EN})\b"
)
_CHECKED = re.compile("[\u2705\u2714\u2611\U0001f197]")
"""Ticks: they say "done" without a word."""

_PICTURES = "".join(map(chr, range(0x1F300, 0x1FB00))) + " \ufe0f"

_COURTESY = re.compile(
    r"^(?:(?:no problem|no worries|not at all|sure(?: thing)?|of course|certainly|absolutely|got it|okay?|alright|"
    r"all right|good night|great|perfect|you bet|your wish is my command|没问题|没事|好嘞|好的|好|嗯|行|收到|当然)"
    r"[\s,，。!！.~\U0001f300-\U0001faff]+)+",
    re.IGNORECASE,
)
"""Before what is meant: "no problem" negates nothing."""

_ACT_ZH = (
    "打开|关闭|关上|关掉|开启|启动|停止|暂停|继续|锁上|锁好|解锁|调到|调高|调低|调亮|调暗|调整|调好|设置|设定|设为|设成|设好|"
    "拉上|拉开|升起|降下|播放|静音|添加|加入|删除|移除|记住|记下|忘记|发送|安排|预约|取消|开始|完成|清扫|打扫|关好|开好|切换"
)
_PROMISED_ZH = (
    "煮|做|弄|准备|提醒|叫醒|热好|烧|炒|蒸|炖|煲|泡|烤|保温|收拾|安排|通知|记得|照办|处理|帮[您你]|为[您你]|给[您你]"
)
_CLAIMS_ZH = (
    rf"(?:已经?|已为您|刚刚?|现在已|成功)[^,，。！!？?]{{0,14}}?(?:{_ACT_ZH}|开|关|锁|搞定|办好|做好|弄好|处理)"
    rf"|(?:{_ACT_ZH})[^,，。！!？?不没]{{0,10}}?(?:了|好了|完成|成功|完毕)"
    rf"|(?:正在|在)(?:为您|给您|帮您|帮你|为你)?(?:{_ACT_ZH})"
    rf"|(?:我(?:会|将|来|这就|马上|现在)|马上|这就|立刻|现在)(?:就|为您|为你|给您|给你|帮您|帮你|把|将)*[^,，。！!？?不]{{0,14}}?(?:{_ACT_ZH})"
    rf"|我(?:会|将|来|这就|马上|现在就?)[^。！!？?不]{{0,24}}?(?:{_PROMISED_ZH})"
    r"|(?:搞定|办好|做好|弄好|处理好)了?|^(?:好的|好|嗯|行)?[,，。!！ ]*(?:完成|好了|可以了)"
    r"|(?:操作|处理|设置|设定|执行|任务|启动|关闭|开启)(?:已经?)?(?:成功|完毕|完成|好了)"
    r"|已(?:经)?(?:为您|为你|帮您|帮你|给您|给你)?[^,，。！!？?不没]{0,10}?(?:出发|加到|加进|布防|撤防|执行|记住|记录|启用|激活|响应|升高|降低|上锁|停)"
    r"|(?:温度|音量|亮度|湿度|速度|风速)[^,，。！!？?不没]{0,4}?(?:升高|降低|提高|增加|减小|升|降)(?:到|了)"
    r"|(?:模式|档位|挡位|亮度|音量|电量|湿度)(?:目前|现在|当前|还)?(?:是|为|在|处于)"
    r"|(?:目前|现在|当前)(?:处于|是|为)[^,，。！!？?]{0,10}?(?:模式|档|度|状态)"
    r"|(?:都|全部|全)(?:关|开|锁|弄|办|设|调)(?:了|好|上)"
    r"|(?:灯|门|锁|窗帘|空调|风扇|电视|音箱|扫地机|车窗|车门)[^,，。！!？?不没]{0,6}?(?:开着|关着|亮着|锁着|打开了|关了|开了|锁了)"
)
_NEGATED_EN = re.compile(
    r"\b(?:not|cannot|can't|couldn't|won't|didn't|haven't|hasn't|isn't|aren't|wasn't|weren't|don't|never|unable|no|nothing|"
    r"nobody|whether|if)\b",
    re.IGNORECASE,
)
_NEGATED_ZH = re.compile(r"没有|没能|没法|不能|无法|不会|未能|不可以|并未|不知道|不确定|什么都没|还没")
_CLAUSE = re.compile(r"([.!?;。！？；\n]+|,\s*(?:but|however)\b|，但)")


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """Compiled when first needed: together they take 60 ms, and a start without a core needs none of them."""
    return re.compile(source, re.IGNORECASE)


def claims_an_act(text: str, language: Language) -> bool:
    """Whether the words say that something was, is being or will be done, or tell a device's state as a fact.

    Both languages are looked at whatever `language` says: a model may answer in the other one. In a question a state is
    no claim ("Would you like the lights off?"); that something was done is one even there.
    """
    if _CHECKED.search(text):
        return True
    pieces = _CLAUSE.split(text)
    return any(
        _claims(clause, asked="?" in end or "？" in end)
        for clause, end in zip(pieces[::2], [*pieces[1::2], ""], strict=True)
        if clause.strip()
    )


def _claims(clause: str, *, asked: bool) -> bool:
    clause = clause.strip().lstrip(_PICTURES)
    clause = _COURTESY.sub("", clause).strip() or clause
    english = (
        _pattern(_CLAIMS_EN).search(clause)
        or _pattern(_DEED_EN).search(clause)
        or (not asked and _pattern(_STATED_EN).search(clause))
    )
    chinese = _pattern(_CLAIMS_ZH).search(clause) and not _NEGATED_ZH.search(clause)
    return bool((english and not _NEGATED_EN.search(clause)) or chinese)
