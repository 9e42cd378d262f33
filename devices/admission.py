"""Whether a command may be sent, and need be: everything that is decided before it is written down."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic

from devices.background import background_of
from devices.command import Command, Outcome, OutcomeKind, Reason, Report
from devices.device import Aside, Capability, Device, Envelope, Shape
from devices.facts import Fact, Facts
from devices.flight import evidence
from devices.flights import Flights
from devices.journal import Background, Ending
from devices.link import Link
from devices.pace import Pace
from devices.policy import Confirm, Decision, Driving, Refuse, Rule, SecondFactor, decide
from devices.proof import proves, proving
from devices.registry import Registry
from devices.situation import Approved, Situations
from devices.wishes import fits

log = logging.getLogger(__name__)

WOKEN_BY_A_WISH = frozenset({"light", "fan"})
"""Kinds that any wish switches on: while off, a brightness or speed they still report is not what they give."""

JUST_NOW_S = 0.02
"""Seconds in which nothing that was fresh becomes stale: what a car says counts for a hundred times as long."""

RISKY_TIER = 2
"""From this tier on nothing is sent at another moment than the one it was decided for."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A command that may be sent."""

    command: Command
    device: Device
    capability: Capability
    messages: tuple[Aside, ...]
    """All that is published for it, in order; at least one."""
    background: Background
    group_size: int = 1
    """How many commands the same wish was expanded to."""
    basis: tuple[int, int] = (-1, -1)
    """Versions of the registry and the facts that it was decided from."""
    decided: float = float("-inf")
    """When, on the monotonic clock in seconds."""

    @property
    def may_wait(self) -> bool:
        """Whether it may still be sent after the link was down for a moment: a state to be in, and nothing risky."""
        return self.capability.shape is not Shape.ACT and self.capability.tier < RISKY_TIER


