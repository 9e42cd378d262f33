"""English sentences around an order that is none: thanked for, told of, refused, asked about or taken back.

"Thanks for turning off the TV", "Dad's locking the back door", "the light on the porch is ugly", "turn off the TV,
actually no". The parts of them that a phrase explains look like wishes; their grammar says that nothing is wished.
"""

import re
from dataclasses import replace

from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION, Token, is_chinese

_ING = (
    "turning|switching|locking|unlocking|closing|shutting|opening|dimming|brightening|setting|putting|pausing|playing|"
    "muting|unmuting|starting|stopping|raising|lowering|pulling|drawing|leaving|keeping|making|running|cleaning|"
    "hoovering|vacuuming|resuming|bolting|unbolting|heating|warming|cooling|mowing|powering"
)
_DONE = (
    "turned|switched|locked|unlocked|closed|opened|dimmed|brightened|paused|muted|unmuted|started|stopped|raised|"
    "lowered|pulled|bolted|unbolted|powered|hoovered|vacuumed|cleaned"
)
_ACT = (
    "turn|switch|put|open|close|shut|set|make|start|stop|lock|unlock|dim|brighten|raise|lower|mute|unmute|pause|play|"
    "kill|pull|run|clean|draw|hoover|vacuum|power|bolt"
)
_OH = r"^(?:(?:oh|ah|um|uh|well|so|hey|ok|okay|right|look|and|but|really|no|god|great|dear|always|never|just)[ ,!]+)*"
_THE = r"(?:the|my|our|your|his|her|their|all|every|both|a|an|this|that)"
_CLOSED = r"[.!… ]*$"

_LAST = r"[^,.;!?]*[.!… ]*$"
_KIN = (
    "mum|mom|mam|dad|gran|grandma|grandpa|granny|nan|nana|sister|brother|parent|aunt|auntie|uncle|friend|neighbour|"
    "neighbor|cousin|mate|boss|daughter|son|girlfriend|boyfriend|mother|father|grandad|granddad"
)
_NO_ORDERS = tuple(
    re.compile(form)
    for form in (
        # Thanked or apologised for.
        rf"{_OH}(?:thanks|thank you|ta|cheers|sorry|apologies|excuse me|forgive me|pardon me)\b[^,.;!?]*,? for "
        rf"(?:not )?(?:\w+ly )?(?:{_ING})\b",
        rf"{_OH}(?:i'm |i am |we're |it's |it is |that's |that was |it was )?(?:so |very |really )?(?:sorry|happy|glad|"
        rf"nice|kind|good|sweet|lovely|thoughtful|silly|clever|rude|mean)(?: of (?:you|him|her|them))? to (?:{_ACT})\b",
        # Refused, feared, failed or only pretended.
        rf"{_OH}(?:refuse|hate|prevent|delay|regret|despite|by|avoid|resist|deny|dislike|loathe|dread|fear|forget|admit|"
        rf"postpone|risk|pretend|enjoy|instead of|rather than)(?: about)? (?:{_ING})\b",
        rf"{_OH}(?:impossible|afraid|unable|forgot|forgotten|failed|fail|scared|reluctant|unwilling|refused?|hated?|"
        rf"neglected|tempted|hesitate|promised?|pretend|pretended|declined?|offered|swore|forget) to (?:{_ACT})\b",
        rf"{_OH}(?:refuse|forgot|pretend|promise|repeat|sing|chant|hum|whisper|recite|rap|mime|yell|shout|echo|despite|"
        rf"impossible|hate|prevent|fail)(?: the words?)? (?:{_ACT})\b",
        # Told of somebody.
        rf"{_OH}(?!(?:it|that|who|what|when|where|how|let|there|here)['’])\w+['’]s "
        rf"(?:just |already |now |always |been )*(?:{_ING}|{_DONE}) (?:{_THE}|on|off|up|down)\b{_LAST}",
        rf"{_OH}(?!(?:i|we|you|he|she|they|who|what|which|when|did|have|has|is|are|was|were|get|make|keep|had|nobody|"
        rf"everyone|please) )[a-z]+ (?:has |had |just |already )*(?:{_DONE})(?: on| off| up| down)? {_THE}\b{_LAST}",
        rf"{_OH}(?:just |already |almost |nearly )*(?:{_DONE})(?: on| off| up| down)? {_THE}\b{_LAST}",
        rf"{_OH}(?:i|we) (?:said|told (?:you|him|her|them)) to (?:{_ACT})\b.*\bbut (?:he|she|you|they|it|nobody)\b",
        rf"\bi (?:really |only |just |always )*meant to (?:{_ACT})\b",
        rf"{_OH}let me (?:{_ACT})\b",
        # Said of how things are.
        rf"^oh (?:no|dear|god)\b[,.! ]*(?:{_THE} )?[\w ]+?(?:['’]s| is| are) (?:still )?"
        rf"(?:on|off|open|closed|shut|locked|unlocked)(?: again| already| now)?{_CLOSED}",
        rf"{_OH}(?:the|that|this|my|our) [a-z ]+ on (?:the|our|my) [a-z ]+ (?:is|are|was|were|looks?|seems?|keeps?|"
        rf"kept|makes?|made|woke|wakes|annoys?|bothers?|drives|drove|hurts?|came|went|broke|costs?)"
        rf"(?! (?:too|not|so|very|a|way|on|off|open|closed|still|to|me on|me off)\b) [^,.;!?]+{_CLOSED}",
        rf"{_OH}with (?:the|my|our|all) [^,.;!?]+ (?:on|off|open|closed|shut|up|down|running|playing),? "
        rf"(?:i|it|we|you|he|she|they|there|nobody|no one)\b(?!['’]d like)(?! (?:want|need))",
        # Asked about, or weighed.
        r"\bhow (?:do|does|would|should|can) (?:you|i|we|one|people) (?:spell|pronounce|say|write|translate|sign)\b",
        rf"\b(?:i|we|you) (?:could|might|should) (?:{_ACT})\b.*\bbut (?:why|what for|how|(?:should|do) (?:we|i))\b",
        # Taken back.
        rf"(?:\b(?:{_ACT})\b|(?<!hold )(?<!hang )\b(?:on|off)\b).*(?:[,;.:…–—-]+ ?| )(?:actually,? no|"
        rf"(?:oh|no|nah|ah|hm+|er|um|uh|wait)[, ]+(?:no|nope|nah)|yeah,? right|over my dead body|my mistake|"
        rf"that's my mistake|my bad|forget (?:it|that|about it)|scratch that|strike that|"
        rf"(?:hold|hang) on(?: (?:a|one) \w+)?)"
        rf"{_CLOSED}",
        # Of another house.
        rf"(?:^|[,;] ?| )at (?:my |our |your |his |her |their |the )?(?:{_KIN})['’]?s['’]?(?![\w'’])",
    )
)
_HOLDING = (("hold", "on"), ("hang", "on"), ("hold", "it"), ("wait", "a", "second"), ("wait", "a", "minute"))
_STATES = frozenset(
    ["on", "off", "open", "opened", "closed", "shut", "locked", "unlocked", "running", "cleaning", "playing"]
)


