"""Music that somebody likes at certain times, and playing it where only "music" is said."""

from dataclasses import replace
from typing import Annotated

from assistant.memory.conditions import ALWAYS, Condition
from assistant.memory.preferences import MAX_WORDS, Preferences
from assistant.tools import Choice, Claim, Things, ToolContext, ToolResult, Words, tool
from assistant.utterance import Language
from devices.device import Device
from devices.home import Home
from skills.acting import Wish, carry_out
from skills.keeping_likings import KeepingLikings, untold_state, whose
from skills.liked import MUSIC, music_in_words
from skills.present import is_off
from skills.surface import Services
from skills.televisions import is_television
from skills.usuals import Usuals, knows_who, with_filled
from skills.when_words import condition_told, when_in_words
from skills.words import fill, phrase_file

SORT = Choice(
    {
        name: {"en": tuple(en.split("|")), "zh": tuple(zh.split("|"))}
        for name, en, zh in (
            ("jazz", "jazz", "爵士|爵士乐"),
            ("classical", "classical|classical music|classics", "古典|古典音乐|古典乐"),
            ("rock", "rock|rock and roll|rock music", "摇滚|摇滚乐"),
            ("pop", "pop|pop music", "流行|流行音乐|流行歌|流行歌曲"),
            ("hiphop", "hip hop|hiphop|rap", "嘻哈|说唱"),
            ("blues", "blues|the blues", "布鲁斯|蓝调"),
            ("folk", "folk|folk music", "民谣|民歌"),
            ("country", "country|country music", "乡村|乡村音乐"),
            ("electronic", "electronic|electro|techno|house music|electronic music", "电子|电子乐|电子音乐"),
            ("soul", "soul|r&b|funk", "灵魂乐|灵魂"),
            ("reggae", "reggae", "雷鬼"),
            ("metal", "metal|heavy metal", "金属|金属乐|重金属"),
            ("opera", "opera|operas", "歌剧|戏曲|京剧"),
            ("piano", "piano|piano music", "钢琴|钢琴曲"),
            ("ambient", "ambient|ambient music|lofi|lo fi|lounge|chill", "氛围|氛围音乐|轻音乐"),
            (
                "quiet",
                "something quiet|quiet|something calm|calm|something relaxing|relaxing|something soft|soft|something "
                "gentle|something soothing|something slow",
                "安静|安静点|安静一点|轻柔|舒缓|放松|轻松|柔和",
            ),
            (
                "cheerful",
                "something cheerful|cheerful|something upbeat|upbeat|something happy|happy|something lively|lively",
                "欢快|轻快|开心|活泼",
            ),
            ("children", "children's songs|kids songs|nursery rhymes|children's", "儿歌|童谣"),
            ("news", "the news|news|news radio", "新闻|新闻广播"),
            ("nature", "nature sounds|sounds of nature|rain sounds|ocean sounds|white noise", "自然声音|雨声|白噪音"),
        )
    }
)
"""Sorts of music that are known by name."""


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing can be remembered."""
    if services.preferences is None:
        raise ValueError("there is no memory to keep preferences in")
    return LikedMusic(services, services.preferences)


class LikedMusic:
    """What somebody likes to hear."""

    def __init__(self, services: Services, preferences: Preferences) -> None:
        self._home = services.home
        self._preferences = preferences
        self._keeping = KeepingLikings(services, preferences)

    @tool(
        phrases={
            "en": ["(i|we) like to hear {sort}", "my favourite music is {sort}"],
            "zh": ["我[们](喜欢|爱)听{sort}", "我最(喜欢|爱)听{sort}"],
        },
        by_phrase_only=True,
    )
    async def like_music(
        self,
        ctx: ToolContext,
        sort: Annotated[str | None, SORT] = None,
        what: Annotated[str, Words("a band, an album or a playlist")] = "",
        told_when: Annotated[str, Words("the whole sentence, where it says when it is liked")] = "",
    ) -> ToolResult:
        """Remember what somebody likes to hear, always or at certain times."""
        if not knows_who(ctx.utterance.speaker):
            return ToolResult(Claim.REFUSED, str(phrase_file("memory")[ctx.language]["not_for_guests"]))
        named = sort or what.strip()
        said = told_when or ctx.utterance.text
        when = self._keeping.condition(ctx, None, told_when)
        if when is None:
            return untold_state(condition_told(told_when).state, ctx.language)
        if not any(plays_by_name(device) for device in self._home.devices.values()):
            await self._preferences.remember(ctx.person, said[:MAX_WORDS], ctx.language)
            return _told("kept_music_words", when, named, ctx.language)
        person = whose(said, ctx)
        question = await self._keeping.stands_against(ctx, person, (MUSIC,), "media", named, when)
        if isinstance(question, ToolResult):
            return question
        await self._preferences.remember(
            person, said[:MAX_WORDS], ctx.language, MUSIC, "media", named, when=when, questioned=bool(question)
        )
        return _told("kept_music", when, named, ctx.language)


async def play_liked(home: Home, usuals: Usuals | None, ctx: ToolContext, things: Things) -> ToolResult | None:
    """Play what this person likes to hear now; None where that is not known, or something is only to go on."""
    players = [home.devices[thing] for thing in things if thing in home.devices]
    if usuals is None or not players or not all(plays_by_name(device) for device in players):
        return None
    if any(_paused(home, device) for device in players):
        return None
    what = [each for device in players if (each := await usuals.usual(ctx, device, "media")) is not None]
    loud = [each for device in players if (each := await usuals.usual(ctx, device, "volume")) is not None]
    if len(what) < len(players):
        return None
    filled = [replace(each, value=music_in_words(str(each.value), ctx.language)) for each in what] + loud
    off = [Wish(d.id, "on", True) for d in players if is_off(home, d.id)]
    wishes = [Wish(each.device, each.capability, each.value) for each in (*loud, *filled[: len(what)])]
    return with_filled(await carry_out(home, ctx, [*off, *wishes]), filled, home, ctx)


def plays_by_name(device: Device) -> bool:
    """Whether it is a player that is not watched and can be told what to play."""
    media = device.capabilities.get("media")
    return device.kind == "media_player" and media is not None and media.writable and not is_television(device)


def _paused(home: Home, device: Device) -> bool:
    fact = home.fact(device.id, "playback")
    return fact is not None and fact.value in ("paused", "playing")


def _told(key: str, when: Condition, what: str, language: Language) -> ToolResult:
    words = phrase_file("told")[language]
    template = words[f"{key}_always" if when == ALWAYS else key]
    facts = {"what": music_in_words(what, language), "when": when_in_words(when, language)}
    return ToolResult(Claim.DONE, fill(template, **facts))
