"""Getting into the car, and what is in its trunk."""

from typing import Annotated

from assistant.tools import ToolContext, ToolResult, tool
from skills.car import Aboard, Cars, set_signals
from skills.car_places import SEAT, one_or_all_doors, own_or, set_at
from skills.surface import Services

DOOR_LOCK = r"Vehicle\.Cabin\.Door\.{place}\.IsLocked"
TRUNK_LOCK = r"Vehicle\.Body\.Trunk\.Rear\.IsLocked"


class CarBody:
    """Locks and trunk."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "lock {things}",
                "lock [the] car (doors|door)",
                "lock up {things}",
                "[car] doors locked",
            ],
            "zh": ["锁上{things}", "锁上车门", "锁车", "车门锁上", "锁好车门"],
        }
    )
    async def lock_car(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Lock all doors of the car."""
        return await set_signals(
            self._home, ctx, things, r"Vehicle\.(Cabin\.Door\..+|Body\.Trunk\.Rear)\.IsLocked", True
        )

    @tool(
        phrases={
            "en": ["unlock {things}", "unlock [the] car doors"],
            "zh": ["解锁{things}", "打开车锁", "打开车门锁", "解锁车门", "车锁打开", "车门解锁"],
        }
    )
    async def unlock_car(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Unlock all doors of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Cabin\.Door\..+\.IsLocked", False)

    @tool(
        phrases={
            "en": ["unlock [the] {seat} [car] door", "unlock [the] [car] door {seat}"],
            "zh": ["解锁(我的|我这边的|{seat}|{seat}的)(车门|门)", "(我的|我这边的|{seat}|{seat}的)(车门|门)解锁"],
        }
    )
    async def unlock_door_at_seat(
        self, ctx: ToolContext, things: Aboard, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Unlock the door at one seat of the car; the own one where none is named."""
        return await set_at(self._home, ctx, things, DOOR_LOCK, seat or own_or(ctx, "all"), False)

    @tool(
        phrases={
            "en": ["unlock [the] [car] (trunk|boot|tailgate)", "[the] [car] (trunk|boot|tailgate) unlocked"],
            "zh": ["解锁(后备箱|后备厢|尾门|行李箱)", "(后备箱|后备厢|尾门|行李箱)解锁"],
        }
    )
    async def unlock_trunk(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Unlock the trunk of the car, and no door."""
        return await set_signals(self._home, ctx, things, TRUNK_LOCK, False)

    @tool(
        phrases={
            "en": ["lock [the] [car] (trunk|boot|tailgate)"],
            "zh": ["锁上(后备箱|后备厢|尾门|行李箱)", "(后备箱|后备厢|尾门|行李箱)(锁上|上锁|锁好)"],
        }
    )
    async def lock_trunk(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Lock the trunk of the car."""
        return await set_signals(self._home, ctx, things, TRUNK_LOCK, True)

    @tool(phrases={"en": ["lock [the] (doors|door)", "lock us in", "lock up"], "zh": ["锁门", "把门锁上", "门锁上"]})
    async def lock_doors(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Lock the doors around somebody who sits in the car."""
        return await set_signals(
            self._home, ctx, things, r"Vehicle\.(Cabin\.Door\..+|Body\.Trunk\.Rear)\.IsLocked", True
        )

    @tool(phrases={"en": ["unlock [the] (doors|door)"], "zh": ["解锁门", "开门锁", "把门解锁"]})
    async def unlock_doors(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Unlock the doors around somebody who sits in the car; who says "my door" means one."""
        return await set_at(self._home, ctx, things, DOOR_LOCK, one_or_all_doors(ctx), False)

    @tool(
        phrases={
            "en": ["open [the] [car] (trunk|boot|tailgate)", "pop [the] [car] (trunk|boot)"],
            "zh": ["打开后备箱盖", "打开后备箱", "开后备箱", "打开车后备箱", "后备箱打开", "打开尾门", "打开行李箱"],
        }
    )
    async def open_trunk(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Open the trunk of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Trunk\.Rear\.IsOpen", True)

    @tool(
        phrases={
            "en": ["close [the] [car] (trunk|boot|tailgate)"],
            "zh": [
                "(关上|盖上|合上)(后备箱|后备厢|尾门|行李箱)",
                "关闭后备箱",
                "关闭车后备箱",
                "后备箱关闭",
                "关闭尾门",
                "关闭行李箱",
            ],
        }
    )
    async def close_trunk(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Close the trunk of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Trunk\.Rear\.IsOpen", False)


def skill(services: Services) -> CarBody:
    """The factory of this skill."""
    return CarBody(services)
