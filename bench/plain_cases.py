"""Plain sentences over large homes, made up by rule, each with what has to come of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from random import Random
from typing import Any, TypeVar

from bench.plain_words import FORMS, FREE, KINDS, Kind

T = TypeVar("T")

_ROOMS = {
    "en": (
        "living room", "dining room", "kitchen", "study", "master bedroom", "guest bedroom", "children's room",
        "bathroom", "guest bathroom", "corridor", "foyer", "balcony", "garage", "store room", "garden",
    ),
    "zh": (
        "客厅", "餐厅", "厨房", "书房", "主卧", "次卧", "客房", "儿童房", "主卫", "客卫", "走廊", "玄关", "阳台",
        "车库", "储物间",
    ),
}  # fmt: skip
_FLOORS = {"en": ("ground floor", "first floor"), "zh": ("一楼", "二楼")}
_ROOMS_HERE, _UPSTAIRS, _KINDS_IN_A_ROOM = 12, 7, 10
_ABSENT = 0.15
"""How often a wish is about what is not there."""
_COUNTS = (1, 2, 2, 3, 3, 3, 4, 4, 5, 6)
_JOINTS = {"en": (" and ", ", and ", ", then "), "zh": ("，然后", "，再", "，同时", "，最后", "，")}
_LIT = {"state": "on", "attributes": {"brightness": 128}}
_DARK = {"state": "off", "attributes": {"brightness": None}}


@dataclass(frozen=True, slots=True)
class Device:
    """One device of a made-up home."""

    id: str
    room: str
    floor: int
    kind: Kind

    def noun(self, language: str) -> str:
        """What its kind is called."""
        return self.kind.en if language == "en" else self.kind.zh


@dataclass(slots=True)
class Wished:
    """What a sentence says, and what comes of it."""

    texts: list[str] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)


class Homes:
    """A home of twelve rooms with ten devices each, and sentences said in it."""

    def __init__(self, language: str, seed: int) -> None:
        self._random, self._language, self.key = Random(f"{language}{seed}"), language, f"{language}{seed}"
        self._rooms = self._random.sample(_ROOMS[language], _ROOMS_HERE)
        self._devices = [
            Device(f"{kind.domain}.a{at}_{number}", room, int(at >= _UPSTAIRS), kind)
            for at, room in enumerate(self._rooms)
            for number, kind in enumerate(self._random.sample(KINDS, _KINDS_IN_A_ROOM))
        ]

    def described(self) -> Mapping[str, Any]:
        """The home as an inventory."""
        floors = [{"id": f"f{at}", "name": name} for at, name in enumerate(_FLOORS[self._language])]
        areas = [
            {"id": f"a{at}", "name": room.title() if room.isascii() else room, "floor": f"f{int(at >= _UPSTAIRS)}"}
            for at, room in enumerate(self._rooms)
        ]
        entities = [
            {
                "id": d.id, "name": self._called(d), "area": f"a{self._rooms.index(d.room)}", "device": f"d{d.id}",
                "state": d.kind.state, "attributes": dict(d.kind.attributes),
            }
            for d in self._devices
        ]  # fmt: skip
        devices = [{"id": e["device"], "name": e["name"], "area": e["area"]} for e in entities]
        return {"floors": floors, "areas": areas, "devices": devices, "entities": entities}

    def cases(self, count: int) -> Iterator[Mapping[str, Any]]:
        """So many sentences; a fifth of them about many things at once, a tenth questions."""
        for number in range(count):
            kind = number % 10
            if kind == 0:
                yield self._case(number, self._question())
            else:
                wished = self._many() if kind in (1, 2) else self._several()
                yield self._case(number, self._expecting(wished))

    def _case(self, number: int, said: Mapping[str, Any]) -> Mapping[str, Any]:
        spoken = "en" if self._language == "en" else "zh-cn"
        return {"id": f"plain:{self.key}:{number:03}", "lang": spoken, "home": self.key, **said}

    def _expecting(self, wished: Wished) -> Mapping[str, Any]:
        free = {}
        for each, change in wished.changes.items():
            told = change.get("attributes", {})
            free[each] = [name for name in FREE.get(each.split(".")[0], ()) if name not in told]
        expected = {"expect_changes": wished.changes, "ignore_changes": free}
        return {"text": self._joined(wished.texts), "setup": wished.before, "expected": expected}

    def _joined(self, texts: Sequence[str]) -> str:
        if self._language == "zh":
            return texts[0] if len(texts) == 1 else "，".join(texts[:-1]) + self._one(_JOINTS["zh"]) + texts[-1]
        text = texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + self._one(_JOINTS["en"]) + texts[-1]
        return self._one((text, text, f"please {text}", f"{text}."))

    def _several(self) -> Wished:
        """One to six wishes, some about rooms or devices that are not there."""
        wished, used = Wished(), set[str]()
        while len(wished.texts) < 1 or (len(wished.texts) < self._one(_COUNTS)):
            absent = self._random.random() < _ABSENT
            device = self._not_here() if absent else self._one(self._devices)
            if device is None or device.id in used:
                continue
            used.add(device.id)
            form = self._one(FORMS[device.kind.domain])
            amount = self._one(form.amounts)
            said = self._one(form.en if self._language == "en" else form.zh)
            wished.texts.append(said.replace("{x}", self._placed(device)).replace("{n}", str(amount)))
            if not absent:
                wished.changes[device.id] = form.change(amount)
                if form.before is not None:
                    wished.before[device.id] = form.before
        return wished

    def _not_here(self) -> Device | None:
        """A device that its room lacks, or one in a room that the home lacks."""
        kind = self._one(KINDS)
        elsewhere = [r for r in _ROOMS[self._language] if not any(r.endswith(h) or h.endswith(r) for h in self._rooms)]
        here = [r for r in self._rooms if not any(_alike(d.kind, kind) for d in self._devices if d.room == r)]
        rooms = elsewhere if self._random.random() < 0.4 and elsewhere else here
        return Device(f"none.{self._random.random()}", self._one(rooms), 0, kind) if rooms else None

    def _many(self) -> Wished:
        """All, every or both of the lights of rooms, floors or the house, with or without exceptions."""
        lights = [d for d in self._devices if d.kind.domain == "light"]
        lit = [d.room for d in lights]
        first, second, third = self._random.sample(sorted(set(lit)), 3)
        floor = self._one((0, 1))
        name = _FLOORS[self._language][floor]
        english, mandarin, meant = self._one(
            (
                (f"turn off all the lights in the {first}", f"把{first}的灯全关了", {first}),
                (
                    f"turn off every light in the {first} and the {second}",
                    f"关掉{first}和{second}的灯",
                    {first, second},
                ),
                (
                    f"turn off all the lights except in the {first}",
                    f"除了{first}，把所有的灯都关掉",
                    {*lit} - {first},
                ),
                (
                    f"turn off all the lights except the ones in the {first} and the {second}",
                    f"关掉所有的灯，{first}和{second}的除外",
                    {*lit} - {first, second},
                ),
                (
                    f"turn off the lights in the {first} and the {second} but not in the {third}",
                    f"把{first}和{second}的灯关了，{third}的别关",
                    {first, second},
                ),
                (
                    f"turn off all the lights on the {name}",
                    f"关掉{name}所有的灯",
                    {d.room for d in lights if d.floor == floor},
                ),
                (
                    f"turn off all the lights on the {name} but not the {first}",
                    f"关掉{name}的灯，{first}的留着",
                    {d.room for d in lights if d.floor == floor} - {first},
                ),
                (
                    f"lights off, please, in the {first} and in the {second}",
                    f"{first}、{second}，关灯",
                    {first, second},
                ),
            )
        )
        changes = {d.id: _DARK for d in lights if d.room in meant}
        return Wished([english if self._language == "en" else mandarin], changes, {d.id: _LIT for d in lights})

    def _question(self) -> Mapping[str, Any]:
        """A question about one device or one room; nothing may change."""
        device = self._one(self._devices)
        x = self._placed(device)
        set_to = {"temperature": "20", "humidity": "45"}
        asked = next((k for k in set_to if k in device.kind.attributes), "")
        if asked:
            phrased = {
                "temperature": (f"what is {x} set to", f"{x}现在设的多少"),
                "humidity": (f"what humidity is {x} set to", f"{x}设的湿度是多少"),
            }
            return self._asked(phrased[asked], (set_to[asked],))
        if device.kind.domain == "cover":
            return self._asked((f"is {x} open", f"{x}开着吗"), ("no", "closed", "没", "关"))
        if device.kind.domain == "light":
            count = str(sum(d.room == device.room and d.kind.domain == "light" for d in self._devices))
            texts = (f"how many lights are on in the {device.room}", f"{device.room}有几盏灯亮着")
            words = {"1": ("one", "一"), "2": ("two", "两")}[count]
            every = {d.id: _LIT for d in self._devices if d.kind.domain == "light"}
            return {**self._asked(texts, (count, *words)), "setup": every}
        if device.kind.domain == "lock":
            return self._asked((f"is {x} locked", f"{x}锁了吗"), ("no", "unlocked", "没", "未"))
        return self._question()

    def _asked(self, texts: tuple[str, str], words: Sequence[str]) -> Mapping[str, Any]:
        text = texts[0] if self._language == "en" else texts[1]
        mark = self._one(("", "?")) if self._language == "en" else self._one(("", "？"))
        return {"text": text + mark, "setup": {}, "expected": {"expect_changes": {}, "expect_response": list(words)}}

    def _placed(self, device: Device) -> str:
        noun = device.noun(self._language)
        if self._language == "zh":
            return self._one((device.room + noun, f"{device.room}的{noun}"))
        return self._one((f"the {noun} in the {device.room}", f"the {device.room} {noun}"))

    def _called(self, device: Device) -> str:
        noun = device.noun(self._language)
        named = f"{device.room} {noun}" if self._language == "en" else device.room + noun
        return named if noun == "TV" else named.title().replace("'S", "'s").replace("Tv", "TV")

    def _one(self, choices: Sequence[T]) -> T:
        return self._random.choice(choices)


def _alike(here: Kind, missing: Kind) -> bool:
    """Whether a word for what is missing may be said of what is there."""
    covers = here.domain == missing.domain == "cover"
    lamps = here.domain == missing.domain == "light"
    return here == missing or covers or lamps or {here.en, missing.en} == {"heater", "water heater"}


def suite(language: str, seeds: Sequence[int], each: int) -> tuple[dict[str, Any], list[Mapping[str, Any]]]:
    """Homes by key, and the cases said in them: `each` for each seed."""
    homes = [Homes(language, seed) for seed in seeds]
    return {h.key: h.described() for h in homes}, [case for h in homes for case in h.cases(each)]


def all_of(seeds: Sequence[int], each: int) -> Iterator[tuple[str, dict[str, Any], list[Mapping[str, Any]]]]:
    """Language, homes and cases of both languages."""
    for language, of in product(("en", "zh"), (seeds,)):
        yield (language, *suite(language, of, each))
