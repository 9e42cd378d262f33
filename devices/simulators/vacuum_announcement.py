"""How the robot vacuum announces itself: Home Assistant's vacuum schema, and everything else as details of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from devices.device import Value
from devices.simulators.vacuum_facts import FAN_SPEEDS, FEATURES, LIVES_H, MODES, MOST_PASSES, TROUBLES, WATER_LEVELS

Component = dict[str, Any]


def components(
    topic: str, command: Callable[[str], str], segments: Mapping[str, str], zones: Sequence[str]
) -> dict[str, Component]:
    """Its components, below `topic`."""
    attributes = f"{topic}/attributes"
    main: Component = {
        "p": "vacuum",
        "stat_t": f"{topic}/state",
        "cmd_t": command("command"),
        "send_cmd_t": command("send_command"),
        "sup_feat": list(FEATURES),
        "fanspd_lst": list(FAN_SPEEDS),
        "set_fan_spd_t": command("fan_speed/set"),
        "cln_segmnts_cmd_t": command("segments/clean"),
        "segments": dict(segments),
        "json_attr_t": attributes,
    }
    made = {
        "main": main,
        "battery": _told(attributes, "battery", "sensor") | {"dev_cla": "battery", "unit_of_meas": "%"},
        "cleaning_room": _told(attributes, "room", "sensor"),
        "cleaned_area": _told(attributes, "area", "sensor") | {"unit_of_meas": "m²", "stat_cla": "measurement"},
        "cleaning_time": _told(attributes, "time", "sensor") | {"unit_of_meas": "min", "stat_cla": "measurement"},
        "flag": _told(attributes, "flag", "sensor"),
        "dock": _told(attributes, "dock", "sensor"),
        "error": _told(attributes, "error.name", "sensor"),
        "refusal": _told(f"{topic}/refusal", "reason", "sensor"),
        "cleaning_mode": _chosen(attributes, command, "cleaning_mode", MODES),
        "water_level": _chosen(attributes, command, "water_level", WATER_LEVELS),
        "passes": _told(attributes, "passes", "number")
        | {"cmd_t": command("passes/set"), "min": 1, "max": MOST_PASSES, "step": 1},
        "clear_error": {"p": "button", "cmd_t": command("command"), "pl_prs": "clear_error", "ent_cat": "config"},
    }
    if zones:
        made["clean_zone"] = _chosen(attributes, command, "clean_zone", ("none", *zones))
    for part in LIVES_H:
        left = _told(attributes, f"consumables.{part}", "sensor")
        made[f"{part}_left"] = left | {"unit_of_meas": "%", "stat_cla": "measurement"}
    return made


def attributes(values: Mapping[str, Value], progress: Mapping[str, str]) -> dict[str, Any]:
    """What it says beside its state."""
    battery = _number(values["battery"])
    charging = "charged" if battery >= 100 else "charging"
    return {
        "status": values["activity"],
        "battery": round(battery),
        "battery_flag": charging if values["activity"] == "docked" else "discharging",
        "flag": values["flag"],
        "room": values["cleaning_room"],
        "clean_zone": values["clean_zone"],
        "progress": dict(progress),
        "area": round(_number(values["cleaned_area"])),
        "time": int(_number(values["cleaning_time"]) / 60),
        "error": _error(str(values["error"])),
        "dock": values["dock"],
        "attachments": {name: values[name] for name in ("bin", "water_tank", "mop_pad")},
        "cleaning_mode": values["cleaning_mode"],
        "water_level": values["water_level"],
        "passes": values["passes"],
        "consumables": {part: round(_number(values[f"{part}_left"])) for part in LIVES_H},
    }


def _error(name: str) -> dict[str, Any]:
    trouble = TROUBLES.get(name)
    if trouble is None:
        return {"name": "none", "code": 0, "text": "", "severity": "info"}
    return {"name": name, **asdict(trouble)}


def _number(value: Value) -> float:
    assert isinstance(value, int | float)
    return value


def _told(topic: str, field: str, platform: str) -> Component:
    detail = {} if platform in ("select", "number") else {"ent_cat": "diagnostic"}
    return {"p": platform, "stat_t": topic, "val_tpl": f"{{{{ value_json.{field} }}}}", **detail}


def _chosen(topic: str, command: Callable[[str], str], name: str, options: Sequence[str]) -> Component:
    return _told(topic, name, "select") | {"cmd_t": command(f"{name}/set"), "ops": list(options)}
