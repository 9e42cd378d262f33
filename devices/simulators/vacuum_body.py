"""The robot vacuum itself: how it cleans, gets stuck, goes home when it is empty, charges, and goes on."""

from collections.abc import Mapping
from random import Random
from typing import Any

from devices.device import Value
from devices.simulators import vacuum_announcement
from devices.simulators.machine import Machine
from devices.simulators.sensing import YES_OR_NO, Sense
from devices.simulators.vacuum_facts import (
    BATTERY_A_SQUARE_METRE,
    CHARGED_A_MINUTE,
    DRYING_S,
    EMPTYING_S,
    ENOUGH_TO_GO_ON,
    LIVES_H,
    MISHAPS,
    REFUSALS,
    SEEKS_DOCK_S,
    SQUARE_METRES_A_MINUTE,
    STEP_S,
    TOO_EMPTY_TO_GO_ON,
    WASHING_S,
    WATER_A_SQUARE_METRE,
    WAY_HOME_S,
    WAY_TO_A_ROOM_S,
    Job,
    why_not,
)


class VacuumBody(Machine):
    """The robot. Options: `rooms` (names, in its order of cleaning), `areas` and `zones` (m² by name), `dock`
    ("empties" and "washes"), `mishaps` (how many befall it in 100 m²), `seed` of its luck, `battery`.
    """

    def __init__(self, *made_of: Any) -> None:
        self.job: Job | None = None
        super().__init__(*made_of)
        self._luck = Random(int(self.spec.options.get("seed", 1)))
        self._was: dict[str, Any] = {}
        """The attributes as they were said last."""

    @property
    def segments(self) -> dict[str, str]:
        """Segment id → the room's name."""
        return {str(number): name for number, name in enumerate(self.spec.options["rooms"], 1)}

    @property
    def zones(self) -> Mapping[str, float]:
        """Name of a zone → m²."""
        zones: Mapping[str, float] = self.spec.options.get("zones", {})
        return zones

    def at_first(self, options: Mapping[str, Any]) -> dict[str, Value]:
        return {
            "activity": "docked",
            "flag": "none",
            "dock": "idle",
            "battery": float(options.get("battery", 96)),
            "fan_speed": "standard",
            "cleaning_mode": "vacuum",
            "water_level": "medium",
            "passes": 1,
            "cleaning_room": "",
            "clean_zone": "none",
            "cleaned_area": 0.0,
            "cleaning_time": 0.0,
            "error": "none",
            "bin": "ok",
            "water_tank": "ok",
            "water": 100.0,
            "mop_pad": "ok",
            "can_reach_dock": True,
            **{f"{part}_left": 100.0 for part in LIVES_H},
        }

    def told(self) -> dict[str, Any]:
        activity = str(self.values["activity"])
        state = "cleaning" if activity in ("moving", "manual_control") else activity
        return {"state": state, "fan_speed": self.values["fan_speed"], "segments": self.segments}

    def attributes(self) -> dict[str, Any]:
        """What it says on its topic "attributes"."""
        progress = dict(self.job.progress) if self.job else {}
        return vacuum_announcement.attributes(self.values, progress)

    async def say_state(self) -> None:
        await self.say_attributes(again=True)
        await super().say_state()

    async def say_attributes(self, *, again: bool = False) -> None:
        """Say what is beside the state, where it is new."""
        told = self.attributes()
        if again or told != self._was:
            self._was = told
            await self.behaviour.say(f"{self.topic}/attributes", told)

    async def change(self, cause: str, **values: Value) -> None:
        before = self.told()
        self.become(cause, **values)
        await self.say_attributes()
        if self.told() != before or not cause.startswith("it "):
            await self.behaviour.say(self.state_topic, self.told())

    async def resume(self, cause: str) -> None:
        """Go on with the job, or say why not."""
        refusal = why_not(self.values)
        if refusal:
            await self.refuse(refusal, "resume")
            return
        assert self.job is not None
        job = self.job
        job.begin_present()
        self.do(self._clean(job))
        await self.change(cause, activity="cleaning", flag=job.flag, dock="idle", **_place(job))

    async def refuse(self, reason: str, act: str) -> None:
        """Say why not. Its state is said again only where it contradicts the wish: "cleaning" would look like a yes."""
        told = {"reason": reason, "code": REFUSALS[reason], "act": act, "at": self.stage.clock.today().isoformat()}
        await self.behaviour.say(f"{self.topic}/refusal", told)
        if reason != "cleaning_in_progress":
            await self.behaviour.say(self.state_topic, self.told())

    def give_up(self) -> None:
        """What is not finished is skipped."""
        if self.job is not None:
            left = {n: "Skipped" for n, how in self.job.progress.items() if how != "Completed"}
            self.job.progress.update(left)

    async def _clean(self, job: Job) -> None:
        while job.present:
            job.begin_present()
            await self.change("it goes on", **_place(job))
            while job.present and job.progress[job.present] == "Operating":
                await self.stage.clock.sleep(STEP_S)
                if await self._clean_a_bit(job):
                    return
        self.do(self.go_home())
        await self.change("it is done", activity="returning", flag="none", cleaning_room="", clean_zone="none")

    async def _clean_a_bit(self, job: Job) -> bool:
        """One step of cleaning; whether it ended all of it."""
        done = job.clean(SQUARE_METRES_A_MINUTE[job.mode] * STEP_S / 60)
        wet = job.mode != "vacuum"
        used = WATER_A_SQUARE_METRE[str(self.values["water_level"])] * done if wet else 0.0
        water = max(0.0, self.number("water") - used)
        self._wear(wet)
        self.values["water"] = water
        self.values["battery"] = max(0.0, self.number("battery") - BATTERY_A_SQUARE_METRE * done)
        self.values["cleaned_area"] = self.number("cleaned_area") + done
        self.values["cleaning_time"] = self.number("cleaning_time") + STEP_S
        if self._luck.random() * 100 < float(self.spec.options.get("mishaps", 0)) * done:
            await self.suffer(self._luck.choice(MISHAPS), "it has bad luck")
            return True
        if wet and not water:
            self.become("it is empty", water_tank="empty")
            await self.suffer("water_tank_empty", "it is empty")
            return True
        if self.number("battery") < TOO_EMPTY_TO_GO_ON and job.present:
            self.do(self.go_home())
            await self.change("it needs to charge", activity="returning", flag="resumable")
            return True
        await self.say_attributes()
        return False

    def _wear(self, wet: bool) -> None:
        for part, life in LIVES_H.items():
            if wet or part != "mop_pad":
                name = f"{part}_left"
                self.values[name] = max(0.0, self.number(name) - 100 * STEP_S / 3600 / life)

    async def suffer(self, name: str, cause: str) -> None:
        """One of TROUBLES stops it."""
        self.stop_doing()
        at_dock = self.values["activity"] == "docked"
        await self.change(cause, activity="error", error=name, **({"flag": "at_dock"} if at_dock else {}))

    async def go_to(self, room: str, cause: str) -> None:
        """Drive to a room and wait there."""
        await self.change(cause, activity="moving", flag="target", cleaning_room=room)
        await self.stage.clock.sleep(WAY_TO_A_ROOM_S)
        await self.change("it is there", activity="idle")

    async def go_home(self) -> None:
        """Drive to the dock, and let it serve; without a dock give up after ten minutes."""
        if not self.values["can_reach_dock"]:
            await self.stage.clock.sleep(SEEKS_DOCK_S)
            await self.suffer("dock_not_found", "it does not find its dock")
            return
        await self.stage.clock.sleep(WAY_HOME_S)
        await self.change("it is home", activity="docked")
        await self._be_served()

    async def _be_served(self) -> None:
        """The dock takes its dust, and washes and dries its mop."""
        dock = self.spec.options.get("dock", ("empties", "washes"))
        wet = self.job is not None and self.job.mode != "vacuum"
        served: list[tuple[str, float]] = [("emptying", EMPTYING_S)] if "empties" in dock else []
        if wet and "washes" in dock:
            served += [("cleaning", WASHING_S), ("drying", DRYING_S)]
        for what, seconds in served:
            await self.change("it is served by its dock", dock=what)
            await self.stage.clock.sleep(seconds)
        await self.change("it is served by its dock", dock="idle")

    async def live(self, seconds: float) -> None:
        if self.values["activity"] != "docked":
            return
        battery = self.number("battery")
        if battery < 100 and self.values["dock"] != "emptying":
            self.values["battery"] = min(100.0, battery + CHARGED_A_MINUTE * seconds / 60)
            if round(battery) != round(self.number("battery")):
                self.stage.truth.note(self.spec.id, "battery", battery, self.values["battery"], "it charges")
                await self.say_attributes()
        if self.values["flag"] == "resumable" and self.number("battery") >= ENOUGH_TO_GO_ON:
            if why_not(self.values):
                await self.change("it cannot go on", flag="none")
            else:
                await self.resume("it is charged enough to go on")

    def senses(self) -> Mapping[str, Sense]:
        return {
            "battery": Sense(0, 100),
            "bin": Sense(words=("ok", "full", "missing")),
            "water_tank": Sense(words=("ok", "empty", "missing")),
            "mop_pad": Sense(words=("ok", "missing")),
            "can_reach_dock": YES_OR_NO,
            "mishap": Sense(words=MISHAPS),
            "steered": YES_OR_NO,
        }

    async def feel(self, felt: Mapping[str, Value], cause: str) -> None:
        known = {name: value for name, value in felt.items() if name not in ("mishap", "steered")}
        if known.get("water_tank") == "ok":
            self.values["water"] = 100.0
        self.become(cause, **known)
        if "mishap" in felt:
            await self.suffer(str(felt["mishap"]), cause)
        elif "steered" in felt:
            self.stop_doing()
            await self.change(cause, activity="manual_control" if felt["steered"] else "idle", flag="none")
        else:
            await self.say_attributes()


def _place(job: Job) -> dict[str, Value]:
    """Which room or zone it cleans."""
    zone = job.present if job.flag == "zone" else "none"
    return {"cleaning_room": job.present if job.flag in ("segment", "none") else "", "clean_zone": zone}
