"""Scripted turns: what the page sees when somebody says one of a few sentences."""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from fake_house import SAY, FakeHouse
from fake_parts import moment

Json = dict[str, Any]
RATE = 22050

PAUSES = {"understood": 0.05, "called": 0.15, "returned": 0.15}
"""Seconds before an event, so that every state can be seen."""


@dataclass(frozen=True)
class Script:
    """One sentence and what becomes of it."""

    tool: str
    arguments: Json
    say: dict[str, str]
    commands: tuple[tuple[str, str, Any], ...] = ()
    mind: str = "reflex"
    why: str = "the phrase “turn on {things}” explains every word"
    thinks: tuple[str, ...] = ()
    claim: str = "done"
    only: dict[str, Any] = field(default_factory=dict)


SCRIPTS: dict[str, Script] = {
    "turn on the kitchen light": Script(
        "turn_on",
        {"things": ["light.kitchen"]},
        {"en": "The kitchen light is on.", "zh": "厨房灯已打开。"},
        (("light.kitchen", "on", True),),
    ),
    "打开厨房的灯": Script(
        "turn_on",
        {"things": ["light.kitchen"]},
        {"en": "The kitchen light is on.", "zh": "厨房灯已打开。"},
        (("light.kitchen", "on", True),),
        why="“把{things}打开”解释了每个字",
    ),
    "start the vacuum in the kitchen": Script(
        "clean",
        {"things": ["vacuum.robot"], "rooms": ["kitchen"]},
        {"en": "The vacuum has started in the kitchen.", "zh": "扫地机已开始清扫厨房。"},
        (("vacuum.robot", "clean_rooms", ["Kitchen"]),),
        claim="started",
    ),
    "turn on the hall light": Script(
        "turn_on",
        {"things": ["light.hall"]},
        SAY["unknown"],
        (("light.hall", "on", True),),
        claim="unknown",
    ),
    "make the living room cosy": Script(
        "set_brightness",
        {"things": ["light.living_room", "light.reading_lamp"], "percent": 30},
        {"en": "The ceiling light and the reading lamp are at 30 %.", "zh": "吊灯和阅读灯调到了 30 %。"},
        (("light.living_room", "brightness", 30), ("light.reading_lamp", "brightness", 30)),
        mind="core",
        why="no phrase explains “cosy”",
        thinks=("Cosy means dim and warm. ", "The ceiling light is at 40 %, so 30 % fits. ", "The lamp can follow."),
    ),
    "unlock the front door": Script(
        "unlock",
        {"things": ["lock.front_door"]},
        {"en": "Unlock the front door? Please say yes.", "zh": "要打开入户门的锁吗？请说“是”。"},
        (("lock.front_door", "locked", False),),
        claim="ask",
    ),
    "yes": Script(
        "unlock",
        {"things": ["lock.front_door"]},
        {"en": "The front door is unlocked.", "zh": "入户门已解锁。"},
        (("lock.front_door", "locked", False),),
        mind="dialogue",
        why="a yes to the question before",
        only={"confirmed": True},
    ),
    "open the garage door": Script(
        "open",
        {"things": ["cover.garage"]},
        SAY["refused"],
        (("cover.garage", "position", 100),),
        claim="refused",
    ),
    "what is running?": Script(
        "what_is_running",
        {},
        {"en": "The rice cooker has 24 minutes left.", "zh": "电饭煲还剩 24 分钟。"},
        claim="answer",
    ),
    "think for a long time": Script(
        "what_is_running",
        {},
        {"en": "That took a while.", "zh": "用了一会儿。"},
        mind="core",
        thinks=("Hm. ",) * 400,
        claim="answer",
    ),
}

