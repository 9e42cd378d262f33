"""Places in a car: its seats and its windows, as people say them and as the car calls them."""

from assistant.tools import Choice

SEAT = Choice(
    {
        "driver": {
            "en": ("driver", "driver's", "drivers", "driver side", "driver seat", "my side"),
            "zh": (
                "主驾",
                "驾驶座",
                "主驾驶",
                "主驾座",
                "主驾驶座",
                "正驾",
                "正驾驶",
                "司机",
                "司机座",
                "司机位",
                "驾驶位",
                "我这边",
                "我这",
            ),
        },
        "passenger": {
            "en": (
                *("passenger", "passenger's", "passengers", "passenger side", "passenger seat", "passenger's seat"),
                *("front passenger", "front passenger's", "front passenger's seat"),
            ),
            "zh": ("副驾", "副驾驶", "副驾座", "副驾驶座", "副驾位", "副座"),
        },
        "front": {
            "en": ("front seats", "both front", "driver and passenger"),
            "zh": ("前排", "前座", "主副驾", "主驾和副驾", "主驾跟副驾", "主驾副驾", "主驾、副驾", "前面两个"),
        },
        "rear": {"en": ("rear", "back", "back seat", "rear seat"), "zh": ("后排", "后座", "后面", "后排座")},
        "all": {"en": ("all", "everyone", "the whole car"), "zh": ("全车", "所有", "全部")},
    }
)
SEATS = {
    "driver": r"Row1\.Driver(Side)?",
    "passenger": r"Row1\.Passenger(Side)?",
    "front": r"Row1\.\w+",
    "rear": r"Row[2-9]\.\w+",
    "all": r"Row\d\.\w+",
}

WINDOW = Choice(
    {
        "Front": {"en": ("front", "windscreen", "windshield"), "zh": ("前挡", "前挡风", "前窗", "前挡风玻璃")},
        "Rear": {"en": ("rear", "back", "rear window"), "zh": ("后挡", "后窗", "后挡风", "后挡风玻璃")},
    }
)
