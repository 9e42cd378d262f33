"""A toolbox and two homes, one with English and one with Mandarin names, that look like real ones."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

import pytest

from assistant.conversation import Conversation, Exchange
from assistant.tools import (
    Choice,
    Claim,
    Quantity,
    Rooms,
    Targets,
    Things,
    Toolbox,
    ToolCall,
    ToolContext,
    ToolResult,
    Words,
    tool,
    tools_of,
)
from assistant.understanding.mind import PassedOn, Step
from assistant.understanding.names import Floor, Names, Room, Thing
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Language, Utterance

PERCENT = Quantity("%", 0, 100)
DEGREES = Quantity("°C", 5, 35)
COLORS = Choice({c: {"en": (c,), "zh": (z,)} for c, z in {"red": "红色", "blue": "蓝色", "green": "绿色"}.items()})
STATES = Choice(
    {
        "on": {"en": ("on",), "zh": ("开着", "亮着")},
        "off": {"en": ("off",), "zh": ("关着",)},
        "open": {"en": ("open",), "zh": ("开着", "打开着")},
        "closed": {"en": ("closed", "shut"), "zh": ("关着",)},
        "locked": {"en": ("locked",), "zh": ("锁着", "锁了")},
    }
)
MENU = Choice({"rice": {"en": ("rice",), "zh": ("米饭",)}, "porridge": {"en": ("porridge",), "zh": ("粥",)}})
DONE = ToolResult(Claim.DONE, "")


class House:
    """Everything these tests can ask for; only what is declared matters."""

    @tool(phrases={"en": ["turn on {things}", "{things} on"], "zh": ["打开{things}", "{things}打开"]})
    async def turn_on(self, ctx: ToolContext, things: Annotated[Things, Targets("on")]) -> ToolResult:
        """Turn things on."""
        return DONE

    @tool(phrases={"en": ["turn off {things}", "{things} off"], "zh": ["关闭{things}", "{things}关闭"]})
    async def turn_off(self, ctx: ToolContext, things: Annotated[Things, Targets("on")]) -> ToolResult:
        """Turn things off."""
        return DONE

    @tool(phrases={"en": ["set {things} to {percent}", "dim {things} to {percent}"], "zh": ["{things}调到{percent}"]})
    async def set_brightness(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("brightness", ("light",), default="here")],
        percent: Annotated[float, PERCENT],
    ) -> ToolResult:
        """Set how bright lights are."""
        return DONE

    @tool(
        phrases={
            "en": ["make {things} brighter [by {by}]", "brighten {things} [by {by}]", "brighter"],
            "zh": ["调亮{things}", "{things}调亮"],
        }
    )
    async def brighten(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("brightness", ("light",), default="here")],
        by: Annotated[float | None, PERCENT] = None,
    ) -> ToolResult:
        """Make lights brighter."""
        return DONE

    @tool(phrases={"en": ["set {things} to {color}", "{things} {color}"], "zh": ["{things}调到{color}"]})
    async def set_color(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("color", ("light",), default="here")],
        color: Annotated[str, COLORS],
    ) -> ToolResult:
        """Give lights a colour."""
        return DONE

    @tool(phrases={"en": ["set {things} to {degrees}"], "zh": ["{things}调到{degrees}"]})
    async def set_temperature(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("target_temperature", ("climate",), default="here")],
        degrees: Annotated[float, DEGREES],
    ) -> ToolResult:
        """Set a temperature to be reached."""
        return DONE

    @tool(
        phrases={
            "en": ["make {things} warmer [by {by}]", "make it warmer [in] {things}", "warmer"],
            "zh": ["{things}调高", "{things}温度调高{by}", "{things}暖和一点"],
        }
    )
    async def warmer(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("target_temperature", ("climate",), default="here")],
        by: Annotated[float | None, DEGREES] = None,
    ) -> ToolResult:
        """Raise a temperature."""
        return DONE

    @tool(phrases={"en": ["open {things}"], "zh": ["打开{things}", "拉开{things}"]})
    async def open(
        self, ctx: ToolContext, things: Annotated[Things, Targets("open", ("cover", "valve"))]
    ) -> ToolResult:
        """Open covers and valves."""
        return DONE

    @tool(phrases={"en": ["close {things}"], "zh": ["关闭{things}", "拉上{things}"]})
    async def close(
        self, ctx: ToolContext, things: Annotated[Things, Targets("open", ("cover", "valve"))]
    ) -> ToolResult:
        """Close covers and valves."""
        return DONE

    @tool(phrases={"en": ["set {things} to {percent}", "open {things} to {percent}"], "zh": ["{things}调到{percent}"]})
    async def set_position(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("position", ("cover", "valve"))],
        percent: Annotated[float, PERCENT],
    ) -> ToolResult:
        """Set how far covers are open."""
        return DONE

    @tool(phrases={"en": ["lock {things}"], "zh": ["锁上{things}", "{things}锁上"]})
    async def lock(self, ctx: ToolContext, things: Annotated[Things, Targets("locked", ("lock",))]) -> ToolResult:
        """Lock doors."""
        return DONE

    @tool(phrases={"en": ["unlock {things}"], "zh": ["解锁{things}", "{things}解锁"]})
    async def unlock(self, ctx: ToolContext, things: Annotated[Things, Targets("locked", ("lock",))]) -> ToolResult:
        """Unlock doors."""
        return DONE

    @tool(phrases={"en": ["set {things} to {percent}"], "zh": ["{things}调到{percent}", "{things}风速调到{percent}"]})
    async def set_speed(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("speed", ("fan",), default="here")],
        percent: Annotated[float, PERCENT],
    ) -> ToolResult:
        """Set the speed of fans."""
        return DONE

    @tool(
        phrases={
            "en": ["start {things} [in {rooms}]", "clean {rooms} [with {things}]", "let {things} clean [{rooms}]"],
            "zh": ["开始打扫[{rooms}]", "{things}打扫{rooms}", "打扫{rooms}", "启动{things}"],
        }
    )
    async def start_vacuum(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("activity", ("vacuum",), default="only")],
        rooms: Annotated[Rooms, Targets()] = (),
    ) -> ToolResult:
        """Clean."""
        return DONE

    @tool(phrases={"en": ["pause {things}"], "zh": ["暂停{things}", "{things}暂停"]})
    async def pause_vacuum(
        self, ctx: ToolContext, things: Annotated[Things, Targets("activity", ("vacuum",), default="only")]
    ) -> ToolResult:
        """Pause cleaning."""
        return DONE

    @tool(
        phrases={"en": ["send {things} home", "return {things} to [the] base"], "zh": ["{things}回充", "{things}回家"]}
    )
    async def dock(
        self, ctx: ToolContext, things: Annotated[Things, Targets("activity", ("vacuum",), default="only")]
    ) -> ToolResult:
        """Send vacuums to their base."""
        return DONE

    @tool(
        phrases={"en": ["cook {menu} [in {things}]", "start {things} {menu}"], "zh": ["煮{menu}", "{things}煮{menu}"]}
    )
    async def cook(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("menu", ("cooker",), default="only")],
        menu: Annotated[str, MENU],
    ) -> ToolResult:
        """Cook."""
        return DONE

    @tool(phrases={"en": ["pause {things}"], "zh": ["暂停{things}", "{things}暂停"]})
    async def pause_media(
        self, ctx: ToolContext, things: Annotated[Things, Targets("playback", ("media_player",), default="here")]
    ) -> ToolResult:
        """Pause what is playing."""
        return DONE

    @tool(
        phrases={"en": ["next song [on {things}]", "skip [the] song [on {things}]"], "zh": ["下一首", "{things}下一首"]}
    )
    async def next_track(
        self, ctx: ToolContext, things: Annotated[Things, Targets("playback", ("media_player",), default="here")]
    ) -> ToolResult:
        """Play the next track."""
        return DONE

    @tool(phrases={"en": ["set volume [of] {things} to {percent}"], "zh": ["{things}音量调到{percent}"]})
    async def set_volume(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("volume", ("media_player",), default="here")],
        percent: Annotated[float, PERCENT],
    ) -> ToolResult:
        """Set how loud players are."""
        return DONE

    @tool(phrases={"en": ["add {item} to {things}", "put {item} on {things}"], "zh": ["把{item}加到{things}"]})
    async def add_item(
        self,
        ctx: ToolContext,
        item: Annotated[str, Words("the item")],
        things: Annotated[Things, Targets("add_item", ("todo",), default="only")],
    ) -> ToolResult:
        """Put something on a list."""
        return DONE

    @tool(phrases={"en": ["remember [that] {words}"], "zh": ["记住{words}"]})
    async def remember(self, ctx: ToolContext, words: Annotated[str, Words("what to remember")]) -> ToolResult:
        """Remember something about the person."""
        return DONE

    @tool(
        reads_only=True,
        phrases={
            "en": ["(is|are) {things} {state}", "(tell me|check) (if|whether) {things} {state}"],
            "zh": ["{things}{state}吗", "{things}是不是{state}"],
        },
    )
    async def check_state(
        self, ctx: ToolContext, things: Annotated[Things, Targets()], state: Annotated[str, STATES]
    ) -> ToolResult:
        """Whether things are in a state."""
        return DONE

    @tool(
        reads_only=True,
        phrases={"en": ["which {things} {state}"], "zh": ["哪些{things}{state}", "哪个{things}{state}"]},
    )
    async def which(
        self, ctx: ToolContext, things: Annotated[Things, Targets()], state: Annotated[str, STATES]
    ) -> ToolResult:
        """Which things are in a state."""
        return DONE

    @tool(reads_only=True, phrases={"en": ["how many {things} {state}"], "zh": ["几个{things}{state}"]})
    async def how_many(
        self, ctx: ToolContext, things: Annotated[Things, Targets()], state: Annotated[str, STATES]
    ) -> ToolResult:
        """How many things are in a state."""
        return DONE

    @tool(
        reads_only=True,
        phrases={
            "en": ["what is [the] temperature [in] {rooms}", "how (warm|cold|hot) is it [in] {rooms}"],
            "zh": ["{rooms}几度", "{rooms}温度是多少", "{rooms}温度"],
        },
    )
    async def temperature_in(self, ctx: ToolContext, rooms: Annotated[Rooms, Targets(default="here")]) -> ToolResult:
        """How warm it is in rooms."""
        return DONE


LAMP = frozenset({"on", "brightness", "color"})
HEATING = frozenset({"on", "target_temperature"})
COVER = frozenset({"open", "position"})
PLAYER = frozenset({"on", "volume", "playback"})
VACUUM = frozenset({"activity"})

ENGLISH = Names(
    things=(
        Thing("light.kitchen", ("Kitchen Light",), "light", "kitchen", LAMP, LAMP),
        Thing("light.counter", ("Counter Spots",), "light", "kitchen", LAMP, LAMP),
        Thing("light.ceiling", ("Living Room Ceiling",), "light", "living", LAMP, LAMP),
        Thing("light.reading", ("Reading Lamp",), "light", "living", LAMP, LAMP),
        Thing("light.bed", ("Bedside Lamp",), "light", "bedroom", LAMP, LAMP),
        Thing("light.hall", ("Hall Light",), "light", "hall", frozenset({"on"}), frozenset({"on"})),
        Thing("switch.coffee", ("Coffee Machine",), "switch", "kitchen", frozenset({"on"}), frozenset({"on"})),
        Thing("fan.bedroom", ("Ceiling Fan",), "fan", "bedroom", frozenset({"on", "speed"}), frozenset({"on"})),
        Thing("climate.living", ("Thermostat",), "climate", "living", HEATING, HEATING),
        Thing("climate.bedroom", ("Bedroom Air Conditioner",), "climate", "bedroom", HEATING, HEATING),
        Thing("cover.left", ("Left Curtain",), "cover", "living", COVER, COVER, "curtain"),
        Thing("cover.right", ("Right Curtain",), "cover", "living", COVER, COVER, "curtain"),
        Thing("cover.bedroom", ("Bedroom Blinds",), "cover", "bedroom", COVER, COVER, "blind"),
        Thing("cover.garage", ("Garage Door",), "cover", "garage", frozenset({"open"}), frozenset({"open"}), "garage"),
        Thing("lock.front", ("Front Door",), "lock", "hall", frozenset({"locked"}), frozenset({"locked"})),
        Thing("lock.back", ("Back Door",), "lock", "kitchen", frozenset({"locked"}), frozenset({"locked"})),
        Thing("player.tv", ("TV",), "media_player", "living", PLAYER, PLAYER, "tv"),
        Thing("vacuum.rover", ("Rover",), "vacuum", "hall", VACUUM, VACUUM),
        Thing("cooker.rice", ("Rice Cooker",), "cooker", "kitchen", frozenset({"menu"})),
        Thing("todo.shopping", ("Shopping List",), "todo", "", frozenset({"add_item"})),
        Thing("window.bath", ("Bathroom Window",), "binary_sensor", "bath", frozenset(), frozenset({"open"}), "window"),
    ),
    rooms=(
        Room("kitchen", ("Kitchen",), "ground"),
        Room("living", ("Living Room",), "ground"),
        Room("hall", ("Hall",), "ground"),
        Room("bedroom", ("Bedroom",), "upper"),
        Room("bath", ("Bathroom",), "upper"),
        Room("garage", ("Garage",), "ground"),
    ),
    floors=(Floor("ground", ("Ground Floor",)), Floor("upper", ("First Floor",))),
    version=1,
)

MANDARIN = Names(
    things=(
        Thing("light.kitchen", ("厨房灯",), "light", "kitchen", LAMP, LAMP),
        Thing("light.ceiling", ("客厅吊灯",), "light", "living", LAMP, LAMP),
        Thing("light.floor", ("落地灯",), "light", "living", LAMP, LAMP),
        Thing("light.bed", ("卧室灯",), "light", "bedroom", LAMP, LAMP),
        Thing("switch.bedroom", ("卧室开关",), "switch", "bedroom", frozenset({"on"}), frozenset({"on"})),
        Thing("fan.bedroom", ("吊扇",), "fan", "bedroom", frozenset({"on", "speed"}), frozenset({"on"})),
        Thing("climate.living", ("空调",), "climate", "living", HEATING, HEATING),
        Thing("cover.left", ("左侧窗帘",), "cover", "living", COVER, COVER, "curtain"),
        Thing("cover.right", ("右侧窗帘",), "cover", "living", COVER, COVER, "curtain"),
        Thing("cover.bedroom", ("卧室窗帘",), "cover", "bedroom", COVER, COVER, "curtain"),
        Thing("lock.front", ("前门",), "lock", "hall", frozenset({"locked"}), frozenset({"locked"})),
        Thing("player.tv", ("电视",), "media_player", "living", PLAYER, PLAYER, "tv"),
        Thing("vacuum.xiaobai", ("小白",), "vacuum", "living", VACUUM, VACUUM),
        Thing("cooker.rice", ("电饭煲",), "cooker", "kitchen", frozenset({"menu"})),
        Thing("todo.shopping", ("购物清单",), "todo", "", frozenset({"add_item"})),
    ),
    rooms=(
        Room("kitchen", ("厨房",), "f1"),
        Room("living", ("客厅",), "f1"),
        Room("hall", ("玄关",), "f1"),
        Room("bedroom", ("卧室",), "f2"),
    ),
    floors=(Floor("f1", ("一楼",)), Floor("f2", ("二楼",))),
    version=1,
)

NOW = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)
TOOLBOX = Toolbox(tools_of(House()))
MIND = ReflexMind()

Say = Callable[..., tuple[Step, ...]]


def language_of(text: str) -> Language:
    """Mandarin where there is a Chinese character."""
    return "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"


def as_written(steps: tuple[Step, ...]) -> str:
    """Steps as the tables write them: "turn_on light.kitchen", "set_brightness light.bed percent=50", or their kind."""
    return "; ".join(_written(step) for step in steps)


def _written(step: Step) -> str:
    if not isinstance(step, ToolCall):
        return "passed on" if isinstance(step, PassedOn) else f"{type(step).__name__}: {step.text}"
    said = []
    for name, value in step.arguments.items():
        text = " ".join(value) if isinstance(value, tuple) else str(value)
        said.append(text if name == "things" else f"{name}={text}")
    return " ".join([step.tool, *said])


@pytest.fixture
def say() -> Say:
    """Say something in a home and a room; the steps of the mind."""

    def spoken(
        text: str,
        names: Names = ENGLISH,
        place: str = "",
        after: tuple[ToolCall, ...] = (),
        language: Language | None = None,
    ) -> tuple[Step, ...]:
        conversation = Conversation(place)
        if after:
            conversation.remember(Exchange(Utterance("before", at=NOW), after, (DONE,) * len(after), "Done."))
        utterance = Utterance(text, language or language_of(text), place=place, at=NOW)
        return MIND.steps(utterance, conversation, TOOLBOX, names)

    return spoken


@pytest.fixture
def written() -> Callable[[tuple[Step, ...]], str]:
    """Steps as one line."""
    return as_written


@pytest.fixture
def english() -> Names:
    """The home with English names."""
    return ENGLISH


@pytest.fixture
def mandarin() -> Names:
    """The home with Mandarin names."""
    return MANDARIN


@pytest.fixture
def toolbox() -> Toolbox:
    """The tools."""
    return TOOLBOX


@pytest.fixture
def in_english_home(say: Say) -> Callable[[str, str], str]:
    """What a text said in a room of the home with English names becomes, as one line."""
    return lambda text, place: as_written(say(text, ENGLISH, place))


@pytest.fixture
def in_mandarin_home(say: Say) -> Callable[[str, str], str]:
    """The same in the home with Mandarin names."""
    return lambda text, place: as_written(say(text, MANDARIN, place))
