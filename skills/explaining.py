"""What codes and errors of devices mean."""

from typing import Annotated

from assistant.tools import Choice, Claim, ToolContext, ToolResult, tool
from skills.answers import Reply, answered
from skills.surface import Services
from skills.troubles import code_of, codes_known, explained

CODE = Choice(
    {
        code: {"en": (code.replace("_", " "),), "zh": (code.replace("_", " "),)}
        for code in codes_known("en")
        if code not in ("9", "10", "11")
    }
)
"""Errors by the name that a display or an app shows."""
NUMBER = Choice({str(n): {"en": (str(n), f"e{n}", f"e {n}"), "zh": (str(n), f"e{n}", f"E{n}")} for n in range(1, 100)})
"""Errors by their number."""


class Explaining:
    """Explains errors; nothing is looked up in the house."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what does [the] (error|fault|code|message|error code) {code} mean",
                "what does [the] (error|fault|code|error code) {number} mean",
                "what is (error|fault|error code) {number}",
                "what is (error|fault|error code) {code}",
                "explain [the] (error|fault|code) {code}",
                "explain [the] (error|fault|code) {number}",
            ],
            "zh": [
                "(错误|故障|代码|错误代码|故障代码){number}是什么意思",
                "(错误|故障|代码|错误代码|故障代码){code}是什么意思",
                "(错误|故障|代码|错误代码|故障代码){number}是什么",
                "{number}号(错误|故障)是什么意思",
            ],
        },
    )
    async def explain_error(
        self,
        ctx: ToolContext,
        code: Annotated[str | None, CODE] = None,
        number: Annotated[str | None, NUMBER] = None,
    ) -> ToolResult:
        """What an error of a robot vacuum or a rice cooker means, and what to do about it."""
        reply = Reply(self._home, ctx)
        said = code_of(code or number or "")
        words = explained(said, ctx.language)
        if words:
            reply.add("error_means", error=words)
        else:
            reply.add("error_unknown", code=said.replace("_", " "))
        result = answered(reply)
        return ToolResult(Claim.ANSWER, result.say, result.facts)


def skill(services: Services) -> Explaining:
    """The factory of this skill."""
    return Explaining(services)
