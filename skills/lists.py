"""Shopping and to-do lists."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, Words, tool
from skills.acting import Wish, carry_out, nothing_changed
from skills.answers import Reply, answered
from skills.naming import joined
from skills.surface import Services
from skills.values import plain_number

Lists = Annotated[Things, Targets("add_item", ("todo",), default="only")]
Item = Annotated[str, Words("the item")]


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
                "include {item} in {things}",
                "i need to buy {item}",
                "remind me to buy {item}",
            ],
            "zh": [
                "{item}加到{things}",
                "{item}添加到{things}",
                "添加{item}到{things}",
                "在{things}上加{item}",
                "{things}添加{item}",
                "{things}加上{item}",
                "{item}写到{things}",
                "{item}加进{things}",
                "{item}放进{things}",
                "要买{item}",
            ],
        }
    )
    async def add_item(self, ctx: ToolContext, item: Item, things: Lists) -> ToolResult:
        """Put an item on a shopping or to-do list."""
        return await carry_out(self._home, ctx, [Wish(thing, "add_item", item.strip()) for thing in things])

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
        """Tick off an item on a shopping or to-do list."""
        wanted = [self._as_written(thing, item.strip()) for thing in things]
        if things and not any(wanted):
            return nothing_changed("not_on_list", self._home, ctx, things, item=item.strip())
        pairs = zip(things, wanted, strict=True)
        return await carry_out(self._home, ctx, [Wish(thing, "complete_item", text) for thing, text in pairs if text])

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is on {things}",
                "what is on [the|my] list",
                "what is [still] on {things} list",
                "read [me] [the|my] list",
                "read (out|back) {things}",
                "what do i [need|have] to buy",
                "how many items [are] on {things}",
                "check {things}",
            ],
            "zh": [
                "{things}上有什么",
                "{things}有什么",
                "{things}里有什么",
                "念{things}",
                "读{things}",
                "{things}上有几项",
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
            self._tell(reply, thing)
        return answered(reply)

    def _as_written(self, thing: str, item: str) -> str:
        """The item as it stands on the list; empty where the list is known and does not hold it."""
        listed, count = self._home.fact(thing, "items"), self._home.fact(thing, "open_items")
        if listed is None or not isinstance(listed.value, tuple) or (count and count.value != len(listed.value)):
            return item
        return next((i for i in listed.value if i.casefold() == item.casefold()), "")

    def _tell(self, reply: Reply, thing: str) -> None:
        device = self._home.devices.get(thing)
        if device is None:
            reply.add("no_things")
            return
        facts = {"name": reply.name(device)}
        listed = reply.read(thing, "items")
        count = reply.number(thing, "open_items")
        if listed is not None and isinstance(listed.value, tuple):
            items = [item for item in listed.value if item]
            if items:
                reply.add("list_items", items=joined(items, reply.language), **facts)
            else:
                reply.add("list_empty", reply.plural(device), **facts)
        elif count is not None:
            reply.add("list_count", count != 1, n=plain_number(count), **facts)
        else:
            reply.add("list_unknown", **facts)


def skill(services: Services) -> ToDo:
    """The factory of this skill."""
    return ToDo(services)
