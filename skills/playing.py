"""What plays, and from where."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, Words, tool
from devices.device import Device, Value
from skills.acting import Wish, carry_out
from skills.answers import MOST_TOLD, Reply, answered
from skills.in_car import car_of
from skills.states import state_word
from skills.surface import Services
from skills.words import capitalised

KIND = ("media_player",)
TITLES = ("media", "media_title", "title")
ARTISTS = ("artist", "media_artist")
CAR_PLAYED = "Vehicle.Cabin.Infotainment.Media.Played."
CAR_ACTION = "Vehicle.Cabin.Infotainment.Media.Action"
NOTHING = ("", "none", "unknown", "UNKNOWN")

SOURCES = {
    "SIRIUS_XM": "Sirius XM",
    "BLUETOOTH": "Bluetooth",
    "INTERNET": "internet",
    "DISK": "disk",
}
"""Sources of the car that are not said as they are written."""


class Playing:
    """What players play, and choosing where it comes from."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is playing",
                "what is playing [on|in] {things}",
                "what is [on] {things} playing",
                "what does {things} play",
                "what (song|music|title|movie|show|program|station) is (this|that|playing|on)",
                "what is (this|that|the) (song|music|title|track|movie|show) [called]",
                "what (song|music) is playing [on|in] {things}",
                "what am i (listening to|hearing|watching)",
                "(what|which) (song|music|track|tune) is paused {things}",
                "what are (we|they|you|the (kids|children|guests)) (watching|hearing|listening to|playing) {things}",
                "what are we listening to",
                "who (sings|plays) (this|that)",
                "who is singing",
                "who is [the] (music|song|track|tune) by",
                "who is [the] (artist|singer|band|composer)",
                "what is [the] (artist|singer|band)",
                "(which|what) (app|channel|input|source|station) is {things} on",
                "{things} on (which|what) (app|channel|input|source|station)",
                "(which|what) (app|channel|input|source|station) is on [on] {things}",
                "who made [this] song",
                "which (song|artist|band|track|tune) is (this|that|playing|on)",
                "what is on {things}",
                "what is {things} showing",
                "what are (they|we|you) watching [on] {things}",
                "what are (they|we|you) watching",
                "what is being played [on] {things}",
                "is (anything|something) playing [on] {things}",
                "is (anything|something) playing",
                "what is [on] {things} tuned to",
                "what source is {things} on",
                "is {things} playing anything",
            ],
            "zh": [
                "在放什么",
                "现在放的是什么",
                "现在放的是什么歌",
                "现在在放什么",
                "正在播放什么",
                "在播放什么",
                "放的什么歌",
                "放的是什么歌",
                "这是什么歌",
                "这首歌叫什么",
                "这首是什么歌",
                "什么歌",
                "谁唱的",
                "这是谁唱的",
                "{things}在放什么",
                "{things}在播放什么",
                "{things}放的是什么",
                *(
                    "放的是什么",
                    "放什么呢",
                    "在放什么歌",
                    "放什么歌",
                    "正在放什么",
                    "现在放什么",
                    "在播什么",
                    "播的什么",
                ),
                *(
                    "放的歌是谁唱的",
                    "放的歌谁唱的",
                    "谁唱的这首",
                    "这首谁唱的",
                    "歌手是谁",
                    "谁(弹|演奏|拉|吹|写|演唱|作|编)的",
                    "(这首|这曲|这首歌|这支曲子|现在这首|放的)[是]谁(弹|演奏|拉|吹|写|演唱|作)的",
                    "{things}[放的|这首|那首][是]谁(唱|弹|演奏|拉|吹|写|演唱|作)的",
                    "(什么|哪首|哪支)(曲子|曲|音乐)",
                    "{things}(放|播|唱|演)的[是]什么(歌|曲子|曲|音乐|节目|电影|片子|剧|戏|台|频道|内容)",
                    "{things}(在放|在播|在唱|在演|放着|播着|唱着|演着)什么(歌|曲子|曲|音乐|节目|电影|片子|剧|戏|台|频道|内容)",
                    "{things}(放|播)[的是|着](哪首歌|哪首|哪支曲子|哪个台|哪个频道)",
                    "谁的歌",
                    "这首歌谁唱的",
                    "歌名是什么",
                    "叫什么歌",
                    "什么歌名",
                ),
                *(
                    "{things}上演什么",
                    "{things}演什么",
                    "{things}在演什么",
                    "{things}在播什么",
                    "{things}播什么",
                    "{things}放什么",
                ),
                *(
                    "{things}放着什么",
                    "{things}播的什么",
                    "{things}播着什么",
                    "{things}停在什么",
                    "{things}停在哪首",
                    "{things}停在哪首歌",
                    "{things}放的什么",
                    "{things}正在放什么",
                    "{things}放的什么歌",
                    "{things}在看什么",
                ),
                *(
                    "{things}上放什么",
                    "{things}上是什么",
                    "{things}是什么台",
                    "{things}播放什么",
                    "有什么在放",
                    "在听什么",
                ),
            ],
        },
    )
    async def what_is_playing(
        self, ctx: ToolContext, things: Annotated[Things, Targets("playback", KIND)] = ()
    ) -> ToolResult:
        """What players play right now: title, artist and source as far as they tell; without a name, whatever plays."""
        reply = Reply(self._home, ctx)
        car = car_of(ctx, self._home, things)
        if car:
            self._tell_car(reply, self._home.devices[car])
            return answered(reply)
        devices = [d for d in self._home.devices.values() if d.kind in KIND and "playback" in d.capabilities]
        asked = [self._home.devices[t] for t in things if t in self._home.devices]
        told = [d for d in asked or devices if self._tell(reply, d, asked_for=bool(asked))]
        if not told:
            silent = [d for d in asked if self._is_idle(d)]
            for device in asked[:MOST_TOLD]:
                if device not in silent:
                    reply.add_state(device.id)
            if not asked or silent:
                reply.add("playing_nothing")
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": ["which (input|source|channel) {things}", "what (input|source|channel) {things}"],
            "zh": ["{things}(哪个输入|输入源|信号源|输入|哪个信号源)", "{things}(输入源|信号源|输入)是什么"],
        },
    )
    async def source_of(self, ctx: ToolContext, things: Annotated[Things, Targets("source", KIND)]) -> ToolResult:
        """Which input, channel or app players play from."""
        reply = Reply(self._home, ctx)
        for device in [self._home.devices[t] for t in things if t in self._home.devices][:MOST_TOLD]:
            source = self._word(reply, device, ("source",))
            if source:
                reply.add("source_of", reply.plural(device), name=reply.name(device), source=source)
            else:
                reply.add_state(device.id)
        return answered(reply)

    def _is_idle(self, device: Device) -> bool:
        """Whether it is on and plays nothing; of one that is off, that is told."""
        fact = self._home.fact(device.id, "playback")
        return fact is not None and fact.value in ("idle", "stopped")

    @tool(
        phrases={
            "en": [
                "switch {things} to {source}",
                "set {things} to {source}",
                "set [the] (source|input|channel) [of] {things} to {source}",
                "change [the] (source|input|channel) [of] {things} to {source}",
                "switch [the] (source|input|channel) [of] {things} to {source}",
                "put {things} on {source}",
            ],
            "zh": [
                "{things}切换到{source}",
                "{things}换到{source}",
                "{things}调到{source}",
                "{things}切到{source}",
                "{things}切{source}",
            ],
        }
    )
    async def set_source(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("source", KIND)],
        source: Annotated[str, Words("the input, channel or app, as the player calls it", short=True)],
    ) -> ToolResult:
        """Choose what players play from: an input, a channel, an app."""
        return await carry_out(self._home, ctx, [Wish(t, "source", self._own_source(t, source)) for t in things])

    def _own_source(self, thing: str, said: str) -> str:
        """What the player calls this source; what was said where it knows none such, which it then refuses."""
        device = self._home.devices.get(thing)
        choices = device.capabilities["source"].choices if device and "source" in device.capabilities else ()
        by_name = {_plain(choice): choice for choice in choices}
        wanted = _plain(said)
        return by_name.get(wanted) or next(
            (c for name, c in by_name.items() if wanted and wanted in name), said.strip()
        )

    def _tell(self, reply: Reply, device: Device, *, asked_for: bool) -> bool:
        """What it plays; False where it does not play and, unless it was asked for, nothing is told."""
        state = reply.home.fact(device.id, "playback")
        does = state.value if state is not None else None
        if does not in ("playing", "paused") or (does == "paused" and not asked_for):
            return False
        reply.note(device.id)
        title, source = self._title(reply, device), self._word(reply, device, ("source",))
        facts = {"name": reply.name(device), "title": title, "source": source}
        if does == "paused":
            if not title:
                reply.sentences.append(capitalised(reply.sentence(device, state_word("paused", reply.language), state)))
                return True
            reply.add("playing_paused", reply.plural(device), **facts)
            return True
        key = "playing_title_from" if title and source else "playing_title" if title else ""
        reply.add(key or ("playing_from" if source else "playing_unknown"), reply.plural(device), **facts)
        return True

    def _tell_car(self, reply: Reply, car: Device) -> None:
        title = self._word(reply, car, (f"{CAR_PLAYED}Track",))
        source = self._word(reply, car, (f"{CAR_PLAYED}Source",))
        does = reply.read(car.id, CAR_ACTION)
        if does is not None and does.value == "STOP":
            reply.add("playing_nothing")
            return
        facts = {"name": reply.name(car), "title": title, "source": SOURCES.get(source, source)}
        key = "playing_title_from" if title and source else "playing_title" if title else ""
        reply.add(key or ("playing_from" if source else "playing_unknown"), reply.plural(car), **facts)

    def _title(self, reply: Reply, device: Device) -> str:
        """ "Slow Rivers (Ada)", with the artist where it is known."""
        title, artist = self._word(reply, device, TITLES), self._word(reply, device, ARTISTS)
        return f"{title} ({artist})" if title and artist else title

    def _word(self, reply: Reply, device: Device, names: tuple[str, ...]) -> str:
        for name in names:
            fact = reply.read(device.id, name) if name in device.capabilities else None
            value: Value = fact.value if fact is not None else None
            if isinstance(value, str) and value not in NOTHING:
                return value
        return ""


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def skill(services: Services) -> Playing:
    """The factory of this skill."""
    return Playing(services)
