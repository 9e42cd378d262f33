"""How the car is: tyres, service, how far and how fast it has gone, the air outside."""

import re
from collections.abc import Sequence

from assistant.tools import ToolContext, ToolResult, tool
from devices.device import Device
from skills.answers import Reply, answered
from skills.car import Aboard, Cars
from skills.surface import Services
from skills.wishes import subject_of

SPEED = "Vehicle.Speed"
DISTANCE = "Vehicle.TraveledDistance"
OUTSIDE = "Vehicle.Exterior.AirTemperature"
WASHER_LOW = "Vehicle.Body.Windshield.Front.WasherFluid.IsLevelLow"
SERVICE = "Vehicle.Service.IsServiceDue"
BATTERY_WARMTH = "Vehicle.Powertrain.TractionBattery.Temperature.Average"
DRIVE_MODE = "Vehicle.Powertrain.Transmission.PerformanceMode"
PRESSURE = re.compile(r"Vehicle\.Chassis\.Axle\.Row\d+\.Wheel\.\w+\.Tire\.Pressure")
IS_LOW = re.compile(r"Vehicle\.Chassis\.Axle\.Row\d+\.Wheel\.\w+\.Tire\.IsPressureLow")
TYRES = "(tyre|tyres|tire|tires)"


class CarCondition:
    """What the instruments of the car tell."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                f"what is [the] {TYRES} pressure [of] {{things}}",
                f"{TYRES} {{things}}",
                f"how (is|are) {TYRES} [pressure]",
                f"{TYRES} pressure",
                f"(is|are) [the] {TYRES} (ok|okay|fine|low|flat|good)",
                f"(is|are) any [of the] {TYRES} (low|flat)",
                f"check [the] {TYRES} [pressure]",
            ],
            "zh": [
                *("{things}胎压是多少", "{things}胎压", "{things}轮胎怎么样", "胎压正常吗", "胎压多少", "轮胎正常吗"),
                *(
                    "轮胎气够吗",
                    "胎压怎么样",
                    "[四个|所有|各个]轮胎[的](气压|胎压)(多少|怎么样|正常吗|够吗)",
                    "胎压低吗",
                    "检查胎压",
                    "轮胎没气了吗",
                    "轮胎有没有问题",
                    "(有|有没有)轮胎(气不足|没气|缺气)[吗]",
                ),
            ],
        },
    )
    async def tyres(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """How the pressure of the car's tyres is, and which are low."""
        reply = Reply(self._home, ctx)
        for car in self._cars(things, reply):
            pressures = {p: n for p in car.capabilities if PRESSURE.fullmatch(p) and (n := reply.number(car.id, p))}
            low = [p for p in car.capabilities if IS_LOW.fullmatch(p) and _says(reply, car, p)]
            if not pressures and not low:
                reply.add("car_cannot", name=reply.name(car))
                continue
            if low:
                names = [
                    subject_of(car, p.replace(".IsPressureLow", ".Pressure"), self._home, reply.language) for p in low
                ]
                reply.add("car_tyres_low", len(low) > 1, names=reply.joined([n.name for n in names]))
            if pressures:
                bar = [number / 100 for number in pressures.values()]
                key = "car_tyres_alike" if round(min(bar), 1) == round(max(bar), 1) else "car_tyres_between"
                reply.add(key, low=f"{min(bar):.1f}", high=f"{max(bar):.1f}")
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                f"which {TYRES} (is|has) [the] (lowest|softest|flattest|least air|low|soft)",
                f"which of (the|my|our) {TYRES} (is|has) [the] (lowest|softest|least air|low|soft)",
                f"which {TYRES} (needs|is short of) air",
            ],
            "zh": [
                "(哪个|哪只|哪条)(轮胎|车胎)[的](气|气压|胎压)[最](低|少|不足)",
                "(哪个|哪只|哪一个|哪条)(轮胎|车胎|轮子)(该打气|要打气|缺气|没气)[了]",
            ],
        },
    )
    async def lowest_tyre(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Which tyre of the car has the lowest pressure, and how much."""
        reply = Reply(self._home, ctx)
        for car in self._cars(things, reply):
            pressures = {p: n for p in car.capabilities if PRESSURE.fullmatch(p) and (n := reply.number(car.id, p))}
            if not pressures:
                reply.add("car_cannot", name=reply.name(car))
                continue
            lowest = min(pressures, key=lambda path: pressures[path])
            name = subject_of(car, lowest, self._home, reply.language).name
            reply.add("car_tyre_lowest", name=name, low=f"{pressures[lowest] / 100:.1f}")
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "(is|when is) [the] [next] service [due] [of] {things}",
                "does {things} need [a] service",
                "(is|when is) {things} due [for] [a] service",
                "does {things} need servicing",
                "do (i|we) need [a] service [soon]",
                "[the] next service",
            ],
            "zh": [
                *("{things}需要保养吗", "{things}该保养了吗", "要保养了吗", "什么时候保养", "{things}保养到期了吗"),
                *(
                    "该做保养了吗",
                    "需要[做]保养[了]吗",
                    "要不要保养",
                    "下次保养[是](什么时候|哪天)",
                    "[什么时候|几时]该[做]保养",
                ),
            ],
        },
    )
    async def service_due(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Whether the car is due for a service."""
        reply = Reply(self._home, ctx)
        for car in self._cars(things, reply):
            fact = reply.read(car.id, SERVICE)
            if fact is None:
                reply.add("car_cannot", name=reply.name(car))
            else:
                reply.add("car_service_due" if fact.value is True else "car_service_not_due", name=reply.name(car))
        return answered(reply)

    @tool(
        by_phrase_only=True,
        reads_only=True,
        phrases={
            "en": [
                "(is|are) [the] (washer fluid|windscreen washer|screen wash|wiper fluid) [low|empty|full]",
                "(is|are) [the] (washer fluid|screen wash|wiper fluid) (running|getting) (low|out|empty)",
                "how much (washer fluid|screen wash|wiper fluid) [is|do we have|have we] [left]",
                "do (i|we) (have|need) [enough|more] (washer fluid|screen wash|wiper fluid)",
            ],
            "zh": ["(玻璃水|雨刮水|洗涤液)(够|足|还够|还有|低|少|没|空)(吗|不够|没有|了吗)", "玻璃水(还有多少|多少)"],
        },
    )
    async def washer_fluid(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Whether the fluid for the windscreen runs low."""
        reply = Reply(self._home, ctx)
        for car in self._cars(things, reply):
            fact = reply.read(car.id, WASHER_LOW)
            if fact is None:
                reply.add("car_cannot", name=reply.name(car))
            else:
                reply.add("car_washer_low" if fact.value is True else "car_washer_fine", name=reply.name(car))
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is [the] (mileage|odometer) [of] {things}",
                "how (far|much) (has|have) {things} (driven|gone)",
                "how many (kilometers|kilometres|miles) has {things} (done|driven|got|on)",
                "how many (kilometers|kilometres|miles) (has it done|have we done|are on the clock)",
                "what is on the clock [of {things}]",
                "[the] (mileage|odometer)",
            ],
            "zh": [
                "{things}里程是多少",
                "{things}总里程",
                "{things}跑了多少公里",
                "{things}开了多少公里",
                "{things}(一共|总共|已经)(开了|跑了|行驶了)(多少公里|多少里程|多远)[了]",
                "总里程是多少",
                "(这车|这辆车|这台车|总共|一共)[已经](开了|跑了|行驶了)(多少公里|多少里程|多远)",
            ],
        },
    )
    async def mileage(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """How far the car has been driven altogether."""
        return self._tell(ctx, things, DISTANCE, "car_mileage")

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how fast (am|are) (i|we) [going|driving]",
                "what is (my|our) speed",
                "what is [the] speed [of] {things}",
                "how fast is {things} [going]",
            ],
            "zh": ["车速是多少", "车速多少", "现在车速", "开多快", "{things}速度是多少", "时速多少", "现在时速是多少"],
        },
    )
    async def car_speed(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """How fast the car goes."""
        return self._tell(ctx, things, SPEED, "car_speed")

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how (warm|hot|cold) is it outside",
                "what is [the] temperature outside",
                "outside temperature",
                "is it (cold|freezing|warm|hot) outside",
            ],
            "zh": [
                "车外温度是多少",
                "外面多少度",
                "外面几度",
                "车外几度",
                "车外多少度",
                "外面(冷不冷|热不热)",
                "外面冷吗",
                "外面热吗",
                "室外温度",
            ],
        },
    )
    async def outside_the_car(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """How warm it is outside the car."""
        return self._tell(ctx, things, OUTSIDE, "car_outside")

    @tool(
        reads_only=True,
        phrases={
            "en": ["(which|what) (drive|driving) mode [is] [on|it|{things}] [in]", "what mode am i [driving] in"],
            "zh": ["现在是什么驾驶模式", "什么驾驶模式", "驾驶模式是什么", "哪个驾驶模式"],
        },
    )
    async def which_drive_mode(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """In which mode the car drives."""
        return self._tell(ctx, things, DRIVE_MODE, "value")

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how (warm|hot|cold) is [the] battery [of] {things}",
                "what is [the] battery temperature [of] {things}",
                "[the] battery temperature",
            ],
            "zh": ["{things}电池温度是多少", "电池温度", "电池多少度", "电池热不热"],
        },
    )
    async def battery_warmth(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """How warm the battery of the car is."""
        return self._tell(ctx, things, BATTERY_WARMTH, "value")

    def _tell(self, ctx: ToolContext, things: Sequence[str], path: str, key: str) -> ToolResult:
        reply = Reply(self._home, ctx)
        for car in self._cars(things, reply):
            fact = reply.read(car.id, path)
            if fact is None:
                reply.add("car_cannot" if path not in car.capabilities else "unknown_state", name=reply.name(car))
                continue
            subject = subject_of(car, path, self._home, reply.language)
            named = reply.name(car) if key != "value" else subject.name
            reply.sentences.append(reply.value_sentence(key, car, path, fact, name=named))
        return answered(reply)

    def _cars(self, things: Sequence[str], reply: Reply) -> list[Device]:
        found = [self._home.devices[t] for t in things if t in self._home.devices]
        if not found:
            reply.add("car_none")
        return found


def _says(reply: Reply, car: Device, path: str) -> bool:
    fact = reply.read(car.id, path)
    return fact is not None and fact.value is True


def skill(services: Services) -> CarCondition:
    """The factory of this skill."""
    return CarCondition(services)
