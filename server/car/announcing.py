"""What happens to the paired head units, told to everybody who is concerned: the pages, and the other head units."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from assistant.streams import Broadcast
from assistant.utterance import Language
from server.car.head_unit_records import KeptUnit, scope_text

What = Literal["paired", "changed", "revoked", "reused", "left"]
"""It was paired; it may do something else; somebody took its access away; a token was used twice, so that its access
was taken away; it gave its access back by itself."""

SENTENCES: Mapping[What, Mapping[Language, str]] = {
    "paired": {
        "en": "The head unit “{name}” in the car “{vehicle}” was paired.",
        "zh": "车辆“{vehicle}”的车机“{name}”已配对。",
    },
    "changed": {
        "en": "What the head unit “{name}” may do was changed.",
        "zh": "车机“{name}”的权限已更改。",
    },
    "revoked": {
        "en": "The head unit “{name}” has no access any more.",
        "zh": "车机“{name}”的权限已撤销。",
    },
    "reused": {
        "en": "Somebody used an old token of the head unit “{name}”. Its access was taken away; pair it again.",
        "zh": "有人使用了车机“{name}”的旧令牌,它的权限已撤销,请重新配对。",
    },
    "left": {
        "en": "The head unit “{name}” gave its access back.",
        "zh": "车机“{name}”已自行退出配对。",
    },
}

REVOKED_BY: Mapping[str, What] = {"owner": "revoked", "reused": "reused", "itself": "left"}
"""Why a head unit was revoked → what is told about it."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something that happened to one head unit."""

    what: What
    unit: KeptUnit
    at: datetime

    @property
    def say(self) -> dict[str, str]:
        """The sentence in both languages."""
        return {
            language: sentence.format(name=self.unit.name, vehicle=self.unit.vehicle)
            for language, sentence in SENTENCES[self.what].items()
        }

    def message(self) -> dict[str, Any]:
        """As it is sent to pages and head units, but for what kind of event it is."""
        return {
            "what": self.what,
            "id": self.unit.id,
            "name": self.unit.name,
            "vehicle": self.unit.vehicle,
            "scope": scope_text(self.unit.scopes),
            "at": self.at.isoformat(),
            "say": self.say,
        }


class Announcements:
    """What happens from now on, for any number of listeners."""

    def __init__(self) -> None:
        self._broadcast: Broadcast[Announcement] = Broadcast(100)

    def tell(self, announcement: Announcement) -> None:
        """Tell it everybody who listens."""
        self._broadcast.put(announcement)

    def listen(self) -> AsyncIterator[Announcement]:
        """Everything from now on, until the listener goes away."""
        return self._broadcast.listen()


def news_of(units: tuple[KeptUnit, ...]) -> list[Announcement]:
    """What happened to the head units, newest first, as far as it was written down."""
    paired = [Announcement("paired", unit, unit.paired) for unit in units]
    ended = [Announcement(REVOKED_BY[u.why], u, u.revoked) for u in units if u.revoked is not None]
    return sorted([*ended, *paired], key=lambda told: told.at, reverse=True)
