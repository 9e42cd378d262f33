"""Whether anybody is at home, whether nobody is, and who is out."""

from assistant.tools import ToolContext, ToolResult, tool
from skills.answers import answered
from skills.people import people_of
from skills.states import holding
from skills.surface import Services


class Presence:
    """Who is in the house, as far as it is reported."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "is (anyone|anybody|someone|somebody) [at] home",
                "(anyone|anybody|someone|somebody) (in|home|there|around|inside|here|left)",
                "is (anyone|anybody|somebody|someone) in the house",
                "are any (people|persons|devices) [at] home",
                "is any (person|device) [at] home",
            ],
            "zh": [
                *(
                    "家里有人吗",
                    "有人在家吗",
                    "家里有没有人",
                    "还有人在家",
                    "有人在",
                    "家里还有人",
                ),
                *(
                    "屋里有人吗",
                    "家里有人",
                    "有人在家",
                ),
                *("有没有人在家", "家里是不是有人"),
            ],
        },
    )
    async def anyone_home(self, ctx: ToolContext) -> ToolResult:
        """Whether anybody is at home, and who."""
        reply, people = people_of(self._home, ctx)
        home = [d for d in people if (h := holding(d, "home", reply.home)) is not None and h.holds]
        away = [d for d in people if (h := holding(d, "home", reply.home)) is not None and h.holds is False]
        if home:
            reply.add("some_home", len(home) > 1, names=reply.labels(home))
        elif away:
            reply.add("nobody_there")
        for device in people:
            if reply.read(device.id, "location") is None:
                reply.add("where_unknown", name=reply.name(device))
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "is (nobody|no one|noone) [at] home",
                "is the (house|home|flat|apartment|place) empty",
                "are we alone [at home]",
                "(has|did) (everyone|everybody) (left|leave|gone)",
                "is (everyone|everybody) (out|away|gone)",
                "(did|have) (we|they) all (leave|left|gone)",
            ],
            "zh": [
                *(
                    "没人在家",
                    "没人在家吗",
                    "家里没人吗",
                    "家里没有人吗",
                    "家里是不是没人",
                    "家里空着吗",
                    "家里没人",
                    "都出去了",
                    "都出门了",
                ),
                *("是不是都出门了", "人都走了", "大家都出门了", "都不在家", "大家都出去了", "所有人都出门了", "都走了"),
            ],
        },
    )
    async def nobody_home(self, ctx: ToolContext) -> ToolResult:
        """Whether everybody is out."""
        reply, people = people_of(self._home, ctx)
        home = [d for d in people if (h := holding(d, "home", reply.home)) is not None and h.holds]
        unknown = [d for d in people if reply.read(d.id, "location") is None]
        if home:
            reply.add("not_empty", len(home) > 1, names=reply.labels(home))
        elif people and not unknown:
            reply.add("empty")
        for device in unknown:
            reply.add("where_unknown", name=reply.name(device))
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": ["who is (not home|out|away|missing|gone)", "who is not [at] home", "who (left|went out)"],
            "zh": [
                "谁不在家",
                "谁不在",
                "谁出门了",
                "谁出去了",
                "还有谁没回来",
                "谁没回来",
                "谁没回家",
                "谁还没回来",
                "谁还没到家",
            ],
        },
    )
    async def who_is_out(self, ctx: ToolContext) -> ToolResult:
        """Who is not at home."""
        reply, people = people_of(self._home, ctx)
        away = [d for d in people if (h := holding(d, "home", reply.home)) is not None and h.holds is False]
        unknown = [d for d in people if reply.read(d.id, "location") is None]
        if away:
            reply.add("some_away", len(away) > 1, names=reply.labels(away))
        elif people and not unknown:
            reply.add("nobody_out")
        for device in unknown:
            reply.add("where_unknown", name=reply.name(device))
        return answered(reply)


def skill(services: Services) -> Presence:
    """The factory of this skill."""
    return Presence(services)