class Admission:
    """Decides on commands, from what is known at this moment."""

    def __init__(
        self,
        registry: Registry,
        facts: Facts,
        flights: Flights,
        *,
        link: Link,
        rules: Sequence[Rule],
        now: Callable[[], datetime],
        approved: Approved,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._registry = registry
        self._facts = facts
        self._flights = flights
        self._link = link
        self._rules = rules
        self._now = now
        self._clock = clock or monotonic
        self._situations = Situations(registry, facts, now, approved, self._clock)

    def driving(self, car: Device) -> Driving:
        """What the car is doing at this moment, as the rules see it."""
        return self._situations.driving(car)

    def changes_of_driving(self, car: Device) -> int:
        """How often it was seen to do something else than before."""
        return self._situations.changes_of_driving(car)

    async def admit_all(self, commands: Sequence[Command]) -> tuple[list[Admitted], dict[str, Ending]]:
        """Which of a group may be sent, and by id how the others ended. Of two wishes for one thing the last counts.

        Others have the event loop now and then.
        """
        admitted: list[Admitted] = []
        ended: dict[str, Ending] = {}
        pace = Pace()
        for command, result in self._each(commands):
            if isinstance(result, Admitted):
                admitted.append(result)
            else:
                ended[command.id] = result
            await pace.rest()
        return admitted, ended

    def weigh(self, commands: Sequence[Command]) -> tuple[Outcome | None, ...]:
        """How each of a group would end at this moment without being sent; None for one that may be sent."""
        results = [result for _, result in self._each(commands)]
        return tuple(result.outcome if isinstance(result, Ending) else None for result in results)

    def _each(self, commands: Sequence[Command]) -> Iterator[tuple[Command, Admitted | Ending]]:
        last = {(c.device, c.capability): c.id for c in commands}
        for command in commands:
            result = self.admit(command, len(commands))
            if isinstance(result, Admitted) and last[command.device, command.capability] != command.id:
                result = _failed(command, Reason.SUPERSEDED)
            yield command, result

    def admit(self, command: Command, group_size: int) -> Admitted | Ending:
        """Known and in range; allowed; not needless, and not hopeless."""
        device = self._registry.devices.get(command.device)
        if device is None:
            return _failed(command, Reason.NO_SUCH_DEVICE)
        capability = device.capabilities.get(command.capability)
        if capability is None or capability.writing is None:
            return _failed(command, Reason.CANNOT_DO_THAT)
        if not fits(capability, command.value):
            return _out_of_range(command, capability)
        situation = self._situations.of(command, device, group_size)
        decision = decide(command, device, situation, self._rules)
        background = background_of(command, device, capability, situation, self._facts)
        ended = _forbidden(command, decision) or self._needless(command, device, capability)
        result = ended or self._encoded(command, device, capability, background, situation.driving)
        if isinstance(result, Admitted):
            return replace(result, group_size=group_size, basis=self._basis(), decided=self._clock())
        return replace(result, background=background)

    def objection(self, admitted: Admitted) -> Outcome | None:
        """What forbids it at the moment of sending, though nothing did when it was decided on; None where it may go.

        A car may have begun to move, or not have been heard any more, while the command was written down.
        """
        command, device = admitted.command, admitted.device
        if device.kind != "car" and not command.origin.seat:
            return None
        if admitted.basis == self._basis() and self._clock() - admitted.decided <= JUST_NOW_S:
            return None  # nothing was heard since
        situation = self._situations.of(command, device, admitted.group_size)
        ended = _forbidden(command, decide(command, device, situation, self._rules))
        return None if ended is None else ended.outcome

    def _basis(self) -> tuple[int, int]:
        return self._registry.version, self._facts.version

    def _needless(self, command: Command, device: Device, capability: Capability) -> Ending | None:
        if self._facts.available(device) is False:
            return _failed(command, Reason.OFFLINE)
        fact = self._already(command, device, capability)
        if fact is not None:
            proof = proving(device, capability) or capability
            report = Report(device.id, proof.name, fact.value, fact.live, fact.at, fact.order)
            return Ending(Outcome(OutcomeKind.ALREADY, command, reported=fact.value), evidence=evidence(report))
        return None if self._link.connected else _failed(command, Reason.LINK_DOWN)

    def _encoded(
        self, command: Command, device: Device, capability: Capability, background: Background, doing: Driving
    ) -> Admitted | Ending:
        writing = capability.writing
        assert writing is not None
        try:
            if writing.enclose is None:
                payload = writing.encode(command.value)
            else:
                payload = writing.enclose(command.value, self._envelope(command, device, doing))
            messages = writing.messages(command.value, payload)
        except (ValueError, TypeError, KeyError) as error:
            log.warning(
                "%s of %s cannot be put into the device's form: %s", capability.name, device.id, type(error).__name__
            )
            return _failed(command, Reason.CANNOT_DO_THAT)
        return Admitted(command, device, capability, messages, background)

    def _envelope(self, command: Command, device: Device, doing: Driving) -> Envelope:
        """What goes along with it; to a car also what it was seen to do, so that it may see that this is over."""
        origin, expires = command.origin, self._now() + timedelta(seconds=command.deadline_s)
        proof = "second_factor" if origin.second_factor else "confirmed" if origin.confirmed else "none"
        envelope = Envelope(command.id, expires, origin.person, origin.seat, proof)
        if device.kind != "car":
            return envelope
        age_s = self._situations.age_of_driving(device)
        return replace(envelope, driving=doing.value, driving_age_s=None if age_s is None else round(age_s, 3))

    def _already(self, command: Command, device: Device, capability: Capability) -> Fact | None:
        """The live fact that the wish is fulfilled; none while another command may be changing it."""
        proof = proving(device, capability)
        if proof is None or capability.shape is Shape.ACT or self._may_change(device, proof):
            return None
        if device.kind in WOKEN_BY_A_WISH and command.capability != "on" and not self._is_on(device):
            return None
        fact = self._facts.get(device.id, proof.name)
        return fact if fact and fact.live and proves(capability, proof, command.value, fact.value) else None

    def _may_change(self, device: Device, proof: Capability) -> bool:
        """Whether a command on its way may change it; of anything but a car, every command may (a brightness wakes)."""
        if device.kind == "car":
            return self._flights.may_change(device.id, proof.name)
        return self._flights.concern(device.id)

    def _is_on(self, device: Device) -> bool:
        """Whether it is known to be on; what cannot be switched always is."""
        fact = self._facts.get(device.id, "on")
        return "on" not in device.capabilities or (fact is not None and fact.live and fact.value is True)


def _failed(command: Command, reason: Reason) -> Ending:
    return Ending(Outcome(OutcomeKind.FAILED, command, reason))


def _out_of_range(command: Command, capability: Capability) -> Ending:
    low, high, choices = capability.low, capability.high, capability.choices
    return Ending(Outcome(OutcomeKind.FAILED, command, Reason.OUT_OF_RANGE, low=low, high=high, choices=choices))


def _forbidden(command: Command, decision: Decision) -> Ending | None:
    match decision:
        case Refuse(reason=reason, safe=safe):
            return Ending(Outcome(OutcomeKind.REFUSED, command, reason, safe=safe))
        case Confirm(reason=reason):
            return Ending(Outcome(OutcomeKind.ASK, command, reason))
        case SecondFactor():
            return Ending(Outcome(OutcomeKind.ASK, command, Reason.NEEDS_SECOND_FACTOR))
    return None
