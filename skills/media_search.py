"""Playing something by its name."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, Words, tool
from skills.acting import Wish, carry_out
from skills.surface import Services


class MediaSearch:
    """What to play is left to the player; the words are passed on as they were said."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "play {what} on {things}",
                "play {what} in {things}",
                "play {what}",
                "listen to {what} on {things}",
                "put on {what} on {things}",
                "watch {what} on {things}",
            ],
            "zh": [
                "在{things}播放{what}",
                "在{things}上播放{what}",
                "用{things}播放{what}",
                "播放{what}",
                "{things}播放{what}",
                "我想听{what}",
            ],
        }
    )
    async def play_media(
        self,
        ctx: ToolContext,
        what: Annotated[str, Words("the song, album, playlist, podcast, film or station to play")],
        things: Annotated[Things, Targets("media", ("media_player",), default="here")],
    ) -> ToolResult:
        """Play a song, an album, a podcast, a film or anything else by its name."""
        return await carry_out(self._home, ctx, [Wish(thing, "media", what.strip()) for thing in things])


def skill(services: Services) -> MediaSearch:
    """The factory of this skill."""
    return MediaSearch(services)
