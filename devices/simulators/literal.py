"""Homes in memory that do literally what they are told, in Home Assistant's terms."""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

from devices.discovery.inventory import Inventory
from devices.link import Link, Message
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
        self.reset()

    @property
    def filters(self) -> tuple[str, ...]:
        """Where wishes come in."""
        return ("home/+/set",)

    def reset(self) -> None:
        """Back to what the inventory says."""
        self.states = {i: EntityState(e.state, dict(e.attributes)) for i, e in self.inventory.entities.items()}
        self._remember_setup()

    def apply(self, setup: Mapping[str, Any]) -> None:
        """Reset, and lay a case's states over the inventory's; they are no changes."""
        self.reset()
        for entity_id, given in setup.items():
            known = self.states.setdefault(entity_id, EntityState(None, {}))
            if "state" in given:
                known.state = None if given["state"] is None else str(given["state"])
            known.attributes.update(given.get("attributes") or {})
        self._remember_setup()

    def changes(self) -> dict[str, dict[str, Any]]:
        """Every difference to the states after the setup: entity id → {"state"?, "attributes"?}."""
        found = {i: _difference(self._setup.get(i, EntityState(None, {})), s) for i, s in self.states.items()}
        return {i: difference for i, difference in found.items() if difference}

    def obey(self, message: Message) -> tuple[str, bytes] | None:
        """Do what a message on a set topic says: the state topic and what the entity says then; None for no wish."""
        entity_id = self._entity_of_topic.get(message.topic)
        wish = _wish(message.payload)
        if entity_id is None or wish is None:
            log.warning("no wish for an entity of this home on %s", message.topic)
            return None
        obey(entity_id.split(".", 1)[0], self.states[entity_id], self._setup[entity_id], wish)
        return self.inventory.entities[entity_id].state_topic, self.said_by(entity_id)

    def said_by(self, entity_id: str) -> bytes:
        """What an entity says on its state topic."""
        state = self.states[entity_id]
        said = {"state": state.state, "attributes": state.attributes, "items": state.items, "deeds": state.deeds}
        return json.dumps(said, ensure_ascii=False).encode()

    async def show(self, link: Link, *, again: bool = False) -> None:
        """Publish, retained, every state that is not what was published last; with `again` every state."""
        if again:
            self._shown.clear()
        for entity_id, entity in self.inventory.entities.items():
            said = self.said_by(entity_id)
            if self._shown.get(entity_id) != said:
                self._shown[entity_id] = said
                await link.publish(entity.state_topic, said, retain=True)

    async def run(self, link: Link) -> None:
        """Show every state, then answer wishes until cancelled."""
        await link.subscribe(*self.filters)
        await self.show(link)
        async for message in link.messages():
            answer = self.obey(message)
            if answer is not None:
                topic, said = answer
                self._shown[self._entity_of_topic[message.topic]] = said
                await link.publish(topic, said, retain=True)
            await asyncio.sleep(0)

    def _remember_setup(self) -> None:
        self._setup = {i: s.copy() for i, s in self.states.items()}


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