def says_no_order(chart: Chart) -> bool:
    """Whether an English sentence only tells, asks, thanks or takes back, whatever order stands in it."""
    if any(map(is_chinese, chart.words)):
        return False
    text = chart.text.lower()
    named = chart.with_sense(Sense.NAME, Sense.ROOM)
    ends = [(chart.tokens[s.start].start, chart.tokens[s.end - 1].end) for s in named]
    found = (match for form in _NO_ORDERS for match in form.finditer(text))
    return any(not any(a < match.end() < b for a, b in ends) for match in found)


def is_bare_place(chart: Chart) -> bool:
    """Whether nothing but a room is said: "the back hall" orders nobody back."""
    rooms = chart.with_sense(Sense.ROOM)
    return any(not chart.content & ~s.mask for s in rooms) and not any(map(is_chinese, chart.words))


def without_holding(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens behind a "hold on, …" that only hesitates: what follows is wished, and nothing is to pause."""
    words = tuple(t.text for t in tokens)
    for said in _HOLDING:
        end = len(said)
        if words[:end] == said and words[end : end + 1] == (",",) and len(words) > end + 2:
            return tokens[end + 1 :]
    return tokens


def with_is(chart: Chart) -> tuple[Token, ...] | None:
    """The tokens with the "is" of "the awning's open" and "Gertie's cleaning the lounge"; None where there is none."""
    named = chart.with_sense(Sense.NAME, Sense.KIND)
    found: list[Token] = []
    for i, token in enumerate(chart.tokens):
        found.append(token)
        said = chart.text[token.start : token.end].lower()
        told = said.endswith(("'s", "’s")) and any(s.end == i + 1 and s.meaning != "person" for s in named)
        if told and _is_told_so(chart, i):
            found.append(replace(token, text="is"))
    return tuple(found) if len(found) > len(chart.tokens) else None


def _is_told_so(chart: Chart, at: int) -> bool:
    """Whether how it is follows a name, and neither a verb nor an exception stands before it."""
    before, behind = chart.words[:at], chart.words[at + 1 : at + 3]
    if not behind or behind[0] not in _STATES or _ORDERING & set(before):
        return False
    return len(behind) == 1 or behind[1] in PUNCTUATION | _AGAIN or behind[0].endswith("ing")


_AGAIN = frozenset({"again", "already", "now", "still", "and", "but", "so", "because"})
_ORDERING = frozenset({*_ACT.split("|"), "except", "but", "all", "every", "leave", "keep", "is", "if", "when", "get"})
