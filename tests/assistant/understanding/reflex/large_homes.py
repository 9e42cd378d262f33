"""Two homes of many rooms: 150 things that are named after their rooms, and 300 of which most share their names."""

from assistant.understanding.names import Floor, Names, Room, Thing

LAMP = frozenset({"on", "brightness", "color"})
DIMMED = frozenset({"on", "brightness"})
SWITCHED = frozenset({"on"})
FAN = frozenset({"on", "speed"})
COVER = frozenset({"open", "position"})
SHUTTER = frozenset({"open"})
CLIMATE = frozenset({"on", "target_temperature"})

HOUSE_ROOMS = (
    "Kitchen", "Dining Room", "Living Room", "Hall", "Study", "Library", "Master Bedroom", "Guest Room", "Nursery",
    "Family Bathroom", "Landing", "Gym", "Workshop", "Garage", "Conservatory",
)  # fmt: skip
HOTEL_ROOMS = ("大堂", "茶室", "厨房", "餐厅", "书房", "主卧", "次卧", "儿童房", "画室", "琴房", "阅读室", "棋牌室")


def _each(room: str, key: str) -> tuple[Thing, ...]:
    """The ten things of an English room; a lamp that cannot be dimmed, and a shutter that takes no position."""

    def thing(kind: str, name: str, abilities: frozenset[str], flavour: str = "") -> Thing:
        return Thing(
            f"{kind}.{key}_{name.split(maxsplit=1)[0].lower()}",
            (f"{room} {name}",),
            kind,
            key,
            abilities,
            abilities,
            flavour,
        )

    return (
        thing("light", "Ceiling Light", LAMP),
        thing("light", "Floor Lamp", DIMMED),
        thing("light", "Mirror Light", SWITCHED),
        thing("fan", "Fan", FAN) if key != "study" else thing("switch", "Printer", SWITCHED),
        thing("cover", "Blinds", COVER, "blind"),
        thing("cover", "Shutter", SHUTTER, "shutter"),
        thing("climate", "Thermostat", CLIMATE),
        thing("switch", "Heater", SWITCHED),
        Thing(f"sensor.{key}_humidity", (f"{room} Humidity",), "sensor", key, facts=frozenset({"value"})),
        Thing(f"sensor.{key}_power", (f"{room} Power",), "sensor", key, facts=frozenset({"value"})),
    )


def _named_alike(room: str, number: int) -> tuple[Thing, ...]:
    """The twenty-five things of a Mandarin room, most of them called as in every other room."""
    key = f"r{number}"
    lamps = ("吸顶灯", "壁灯", "落地灯", "灯带")
    found = [Thing(f"light.{key}_{i}", (name,), "light", key, LAMP, LAMP) for i, name in enumerate(lamps)]
    found.append(Thing(f"fan.{key}", ("风扇",), "fan", key, FAN, FAN))
    found.append(Thing(f"cover.{key}", ("窗帘",), "cover", key, COVER, COVER, "curtain"))
    found.append(Thing(f"climate.{key}", ("空调",), "climate", key, CLIMATE, CLIMATE))
    found += [
        Thing(f"sensor.{key}_{i}", (f"{room}传感器{i}",), "sensor", key, facts=frozenset({"value"})) for i in range(18)
    ]
    return tuple(found)


HOUSE = Names(
    tuple(t for room in HOUSE_ROOMS for t in _each(room, room.split()[0].lower())),
    tuple(Room(room.split()[0].lower(), (room,), "ground" if i < 6 else "first") for i, room in enumerate(HOUSE_ROOMS)),
    (Floor("ground", ("Ground Floor",)), Floor("first", ("First Floor",))),
    version=1,
)
HOTEL = Names(
    tuple(t for i, room in enumerate(HOTEL_ROOMS) for t in _named_alike(room, i)),
    tuple(Room(f"r{i}", (room,), "f1" if i < 6 else "f2") for i, room in enumerate(HOTEL_ROOMS)),
    (Floor("f1", ("一楼",)), Floor("f2", ("二楼",))),
    version=1,
)
