"""Questions about what is on in the car around somebody: its fan, its air conditioning, its defrosters."""

from typing import Annotated

from assistant.tools import Choice, ToolContext, ToolResult, tool
from skills.car import HVAC, ZONE, Aboard
from skills.car_at_seat import EVERY, SWITCHED, CarAtSeat
from skills.car_here import WHEEL
from skills.car_places import SEAT
from skills.surface import Services

AROUND = Choice(
    {
        ZONE + "FanSpeed": {
            "en": ("fan", "blower", "ventilation", "air"),
            "zh": ("风扇", "风", "送风", "风量", "出风"),
        },
        HVAC + "IsAirConditioningActive": {
            "en": ("ac", "air conditioning", "air conditioner", "climate", "climate control", "aircon"),
            "zh": ("空调", "冷气", "车载空调"),
        },
        HVAC + "IsRecirculationActive": {
            "en": ("recirculation", "air recirculation", "recirculated air"),
            "zh": ("内循环",),
        },
        HVAC + "IsFrontDefrosterActive": {
            "en": ("defroster", "windscreen defroster", "defrost", "demister"),
            "zh": ("除霜", "前挡除霜", "除雾"),
        },
        HVAC + "IsRearDefrosterActive": {
            "en": ("rear defroster", "rear window heater", "rear window heating", "rear demister"),
            "zh": ("后挡除霜", "后窗除霜", "后窗加热"),
        },
        WHEEL: {
            "en": ("steering wheel heating", "wheel heating", "heated steering wheel", "heated wheel"),
            "zh": ("方向盘加热",),
        },
    }
)
"""Paths of signals → what is on around somebody in the car."""


class CarAirChecks:
    """What is on around those who sit in the car; at home the same words are of a room."""

    def __init__(self, services: Services) -> None:
        self._at_seat = CarAtSeat(services)

    @tool(
        by_phrase_only=True,
        reads_only=True,
        phrases={
            "en": [
                "(is|are) [the|my] {part} [still] {switched}",
                "(is|are) [the|my] {part} {seat} [still] {switched}",
            ],
            "zh": [
                "[{seat}][的]{part}[还]{switched}(吗|没|没有|了吗|了没有|呢)",
                "[{seat}][的]{part}[是不是|有没有][还]{switched}",
            ],
        },
    )
    async def is_on_aboard(
        self,
        ctx: ToolContext,
        things: Aboard,
        part: Annotated[str, AROUND],
        switched: Annotated[str, SWITCHED] = "on",
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """Whether the air, the warmth or a defroster around somebody in the car is on."""
        return self._at_seat.told(ctx, things, part, seat or EVERY, switched == "on")


def skill(services: Services) -> CarAirChecks:
    """The factory of this skill."""
    return CarAirChecks(services)
