"""Why something is as it is, and who did it: from the record alone."""

import logging
import re
from collections.abc import Mapping, Sequence
from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from devices.command import Reason
from devices.device import Device
from devices.errors import JournalUnavailable
from devices.facts import Fact
from devices.proof import proving
from devices.records import ACCEPTED, Entry
from devices.rules.privacy import FULLY_TRUSTED, may_know
from skills.answers import MOST_TOLD, Reply, answered
from skills.causes import acts, cause_of
from skills.filled_words import filled_words, told_since
from skills.overtaking import who
from skills.states import Holding, present
from skills.surface import Services
from skills.values import duration, time_of_day
from skills.wishes import state_in_words, subject_of, wording
from skills.words import capitalised, fill, say

log = logging.getLogger(__name__)

LOOKED_AT = 50
"""Newest commands of a device that are looked at."""

OLD_S = 3600.0
"""Seconds after which a report says so little about now that its age is told."""

DRIVING = {"moving": "why_known_driving", "stopped": "why_known_stopped", "parked": "why_known_parked"}

_ASKS_SETTING = re.compile(
    r"\b(set|dim(med)?|changed?|muted?|touched|used|so (warm|cold)|happened)\b|设置|调|动了", re.IGNORECASE
)
"""A question about anything that was done to a thing, not about whether it is on, open, locked."""


