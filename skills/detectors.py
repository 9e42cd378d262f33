"""Smoke, gas and other detectors: they can be asked, and never switched off from here."""

from typing import Annotated

from assistant.tools import Claim, Targets, Things, ToolContext, ToolResult, tool
from devices.command import Command, Outcome, OutcomeKind, Reason, Safe
from skills.outcomes import told
from skills.surface import Services

LIFE_SAVING = frozenset({"smoke", "gas", "carbon_monoxide", "heat", "moisture", "safety", "tamper"})
"""Device classes of sensors that warn of danger."""

WARNING = tuple(
    f"binary_sensor.{flavour}"
    for flavour in (*sorted(LIFE_SAVING), "motion", "occupancy", "presence", "vibration", "sound", "door", "window")
)
"""What people ask to be silenced; a sensor of light or power is not meant by "switch off the light"."""


class Detectors:
    """Refuses to silence what warns of danger, and says where it can be done."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                "turn off {things}",
                "silence {things}",
                "mute {things}",
                "stop {things}",
                "ignore {things}",
                "make {things} stop",
                "stop {things} from beeping",
            ],
            "zh": ["关闭{things}", "停止{things}", "静音{things}", "让{things}别响", "忽略{things}"],
        },
    )
    async def silence_detector(self, ctx: ToolContext, things: Annotated[Things, Targets("", WARNING)]) -> ToolResult:
        """Silence smoke, gas and other detectors: never done from here."""
        refused = [self._refused(thing) for thing in things]
        result = told(refused, self._home, ctx.language)
        return ToolResult(Claim.REFUSED, result.say, {"commands": []})

    def _refused(self, thing: str) -> Outcome:
        device = self._home.devices.get(thing)
        command = Command(thing, "on", False)
        if device is None:
            return Outcome(OutcomeKind.FAILED, command, Reason.NO_SUCH_DEVICE)
        if LIFE_SAVING & {device.flavour, *device.capabilities}:
            return Outcome(OutcomeKind.REFUSED, command, Reason.ONLY_BY_HAND, safe=Safe.AT_THE_DEVICE)
        return Outcome(OutcomeKind.FAILED, command, Reason.CANNOT_DO_THAT)


def skill(services: Services) -> Detectors:
    """The factory of this skill."""
    return Detectors(services)
