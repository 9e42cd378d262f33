"""The car's basic things announced for a real Home Assistant, which does not speak VSS."""

from typing import Any

from devices.discovery.vss import signal_topic

_BATTERY = "Vehicle.Powertrain.TractionBattery"
_DOOR = "Vehicle.Cabin.Door.Row1.DriverSide.IsLocked"
_AIR = "Vehicle.Cabin.HVAC.IsAirConditioningActive"
_WARMTH = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature"
_VALUE = "{{ value_json.v }}"
_NUMBER = '{"v": {{ value }}, "src": {"user": "home-assistant"}}'


def configuration(car: str, name: str, state_topic: str) -> dict[str, Any]:
    """The configuration; its identifier says that the car speaks VSS, for those who do."""
    return {
        "dev": {"ids": [f"vss:{car}"], "name": name, "mf": "Mimosa", "mdl": "simulated car"},
        "o": {"name": "Mimosa's simulated car"},
        "avty_t": state_topic,
        "pl_avail": "ready",
        "cmps": {
            "battery": _sensor(car, f"{_BATTERY}.StateOfCharge.Displayed", "battery", "%"),
            "range": _sensor(car, f"{_BATTERY}.Range", "distance", "m"),
            "speed": _sensor(car, "Vehicle.Speed", "speed", "km/h"),
            "charging": {
                "p": "binary_sensor",
                "name": "Charging",
                "uniq_id": f"{car}_charging",
                "stat_t": signal_topic(car, f"{_BATTERY}.Charging.IsCharging"),
                "val_tpl": _VALUE,
                "pl_on": "True",
                "pl_off": "False",
                "dev_cla": "battery_charging",
            },
            "doors": _two_states(car, "lock", "Driver's door", _DOOR)
            | {"pl_lock": "true", "pl_unlk": "false", "stat_locked": "True", "stat_unlocked": "False"},
            "air": _two_states(car, "switch", "Air conditioning", _AIR)
            | {"pl_on": "true", "pl_off": "false", "stat_on": "True", "stat_off": "False"},
            "warmth": {
                "p": "number",
                "name": "Temperature",
                "uniq_id": f"{car}_warmth",
                "stat_t": signal_topic(car, _WARMTH),
                "val_tpl": _VALUE,
                "cmd_t": f"{signal_topic(car, _WARMTH)}/set",
                "cmd_tpl": _NUMBER,
                "min": 16,
                "max": 30,
                "step": 0.5,
                "unit_of_meas": "°C",
            },
        },
    }


def _sensor(car: str, path: str, device_class: str, unit: str) -> dict[str, Any]:
    return {
        "p": "sensor",
        "uniq_id": f"{car}_{device_class}",
        "stat_t": signal_topic(car, path),
        "val_tpl": _VALUE,
        "dev_cla": device_class,
        "unit_of_meas": unit,
        "stat_cla": "measurement",
    }


def _two_states(car: str, platform: str, name: str, path: str) -> dict[str, Any]:
    return {
        "p": platform,
        "name": name,
        "uniq_id": f"{car}_{platform}",
        "stat_t": signal_topic(car, path),
        "val_tpl": _VALUE,
        "cmd_t": f"{signal_topic(car, path)}/set",
        "cmd_tpl": _NUMBER,
    }
