"""Wishes for everything: what they mean, and what of it was meant by its name or kind."""

from collections.abc import Iterator

from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import is_chinese, words_of
from devices.device import Device

ANY_KIND = frozenset({"switch", "plug"})
"""Kinds behind which anything may hide: naming them names nothing."""

NO_APPLIANCES = frozenset({"automation", "script", "scene", "group", "input_boolean", "remote", "car"})
"""Kinds that have a switch and are nothing one would turn off on leaving."""


def sweeps(text: str) -> bool:
    """Whether it is about everything, in either language."""
    words = words_of(text)
    senses = {e.sense for start in range(len(words)) for _, entries in lexicon().trie.at(words, start) for e in entries}
    if Sense.EVERYTHING in senses:
        return True
    return bool(senses & {Sense.ALL, Sense.HOUSE}) and Sense.IT not in senses and not _kinds_in(words) - ANY_KIND


def means_house(text: str) -> bool:
    """Whether the house itself is named and nothing in it: "shut down the house"."""
    words = words_of(text)
    senses = {e.sense for start in range(len(words)) for _, entries in lexicon().trie.at(words, start) for e in entries}
    others = {Sense.EVERYTHING, Sense.ANYTHING, Sense.ALL, Sense.IT, Sense.ROOM, Sense.FLOOR}
    return Sense.HOUSE in senses and not senses & others and not _kinds_in(words) - ANY_KIND


def is_swept(device: Device) -> bool:
    """Whether a wish for everything is about such a thing at all."""
    on = device.capabilities.get("on")
    return device.kind not in NO_APPLIANCES and on is not None and on.writable


def is_meant(device: Device, text: str) -> bool:
    """Whether the device itself, or the kind of thing it is, was named."""
    words = words_of(text)
    names = (words_of(name) for name in (device.name, *device.aliases))
    if any(name and _occurs(called, words) for name in names for called in (name, *_short_of(name))):
        return True
    own = {device.kind, f"{device.kind}.{device.flavour}"}
    return any(own & set(lexicon().kinds[concept].means) for concept in _kinds_in(words) - ANY_KIND)


def _kinds_in(words: tuple[str, ...]) -> frozenset[str]:
    found = (
        e.meaning
        for start in range(len(words))
        for _, entries in lexicon().trie.at(words, start)
        for e in entries
        if e.sense is Sense.KIND
    )
    return frozenset(found)


def _short_of(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What a thing is called without its room: 热水壶 for 厨房热水壶."""
    chinese = all(map(is_chinese, name))
    for start in range(1, len(name) - 1 if chinese else 0):
        senses = {e.sense for end, entries in lexicon().trie.at(name, start) if end == len(name) for e in entries}
        if not senses & _NAMES_NOTHING:
            yield name[start:]


_NAMES_NOTHING = frozenset({Sense.ANYTHING, Sense.EVERYTHING, Sense.KIND, Sense.FREE})
"""What a name ends with that is said of other things as well."""


def _occurs(name: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(words[i : i + len(name)] == name for i in range(len(words) - len(name) + 1))