class Reasons:
    """Answers from the journal: who, which sentence or routine, when, what, and how it ended."""

    def __init__(self, services: Services) -> None:
        self._home = services.home
        self._usuals = services.usuals
        self._members = services.members
        self._preferences = services.preferences

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "why did you do (that|this|it) [just now]",
                "why have you done (that|this|it)",
                "what made you do (that|this|it)",
                "why did (that|this|it) happen",
                "why was (that|this|it) done",
                "who told you to do (that|this|it)",
                "what did you [just] do",
                "why (that|did you)",
            ],
            "zh": [
                "你为什么这样做",
                "你(刚才|刚刚)为什么(这样|这么)做",
                "为什么要(这样|这么)做",
                "你为什么(那样|那么)做",
                "你为什么这么做",
                "为什么这么做",
                "为什么会这样",
                "谁让你这么做的",
                "你刚才做了什么",
                "你干了什么",
            ],
        },
    )
    async def why_that(self, ctx: ToolContext) -> ToolResult:
        """Why the last thing was done: who asked for it, when, and how it ended."""
        reply = Reply(self._home, ctx)
        entries = await self._history(reply, ctx)
        acted = acts(entries or ())
        told = await told_since(self._preferences, self._home, ctx, acted[0].created if acted else None)
        if told:
            reply.sentences.append(told)
        elif acted:
            same = [e for e in acted if e.turn and e.turn == acted[0].turn] or acted[:1]
            self._tell_entries(reply, list(reversed(same)), ctx)
            reply.sentences += await filled_words(self._usuals, self._home, ctx, acted[0].turn)
        elif entries is not None:
            self._tell_nothing(reply)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "who (turned|switched|put) (on|off) {things}",
                "who (turned|switched|put) {things} (on|off)",
                "who (opened|closed|shut|locked|unlocked|started|stopped|set|changed|touched|dimmed|muted) {things}",
                "who did that to {things}",
                "why is {things} (on|off|open|closed|locked|unlocked|running|cleaning|so warm|so cold|playing)",
                "why are {things} (on|off|open|closed|locked|unlocked|running|playing)",
                "why did {things} (turn|switch) (on|off)",
                "why did {things} (open|close|lock|unlock|start|stop)",
                "why did you (turn|switch) (on|off) {things}",
                "why did you (turn|switch) {things} (on|off)",
                "why did you (open|close|lock|unlock|start|stop|set|change|dim) {things}",
                "when was {things} (turned|switched) (on|off)",
                "what happened to {things}",
                "who used {things} last",
            ],
            "zh": [
                "谁(打开|关闭|动|开|关|锁上|解锁|设置|调)了{things}",
                "谁把{things}(打开|关闭|打开了|关了|关掉了|锁上了|解锁了)",
                "{things}是谁(打开|关闭|开|关|锁|锁上|解锁|调)的",
                "为什么{things}(开着|关着|亮着|锁着|没锁|在响|在运行|在放)",
                "{things}为什么(开着|关着|亮着|锁着|没锁|在响|在运行|自己开了|自己关了)",
                "你为什么(打开|关闭|开|关|锁上|解锁|启动|停止){things}",
                "你为什么把{things}(打开|关闭|打开了|关了|关掉了)",
                "{things}怎么(开了|关了|开着|关着)",
                "{things}什么时候(打开|关闭|开|关)的",
            ],
        },
    )
    async def why_so(self, ctx: ToolContext, things: Annotated[Things, Targets()]) -> ToolResult:
        """Who switched, opened, locked or set things, why and when; or that it was done at the thing itself."""
        reply = Reply(self._home, ctx)
        devices = [self._home.devices[t] for t in things if t in self._home.devices]
        if len(devices) > 1:
            devices = [d for d in devices if await self._history(reply, ctx, d.id)] or devices[:1]
        for device in devices[:MOST_TOLD]:
            reply.note(device.id)
            await self._tell_device(reply, device, ctx)
        if not reply.sentences:
            reply.add("no_things")
        return answered(reply)

    async def _tell_device(self, reply: Reply, device: Device, ctx: ToolContext) -> None:
        entries = await self._history(reply, ctx, device.id)
        if entries is None:
            return
        found = present(device, reply.home)
        if found is not None and reply.is_kept(device.id):
            reply.add_unknown(device)
            return
        if entries and _is_taken_back(entries[0]):
            self._tell_entries(reply, entries[:1], ctx)
            return
        behind = acts(entries, device)
        cause = cause_of(behind, device, self._home, _shown(device, found, ctx))
        if cause.entry is None:
            self._tell_not_me(reply, device, cause.capability or (found.capability if found else ""), bool(behind))
        told = cause.entry or (behind[0] if behind else None)
        if told is not None:
            same = [e for e in behind if e.turn and e.turn == told.turn] or [told]
            self._tell_entries(reply, list(reversed(same)), ctx)
        if cause.is_over:
            self._tell_now(reply, device, cause.capability)

    def _tell_not_me(self, reply: Reply, device: Device, capability: str, commanded: bool) -> None:
        """Nothing that was commanded here is behind it: what the device reported, and when."""
        fact = reply.home.fact(device.id, capability) if capability else None
        if fact is None or not (commanded or reply.is_current(device, fact)):
            reply.add("why_no_record", name=reply.name(device))
            return
        facts = self._state_facts(reply, device, capability, fact)
        changed = wording(device, capability, fact.value, reply.home, reply.language).sentence("hand")
        if fact.since is None:
            reply.add("why_unseen" if commanded else "why_before_me", reply.plural(device), **facts)
        elif changed:
            facts["changed"] = fill(changed, reply.plural(device), **facts)
            reply.add("why_by_hand", reply.plural(device), **facts)
        else:
            reply.add("why_by_hand_since", reply.plural(device), **facts)
        if commanded:
            reply.add("why_before_that")

    def _tell_now(self, reply: Reply, device: Device, capability: str) -> None:
        """What began then is over."""
        fact = reply.home.fact(device.id, capability)
        if fact is not None:
            key = "why_over" if fact.since is None else "why_over_since"
            reply.add(key, reply.plural(device), **self._state_facts(reply, device, capability, fact))

    def _state_facts(self, reply: Reply, device: Device, capability: str, fact: Fact) -> dict[str, str]:
        state = state_in_words(device, capability, fact.value, reply.home, reply.language)
        facts = {"name": reply.name(device), "state": state}
        if fact.since is not None:
            facts["time"] = time_of_day(fact.since.astimezone(), reply.language)
        return facts

    def _tell_entries(self, reply: Reply, entries: Sequence[Entry], ctx: ToolContext) -> None:
        """Who wished it and when, what it was, how it was before, and how it ended."""
        first = entries[0]
        theirs = ctx.utterance.speaker.role in FULLY_TRUSTED or first.person == ctx.person
        facts = {"time": time_of_day(first.created.astimezone(), reply.language)}
        if not theirs:
            reply.add("why_somebody", **facts)
        elif first.sentence:
            reply.add("why_said", who=who(first, reply.language, self._names()), sentence=first.sentence, **facts)
        else:
            reply.add("why_did", who=who(first, reply.language, self._names()), **facts)
        for entry in entries[:MOST_TOLD]:
            reply.note(entry.device)
            reply.sentences.append(self._what(entry, reply))
        if ctx.utterance.speaker.role in FULLY_TRUSTED:
            self._tell_known(first, reply)

    def _names(self) -> dict[str, str]:
        """What the members of the household are called, by their ids."""
        return {member.id: member.name for member in self._members.all() if member.name} if self._members else {}

    def _tell_known(self, entry: Entry, reply: Reply) -> None:
        """What it was decided on, as far as it says something: who was home, whether the car was driven, old news."""
        device = self._home.devices.get(entry.device)
        driving, home = entry.known.get("driving"), entry.known.get("anybody_home")
        if driving in DRIVING and device is not None and device.kind == "car":
            reply.add(DRIVING[driving])
        if isinstance(home, bool):
            reply.add("why_known_somebody" if home else "why_known_nobody")
        heard = entry.known.get("fact")
        age = heard.get("age_s") if isinstance(heard, Mapping) else None
        if isinstance(age, int | float) and age >= OLD_S:
            reply.add("why_known_age", age=duration(age, reply.language))

    def _what(self, entry: Entry, reply: Reply) -> str:
        device = self._home.devices.get(entry.device)
        language = reply.language
        subject = subject_of(device, entry.capability, reply.home, language)
        words = wording(device, entry.capability, entry.value, reply.home, language)
        act = fill(words.act, subject.plural, name=subject.name)
        how = "why_reverted" if _is_taken_back(entry) else f"why_{entry.state}"
        text = say("why_what", language, act=act, how=say(how, language))
        before = entry.before.get(entry.capability)
        if before is not None and before != entry.value and entry.state != ACCEPTED:
            was = state_in_words(device, entry.capability, before, reply.home, language)
            text += ("" if language == "zh" else " ") + say("why_before", language, subject.plural, state=was)
        return capitalised(text)

    async def _history(self, reply: Reply, ctx: ToolContext, device: str = "") -> tuple[Entry, ...] | None:
        try:
            entries = await self._home.history(LOOKED_AT, device=device)
        except JournalUnavailable as error:
            log.warning("turn %s: the record cannot be read: %s", ctx.turn, error)
            reply.add("record_unreadable")
            return None
        return tuple(entry for entry in entries if self._may_hear_of(entry, reply, ctx))

    def _tell_nothing(self, reply: Reply) -> None:
        """Nothing was done, or nothing that is the speaker's to know."""
        kept = next((d for d in self._home.devices.values() if reply.is_kept(d.id)), None)
        if kept is None:
            reply.add("why_nothing")
        else:
            reply.add_unknown(kept)

    def _may_hear_of(self, entry: Entry, reply: Reply, ctx: ToolContext) -> bool:
        """Whether it is the speaker's to know what was done; the answer tells that something is kept."""
        role = ctx.utterance.speaker.role
        device = self._home.devices.get(entry.device)
        if role in FULLY_TRUSTED or (device is not None and may_know(role, device, entry.capability)):
            return True
        reply.home.fact(entry.device, entry.capability)
        return False


def _shown(device: Device, found: Holding | None, ctx: ToolContext) -> str:
    """The capability that the question is about; empty for anything that can be changed of the device."""
    shown = device.capabilities.get(found.capability) if found is not None else None
    if shown is None or not shown.writable or _ASKS_SETTING.search(ctx.utterance.text):
        return ""
    proof = proving(device, shown)
    return proof.name if proof is not None else shown.name


def _is_taken_back(entry: Entry) -> bool:
    """Whether the device did it and took it back by itself."""
    return entry.reason is Reason.REVERTED or "reverted" in entry.note


def skill(services: Services) -> Reasons:
    """The factory of this skill."""
    return Reasons(services)
