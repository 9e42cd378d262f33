"""The components of Home Assistant's MQTT discovery, as they stand in topics."""

import re

COMPONENTS = frozenset(
    {
        "alarm_control_panel",
        "binary_sensor",
        "button",
        "camera",
        "climate",
        "cover",
        "date",
        "datetime",
        "device_automation",
        "device_tracker",
        "event",
        "fan",
        "humidifier",
        "image",
        "infrared",
        "lawn_mower",
        "light",
        "lock",
        "media_player",
        "notify",
        "number",
        "remote",
        "scene",
        "select",
        "sensor",
        "siren",
        "switch",
        "tag",
        "text",
        "time",
        "todo",
        "update",
        "vacuum",
        "valve",
        "water_heater",
    }
)

CONFIGURATION = re.compile(
    rf"(?P<prefix>[^+#]+?)/(?P<component>device|{'|'.join(sorted(COMPONENTS))})"
    r"/(?:[a-zA-Z0-9_-]+/)?[a-zA-Z0-9_-]+/config"
)
"""A discovery topic under any prefix."""