TOOLS: list[Json] = [
    {"name": "turn_on", "phrases": {"en": ["turn on {things}"], "zh": ["把{things}打开"]}},
    {"name": "open", "phrases": {"en": ["open {things}"], "zh": ["打开{things}"]}},
    {"name": "unlock", "phrases": {"en": ["unlock {things}"], "zh": ["把{things}的锁打开"]}},
    {"name": "clean", "phrases": {"en": ["start {things} [in] {rooms}"], "zh": ["让{things}清扫{rooms}"]}},
    {
        "name": "set_brightness",
        "phrases": {"en": ["set {things} to {percent}"], "zh": ["把{things}调到{percent}"]},
        "parameters": {"properties": {"percent": {"type": "number", "description": "%"}}},
    },
    {"name": "what_is_running", "phrases": {"en": ["what is running"], "zh": ["现在什么在运行"]}},
]


def tone(seconds: float = 0.6) -> bytes:
    """Something to hear: a soft tone as PCM16."""
    count = int(RATE * seconds)
    return b"".join(
        struct.pack("<h", int(5000 * math.sin(index * 0.06) * math.sin(math.pi * index / count)))
        for index in range(count)
    )


def events_of(text: str, house: FakeHouse, spoken: bool, language: str = "") -> Iterator[Json]:
    """The events of one turn, in order."""
    turn = uuid4().hex
    language = language or ("zh" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "en")
    yield _event("heard", turn, utterance=_utterance(text, language, spoken), ms=214.0 if spoken else 0.0)
    script = SCRIPTS.get(text.lower().rstrip("."))
    if script is None:
        yield from _not_understood(turn, language)
        return
    yield from _understanding(turn, script)
    results = []
    if script.commands or script.claim == "answer":
        call = {"tool": script.tool, "arguments": script.arguments}
        yield _event("called", turn, call=call)
        commands = [_command(house, script, *each) for each in script.commands]
        result = {"claim": script.claim, "say": script.say[language], "facts": {"commands": commands}}
        results.append(result)
        yield _event("returned", turn, call=call, result=result, ms=38.4)
    said = script.say[language]
    yield _event("said", turn, text=said, claim=script.claim, sound=None, ms=71.0)
    stages = {"hear": 214.0, "understand": 3.1 if script.mind == "reflex" else 1840.0, "act": 38.4, "speak": 71.0}
    stages["total"] = sum(stages.values())
    yield _event("finished", turn, outcome=script.claim, reply=said, stages_ms=stages)


def _understanding(turn: str, script: Script) -> Iterator[Json]:
    for piece in script.thinks:
        yield _event("thought", turn, text=piece)
    call = {"tool": script.tool, "arguments": script.arguments}
    ms = 3.1 if script.mind == "reflex" else 1840.0
    yield _event("understood", turn, mind=script.mind, why=script.why, calls=[call], ms=ms)


def _not_understood(turn: str, language: str) -> Iterator[Json]:
    say = {"en": "I did not understand that. Please say it in other words.", "zh": "我没有听懂，请换一种说法。"}[
        language
    ]
    yield _event("understood", turn, mind="core", why="no phrase fits and the model asks back", calls=[], ms=900.0)
    yield _event("said", turn, text=say, claim="answer", sound=None, ms=60.0)
    yield _event("finished", turn, outcome="not_understood", reply=say, stages_ms={})


def _command(house: FakeHouse, script: Script, device: str, capability: str, value: Any) -> Json:
    answer = house.wish(device, capability, value, confirmed=bool(script.only.get("confirmed")))
    outcome = "started" if script.claim == "started" else answer["outcome"]
    return {
        "id": uuid4().hex,
        "device": device,
        "capability": capability,
        "value": value,
        "outcome": outcome,
        "reason": answer["reason"],
    }


def _utterance(text: str, language: str, spoken: bool) -> Json:
    return {
        "text": text,
        "language": language,
        "speaker": {"person": "owner", "role": "owner", "may_confirm": True},
        "place": "",
        "confidence": 0.92 if spoken else 1.0,
        "at": moment(),
        "audio_s": 1.8 if spoken else 0.0,
    }


def _event(kind: str, turn: str, **fields: Any) -> Json:
    return {"event": kind, "turn": turn, **fields}
