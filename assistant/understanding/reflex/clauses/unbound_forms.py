"""Idioms around a wish whose "if", "when", "before", "not" or 要是 holds nothing back, by their construction.

English ones are matched against words with single spaces ("you are" for "you're"), Mandarin ones without spaces.
"""

import re

_NEXT = (
    r"(?= [,.;!?-]| and\b| please\b| could\b| can\b| would\b| will\b| then\b| i\b| we\b| turn| switch| put| open| close"
    r"| shut| set| make| start| stop| lock| unlock| dim| raise| lower| mute| pause| play| kill| pull| run| clean| draw"
    r"| hoover| vacuum| stick| knock| pop| whack| get| have| bring| flick| drop| take| tell| give| let| the\b| my\b|$)"
)
_WHEN = r"\b(?:if|when|whenever|as soon as|once|as long as|while|since|seeing as)"
_BREAK = r"(?: quick| spare| free| wee)? ?(?:secs?|seconds?|moments?|minutes?|mo|tick|chance|opportunity|time|hands?)"
_BOTHER = r"(?:trouble|bother|hassle|problem|fuss|imposition|work)"
_HARM = (
    r"(?:ruined|ruins?|soaked|drenched|floods|flooded|spoil(?:s|ed|t)?|burn(?:s|ed|t)?|boils? over|melt(?:s|ed)?"
    r"|freezes?|frozen|catch(?:es)? fire|explodes?|dies?|dead|rots?|wilts?|overflows?"
    r"|mad|crazy|insane|nuts|scream|burst|faint|pass out|to death)"
)

SET_ASIDE = tuple(
    re.compile(form)
    for form in (
        # The one who is asked may take the time.
        rf"{_WHEN} you (?:possibly |ever |just )?(?:can|could|would|will|may|like|wish|please|would like|mind"
        rf"|fancy|do not mind|would not mind|have time|are (?:free|ready|able|about|listening|passing|up))"
        rf"{_NEXT}",
        rf"{_WHEN} you (?:(?:have )?(?:got|get)|have|find|can spare)"
        rf"(?: a| an| half a| one| five| two| the| your)?{_BREAK}\b",
        r"\b(?:while|whilst|since|if|seeing as|as long as) (?:you|we|i) (?:are|am) (?:at|about|on) it\b",
        r"\bif (?:it|that|this) is (?:ok|okay|all right|alright|all the same|possible|fine(?= with| by)"
        rf"|(?:no|not (?:too much|too big a|any|a|much))(?: of a)? {_BOTHER}|not asking too much|not too much to ask)"
        rf"(?: (?:with|to|by|for) you)?{_NEXT}",
        # A greeting before what is wished.
        r"^(?:good (?:morning|afternoon|evening)|morning|hello|hi|hey|hiya)(?: (?:there|all|house|everyone|everybody"
        r"|darling|dear|love|again))? ?[,.!]+ (?=(?:[^ ]+ ){2})",
        # What it is good for, where it is wished at once.
        r"^before (?:my|our|the|his|her) [a-z]+ ?,? ?(?=(?:i|we) (?:need|want|would like)\b)",
        # What somebody thinks of it.
        r"\bif (?:i am (?:not )?(?:mistaken|wrong|honest|being honest)|i may|i (?:remember|recall)(?: right| rightly"
        r"| correctly)?|memory serves(?: me)?(?: right| well)?|you ask me|you must know)\b",
        r"\bi (?:will|would|am) be (?:damned|blowed|buggered|blasted|darned|hanged|jiggered) if\b[^,.;!?]*",
        r"\bbefore i forget\b",
        r"\bwhile i (?:remember|think (?:of|about) it|have (?:got )?you)\b",
        # What else would happen.
        rf"\bbefore (?:[a-z]+ ){{0,4}}?{_HARM}\b",
        r"\bafter (?:the|all the|such a|that|this) (?:[a-z]+ ){1,3}(?:i|we) have (?:just )?had\b",
        # In which order, where all of it is done at once.
        r"(?:^|(?<=, )|(?<=and ))first(?: of all| off| things first)?,? (?!floor|storey|level|light|lamp|one)",
        r"(?<!the )(?<!at )(?<!go )(?<!me )(?<!change )(?<!charge )(?<!replace )(?<!out )"
        r"(?<!ready )(?<!done )(?<!finish )"
        r"\bfirst(?: of all| off| please)?(?=$| ?[,.;!?]| and\b| then\b)",
        r"\b(?:before|after|beside) that(?=$| ?[,.;!?])|(?:^|(?<=, )|(?<=and ))(?:after|before) that,? ",
        # Strength.
        r"\bonce and for all\b",
        r"(?<!all )\b(?:at once|for once)\b",
        r"\bafter all(?= [,.;!?]|$)",
        rf"\b(?:just )?in case(?= [,.;!]|$)|^(?:just )in case{_NEXT}",
    )
)
"""What can be left out."""
IDIOMS = SET_ASIDE + tuple(
    re.compile(form)
    for form in (
        r"\b(?:some|any|every|no) ?(?:one|body|thing|where) else\b|\b(?:what|who|where) else\b",
        # Why something may be off: nobody uses it. What nobody is to do stays forbidden.
        r"(?:^|(?<=[,.;!-] )|(?<=\bas )|(?<=\bsince )|(?<=\bbecause )|(?<=\band ))(?:nobody|no one) (?:is|was|uses"
        r"|watches|needs|will be|has been)(?! to\b| allowed)[^,.;!?]*",
        r"\bfor (?:tonight|today|the night|the day)(?= [,.;!]|$)",
        # How full is no moment: the car is told a limit, and stops by itself.
        r"\bcharge (?:(?!until|till|and|then|,)\S+ ){0,4}(?:until|till)"
        r"(?= (?:it is (?:at )?)?(?:\S+ ){1,3}?(?:%|percent))",
        r"\bstop charging (?:\S+ ){0,3}?(?:when|once|as soon as) (?:it|the car|the battery) "
        r"(?:reaches|hits|is at|gets to)(?= (?:\S+ ){1,3}?(?:%|percent))",
    )
)

