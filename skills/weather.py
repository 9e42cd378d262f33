"""The weather as the home's weather station tells it."""

from typing import Annotated

from assistant.tools import Choice, Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from skills.answers import Reply, answered
from skills.gauges import in_one_unit
from skills.measures import amount, capability_for, measured, of_rooms, spoken_comparisons, telling
from skills.naming import room_in_sentence
from skills.surface import Services
from skills.words import capitalised, say, section

CONDITIONS = {
    "rain": ("rainy", "pouring", "lightning-rainy", "snowy-rainy"),
    "sun": ("sunny", "clear"),
    "clouds": ("cloudy", "partlycloudy"),
    "snow": ("snowy", "snowy-rainy"),
    "fog": ("fog",),
    "wind": ("windy", "windy-variant"),
    "storm": ("lightning", "lightning-rainy"),
}
"""What people ask for → the conditions that a weather station calls it by."""
SKY = Choice(
    {
        "rain": {
            "en": (
                "raining",
                "rainy",
                "rain",
                "pouring",
                "wet out",
                "umbrella",
                "raincoat",
                "drizzling",
                "wet outside",
            ),
            "zh": (
                "下雨",
                "下着雨",
                "雨天",
                "下雨了",
                "在下雨",
                "带伞",
                "带雨伞",
                "打伞",
                "有雨",
                "下大雨",
                "伞",
                "带把伞",
            ),
        },
        "sun": {
            "en": ("sunny", "sun shining", "sunshine", "clear skies", "nice out", "clear out", "sunny out"),
            "zh": ("晴天", "出太阳", "晴", "出太阳了", "天晴", "晴朗", "太阳", "有太阳"),
        },
        "clouds": {
            "en": ("cloudy", "overcast", "grey out", "cloudy out"),
            "zh": ("阴天", "多云", "阴", "有云"),
        },
        "snow": {"en": ("snowing", "snowy", "snow"), "zh": ("下雪", "下雪了", "在下雪", "下着雪")},
        "fog": {"en": ("foggy", "fog", "misty"), "zh": ("有雾", "雾天", "起雾", "起雾了", "下雾")},
        "wind": {"en": ("windy", "blowing", "breezy"), "zh": ("刮风", "有风", "起风", "刮风了", "刮大风", "风大")},
        "storm": {
            "en": ("stormy", "a storm", "thunder", "thundering", "a thunderstorm", "lightning"),
            "zh": ("打雷", "雷雨", "有暴风雨", "打雷了", "下雷雨"),
        },
    }
)
"""A weather that can be asked for."""
COMPARISON = Choice({k: v for k, v in spoken_comparisons().items() if k.startswith("temperature ")})
OUTSIDE = ("outside", "outdoor", "outdoors", "室外", "户外", "外面", "屋外")


