"""The simulated car on MQTT: it tells its VSS signals, and obeys, refuses and answers wishes."""

import logging
from contextvars import Context, copy_context
from datetime import UTC
from itertools import count

from devices.device import Value
from devices.discovery.catalogue import SIGNALS, VSS_VERSION, Signal
from devices.discovery.vss import signal_topic
from devices.link import Link, Message
from devices.simulators.car_body import MOVING, Wanted
from devices.simulators.car_direction import CarDirection
from devices.simulators.car_for_home_assistant import configuration
from devices.simulators.car_life import CarLife, Happened
from devices.simulators.car_paths import (
    DAYLIGHT,
    DRIVER_POSITION,
    FOG_LIGHTS,
    GEAR,
    IGNITION,
    IS_MOVING,
    LIGHT_SWITCH,
    LOW_BEAM,
    PARK_LOCK,
    RAIN,
    ROOF_SHADE,
    ROOF_SWITCH,
    SPEED,
    WINDOW_LOCK,
)
from devices.simulators.car_reports import Reports
from devices.simulators.car_requests import Answer, Answers, Request, request_of
from devices.simulators.control import CONTROL_TOPIC, parsed
from devices.simulators.misbehaving import Deed, Misbehaving, Presence, Wished
from devices.simulators.stage import Stage

log = logging.getLogger(__name__)

CAR = "car"
PRODUCERS_TOPIC = "homeassistant/status"
"""Whoever wants all devices announced again says "online" here."""
DEVICE = f"vss:{CAR}"
STATE_TOPIC = f"vss/{CAR}/$state"
"""Says "ready" or "sleeping"; the broker says "lost" for it when the car is."""
STATE_WORDS = (b"init", b"lost")
"""What is said there on coming to the broker and on going from it."""

TICK_S = 0.5
"""Simulated seconds between two looks at how everything goes on."""
LONGEST_GAP_S = 600.0
DRIVING_S = 1.0
"""Seconds after which the driving state is told again, changed or not: it is worth nothing when it is old."""
DRIVING = (SPEED, IS_MOVING, GEAR, PARK_LOCK)
CIRCUMSTANCES_EVERY = 10
"""After so many times also what else decides about wishes is told again: whoever came late has heard it only kept."""
CIRCUMSTANCES = (
    *(RAIN, DAYLIGHT, LOW_BEAM, LIGHT_SWITCH, WINDOW_LOCK, ROOF_SHADE, DRIVER_POSITION, *FOG_LIGHTS),
    *(path for path in SIGNALS if path.endswith((".IsBelted", ".IsChildLockActive"))),
)
ASLEEP = ("LOCK", "OFF")
TAKEN_BACK = "it takes it back"