_ASKED_KINDLY = "(?:方便|不麻烦|有空(?!调|气)|得空|有时间|愿意|乐意|不介意|不忙|没问题|可以|行)"

SET_ASIDE_ZH = tuple(
    re.compile(form)
    for form in (
        "^(?:那个|那什么|呃|嗯|额|诶|欸|对了)(?:啊|呀)?[，,、](?=.{4})",
        "^(?:大家|你|您|各位)?(?:早上|早晨|上午|中午|下午|晚上|大家)好(?:啊|呀|哦)?(?=[，,。.；;！!])",
        f"(?:你|您)?(?:如果|要是|若是?|假如)(?:你|您)?(?:现在|这会儿)?{_ASKED_KINDLY}"
        "(?:的话|的时候|(?=[，,帮给请麻把就]))",
        f"(?:(?:你|您)|(?<=[，,])|^)(?:现在)?{_ASKED_KINDLY}的(?:话|时候)",
        "只要能[^，。,.；;！!开关亮灭灯房厅室]{1,6}(?:就行|就好|就成|都行|就可以)(?:了|啦)?(?=[，。,.；;！!]|$)",
        "不要紧",
        "^(?:不准|不许|别|不要)再(?:玩|看|吵|闹|哭|磨蹭|拖|睡)(?:下去)?(?:了|啦)?(?=[，,。！!])",
    )
)
IDIOMS_ZH = SET_ASIDE_ZH + tuple(
    re.compile(form)
    for form in (
        "趁[^，。,.；;！!]*?(?=[，。,.；;！!先把将快赶给帮请叫让]|(?:以|之)?后|$)",
        "(?:特别|级别|个别|区别|性别|分别|别的|别人|别处|别家|别墅|别说|别提)",
        "(?:以防万一|万一[^，。,.；;]*(?:咋个?办|怎么办|咋整|怎么得了))",
        "以前(?=都|总|老|一直|经常|每)",
        "今[天儿](?=也|就|先|把|给|太|真|好|很|有点|的)",
        "充到(?=.{1,7}?(?:就停|停|为止|就行|就够|就好)(?:了|吧)?(?=[，。,.；;！!]|$))",
    )
)
