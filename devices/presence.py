"""Whether devices are there: what they, and the broker in their name, say about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from devices.device import Availability, Device


@dataclass(slots=True)
class _Said:
    """What one topic said last."""

    online: bool
    order: int
    live: bool
    births: int = 0
    """How often in a row it said "online"; each may be a connection of its own, whose will is still to come."""
    contested: bool = False
    """This "offline" may be the will of a connection that a newer one has replaced."""


class Presence:
    """The availability of every device.

    A device that comes back before the broker has missed it says "online" a second time; the "offline" that follows is
    about the connection it gave up. It counts only when the device then says nothing and answers nothing.
    """

    def __init__(self) -> None:
        self._said: dict[str, dict[str, _Said]] = {}
        self._heard: dict[str, int] = {}
        """By device: the order of its last live report."""

    def hear(self, device_id: str, availability: Availability, payload: bytes, order: int, live: bool) -> bool | None:
        """Take what an availability topic says (newer with a larger order); None where it says nothing.

        Returns whether the device was away before, as far as is known, and may have begun anew.
        """
        said = availability.decode(payload)
        if said not in (availability.online, availability.offline):
            return None
        topics = self._said.setdefault(device_id, {})
        known = topics.get(availability.topic)
        if known is not None and known.live and not live:
            return None
        was_there = known is not None and known.online
        births = known.births if known is not None and known.live else 0
        if said == availability.online:
            topics[availability.topic] = _Said(True, order, live, births + 1 if live else 0)
            return not was_there or births > 0
        contested = live and was_there and births > 1
        topics[availability.topic] = _Said(False, order, live, births - 1 if contested else 0, contested)
        return False

    def reported(self, device_id: str, order: int) -> None:
        """The device itself said something."""
        self._heard[device_id] = order

    def gave_no_answer(self, device_id: str) -> None:
        """It did not do what it was asked: a contested "offline" was right."""
        for said in self._said.get(device_id, {}).values():
            said.contested = False

    def said_goodbye(self, device_id: str) -> bool:
        """Whether it went while somebody listened, beyond doubt, and is not back: what still comes in is older."""
        topics = self._said.get(device_id, {}).values()
        return any(said.live and not said.online and not said.contested for said in topics)

    def is_away(self, device_id: str, topic: str) -> bool:
        """Whether the topic's last word was that the device is not there."""
        said = self._said.get(device_id, {}).get(topic)
        return said is not None and not said.online

    def has_heard(self, device_id: str, topic: str) -> bool:
        """Whether the topic said anything about the device."""
        return topic in self._said.get(device_id, {})

    def doubt_all(self) -> None:
        """The connection broke: everything may have changed meanwhile."""
        for topics in self._said.values():
            for said in topics.values():
                said.live, said.births = False, 0

    def forget(self, device_id: str) -> None:
        """The device was taken away."""
        self._said.pop(device_id, None)
        self._heard.pop(device_id, None)

    def available(self, device: Device) -> bool | None:
        """Whether the device is there; None where it has no way to say, has not said, or what it said is contested."""
        topics = self._said.get(device.id, {})
        known = [topics[a.topic] for a in device.availability if a.topic in topics]
        if not known:
            return None
        if device.availability_mode == "latest":
            return self._is_there(device.id, max(known, key=lambda said: said.order))
        return _together(device, [self._is_there(device.id, said) for said in known])

    def _is_there(self, device_id: str, said: _Said) -> bool | None:
        """Who reports after an "offline" that was kept, or is contested, is there."""
        if said.online:
            return True
        if (said.contested or not said.live) and self._heard.get(device_id, 0) > said.order:
            return True
        return None if said.contested else False


_DECISIVE: Mapping[str, bool] = {"all": False, "any": True}


def _together(device: Device, said: list[bool | None]) -> bool | None:
    decisive = _DECISIVE[device.availability_mode]
    if decisive in said:
        return decisive
    return None if None in said or len(said) < len(device.availability) else not decisive
