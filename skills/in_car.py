"""What is said in the car without a name is about the car."""

from assistant.tools import Things, ToolContext
from assistant.understanding.reflex.tokens import words_of
from devices.home import Home


def car_of(ctx: ToolContext, home: Home, things: Things) -> str:
    """The id of the car that somebody in it means; empty for somebody outside, and where a thing or room was named."""
    if not ctx.utterance.speaker.seat:
        return ""
    said = words_of(ctx.utterance.text)
    devices = [home.devices[t] for t in things if t in home.devices]
    rooms = [home.rooms[d.room] for d in devices if d.room in home.rooms]
    named = [*(n for d in devices for n in (d.name, *d.aliases)), *(n for room in rooms for n in room.names)]
    if any(_occurs(words_of(name), said) for name in named):
        return ""
    return next((d.id for d in home.devices.values() if d.kind == "car"), "")


def _occurs(name: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return bool(name) and any(words[i : i + len(name)] == name for i in range(len(words) - len(name) + 1))
