"""What is told to the simulation itself, and not to a device: faults, what there is to feel, hands, and people."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from devices.simulators.control import HOUSE, answer, parsed
from devices.simulators.machine import HAND, Machine
from devices.simulators.misbehaving import some_of
from devices.simulators.people import Family
from devices.simulators.stage import FAULTS, NO_FAULT, Stage, fault_of

log = logging.getLogger(__name__)

EVERYTHING = "all"


class Direction:
    """Takes what comes on `simulator/<device or "house">/<verb>`.

    fault {"kind", "seconds"?}; for the house also {"group", "share"?, "seed"?}. clear {}. sense {name: value, …}.
    press {"to"?}. For the house: people {"person", "home"}, list {}.
    """

    def __init__(self, machines: Mapping[str, Machine], family: Family | None, stage: Stage) -> None:
        self._machines = machines
        self._family = family
        self._stage = stage

    async def take(self, whom: str, verb: str, payload: bytes) -> None:
        """Do it, and answer where an answer is wanted. What is for somebody else on this broker is left alone."""
        asked = parsed(payload)
        if whom == HOUSE:
            await self._take_for_house(verb, asked)
        elif whom in self._machines:
            machine = self._machines[whom]
            match verb:
                case "fault":
                    await self._fault((whom,), payload, asked)
                case "clear":
                    await self._clear((whom,), asked)
                case "sense":
                    told = {name: value for name, value in asked.items() if name != "request"}
                    await self._reply(whom, asked, await machine.sense(told, f"simulator/{whom}/sense"))
                case "press":
                    pressed = await machine.press(asked.get("to"), HAND)
                    await self._reply(whom, asked, "" if pressed else "there is nothing such to press")
                case _:
                    await self._reply(whom, asked, f"a device takes fault, clear, sense and press; not {verb!r}")

    async def _take_for_house(self, verb: str, asked: Mapping[str, Any]) -> None:
        match verb:
            case "fault":
                group, problem = self._group(asked)
                if problem:
                    await self._reply(HOUSE, asked, problem)
                else:
                    await self._fault(group, _as_payload(asked), asked)
            case "clear":
                await self._clear(tuple(self._machines), asked)
            case "people":
                await self._people(asked)
            case "list":
                await answer(self._stage, asked, devices=self._listed())
            case _:
                await self._reply(HOUSE, asked, f"the house takes fault, clear, people and list; not {verb!r}")

    def _group(self, asked: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
        """The devices that a fault befalls, or what is wrong with the wish."""
        group, share, seed = (
            str(asked.get("group", EVERYTHING)).casefold(),
            asked.get("share", 1.0),
            asked.get("seed", 1),
        )
        if type(share) not in (int, float) or not 0 < share <= 1 or type(seed) is not int:
            return (), "share is more than 0 and at most 1, and seed a whole number"
        members = [i for i, m in self._machines.items() if group in self._groups_of(m)]
        if not members:
            known = sorted({g for m in self._machines.values() for g in self._groups_of(m)})
            return (), f"there is no group {group!r}; there are {', '.join(known)}"
        return some_of(members, share, seed), ""

    def _groups_of(self, machine: Machine) -> tuple[str, ...]:
        platforms = {str(c["p"]) for key, c in machine.components().items() if key == "main"}
        room = machine.spec.room.casefold()
        return (EVERYTHING, machine.spec.kind, *platforms, *filter(None, (machine.spec.room_id, room)))

    async def _fault(self, ids: tuple[str, ...], payload: bytes, asked: Mapping[str, Any]) -> None:
        fault = fault_of(payload)
        if fault is None:
            await self._reply(", ".join(ids), asked, f"a fault is one of {', '.join(FAULTS)}, with 0 to 3600 seconds")
            return
        for device_id in ids:
            await self._machines[device_id].behaviour.take(fault)
        await answer(self._stage, asked, devices=list(ids), kind=fault.kind, seconds=fault.seconds)

    async def _clear(self, ids: tuple[str, ...], asked: Mapping[str, Any]) -> None:
        for device_id in ids:
            await self._machines[device_id].forget_senses()
            if self._machines[device_id].behaviour.fault != NO_FAULT:
                await self._machines[device_id].behaviour.take(NO_FAULT)
        await answer(self._stage, asked, devices=list(ids))

    async def _people(self, asked: Mapping[str, Any]) -> None:
        person, home = asked.get("person"), asked.get("home")
        if not isinstance(person, str) or not isinstance(home, bool):
            await self._reply(HOUSE, asked, 'people takes {"person": name, "home": true or false}')
        elif self._family is None:
            await self._reply(HOUSE, asked, "nobody lives here; start it with --people quiet or family")
        elif not await self._family.send(person, home=home, cause="simulator/house/people"):
            await self._reply(HOUSE, asked, f"nobody is called {person!r}; there are {', '.join(self._family.persons)}")
        else:
            await answer(self._stage, asked, person=person, home=home)

    def _listed(self) -> list[dict[str, Any]]:
        return [
            {
                "id": i,
                "machine": m.spec.kind,
                "room": m.spec.room_id,
                "fault": m.behaviour.fault.kind,
                "feels": {name: sense.right for name, sense in m.senses().items()},
            }
            for i, m in self._machines.items()
        ]

    async def _reply(self, whom: str, asked: Mapping[str, Any], problem: str) -> None:
        if problem:
            log.warning("%s: %s", whom, problem)
        await answer(self._stage, asked, problem, devices=[whom])


def _as_payload(asked: Mapping[str, Any]) -> bytes:
    return json.dumps({name: asked[name] for name in ("kind", "seconds") if name in asked}).encode()
