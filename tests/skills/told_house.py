"""A home in which people tell how they like it: lamps, a robot, a speaker, a coffee machine, two who come and go."""

from typing import Any

from assistant.conversation import Conversation
from assistant.events import Finished
from assistant.turn import turn
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Language, Speaker, Utterance
from server.evaluate.house import House


def _light(name: str, called: str, zh: str, area: str) -> dict[str, Any]:
    attributes = {"brightness": 100, "supported_color_modes": ["brightness"]}
    return {
        "id": f"light.{name}",
        "name": called,
        "aliases": [zh],
        "area": area,
        "state": "off",
        "attributes": attributes,
    }


def _thing(name: str, called: str, zh: str, area: str, state: str, **attributes: Any) -> dict[str, Any]:
    return {"id": name, "name": called, "aliases": [zh], "area": area, "state": state, "attributes": attributes}


WARMTH = {"temperature": 18, "min_temp": 7, "max_temp": 30}
STRENGTHS = ["mild", "standard", "strong"]
HOME: dict[str, Any] = {
    "areas": [
        {"id": "living_room", "name": "Living Room", "aliases": ["客厅"]},
        {"id": "bedroom", "name": "Bedroom", "aliases": ["卧室"]},
        {"id": "kitchen", "name": "Kitchen", "aliases": ["厨房"]},
    ],
    "entities": [
        _light("floor", "Floor Lamp", "落地灯", "living_room"),
        _light("bed", "Bedside Lamp", "床头灯", "bedroom"),
        _thing("vacuum.robot", "Robot", "扫地机", "living_room", "docked"),
        _thing("lock.door", "Front Door", "大门", "living_room", "locked"),
        _thing("climate.bed", "Bedroom Thermostat", "卧室温控器", "bedroom", "heat", **WARMTH),
        _thing("media_player.speaker", "Kitchen Speaker", "厨房音箱", "kitchen", "idle", volume_level=0.3),
        _thing("media_player.tv", "TV", "电视", "living_room", "off", volume_level=0.3, device_class="tv"),
        _thing("switch.washer", "Washing Machine", "洗衣机", "kitchen", "off"),
        _thing("switch.coffee", "Coffee Machine", "咖啡机", "kitchen", "off"),
        _thing("select.strength", "Coffee Strength", "咖啡浓度", "kitchen", "standard", options=STRENGTHS),
        {"id": "person.ada", "name": "Ada", "state": "home", "attributes": {}},
        {"id": "person.ben", "name": "Ben", "state": "home", "attributes": {}},
    ],
}  # fmt: skip


class Person:
    """Somebody who speaks in this house."""

    def __init__(self, house: House, speaker: Speaker) -> None:
        self._able = house.thinking_with([ReflexMind()])
        self._now = house.clock.now
        self._speaker = speaker
        self._conversation = Conversation(speaker.person)

    async def says(self, text: str, language: Language | None = None) -> Finished:
        """What the turn ends with; without a language it is that of the letters."""
        spoken: Language = language or ("en" if text.isascii() else "zh")
        said = Utterance(text, spoken, self._speaker, at=self._now())
        events = [e async for e in turn(said, self._conversation, self._able, turn_id="t", speak=False)]
        assert isinstance(events[-1], Finished)
        return events[-1]
