"""Music and television: playing, pausing and tracks."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out, nothing_changed
from skills.in_car import car_of
from skills.music import finds_no_player, with_loudness
from skills.music_liked import play_liked
from skills.surface import Services

KIND = ("media_player",)

CAR_ACTION = "Vehicle.Cabin.Infotainment.Media.Action"

Playing = Annotated[Things, Targets("playback", KIND, default="here")]


class Media:
    """Players of every sort."""

    def __init__(self, services: Services) -> None:
        self._home = services.home
        self._usuals = services.usuals

    @tool(
        phrases={
            "en": [
                "resume {things}",
                "resume (music|playing|playback|video|movie) {things}",
                "play {things}",
                "play [some] (music|audio) {things}",
                "start playing {things}",
                "start [the] music {things}",
                "keep playing {things}",
                "(let|have) {things} play [music]",
                "get {things} playing",
            ],
            "zh": [
                "继续{things}",
                "继续播放{things}",
                "{things}(继续播|继续放|接着播|接着放|继续播放|继续唱)",
                "{things}(播歌|放歌|放首歌|播首歌|播点歌|放点歌|播音乐)",
                "播放{things}",
                "放音乐{things}",
                "播放音乐{things}",
                "(放点|放些|来点|来些|放会|放一点|放首|放){things}音乐",
            ],
        }
    )
    async def resume_media(self, ctx: ToolContext, things: Playing) -> ToolResult:
        """Start or resume playing on players."""
        if finds_no_player(self._home, ctx, things):
            return nothing_changed("no_music_player", self._home, ctx)
        liked = await play_liked(self._home, self._usuals, ctx, things)
        if liked is not None:
            return liked
        result = await self._act(ctx, things, "PLAY", [Wish(thing, "playback", "playing") for thing in things])
        return with_loudness(result, self._home, ctx, things)

    @tool(
        phrases={
            "en": [
                "pause {things}",
                "{things} paused",
                "pause (what is|whatever is) [playing] on {things}",
                "pause (music|playback|video|movie|song) {things}",
            ],
            "zh": ["暂停{things}", "暂停播放{things}", "暂停音乐{things}"],
        }
    )
    async def pause_media(self, ctx: ToolContext, things: Playing) -> ToolResult:
        """Pause players."""
        return await self._act(ctx, things, "STOP", [Wish(thing, "playback", "paused") for thing in things])

    @tool(
        phrases={
            "en": [
                "stop {things}",
                "stop (what is|whatever is) [playing] on {things}",
                "stop (music|playing|playback|video|movie|song) {things}",
            ],
            "zh": ["停止播放{things}", "停止{things}", "停止音乐{things}", "别放了{things}"],
        }
    )
    async def stop_media(self, ctx: ToolContext, things: Playing) -> ToolResult:
        """Stop players; where they cannot stop they pause."""
        return await self._act(ctx, things, "STOP", [Wish(t, "playback", self._stopped(t)) for t in things])

    @tool(
        phrases={
            "en": [
                "next (song|item|episode|video|one) {things}",
                "skip [to] [next] (song|item|episode|video|one) {things}",
                "skip forward {things}",
                "skip [this] {things}",
                "play next [song] {things}",
            ],
            "zh": [
                "下一首{things}",
                "播放下一首{things}",
                "跳过{things}",
                "换一首{things}",
                "切歌{things}",
                "下一集{things}",
            ],
        }
    )
    async def next_track(
        self, ctx: ToolContext, things: Annotated[Things, Targets("next", KIND, default="here")]
    ) -> ToolResult:
        """Skip to the next track."""
        return await self._act(ctx, things, "SKIP_FORWARD", [Wish(thing, "next", None) for thing in things])

    @tool(
        phrases={
            "en": [
                "previous {things}",
                "[go] [back] to [the] previous (song|item|episode|video) {things}",
                "(go|skip|jump|switch) [back] to [the] last (song|item|episode|video) {things}",
                "play [the] (previous|last) (song|item|one) [again] {things}",
                "skip back {things}",
                "replay {things}",
            ],
            "zh": [
                "上一首{things}",
                "播放上一首{things}",
                "重播{things}",
                "上一集{things}",
            ],
        }
    )
    async def previous_track(
        self, ctx: ToolContext, things: Annotated[Things, Targets("previous", KIND, default="here")]
    ) -> ToolResult:
        """Go back to the previous track."""
        return await self._act(ctx, things, "SKIP_BACKWARD", [Wish(thing, "previous", None) for thing in things])

    async def _act(self, ctx: ToolContext, things: Things, in_car: str, wishes: list[Wish]) -> ToolResult:
        """Have the wishes done; for somebody in the car, where no player is named, what it is called there."""
        car = car_of(ctx, self._home, things)
        return await carry_out(self._home, ctx, [Wish(car, CAR_ACTION, in_car)] if car else wishes)

    def _stopped(self, thing: str) -> str:
        device = self._home.devices.get(thing)
        choices = device.capabilities["playback"].choices if device and "playback" in device.capabilities else ()
        return "idle" if "idle" in choices or not choices else "paused"


def skill(services: Services) -> Media:
    """The factory of this skill."""
    return Media(services)
