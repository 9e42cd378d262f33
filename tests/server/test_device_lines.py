"""What the terminal shows of a device."""

import pytest

from server.commands.device_lines import capability_words, state_line


def device(available=True, **facts):
    return {
        "available": available,
        "capabilities": [{"name": name, "unit": unit} for name, (_, unit) in facts.items()],
        "facts": {name: {"value": value} for name, (value, _) in facts.items()},
    }


@pytest.mark.parametrize(
    ("shown", "en", "zh"),
    [
        (device(on=(True, ""), brightness=(80, "%")), "on, brightness 80%", "开, 亮度 80%"),
        (device(locked=(False, "")), "unlocked", "未锁"),
        (device(target_temperature=(21.5, "°C")), "target temperature 21.5°C", "设定温度 21.5°C"),
        (device(smoke=(False, "")), "smoke no", "烟雾 否"),
        (device(rooms=(["Hall", "Study"], "")), "rooms Hall, Study", "rooms Hall, Study"),
        (device(name=("\x1b[2J", "")), "name \x1b[2J", "name \x1b[2J"),
        (device(available=False, on=(True, "")), "offline", "离线"),
        (device(), "-", "-"),
    ],
)
def test_facts_are_told_in_words(monkeypatch, shown, en, zh):
    monkeypatch.setenv("MIMOSA_LANGUAGE", "en")
    assert state_line(shown) == en
    monkeypatch.setenv("MIMOSA_LANGUAGE", "zh")
    assert state_line(shown) == zh


def test_only_the_first_few_facts_are_told():
    assert state_line(device(**{f"value_{n}": (n, "") for n in range(9)})).count(",") == 3


def test_a_signal_of_a_car_keeps_its_path(monkeypatch):
    monkeypatch.setenv("MIMOSA_LANGUAGE", "en")
    assert capability_words("Vehicle.Cabin.HVAC.Temperature") == "Cabin.HVAC.Temperature"
