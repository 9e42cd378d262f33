"""Which of several things of one kind is meant where a room is said beside it: "start the vacuum in the study"."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.understanding.reflex.matching.describing import Scene
from assistant.understanding.reflex.matching.resolution import Unknown
from assistant.understanding.reflex.spans import Sense, Span

_BETWEEN = frozenset({"'s", "的"})


def standing_there(scene: Scene, spans: Sequence[Span]) -> Scene | Unknown:
    """Only those that stand in the rooms that are named, where a kind is named and some stand there.

    Unknown where a thing is said to be that of a room and none stands there: "the bathroom vacuum".
    """
    rooms = [s for s in spans if s.sense is Sense.ROOM]
    kinds = [s for s in spans if s.sense is Sense.KIND]
    if any(s.sense is Sense.NAME for s in spans) or not kinds or not rooms:
        return scene
    there = scene.fit & scene.home.within([i for s in rooms for i in s.meaning])
    if there:
        return replace(scene, fit=there)
    owned = next(((r, k) for r in rooms for k in kinds if _is_that_of(r, k, scene)), None)
    if owned is None or not scene.fit or any(not t.room for t in scene.home.things(scene.fit)):
        return scene
    room, kind = (" ".join(scene.words[s.start : s.end]) for s in owned)
    return Unknown(f"{room} {kind}", room=room, kind=kind)


def _is_that_of(room: Span, kind: Span, scene: Scene) -> bool:
    """Whether the kind follows the room at once: "the bathroom vacuum", 厨房的扫地机."""
    return all(word in _BETWEEN for word in scene.words[room.end : kind.start]) and room.end <= kind.start
