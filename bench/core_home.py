"""A small home by its names alone, for measuring understanding without devices."""

from assistant.understanding.names import Floor, Names, Room, Thing

_LIGHT = frozenset({"on", "brightness", "color", "color_temperature"})

HOME = Names(
    things=(
        Thing("light.kitchen", ("Kitchen Light", "厨房灯"), "light", "kitchen", _LIGHT, _LIGHT),
        Thing("light.bedroom", ("Bedroom Lamp", "卧室灯"), "light", "bedroom", _LIGHT, _LIGHT),
        Thing("light.living_room", ("Living Room Lamp", "客厅灯"), "light", "living_room", _LIGHT, _LIGHT),
        Thing("light.study", ("Study Light", "书房灯"), "light", "study", _LIGHT, _LIGHT),
        Thing("light.hall", ("Hall Light", "走廊灯"), "light", "hall", _LIGHT, _LIGHT),
        Thing(
            "climate.bedroom",
            ("Bedroom Air Conditioner", "卧室空调"),
            "climate",
            "bedroom",
            frozenset({"on", "mode", "target_temperature"}),
            frozenset({"on", "mode", "target_temperature", "temperature"}),
        ),
        Thing(
            "cover.living_room",
            ("Living Room Curtains", "客厅窗帘"),
            "cover",
            "living_room",
            frozenset({"open", "close", "stop", "position"}),
            frozenset({"position"}),
            "curtain",
        ),
        Thing("lock.front_door", ("Front Door", "前门"), "lock", "hall", frozenset({"locked"}), frozenset({"locked"})),
        Thing("fan.study", ("Study Fan", "书房风扇"), "fan", "study", frozenset({"on", "speed"}), frozenset({"on"})),
        Thing(
            "media_player.living_room",
            ("Living Room Speaker", "客厅音箱"),
            "media_player",
            "living_room",
            frozenset({"on", "volume", "muted", "play", "pause", "stop", "next", "previous"}),
            frozenset({"volume"}),
            "speaker",
        ),
        Thing(
            "vacuum.robo",
            ("Robo", "Robot Vacuum", "小扫", "扫地机"),
            "vacuum",
            "hall",
            frozenset({"activity", "clean_rooms", "suction", "locate"}),
            frozenset({"activity", "battery"}),
        ),
        Thing(
            "cooker.rice",
            ("Rice Cooker", "电饭煲"),
            "cooker",
            "kitchen",
            frozenset({"start", "cancel", "keep_warm"}),
            frozenset({"activity", "remaining"}),
        ),
        Thing(
            "sensor.bedroom_temperature",
            ("Bedroom Temperature", "卧室温度"),
            "sensor",
            "bedroom",
            frozenset(),
            frozenset({"temperature"}),
            "temperature",
        ),
    ),
    rooms=(
        Room("kitchen", ("Kitchen", "厨房"), "ground"),
        Room("living_room", ("Living Room", "客厅"), "ground"),
        Room("hall", ("Hall", "走廊"), "ground"),
        Room("bedroom", ("Bedroom", "卧室"), "first"),
        Room("study", ("Study", "书房"), "first"),
    ),
    floors=(Floor("ground", ("Ground Floor", "一楼")), Floor("first", ("First Floor", "二楼"))),
    version=1,
)
