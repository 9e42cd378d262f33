"""What devices and rooms are called in a sentence, in the language of the listener."""

import re
from collections.abc import Sequence
from functools import cache

from assistant.utterance import Language
from devices.device import Device
from devices.home import Home
from skills.words import fill, section

_HAN = re.compile(r"[㐀-鿿]")


def bare_name(device: Device, language: Language) -> str:
    """The name as it stands on a label: the first one in the listener's language, else the first of all."""
    return in_language((device.name, *device.aliases), language)


def name_in_sentence(device: Device, home: Home, language: Language) -> str:
    """The name as it stands in a sentence ("the kitchen light"), with its room where the name alone is not clear."""
    name = _with_article(bare_name(device, language)) if language == "en" else bare_name(device, language)
    if _needs_room(device, home, language):
        room = room_in_sentence(device.room, home, language)
        return fill(section(language, "join")["clarify"], name=name, room=room)
    return name


def room_in_sentence(room_id: str, home: Home, language: Language) -> str:
    """The room as it stands in a sentence ("the kitchen"); the id where it is unknown."""
    room = home.rooms.get(room_id)
    name = in_language(room.names, language) if room else room_id
    if language == "en" and (name.split()[:1] in (["The"], ["the"]) or "'" in name.split(maxsplit=1)[0]):
        return name if "'" in name.split(maxsplit=1)[0] else _lowered(name)
    return fill(section(language, "name")["room"], name=_lowered(name) if language == "en" else name)


def place_in_sentence(room_id: str, home: Home, language: Language) -> str:
    """Where something is: "in the kitchen", "outside"."""
    room = home.rooms.get(room_id)
    name = in_language(room.names, language) if room else room_id
    if name.lower() in _words("places"):
        return name.lower()
    return fill(section(language, "name")["place"], name=room_in_sentence(room_id, home, language))


def in_language(names: Sequence[str], language: Language) -> str:
    """The first of these names that is written in the language, else the first."""
    wanted = (n for n in names if bool(_HAN.search(n)) == (language == "zh"))
    return next(wanted, names[0])


def joined(names: Sequence[str], language: Language, word: str = "and") -> str:
    """ "a, b and c" """
    words = section(language, "join")
    if len(names) < 2:
        return "".join(names)
    return str(words["comma"].join(names[:-1]) + words[word] + names[-1])


def is_plural(name: str, language: Language) -> bool:
    """Whether an English name takes "are": "the curtains"; Mandarin makes no difference."""
    last = name.rsplit(maxsplit=1)[-1].lower() if name.strip() else ""
    if language != "en" or not last.endswith("s") or last.endswith(("ss", "us", "'s")):
        return False
    return last not in _words("singular_s") and (last in _words("common") or last[:-1] in _words("common"))


def noun_for(devices: Sequence[Device | None], language: Language) -> str:
    """The plural for things of these kinds: "lights", "curtains", "devices"."""
    nouns = section(language, "plural")
    flavours = {d.flavour if d else "" for d in devices}
    kinds = {d.kind if d else "" for d in devices}
    if len(flavours) == 1 and len(kinds) == 1:
        flavour, kind = next(iter(flavours)), next(iter(kinds))
        return str(nouns.get(flavour if kind == "cover" else kind) or nouns.get(kind) or nouns["device"])
    return str(nouns.get(next(iter(kinds))) or nouns["device"]) if len(kinds) == 1 else str(nouns["device"])


def _needs_room(device: Device, home: Home, language: Language) -> bool:
    """Whether another thing of its kind has the same name elsewhere, and the name does not already say where it is."""
    room = home.rooms.get(device.room)
    if room is None:
        return False
    name = bare_name(device, language).casefold()
    if any(n.casefold() in name for n in room.names):
        return False
    return any(
        other.kind == device.kind and other.room != device.room and bare_name(other, language).casefold() == name
        for other in home.devices.values()
    )


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(section("en", "name")[key].split())


def _with_article(name: str) -> str:
    words = name.split()
    last = words[-1].lower() if words else ""
    if last not in _words("common") or words[0].lower() in ("the", "my", "our") or words[0].endswith("'s"):
        return name
    return f"the {_lowered(name)}"


def _lowered(name: str) -> str:
    """Without the capitals of a title; "TV", "PM2.5" and "iPhone" keep theirs."""
    return " ".join(w.lower() if w.istitle() else w for w in name.split())
