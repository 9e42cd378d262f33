"""The weather as the home's weather station tells it."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from skills.answers import Reply, answered
from skills.surface import Services
from skills.words import capitalised, say, section


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
                "is it raining",
                "is it sunny",
                "do i need an umbrella",
                "what is the forecast",
            ],
            "zh": [
                "天气怎么样",
                "今天天气怎么样",
                "{things}天气怎么样",
                "天气如何",
                "{things}天气",
                "天气",
                "外面下雨吗",
                "外面天气",
                "下雨了吗",
                "要带伞吗",
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


def skill(services: Services) -> Weather:
    """The factory of this skill."""
    return Weather(services)
