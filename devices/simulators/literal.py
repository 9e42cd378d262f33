"""Homes in memory that do literally what they are told, in Home Assistant's terms."""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

from devices.discovery.inventory import Inventory
from devices.link import Link, Message
from devices.rules.driving import DRIVING_SIGNALS
from devices.simulators.literal_rules import EntityState, Wish, obey

log = logging.getLogger(__name__)


class LiteralHome:
    """The devices of an inventory. `states` is what they say now; `changes()` what became different since the setup."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self.states: dict[str, EntityState] = {}
        self._setup: dict[str, EntityState] = {}
        self._entity_of_topic = {e.set_topic: e.id for e in inventory.entities.values()}
        self._shown: dict[str, bytes] = {}
        self._said = 0
        """How many messages it has said."""
        self._touched: dict[str, None] = dict.fromkeys(inventory.entities)
        """Entities that may not be as the inventory says; only these cost anything from case to case."""
        self._unshown: dict[str, None] = {}
        """Entities that may not be as they were published last."""
        self.reset()

    @property
    def filters(self) -> tuple[str, ...]:
        """Where wishes come in."""
        return ("home/+/set",)

    def reset(self) -> None:
        """Back to what the inventory says."""
        self._unshown |= self._touched
        for entity_id in self._touched:
            known = self.inventory.entities.get(entity_id)
            self.states.pop(entity_id, None)
            self._setup.pop(entity_id, None)
            if known is not None:
                self.states[entity_id] = EntityState(known.state, dict(known.attributes))
                self._setup[entity_id] = self.states[entity_id].copy()
        self._touched.clear()

    def apply(self, setup: Mapping[str, Any]) -> None:
        """Reset, and lay a case's states over the inventory's; they are no changes."""
        self.reset()
        for entity_id, given in setup.items():
            self._touch(entity_id)
            known = self.states.setdefault(entity_id, EntityState(None, {}))
            if "state" in given:
                known.state = None if given["state"] is None else str(given["state"])
            known.attributes.update(given.get("attributes") or {})
            self._setup[entity_id] = known.copy()

    def changes(self) -> dict[str, dict[str, Any]]:
        """Every difference to the states after the setup: entity id → {"state"?, "attributes"?}."""
        found = {i: _difference(self._setup[i], self.states[i]) for i in self._touched}
        return {i: difference for i, difference in found.items() if difference}

    def obey(self, message: Message) -> tuple[str, bytes] | None:
        """Do what a message on a set topic says: the state topic and what the entity says then; None for no wish."""
        entity_id = self._entity_of_topic.get(message.topic)
        wish = _wish(message.payload)
        if entity_id is None or wish is None:
            log.warning("no wish for an entity of this home on %s", message.topic)
            return None
        self._touch(entity_id)
        obey(entity_id.split(".", 1)[0], self.states[entity_id], self._setup[entity_id], wish)
        return self.inventory.entities[entity_id].state_topic, self.said_by(entity_id)

    def said_by(self, entity_id: str) -> bytes:
        """What an entity says on its state topic."""
        state = self.states[entity_id]
        # A list that names nothing, and does not say either that nothing is open, tells no items.
        items = state.items if state.items or state.state == "0" else None
        said = {"state": state.state, "attributes": state.attributes, "items": items, "deeds": state.deeds}
        return json.dumps(said, ensure_ascii=False).encode()

    def unsaid(self) -> tuple[str, ...]:
        """The entities that are otherwise than they were published last: what was known about them holds no more."""
        known = (i for i in self._unshown if i in self.inventory.entities)
        return tuple(i for i in known if self._shown.get(i) not in (None, self.said_by(i)))

    async def show(self, link: Link, *, again: bool = False) -> None:
        """Publish, retained, every state that is not what was published last; with `again` every state."""
        if again:
            self._shown.clear()
            self._unshown |= dict.fromkeys(self.inventory.entities)
        unshown, self._unshown = self._unshown, {}
        for entity_id in unshown:
            entity = self.inventory.entities.get(entity_id)
            said = self.said_by(entity_id) if entity else b""
            if entity is not None and self._shown.get(entity_id) != said:
                self._shown[entity_id] = said
                await link.publish(entity.state_topic, self._numbered(said), retain=True)

    async def show_driving(self, link: Link) -> None:
        """Publish again how every car drives, which a car says all the time: what it said long ago is not believed."""
        for entity_id, entity in self.inventory.entities.items():
            if entity_id.endswith(DRIVING_SIGNALS):
                self._shown[entity_id] = said = self.said_by(entity_id)
                await link.publish(entity.state_topic, self._numbered(said), retain=True)

    async def run(self, link: Link) -> None:
        """Show every state, then answer wishes until cancelled."""
        await link.subscribe(*self.filters)
        await self.show(link)
        async for message in link.messages():
            answer = self.obey(message)
            if answer is not None:
                topic, said = answer
                self._shown[self._entity_of_topic[message.topic]] = said
                await link.publish(topic, self._numbered(said), retain=True)
            await asyncio.sleep(0)

    def _numbered(self, said: bytes) -> bytes:
        """With its number, which tells it from what was said before."""
        self._said += 1
        return b'{"seq": %d, %s' % (self._said, said[1:])

    def _touch(self, entity_id: str) -> None:
        self._touched[entity_id] = None
        self._unshown[entity_id] = None


def _wish(payload: bytes) -> Wish | None:
    try:
        parsed = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None


def _difference(before: EntityState, after: EntityState) -> dict[str, Any]:
    attributes = {
        name: after.attributes.get(name)
        for name in dict.fromkeys((*before.attributes, *after.attributes))
        if before.attributes.get(name) != after.attributes.get(name)
    }
    difference: dict[str, Any] = {} if before.state == after.state else {"state": after.state}
    return difference | ({"attributes": attributes} if attributes else {})
