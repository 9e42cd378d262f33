"""Whether what the model named was really said: a model swaps an unknown name for one it has been shown."""

from collections.abc import Collection, Iterable

from assistant.conversation import Conversation
from assistant.understanding.mimo.surroundings import units
from assistant.understanding.names import Names
from assistant.utterance import Utterance


class Ground:
    """Everything a name may rest on: the sentence, what was spoken of before, and the room the person is in."""

    def __init__(
        self,
        utterance: Utterance,
        conversation: Conversation,
        names: Names,
        named: Collection[str] = (),
        *,
        hinted: Collection[str] = (),
    ) -> None:
        """`named`: ids of the things that the sentence names, by name or by kind, as code reads it. `hinted`: those
        that it may mean without naming them."""
        recent = conversation.recent(utterance.at)[-2:]
        self._said = units(" ".join([utterance.text, *(e.utterance.text for e in recent)]))
        self._names = names
        self._place = utterance.place
        self._named = frozenset(named)
        self._hinted = frozenset(hinted)
        self._before = {
            thing
            for exchange in recent
            for call in exchange.calls
            for value in call.arguments.values()
            if isinstance(value, tuple)
            for thing in value
        }

    def holds(self, words: str, ids: Iterable[str]) -> bool:
        """Whether these words, which the model chose for these things or rooms, can be meant by the sentence.

        A word that the person did not say has to belong to something the sentence names in other words (another
        language, an alias, its kind), to something spoken of before, or to the room the person is in.
        """
        meant = tuple(ids)
        unsaid = [w for w in units(words) - self._said if self._distinguishes(w)]
        return not unsaid or set(meant) == self._named or self.carries(meant)

    def carries(self, ids: Iterable[str]) -> bool:
        """Whether each of these things or rooms is meant by something beside the words that chose it."""
        return all(map(self._is_meant, ids))

    def _is_meant(self, entity_id: str) -> bool:
        thing = self._names.thing(entity_id)
        room = self._names.room(thing.room if thing else entity_id)
        own = thing.names if thing else ()
        here = bool(self._place) and room is not None and room.id == self._place
        return (
            here
            or entity_id in self._hinted
            or entity_id in self._before
            or self._any_said(own + (room.names if room else ()))
        )

    def _any_said(self, names: Iterable[str]) -> bool:
        """A name of which the sentence holds every word."""
        return any(units(name) and units(name) <= self._said for name in names)

    def _distinguishes(self, word: str) -> bool:
        """Whether the word is part of a name in this home; others ("all", "the") choose nothing."""
        named = [e.names for e in self._names.rooms] + [e.names for e in self._names.things]
        named += [e.names for e in self._names.floors]
        return any(word in units(name) for names in named for name in names)
