"""The reflex mind of a running house, ready before the first sentence is said."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from assistant.tools import Toolbox
from assistant.understanding.names import Names
from assistant.understanding.reflex.mind import ReflexMind


async def reflex_for(toolbox: Toolbox, names: Names, data_dir: Path, running: AsyncExitStack) -> ReflexMind:
    """It knows tools and names; what the first sentence takes besides is fetched while the house goes on starting.

    Raises BadArgument where a tool's phrase is broken.
    """
    reflex = ReflexMind(data_dir / "phrases.bin")
    await asyncio.to_thread(reflex.prepare, toolbox)
    await asyncio.to_thread(reflex.get_to_know, names)
    rehearsing = asyncio.create_task(asyncio.to_thread(reflex.rehearse, toolbox, names), name="rehearsing")
    running.push_async_callback(asyncio.wait, [rehearsing])
    return reflex
