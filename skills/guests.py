"""Whether guests are here, said by the owner: until they have gone nothing is learnt or remembered."""

from assistant.errors import MemoryUnavailable
from assistant.memory.members import Members
from assistant.tools import Claim, ToolContext, ToolResult, tool
from assistant.utterance import Language
from assistant.words import sentence
from skills.surface import Services
from skills.words import phrase_file


def skill(services: Services) -> object:
    """The factory of this skill."""
    return Guests(services.members)


class Guests:
    """Guest mode by word. To begin it takes the owner; to end it a voice is not enough."""

    def __init__(self, members: Members | None) -> None:
        """`members`: None where nobody is told apart, so that there are no guests."""
        self._members = members

    @tool(
        phrases={
            "en": [
                "(turn|switch) on [the] (guest|guests|visitor) mode",
                "(turn|switch) [the] (guest|guests|visitor) mode on",
                "(enable|start|activate|begin) [the] (guest|guests|visitor) mode",
                "[the] (guest|visitor) mode on",
                "(guests|visitors) are (here|in the house)",
                "we have (guests|visitors|company) [now|over]",
            ],
            "zh": [
                "(打开|开启|启动|进入|开)(访客|客人|来客|做客)模式",
                "(访客|客人|来客)模式(打开|开启|开)",
                "[家里](来客人了|来客了|有客人了|有客人)",
                "客人(来了|到了)",
            ],
        },
        by_phrase_only=True,
    )
    async def guests_came(self, ctx: ToolContext) -> ToolResult:
        """Learn and remember nothing as long as guests are here; only the owner may say so."""
        if ctx.utterance.speaker.role != "owner":
            return _say(Claim.REFUSED, "guests_owner", ctx.language)
        if self._has_guests():
            return _say(Claim.ALREADY, "guests_on_already", ctx.language)
        return await self._set(ctx, True, "guests_on")

    @tool(
        phrases={
            "en": [
                "(turn|switch) off [the] (guest|guests|visitor) mode",
                "(turn|switch) [the] (guest|guests|visitor) mode off",
                "(disable|stop|end|deactivate|leave) [the] (guest|guests|visitor) mode",
                "[the] (guest|visitor) mode off",
                "[the] (guests|visitors) (have|are) (gone|left)",
                "[the] (guests|visitors) left",
            ],
            "zh": [
                "(关闭|关掉|关|退出|结束|停止)(访客|客人|来客|做客)模式",
                "(访客|客人|来客)模式(关闭|关掉|关)",
                "客人(走了|都走了|离开了|回去了)",
            ],
        },
        by_phrase_only=True,
    )
    async def guests_left(self, ctx: ToolContext) -> ToolResult:
        """Learn and remember again; the owner has to be sure, and a voice alone is not."""
        speaker = ctx.utterance.speaker
        if speaker.role != "owner":
            return _say(Claim.REFUSED, "guests_owner", ctx.language)
        if not self._has_guests():
            return _say(Claim.ALREADY, "guests_off_already", ctx.language)
        spoken = speaker.by == "voice" or ctx.utterance.audio_s > 0
        if spoken and not ctx.second_factor:
            asked = phrase_file("forgetting")[ctx.language]["learning"]["guests_proof"]
            return ToolResult(Claim.ASK, asked, needs_proof=True)
        return await self._set(ctx, False, "guests_off")

    @tool(
        phrases={
            "en": [
                "is [the] (guest|guests|visitor) mode (on|off|active)",
                "are (guests|visitors) here",
                "are we in guest mode",
            ],
            "zh": ["(访客|客人|来客)模式(开着|关着|打开了|关了)", "(现在)是(访客|客人)模式", "家里有客人吗"],
        },
        reads_only=True,
    )
    async def are_guests_here(self, ctx: ToolContext) -> ToolResult:
        """Whether guests are here, so that nothing is learnt or remembered."""
        return _say(Claim.ANSWER, "guests_are" if self._has_guests() else "guests_are_not", ctx.language)

    def _has_guests(self) -> bool:
        return self._members is not None and self._members.guest_mode

    async def _set(self, ctx: ToolContext, on: bool, key: str) -> ToolResult:
        if self._members is None:
            return _say(Claim.REFUSED, "off", ctx.language)
        try:
            await self._members.set_guest_mode(on)
        except MemoryUnavailable:
            return ToolResult(Claim.FAILED, sentence("memory_unavailable", ctx.language))
        return _say(Claim.DONE, key, ctx.language)


def _say(claim: Claim, key: str, language: Language) -> ToolResult:
    return ToolResult(claim, str(phrase_file("forgetting")[language]["learning"][key]))
