"""How the simulation itself is told what to do, and how it answers.

`simulator/<device>/<verb>` takes a JSON object, never retained. With "request" in it (letters and digits), the answer
comes on `simulator/answers/<request>`: {"ok": true, …} or {"ok": false, "problem": "…"}.
"""

import json
from collections.abc import Mapping
from typing import Any

from devices.simulators.stage import Stage

CONTROL_TOPIC = "simulator"
HOUSE = "house"
"""In place of a device: the house as a whole."""
LONGEST_REQUEST = 64


def parsed(payload: bytes) -> dict[str, Any]:
    """A JSON object; an empty one for anything else."""
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def answer_topic(request: str) -> str:
    """Where the answer to a request comes."""
    return f"{CONTROL_TOPIC}/answers/{request}"


async def answer(stage: Stage, asked: Mapping[str, Any], problem: str = "", **facts: Any) -> None:
    """Answer whoever asked, where an answer is wanted."""
    request = asked.get("request")
    if isinstance(request, str) and request.isalnum() and len(request) <= LONGEST_REQUEST:
        told = {"ok": False, "problem": problem} if problem else {"ok": True, **facts}
        await stage.say(answer_topic(request), told, retain=False)
