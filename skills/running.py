"""What goes on in the house."""

from assistant.tools import ToolContext, ToolResult, tool
from devices.device import Device
from skills.answers import Reply, answered
from skills.states import present, state_word
from skills.surface import Services

BUSY = frozenset(
    {
        "on",
        "playing",
        "cleaning",
        "mowing",
        "returning",
        "cooking",
        "keeping_warm",
        "heating",
        "cooling",
        "opening",
        "closing",
    }
)
"""States that mean that something goes on."""


class Running:
    """What goes on in the house."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is running",
                "what is going on",
                "what is on in the house",
                "what is active",
                "is anything running",
                "is anything on",
                "what is still on",
                "what is turned on",
                "what did i leave on",
                "status of the house",
            ],
            "zh": [
                "什么在运行",
                "家里什么开着",
                "有什么开着",
                "哪些开着",
                "什么东西开着",
                "家里怎么样",
                "家里现在什么情况",
                "还有什么开着",
                "什么还开着",
            ],
        },
    )
    async def what_is_running(self, ctx: ToolContext) -> ToolResult:
        """What is on or running in the house right now."""
        reply = Reply(self._home, ctx)
        busy: dict[str, list[Device]] = {}
        for device in self._home.devices.values():
            found = present(device, reply.home)
            if found is not None and found.state in BUSY and device.kind not in ("binary_sensor", "automation"):
                reply.note(device.id)
                busy.setdefault(found.state, []).append(device)
        if not busy:
            reply.add("nothing_running")
        for state, devices in busy.items():
            reply.add("running", state=state_word(state, reply.language), names=reply.labels(devices))
        return answered(reply)


def skill(services: Services) -> Running:
    """The factory of this skill."""
    return Running(services)