class SimulatedCar:
    """One car. What is told to its simulation comes on `simulator/car/<verb>` (see CarDirection)."""

    def __init__(self, names: tuple[str, ...], stage: Stage, link: Link) -> None:
        self._names = names
        self._stage = stage
        self._link = link
        self.life = CarLife(lambda: stage.clock.today().astimezone(UTC))
        self.behaviour = Misbehaving(stage, Presence(STATE_TOPIC, "ready", "lost"), self._say_all)
        self._reports = Reports(CAR, self.life.values, self.life.body, self.behaviour)
        self._answers = Answers()
        self._commanded: dict[str, Context] = {}
        """Id of a command that is not at its end → what the truth log knows about it."""
        self._direction = CarDirection(self.life, self.behaviour, self._reports, stage, self._happen)
        actuators = [s for s in self.life.signals.values() if s.is_actuator]
        self._commands = {f"{signal_topic(CAR, s.path)}/set": s for s in actuators}

    @property
    def values(self) -> dict[str, Value]:
        """Path → what the signal really is."""
        return self.life.values

    async def run(self) -> None:
        """Announce itself whenever the broker is reached, obey, and live, until cancelled."""
        await self._link.subscribe(f"{CONTROL_TOPIC}/{CAR}/+", PRODUCERS_TOPIC, *self._commands)
        self._stage.start(self._announce_on_connect(), "car announces itself")
        self._stage.start(self._tell_driving(), "car tells how it drives")
        self._stage.start(self._live(), "car lives")
        async for message in self._link.messages():
            if not message.retained:
                self._take(message)

    async def announce(self) -> None:
        """Say what it is, and how everything is."""
        await self._stage.say(STATE_TOPIC, "init")
        description = {"name": self._names[0], "aliases": list(self._names[1:]), "vss_version": VSS_VERSION}
        await self._stage.say(f"vss/{CAR}/$description", {**description, "signals": list(self.values)})
        await self._stage.say(f"homeassistant/device/{CAR}/config", configuration(CAR, self._names[0], STATE_TOPIC))
        await self._reports.say_targets()
        await self._say_presence()
        await self._reports.say_all()

    async def _announce_on_connect(self) -> None:
        async for connected in self._link.connections():
            if connected:
                await self.announce()

    async def _say_all(self) -> None:
        await self._reports.say_all()

    async def _say_presence(self) -> None:
        if self.behaviour.is_there:
            await self._stage.say(STATE_TOPIC, "sleeping" if self.values[IGNITION] in ASLEEP else "ready")
        else:
            await self.behaviour.announce_presence()

    async def _tell_driving(self) -> None:
        for times in count(1):
            await self._stage.clock.wait(DRIVING_S)
            for path in (*DRIVING, *(CIRCUMSTANCES if times % CIRCUMSTANCES_EVERY == 0 else ())):
                await self._reports.say(path)

    async def _live(self) -> None:
        before = self._stage.clock.now()
        while True:
            await self._stage.clock.sleep(TICK_S)
            now = self._stage.clock.now()
            await self._happen(self.life.advance(min(now - before, LONGEST_GAP_S)))
            before = now

    def _take(self, message: Message) -> None:
        if message.topic in self._commands:
            self._hear(self._commands[message.topic], message)
        elif message.topic == PRODUCERS_TOPIC:
            if message.payload == b"online":
                self._stage.start(self.announce(), "car announces itself again")
        else:
            verb = message.topic.rpartition("/")[2]
            self._stage.start(self._direction.take(verb, message.payload), message.topic)

    def _hear(self, signal: Signal, message: Message) -> None:
        """A wish came in: one that was heard before is answered as it was then, and not done again."""
        request = request_of(signal, parsed(message.payload))
        known = self._answers.given(request.id) if request.id else None
        if known is not None:
            self._stage.start(self._say_answer(request.id, known), "car answers again")
            return
        if request.id and self.behaviour.is_there and self.behaviour.fault.kind != "silent":
            self._answers.keep(request.id, {})
        self._stage.start(self._follow(request, message), message.topic)

    async def _follow(self, request: Request, message: Message) -> None:
        """Obey, refuse, or misbehave."""
        self._stage.truth.receive(DEVICE, message.topic, message.payload.decode("utf-8", "replace"))

        async def obey() -> None:
            await self._obey(request, message.topic, jams=False)

        async def jam() -> None:
            await self._obey(request, message.topic, jams=True)

        await self.behaviour.hear(Wished(obey, jam, lambda: self._take_back(request)))

    async def _obey(self, request: Request, topic: str, *, jams: bool) -> None:
        path, code = request.signal.path, self._refusal(request)
        if code is None and jams and not _moves(path):
            code = "jammed"
        if code is not None:
            await self._answer(request.id, {"status": "rejected", "code": code})
            await self._reports.say(path)
            return
        cause = request.id or topic
        self._commanded[cause] = copy_context()
        happened = self.life.obey(path, request.value, Wanted(cause, request.id, jams))
        self._note(happened)
        await self._answer(request.id, {"status": "accepted"})
        await self._tell(happened)
        for told in filter(None, (request.signal.proved_by, path)):
            await self._reports.say(told)
        if not happened.goals:
            self._commanded.pop(cause, None)
            await self._answer(request.id, {"status": "done"})

    def _refusal(self, request: Request) -> str | None:
        if request.is_late:
            return "expired"
        return "out_of_range" if request.value is None else self.life.refusal(request.asked)

    def _take_back(self, request: Request) -> Deed:
        """What makes everything as it was before the request."""
        before = dict(self.values)

        async def take_back() -> None:
            for path, value in before.items():
                if self.values[path] == value or not (path == request.signal.path or _moves(path)):
                    continue
                if path in MOVING:
                    await self._happen(self.life.obey(path, value, Wanted(TAKEN_BACK)))
                else:
                    await self._happen(self.life.feel(path, value, TAKEN_BACK))

        return take_back

    async def _answer(self, request: str, answer: Answer) -> None:
        if request:
            self._answers.keep(request, answer)
            await self._say_answer(request, answer)

    async def _say_answer(self, request: str, answer: Answer) -> None:
        if answer:
            await self.behaviour.say(f"vss/{CAR}/$ack/{request}", answer, retain=False)

    async def _happen(self, happened: Happened) -> None:
        self._note(happened)
        await self._tell(happened)

    def _note(self, happened: Happened) -> None:
        """Write the truth down, with the command that brought it about."""
        for one in happened.became:
            note = (DEVICE, one.path, one.old, one.value, one.cause)
            context = self._commanded.get(one.cause)
            if context is None:
                self._stage.truth.note(*note)
            else:
                context.run(self._stage.truth.note, *note)

    async def _tell(self, happened: Happened) -> None:
        """Tell what it became, and answer the commands that are at their end."""
        await self._reports.say_what_happened(happened)
        if any(one.path == IGNITION for one in happened.became):
            await self._say_presence()
        for arrival in happened.arrivals:
            self._commanded.pop(arrival.request, None)
            ending = {"status": "failed", "code": arrival.code} if arrival.code else {"status": "done"}
            await self._answer(arrival.request, ending)


def _moves(path: str) -> bool:
    return path in MOVING or path == ROOF_SWITCH
