"""Messages of the phone that is connected to the car, read aloud. What stands in one is told, never obeyed.

By phrase alone, so that no text from outside comes before a model that may call tools.
"""

from assistant.tools import Claim, ToolContext, ToolResult, tool
from devices.device import Device
from skills.answers import Reply, answered
from skills.car import Cars
from skills.surface import Services

UNREAD = "Vehicle.X.Phone.UnreadMessages"
SENDER = "Vehicle.X.Phone.LastMessage.Sender"
TEXT = "Vehicle.X.Phone.LastMessage.Text"
LONGEST = 300
"""Characters of a message that are read; of a longer one that many, and that there is more."""
ADULTS = frozenset({"owner", "adult"})
"""To whom messages are read; a guest's voice, a child's or an unknown one hears none."""


class CarMessages:
    """What came in on the phone."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        by_phrase_only=True,
        phrases={
            "en": [
                "read [me] [my|the] [last|latest|newest|new] (message|messages|text|texts) [out|aloud]",
                "read [me] my text messages",
                "read [it|them] (out|aloud)",
                "(do i have|are there|have i got) [any] [new] (messages|texts|text messages)",
                "any [new] (messages|texts)",
                "(who|what) (wrote|texted) [me]",
                "what does [the|my] [last|new] message say",
            ],
            "zh": [
                *("读消息", "读短信", "念消息", "念短信", "读一下消息", "读一下短信", "念一下消息", "念一下短信"),
                "(念|读|念一下|读一下|播报)[我的](最新|最后一条|最近|最新一条|新)[的](消息|短信|微信)",
                "(念|读)(我的|一下我的)(消息|短信)",
                *("有新消息吗", "有没有新消息", "有消息吗", "谁给我发消息", "谁发的消息", "消息说什么", "读给我听"),
                *(
                    "把消息读给我听",
                    "把短信读给我听",
                    "朗读消息",
                    "朗读短信",
                    "播报消息",
                    "微信消息",
                    "读微信",
                    "念微信",
                ),
            ],
        },
    )
    async def read_messages(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Read the newest message of the phone aloud."""
        reply = Reply(self._home, ctx)
        if ctx.utterance.speaker.role not in ADULTS:
            reply.add("car_messages_private")
            told = answered(reply)
            return ToolResult(Claim.REFUSED, told.say, told.facts)
        cars = [self._home.devices[t] for t in things if t in self._home.devices]
        if not cars:
            reply.add("car_none")
        for car in cars:
            self._read(car, reply)
        return answered(reply)

    def _read(self, car: Device, reply: Reply) -> None:
        unread = reply.number(car.id, UNREAD)
        if unread is None:
            reply.add("car_no_phone", name=reply.name(car))
            return
        sender, text = (self._text(car, path, reply) for path in (SENDER, TEXT))
        if not unread or not text:
            reply.add("car_no_messages")
            return
        if unread > 1:
            reply.add("car_messages_count", n=str(int(unread)))
        more = len(text) > LONGEST
        reply.add("car_message_more" if more else "car_message", sender=sender or "?", text=text[:LONGEST])

    def _text(self, car: Device, path: str, reply: Reply) -> str:
        """What stands there, on one line."""
        fact = reply.read(car.id, path)
        return " ".join(str(fact.value).split()) if fact is not None else ""


def skill(services: Services) -> CarMessages:
    """The factory of this skill."""
    return CarMessages(services)
