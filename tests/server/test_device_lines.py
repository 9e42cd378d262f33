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


PARKED = {
    "Vehicle.Speed": 0.0,
    "Vehicle.IsMoving": False,
    "Vehicle.TraveledDistance": 18437000,
    "Vehicle.Powertrain.Transmission.SelectedGear": 126,
    "Vehicle.Powertrain.TractionBattery.StateOfCharge.Displayed": 72.0,
    "Vehicle.Powertrain.TractionBattery.Range": 317400,
    "Vehicle.Cabin.Door.Row1.DriverSide.IsLocked": True,
    "Vehicle.Cabin.Door.Row1.DriverSide.IsOpen": False,
    "Vehicle.Body.Trunk.Rear.IsLocked": True,
    "Vehicle.Body.Trunk.Rear.IsOpen": False,
}


def car(live=True, **changed):
    facts = PARKED | {f"Vehicle.{name.replace('__', '.')}": value for name, value in changed.items()}
    return {
        "available": True,
        "capabilities": [],
        "facts": {name: {"value": value, "live": live} for name, value in facts.items()},
    }


@pytest.mark.parametrize(
    ("shown", "en", "zh"),
    [
        (
            car(),
            "battery 72%, range 317 km, locked, doors closed, parked",
            "电量 72%, 续航 317 公里, 已锁, 车门关着, 已驻车",
        ),
        (car(IsMoving=True, Speed=52.4), "doors closed, driving at 52 km/h", "车门关着, 行驶中, 时速 52 公里"),
        (car(Powertrain__Transmission__SelectedGear=1), "doors closed, standing", "车门关着, 停着"),
        (
            car(Body__Trunk__Rear__IsOpen=True),
            "locked, 1 door or trunk open, parked",
            "已锁, 1 扇车门或后备箱开着, 已驻车",
        ),
        (car(Body__Trunk__Rear__IsLocked=False), "not all locked", "没有全锁"),
        (car(live=False), "not known whether it moves", "不知道是否在行驶"),
    ],
)
def test_a_car_is_told_as_its_owner_wants_to_know_it(monkeypatch, shown, en, zh):
    for language, told in (("en", en), ("zh", zh)):
        monkeypatch.setenv("MIMOSA_LANGUAGE", language)
        assert told in state_line(shown)
        assert "Distance" not in state_line(shown)


def test_only_the_first_few_facts_are_told():
    assert state_line(device(**{f"value_{n}": (n, "") for n in range(9)})).count(",") == 3


def test_a_signal_of_a_car_keeps_its_path(monkeypatch):
    monkeypatch.setenv("MIMOSA_LANGUAGE", "en")
    assert capability_words("Vehicle.Cabin.HVAC.Temperature") == "Cabin.HVAC.Temperature"
