"""Shopping and to-do lists."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, cast

from assistant.reply import claim_of
from assistant.tools import Claim, JsonValue, Targets, Things, ToolContext, ToolResult, Words, tool
from devices.command import Command, Outcome, OutcomeKind
from skills.acting import Wish, beside, carry_out, nothing_changed
from skills.answers import Reply, answered
from skills.listed import tell_list
from skills.naming import joined
from skills.outcomes import told
from skills.surface import Services
from skills.values import plain_number

Lists = Annotated[Things, Targets("add_item", ("todo",), default="only")]
Item = Annotated[str, Words("the item, or several of them")]

_BETWEEN = re.compile(
    r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*[，、]\s*|(?<=[\u3400-\u9fff])(?:和|还有|跟)(?=[\u3400-\u9fff])"
)
"""What stands between the items of a list."""

_NOTED = re.compile(r"^(?:帮我)?(?:记一下|记下|记着|记住)[，、,]\s*(?=.)")
_ONE = re.compile(r"^(?:上|个|一个|一下|一条|一项|点)(?=[\u3400-\u9fff]{2})")
_RUN_OUT = re.compile(r"(?<=[\u3400-\u9fff])(?:快?没有?了?|快?(?:用|吃|喝)(?:完|光)了?|不够了?|不多了?)$")


class ToDo:
    """Items on lists."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "add {item} to {things}",
                "add {item} to [the|my] list",
                "put {item} on {things}",
                "put {item} on [the|my] list",
                "add {item} [to|on] {things} list",
                "note {item} on {things}",
                "write {item} on {things}",
                "(stick|pop|chuck|throw|bung|jot|get|stuff) {item} [down] on {things}",
                "(stick|pop|chuck|throw|jot) {item} [down] on [the|my] list",
                "(stick|pop|chuck|throw|jot) {item} on {things} list",
                "include {item} in {things}",
                "i need to buy {item}",
                "we are (out of|low on|running out of|running low on) {item} (put|add) (it|them|some) (on|to) {things}",
                "we need {item} (put|add) (it|them|some) (on|to) {things}",
                "remind me to buy {item}",
            ],
            "zh": [
                "{item}加到{things}",
                "{item}添加到{things}",
                "添加{item}到{things}",
                "在{things}上加{item}",
                "{things}(上|里)(加|添|记|写|补){item}",
                "{things}添加{item}",
                "{things}加上{item}",
                "{item}写到{things}",
                "{item}加进{things}",
                "{item}放进{things}",
                "{item}(记到|记在|记进|记上|写进|写在|写上|列到|列进|放到|添到|添进|加在){things}",
                "{things}(加|添|记|写|列|补|记上|记下|写上|写下|添上|列上|补上|加个|加一个|加一条|添个|添一个|添一条|记个|记一个|记一条){item}",
                "(没|没有|缺){item}(记到|记在|记进|加到|加进|加上|添加到|写到|写进|列到|放进|放到|添到){things}",
                "要买{item}",
            ],
        }
    )
    async def add_item(self, ctx: ToolContext, item: Item, things: Lists) -> ToolResult:
        """Put one or several items on a shopping or to-do list."""
        if nothing_named(item):
            return nothing_changed("which_item", self._home, ctx, things)
        return await self._one_by_one(ctx, things, "add_item", {thing: items_in(item) for thing in things})

    @tool(
        phrases={
            "en": [
                "check off {item} [on|from] {things}",
                "check {item} off {things}",
                "tick off {item} [on|from] {things}",
                "tick {item} off {things}",
                "cross {item} off {things}",
                "cross out {item} [on|from] {things}",
                "delete {item} [on|from|in] {things}",
                "remove {item} [on|from|in] {things}",
                "take {item} off {things}",
                "complete {item} [on|from] {things}",
                "mark {item} [as] (done|complete|completed) [on] {things}",
                "{item} is done on {things}",
            ],
            "zh": [
                "从{things}删除{item}",
                "从{things}去掉{item}",
                "{things}划掉{item}",
                "勾掉{things}{item}",
                "{item}从{things}划掉",
                "{item}从{things}删掉",
                "完成{things}{item}",
                "删除{things}{item}",
                "在{things}上勾掉{item}",
                "{item}买好了",
            ],
        }
    )
    async def complete_item(
        self,
        ctx: ToolContext,
        item: Item,
        things: Annotated[Things, Targets("complete_item", ("todo",), default="only")],
    ) -> ToolResult:
        """Tick off one or several items on a shopping or to-do list."""
        if nothing_named(item):
            return nothing_changed("which_item", self._home, ctx, things)
        wanted = items_in(item)
        written = {thing: [found for each in wanted if (found := self._as_written(thing, each))] for thing in things}
        missing = [each for each in wanted if things and not any(self._as_written(thing, each) for thing in things)]
        absent = "" if not missing else joined(missing, ctx.language)
        if things and not any(written.values()):
            return nothing_changed("not_on_list", self._home, ctx, things, item=absent)
        result = await self._one_by_one(ctx, things, "complete_item", written)
        return beside(
            result, nothing_changed("not_on_list", self._home, ctx, things, item=absent).say if absent else "", ctx
        )

    @tool(
        phrases={
            "en": [
                "clear {things}",
                "empty {things}",
                "delete everything on {things}",
                "check off everything on {things}",
                "check everything off {things}",
                "cross everything off {things}",
                "tick off everything on {things}",
            ],
            "zh": [
                "清空{things}",
                "{things}清空",
                "{things}全部划掉",
                "{things}都买好了",
                "{things}全部完成",
                "删除{things}所有",
            ],
        },
    )
    async def clear_list(
        self, ctx: ToolContext, things: Annotated[Things, Targets("complete_item", ("todo",), default="none")]
    ) -> ToolResult:
        """Tick off everything that is open on a shopping or to-do list."""
        open_items = {thing: list(self._open(thing) or ()) for thing in things}
        if things and not any(open_items.values()):
            known = all(self._open(thing) is not None for thing in things)
            return nothing_changed("list_empty" if known else "list_unknown", self._home, ctx, things)
        return await self._one_by_one(ctx, things, "complete_item", open_items)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is on {things}",
                "what is on [the|my] list",
                "what is [still] on {things} list",
                "read [me] [the|my] list",
                "read [me] {things}",
                "read (out|back) {things}",
                "what do i [need|have] to buy",
                "how many items [are] on {things}",
                "how many (things|entries|tasks|chores|todos) [are] [left] on {things}",
                "how many {things} are (open|left|due)",
                "how many {things} [(do|have) (we|i) (have|got)]",
                "how many {things} [are] [there|left|left to do|to do]",
                "number of (things|items|entries|tasks) on {things}",
                "(anything|something) [left|still] on {things}",
                "is there anything on {things}",
                "is {things} list empty",
                "how long is {things}",
                "what {things} (left|open|due)",
                "any {things} left",
                "(do i have|are there|have i got) any {things}",
                "what do i (need|have) to (get|do|buy)",
                "what (should|must) i buy",
                "check {things}",
            ],
            "zh": [
                "{things}上有什么",
                "{things}有什么",
                "{things}里有什么",
                "念{things}",
                "读{things}",
                "{things}上有几项",
                *(
                    "{things}几样",
                    "{things}有几样",
                    "{things}几项",
                    "{things}几件",
                    "{things}还有几项",
                    "{things}多少项",
                ),
                *(
                    "{things}还有什么",
                    "{things}还剩什么",
                    "{things}有几个",
                    "{things}空",
                    "{things}是空的",
                    "{things}有东西",
                ),
                *(
                    "{things}还剩几项",
                    "{things}还剩",
                    "{things}还有",
                    "{things}都有什么",
                    "{things}列了什么",
                    "{things}写了什么",
                ),
                "查看{things}",
                "要买什么",
            ],
        },
    )
    async def items_on(
        self, ctx: ToolContext, things: Annotated[Things, Targets("items", ("todo",), default="only")]
    ) -> ToolResult:
        """What is on shopping and to-do lists."""
        reply = Reply(self._home, ctx)
        if not things:
            reply.add("no_things")
        for thing in things:
            device = self._home.devices.get(thing)
            if device is None:
                reply.add("no_things")
            else:
                tell_list(reply, device)
        counts = [reply.number(thing, "open_items") for thing in things if thing in self._home.devices]
        known = [n for n in counts if n is not None]
        if len(known) == len(counts) > 1:
            reply.add("lists_together", n=plain_number(sum(known)))
        return answered(reply)

    async def _one_by_one(
        self, ctx: ToolContext, things: Things, act: str, items: Mapping[str, Sequence[str]]
    ) -> ToolResult:
        """Each item is an act of its own: of several at once only the last would count. Told in one sentence."""
        results = [await carry_out(self._home, ctx, [Wish(t, act, item)]) for t in things for item in items[t]]
        commands: list[JsonValue] = [c for r in results for c in cast(list[JsonValue], r.facts["commands"])]
        if len(results) < 2:
            return results[0] if results else await carry_out(self._home, ctx, [])
        if all(result.claim is Claim.DONE for result in results):
            together = [Command(t, act, joined(list(items[t]), ctx.language)) for t in things if items[t]]
            said = told([Outcome(OutcomeKind.DONE, c) for c in together], self._home, ctx.language).say
        else:
            space = "" if ctx.language == "zh" else " "
            said = space.join(dict.fromkeys(result.say for result in results))
        return ToolResult(claim_of(results), said, {"commands": commands}, any(r.needs_proof for r in results))

    def _open(self, thing: str) -> tuple[str, ...] | None:
        """What is open on the list; None where it does not say all of it."""
        listed, count = self._home.fact(thing, "items"), self._home.fact(thing, "open_items")
        if listed is None or not isinstance(listed.value, tuple) or (count and count.value != len(listed.value)):
            return None
        return tuple(item for item in listed.value if item)

    def _as_written(self, thing: str, item: str) -> str:
        """The item as it stands on the list; empty where the list is known and does not hold it."""
        known = self._open(thing)
        return item if known is None else next((i for i in known if i.casefold() == item.casefold()), "")


_POINTING = re.compile(
    r"(?:(?:this|that|these|those|the|an?|another|some|my|new|last|first) )*"
    r"(?:this|that|it|them|these|those|something|anything|(?:new )?(?:item|thing|entry|task|one)s?)"
    r"|(?:这|那)(?:个|些|样|一项|一条|项|条)?(?:东西|项目|任务)?|它们?|东西|一项|一条|什么",
    re.IGNORECASE,
)
"""Points at something without naming it."""


def items_in(said: str) -> list[str]:
    """The items of "milk, eggs and bread"."""
    return list(dict.fromkeys(part for each in _BETWEEN.split(_NOTED.sub("", said)) if (part := _plain(each))))


def nothing_named(said: str) -> bool:
    """Whether the words only point at something: "this item", 这个."""
    return all(_POINTING.fullmatch(each) for each in items_in(said))


def _plain(said: str) -> str:
    """An item without what only leads to it: 一个酱油 and 鸡蛋没了 are 酱油 and 鸡蛋."""
    bare = _RUN_OUT.sub("", _ONE.sub("", said.strip(" ,，、.。")))
    return bare.strip(" ,，、.。")


def skill(services: Services) -> ToDo:
    """The factory of this skill."""
    return ToDo(services)
