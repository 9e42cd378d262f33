"""How long the car still charges, where it says so; and plainly that it does not charge where it does not."""

from assistant.tools import ToolContext, ToolResult, tool
from devices.device import Device
from skills.answers import Reply, answered
from skills.car import Aboard, Cars
from skills.car_charging import CHARGE, CHARGE_LIMIT, CHARGES, IS_CHARGING, TIME_TO_COMPLETE
from skills.surface import Services
from skills.values import duration

FULL = "(full|charged|fully charged|done charging|finished charging)"


class CarFullWhen:
    """When charging ends."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                f"how long until {{things}} is {FULL}",
                "how (long|much longer) (does|will) {things} (take to charge|need to charge|charge|be charging)",
                f"when is {{things}} {FULL}",
                f"(when|how long) will {{things}} be {FULL}",
                "(when|how long) will charging (finish|take|be done)",
            ],
            "zh": [
                "{things}[正|现]在充电(吗|没|没有)",
                "{things}(还要|还得|还需要)充(多久|多长时间)",
                "{things}(多久|什么时候|几点)(充满|充好|能充满|充完)",
                "充电(还要|还需要|还得)(多久|多长时间)",
                "充电[要|能]到(几点|什么时候)[才][能](好|完|满)",
                "充满[电](还要|还需要|要)(多久|多长时间)",
            ],
        },
    )
    async def car_full_when(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """How long the car takes until it is charged; says so where it does not charge at all."""
        return self._told(ctx, things)

    @tool(
        by_phrase_only=True,
        reads_only=True,
        phrases={
            "en": [f"how long until it is {FULL}", f"when (is|will) it [be] {FULL}"],
            "zh": ["(还要|还得|还需要)充(多久|多长时间)", "(多久|什么时候|几点)(充满|能充满|充好)"],
        },
    )
    async def full_when_here(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """The same for somebody who sits in the car and does not name it."""
        return self._told(ctx, things)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "(what is|how high is) [the] (charge|charging) limit [of] [{things}]",
                "(what is|how high is) {things} (charge|charging) limit",
                "to how much is {things} charged",
            ],
            "zh": [
                "[{things}][的](充电|电量)上限(是|是多少|多少|设了多少|设的多少)",
                "{things}充到(多少|百分之几|几成)(停|为止)",
            ],
        },
    )
    async def charge_limit(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Up to how much the car is charged."""
        reply = Reply(self._home, ctx)
        cars = [self._home.devices[t] for t in things if t in self._home.devices]
        if not cars:
            reply.add("car_none")
        for car in cars:
            fact = reply.read(car.id, CHARGE_LIMIT)
            if fact is None:
                reply.add(
                    "car_cannot" if CHARGE_LIMIT not in car.capabilities else "unknown_state", name=reply.name(car)
                )
            else:
                reply.sentences.append(reply.value_sentence("charge_limit_is", car, CHARGE_LIMIT, fact))
        return answered(reply)

    def _told(self, ctx: ToolContext, things: tuple[str, ...]) -> ToolResult:
        reply = Reply(self._home, ctx)
        cars = [self._home.devices[t] for t in things if t in self._home.devices]
        if not cars:
            reply.add("car_none")
        for car in cars:
            self._tell(reply, car)
        return answered(reply)

    def _tell(self, reply: Reply, car: Device) -> None:
        charging = reply.read(car.id, IS_CHARGING)
        left = reply.number(car.id, TIME_TO_COMPLETE)
        if charging is None:
            reply.add("car_cannot" if IS_CHARGING not in car.capabilities else "unknown_state", name=reply.name(car))
        elif charging.value is not True:
            reply.add("charges_not", name=reply.name(car))
        elif left:
            reply.add("charged_in", name=reply.name(car), left=duration(left, reply.language))
        else:
            reply.add("charges_untold", name=reply.name(car))
        signal = next((s for s in CHARGES if s in car.capabilities), CHARGE)
        full = reply.read(car.id, signal)
        if full is not None:
            reply.sentences.append(reply.value_sentence("charge", car, signal, full))


def skill(services: Services) -> CarFullWhen:
    """The factory of this skill."""
    return CarFullWhen(services)
