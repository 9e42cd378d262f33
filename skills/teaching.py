"""Phrases of this household: taught, told and forgotten by word of mouth."""

from dataclasses import replace
from typing import Annotated

from assistant.errors import MemoryUnavailable, NotTaught
from assistant.memory.taught import TaughtPhrase
from assistant.tools import Claim, ToolContext, ToolResult, Words, tool
from assistant.understanding.teaching import Teaching
from assistant.utterance import Language
from assistant.words import sentence
from skills.surface import Services
from skills.words import fill, phrase_file

TOLD_AT_MOST = 10
"""Phrases that are read out; the page shows all."""


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing can be taught."""
    if services.teaching is None:
        raise ValueError("there is no memory to keep phrases in")
    return Phrases(services.teaching)


class Phrases:
    """The phrases of the household, whoever taught them."""

    def __init__(self, teaching: Teaching) -> None:
        self._teaching = teaching

    @tool(
        phrases={
            "en": [
                "[from now on] (when|whenever|if|every time) i say {said} i mean {means}",
                "[from now on] (when|whenever|if|every time) i say {said} (it|that|this) means {means}",
                "[from now on] (when|whenever|if|every time) i say {said} i want you to {means}",
                "[from now on] (when|whenever|if|every time) i say {said} you (should|shall|have to) {means}",
                "by {said} i mean {means}",
                "learn that {said} means {means}",
                "from now on {said} means {means}",
                "learn the phrase {said} [as|for|it means|which means] {means}",
            ],
            "zh": [
                "我说{said}的意思(是|就是){means}",
                "我说{said}意思(是|就是){means}",
                "(当|以后|如果|每次|只要|以后当)我说{said}[的时候|时](我的意思|意思|就|就是|指的|那)是{means}",
                "(当|以后|如果|每次|只要|以后当)我说{said}[的时候|时]就(是|要)[你]{means}",
                "我说{said}[的时候|时]我的意思(是|就是){means}",
                "(学会|以后){said}的意思(是|就是){means}",
                "(学会|以后){said}就是{means}的意思",
            ],
        },
        by_phrase_only=True,
    )
    async def teach_phrase(
        self,
        ctx: ToolContext,
        said: Annotated[str, Words("what is said")],
        means: Annotated[str, Words("the sentence that it means")],
    ) -> ToolResult:
        """Teach a phrase of this household and what it means."""
        try:
            kept = await self._teaching.teach(said, replace(ctx.utterance, text=means))
        except (NotTaught, MemoryUnavailable) as error:
            return _refused(error, ctx.language)
        return _say(Claim.DONE, "taught", ctx.language, kept)

    @tool(
        phrases={
            "en": [
                "(forget|remove|delete|unlearn) (the|my|our) (phrase|saying|expression) {phrase}",
                "(forget|unlearn) what {phrase} means",
            ],
            "zh": [
                "(忘掉|忘记|删除|删掉|取消)(短语|说法|这句话|这个说法|这个短语){phrase}",
                "(忘掉|忘记|删除|删掉){phrase}(这个说法|这句话|这个短语|的意思)",
                "把{phrase}(这个说法|这句话|这个短语)(忘掉|忘了|删掉|删除)",
            ],
        },
        by_phrase_only=True,
    )
    async def forget_phrase(
        self, ctx: ToolContext, phrase: Annotated[str, Words("the phrase that was taught")]
    ) -> ToolResult:
        """Forget a phrase that was taught."""
        known = self._teaching.find(phrase)
        if known is None:
            wording = phrase_file("teaching")[ctx.language]["unknown"]
            return ToolResult(Claim.REFUSED, fill(wording, said=phrase.strip()))
        try:
            await self._teaching.forget(known.id, ctx.utterance.speaker)
        except (NotTaught, MemoryUnavailable) as error:
            return _refused(error, ctx.language)
        return _say(Claim.DONE, "forgot", ctx.language, known)

    @tool(
        phrases={
            "en": [
                "(what|which) phrases (have|did) (i|we) (taught|teach) you",
                "(what|which) phrases [of ours] do you know",
                "what have (i|we) taught you",
                "(list|tell me|read me) [all] (the|my|our) phrases [(i|we) taught you]",
            ],
            "zh": [
                "(我|我们)教(过|了)你(什么|哪些)[说法|短语|话]",
                "你(学会了|学过|知道)(什么|哪些)(说法|短语)",
                "(列出|念一下|告诉我)[所有|全部](教过你的|我的|我们的)(说法|短语)",
            ],
        },
        reads_only=True,
    )
    async def taught_phrases(self, ctx: ToolContext) -> ToolResult:
        """Tell the phrases that this household taught and what each means."""
        known = self._teaching.all()
        words = phrase_file("teaching")[ctx.language]
        if not known:
            return ToolResult(Claim.ANSWER, words["none"])
        lines = [fill(words["phrase"], said=p.said, means=p.means) for p in known[-TOLD_AT_MOST:]]
        if len(known) > TOLD_AT_MOST:
            lines.append(fill(words["more"], n=str(len(known) - TOLD_AT_MOST)))
        return ToolResult(Claim.ANSWER, ("" if ctx.language == "zh" else " ").join(lines), {"phrases": len(known)})


def _refused(error: NotTaught | MemoryUnavailable, language: Language) -> ToolResult:
    if isinstance(error, NotTaught):
        return ToolResult(Claim.REFUSED, error.say[language], {"reason": error.reason})
    return ToolResult(Claim.FAILED, sentence("memory_unavailable", language))


def _say(claim: Claim, key: str, language: Language, phrase: TaughtPhrase) -> ToolResult:
    wording = phrase_file("teaching")[language][key]
    return ToolResult(claim, fill(wording, said=phrase.said, means=phrase.means), {"phrase": phrase.id})
