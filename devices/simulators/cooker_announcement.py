"""How the rice cooker announces itself: everything it can be told and tells, as details of one device."""

from collections.abc import Callable
from typing import Any

from devices.simulators.cooker_facts import LONGEST_COOK_MIN, LONGEST_DELAY_MIN, LONGEST_WARM_MIN, MENUS, TASTES

Component = dict[str, Any]


def components(topic: str, command: Callable[[str], str]) -> dict[str, Component]:
    """Its components, below `topic`."""

    def told(name: str, platform: str) -> Component:
        return {"p": platform, "stat_t": f"{topic}/state", "val_tpl": f"{{{{ value_json.{name} }}}}"}

    def chosen(name: str, options: list[str]) -> Component:
        return told(name, "select") | {"cmd_t": command(f"{name}/set"), "ops": options}

    def minutes(name: str, low: int, high: int) -> Component:
        limits = {"min": low, "max": high, "step": 1, "unit_of_meas": "min"}
        return told(name, "number") | {"cmd_t": command(f"{name}/set"), **limits}

    measured = {"unit_of_meas": "min", "stat_cla": "measurement"}
    return {
        "menu": chosen("menu", list(MENUS)),
        "start": {"p": "button", "cmd_t": command("start"), "pl_prs": "start"},
        "cancel": {"p": "button", "cmd_t": command("cancel"), "pl_prs": "cancel"},
        "keep_warm": told("keep_warm", "switch") | {"cmd_t": command("keep_warm/set"), "ent_cat": "config"},
        "status": told("status", "sensor"),
        "phase": told("phase", "sensor"),
        "time_left": told("time_left", "sensor") | measured,
        "time_to_start": told("time_to_start", "sensor") | measured,
        "temperature": told("temperature", "sensor")
        | {"dev_cla": "temperature", "unit_of_meas": "°C", "stat_cla": "measurement"},
        "taste": chosen("taste", list(TASTES)),
        "cook_minutes": minutes("cook_minutes", 1, LONGEST_COOK_MIN),
        "delay_minutes": minutes("delay_minutes", 0, LONGEST_DELAY_MIN),
        "keep_warm_minutes": minutes("keep_warm_minutes", 0, LONGEST_WARM_MIN),
        "finish_at": told("finish_at", "text") | {"cmd_t": command("finish_at/set"), "max": 40},
        "lid": told("lid", "binary_sensor"),
        "fault": told("fault", "sensor") | {"ent_cat": "diagnostic"},
        "alert": told("alert", "sensor") | {"ent_cat": "diagnostic"},
        "refusal": told("reason", "sensor") | {"stat_t": f"{topic}/refusal", "ent_cat": "diagnostic"},
    }