class Weather:
    """The weather as the home's weather station tells it."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is [the] weather [like]",
                "how is [the] weather",
                "what is [the] weather like {things}",
                "how is [the] weather {things}",
                "weather {things}",
                "weather",
                "what is it like outside",
                "what is it like out there",
                "what is the forecast",
                "how is it [looking] outside",
            ],
            "zh": [
                "天气怎么样",
                "今天天气怎么样",
                "{things}天气怎么样",
                "天气如何",
                "{things}天气",
                "天气",
                "外面天气",
                "外面怎么样",
                "天气好吗",
            ],
        },
    )
    async def weather(
        self, ctx: ToolContext, things: Annotated[Things, Targets("condition", ("weather",))] = ()
    ) -> ToolResult:
        """What the weather is like now."""
        reply = Reply(self._home, ctx)
        stations = [d for d in self._home.devices.values() if d.kind == "weather"]
        told = [self._home.devices[t] for t in things if t in self._home.devices] or stations[:1]
        if not told:
            reply.add("weather_none")
        for station in told:
            self._tell(reply, station)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                *(
                    "is it {sky}",
                    "is it {sky} outside",
                    "{sky} outside",
                    "{sky} today",
                    "{sky} out",
                    "any {sky}",
                    "{sky}",
                ),
                *("do (i|we) need [an] {sky}", "should (i|we) take [an] {sky}", "will (i|we) need [an] {sky}"),
                *("has it been {sky}", "is there {sky}", "are there {sky}", "is it going to {sky}"),
            ],
            "zh": [
                *("{sky}吗", "外面{sky}吗", "外面{sky}", "在{sky}", "是不是{sky}", "有没有{sky}", "{sky}了没"),
                *("(要不要|要|用不用|需不需要|需要|该不该|用){sky}", "出门(要不要|要|用不用|用){sky}", "{sky}"),
                *("外头{sky}", "外头在{sky}", "外面是{sky}", "今天{sky}"),
            ],
        },
    )
    async def is_weather(self, ctx: ToolContext, sky: Annotated[str, SKY]) -> ToolResult:
        """Whether it rains, snows, or is sunny, cloudy, foggy, windy or stormy; whether an umbrella is needed."""
        reply = Reply(self._home, ctx)
        station = next((d for d in self._home.devices.values() if d.kind == "weather"), None)
        told = reply.read(station.id, "condition") if station is not None else None
        if station is None:
            reply.add("weather_none")
        elif told is None:
            reply.add_unknown(station)
        else:
            spoken = str(section(reply.language, "weather").get(str(told.value), str(told.value)))
            key = "weather_yes" if str(told.value) in CONDITIONS[sky] else "weather_no"
            text = say(key, reply.language, condition=spoken)
            current = reply.is_current(station, told)
            reply.sentences.append(text if current else say("last_known", reply.language, sentence=text.rstrip(".。")))
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                *("how (warm|hot|cold|cool|chilly) is it (outside|out|outdoors|out there)", "temperature outside"),
                *("what is [the] (temperature|temp) (outside|outdoors|out there)", "how many degrees outside"),
                *(
                    "[what is the] outside temperature",
                    "[what is the] outdoor temperature",
                    "what is it like outside temperature",
                ),
                *(
                    "is it (warm|hot|cold|cool|freezing|chilly|mild) (outside|out|outdoors|out there)",
                    "how is it outside temperature",
                ),
                "(warm|hot|cold|cool|freezing|chilly) outside",
            ],
            "zh": [
                f"{out}{said}"
                for out in ("外面", "外头", "室外", "户外", "屋外", "外边", "窗外")
                for said in (
                    "几度",
                    "温度多少",
                    "温度是多少",
                    "气温多少",
                    "是几度",
                    "有多热",
                    "有多冷",
                    "多热",
                    "多冷",
                    "多少度",
                    "温度",
                    "热吗",
                    "冷吗",
                    "热不热",
                    "冷不冷",
                    "热",
                    "冷",
                    "气温",
                    "凉快吗",
                    "暖和吗",
                    "热吗几度",
                    "冷吗几度",
                )
            ],
        },
    )
    async def outside_temperature(self, ctx: ToolContext) -> ToolResult:
        """How warm it is outside."""
        reply = Reply(self._home, ctx)
        found = measured(reply, self._outside(), "temperature")[:1]
        for each in found:
            fact = reply.read(each.device.id, each.capability)
            if fact is not None:
                reply.sentences.append(reply.value_sentence("outdoors", each.device, each.capability, fact))
        if not found:
            reply.add("outdoors_none")
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": ["{comparison} outside than", "{comparison} inside than outside", "{comparison} outside or inside"],
            "zh": [
                *(
                    "外面比{comparison}",
                    "室外比{comparison}",
                    "外面{comparison}还是",
                    "外面比屋里{comparison}",
                    "外面比家里{comparison}",
                ),
                *(
                    "外头比屋里{comparison}",
                    "室外比室内{comparison}",
                    "屋里比外面{comparison}",
                    "家里比外面{comparison}",
                ),
            ],
        },
    )
    async def compare_outside(self, ctx: ToolContext, comparison: Annotated[str, COMPARISON]) -> ToolResult:
        """Whether it is warmer or colder outside than in the rooms."""
        reply = Reply(self._home, ctx)
        inside = of_rooms(measured(reply, list(self._home.devices.values()), "temperature"))
        outside = measured(reply, self._outside(), "temperature")[:1]
        if not outside or not inside:
            reply.add("outdoors_none" if not outside else "temperature_nowhere")
            return answered(reply)
        mean = sum(m.value for m in inside) / len(inside)
        reply.add(
            "outside_inside",
            value=amount(outside[0], reply.language),
            other=amount(inside[0], reply.language, round(mean, 1)),
        )
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "is {things} {comparison} than outside",
                "is it {comparison} in {things} than [it is] outside",
                "how much {comparison} is {things} than outside",
                "how much {comparison} is it in {things} than [it is] outside",
            ],
            "zh": ["{things}[里|里面]比(外面|外头|室外|户外|外边){comparison}[吗]"],
        },
    )
    async def is_more_than_outside(
        self, ctx: ToolContext, comparison: Annotated[str, COMPARISON], things: Annotated[Things, Targets()]
    ) -> ToolResult:
        """Whether it is warmer or colder in a room than outside, and by how much."""
        reply = Reply(self._home, ctx)
        devices = [self._home.devices[t] for t in things if t in self._home.devices]
        inside = of_rooms(measured(reply, telling(devices, "temperature"), "temperature"))
        outside = measured(reply, self._outside(), "temperature")[:1]
        if not outside or not inside:
            reply.add("outdoors_none" if not outside else "temperature_nowhere")
            return answered(reply)
        here, there = in_one_unit([inside[0], outside[0]])
        more = here.value > there.value if comparison.endswith(" more") else here.value < there.value
        reply.add(
            "than_outside_yes" if more else "than_outside_no",
            first=room_in_sentence(here.device.room, self._home, reply.language),
            value=amount(here, reply.language),
            other=amount(there, reply.language),
            difference=amount(here, reply.language, round(abs(here.value - there.value), 1)),
        )
        return answered(reply)

    def _outside(self) -> list[Device]:
        devices = self._home.devices.values()
        meters = [d for d in devices if d.kind == "sensor" and _is_outside(d) and capability_for(d, "temperature")]
        return [*meters, *(d for d in devices if d.kind == "weather")]

    def _tell(self, reply: Reply, station: Device) -> None:
        condition = reply.read(station.id, "condition")
        temperature = reply.read(station.id, "temperature")
        facts = {}
        if temperature is not None:
            facts["temperature"] = reply.value(station, "temperature", temperature.value)
        if condition is not None:
            spoken = section(reply.language, "weather").get(str(condition.value), str(condition.value))
            facts["condition"] = str(spoken)
        if not facts:
            reply.add_unknown(station)
            return
        key = "weather" if len(facts) == 2 else f"weather_{next(iter(facts))}"
        reply.sentences.append(capitalised(say(key, reply.language, **facts)))


def _is_outside(device: Device) -> bool:
    return any(word in device.name.casefold() for word in OUTSIDE)


def skill(services: Services) -> Weather:
    """The factory of this skill."""
    return Weather(services)
