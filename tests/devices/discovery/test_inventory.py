"""Inventories in Home Assistant's terms, sloppy as they are, and the homes in memory that are literal."""

import json
from pathlib import Path
from typing import Any

import pytest

from devices.device import Device, Value
from devices.discovery.inventory import Inventory, read_inventory
from devices.errors import NotDiscoverable
from devices.link import Message
from devices.simulators.literal import LiteralHome
from server.evaluate.cases import read_homes

EVAL = Path(__file__).parents[4] / "shared" / "eval"
needs_eval = pytest.mark.eval_cases


def entity(entity_id: str, state: str | None = None, **attributes: Any) -> dict[str, Any]:
    return {
        "id": entity_id,
        "name": entity_id.split(".")[1].title(),
        "area": "den",
        "state": state,
        "attributes": attributes,
    }


def home_of(*entities: dict[str, Any]) -> Inventory:
    return read_inventory({"areas": [{"id": "den", "name": "Den"}], "entities": list(entities)})


class Lived:
    """One inventory lived in: what devices say, and what wishes do."""

    def __init__(self, *entities: dict[str, Any], setup: dict[str, Any] | None = None) -> None:
        self.inventory = home_of(*entities)
        self.literal = LiteralHome(self.inventory)
        self.literal.apply(setup or {})

    def device(self, entity_id: str) -> Device:
        return next(d for d in self.inventory.devices if d.id == entity_id)

    def says(self, entity_id: str, capability: str) -> Value:
        reading = self.device(entity_id).capabilities[capability].reading
        assert reading is not None
        return reading.decode(self.literal.said_by(entity_id))

    def tell(self, entity_id: str, capability: str, value: Value) -> dict[str, Any]:
        writing = self.device(entity_id).capabilities[capability].writing
        assert writing is not None
        answer = self.literal.obey(Message(writing.topic, writing.encode(value), retained=False))
        assert answer is not None
        return self.literal.changes().get(entity_id, {})


LIGHT = entity("light.lamp", "off", brightness=100, supported_color_modes=["brightness"], color_mode="brightness")


def test_light_switched_on_keeps_the_brightness_of_the_setup() -> None:
    lived = Lived(LIGHT, setup={"light.lamp": {"state": "off", "attributes": {"brightness": 0}}})
    assert lived.tell("light.lamp", "on", True) == {"state": "on"}
    assert lived.literal.states["light.lamp"].attributes["brightness"] == 0


def test_light_switched_off_has_no_brightness() -> None:
    lived = Lived(LIGHT, setup={"light.lamp": {"state": "on"}})
    assert lived.tell("light.lamp", "on", False) == {
        "state": "off",
        "attributes": {"brightness": None, "color_mode": None},
    }
    lived.tell("light.lamp", "on", True)
    assert lived.literal.changes() == {}


def test_brightness_is_percent_here_and_a_byte_there() -> None:
    lived = Lived(LIGHT)
    assert lived.says("light.lamp", "brightness") == 39
    assert lived.tell("light.lamp", "brightness", 50) == {"state": "on", "attributes": {"brightness": 128}}
    assert lived.says("light.lamp", "brightness") == 50


def test_light_that_says_nothing_about_itself_takes_everything() -> None:
    lived = Lived(entity("light.lamp", "off"))
    assert set(lived.device("light.lamp").capabilities) == {"on", "brightness", "color", "color_temperature"}
    lived.tell("light.lamp", "color", "#ff0000")
    assert lived.says("light.lamp", "color") == "#ff0000"
    assert lived.says("light.lamp", "on") is True


def test_light_that_only_switches_has_no_brightness() -> None:
    lived = Lived(entity("light.lamp", "off", supported_color_modes=["onoff"], color_mode="onoff"))
    assert set(lived.device("light.lamp").capabilities) == {"on"}


def test_fan_on_is_a_hundred_percent_and_off_is_none() -> None:
    lived = Lived(entity("fan.ceiling", "off"))
    assert lived.tell("fan.ceiling", "on", True) == {"state": "on", "attributes": {"percentage": 100}}
    lived.tell("fan.ceiling", "speed", 33)
    assert lived.tell("fan.ceiling", "on", False) == {"attributes": {"percentage": 0}}


def test_valve_and_cover_open_wholly() -> None:
    lived = Lived(entity("valve.main", "closed", current_position=0), entity("cover.blind", "open", position="100"))
    assert lived.tell("valve.main", "open", True) == {"state": "open", "attributes": {"current_position": 100}}
    assert lived.says("cover.blind", "position") == 100
    lived.tell("cover.blind", "position", 0)
    assert (lived.says("cover.blind", "open"), lived.says("cover.blind", "position")) == (False, 0)


def test_player_mutes_by_volume_and_counts_tracks() -> None:
    lived = Lived(entity("media_player.tv", "playing", volume_level=0.9, media_track=1))
    assert lived.tell("media_player.tv", "volume", 50) == {"attributes": {"volume_level": 0.5}}
    assert lived.tell("media_player.tv", "muted", True) == {"attributes": {"volume_level": 0.0}}
    assert lived.says("media_player.tv", "muted") is True
    lived.literal.reset()
    assert lived.tell("media_player.tv", "next", True) == {"attributes": {"media_track": 2}}
    lived.literal.reset()
    assert lived.tell("media_player.tv", "playback", "paused") == {"state": "paused"}


def test_volume_that_somebody_wrote_in_percent_and_as_text_is_understood() -> None:
    assert Lived(entity("media_player.tv", "idle", volume_level="50")).says("media_player.tv", "volume") == 50


def test_vacuum_cleans_and_returns() -> None:
    lived = Lived(entity("vacuum.rover", "docked"))
    assert lived.tell("vacuum.rover", "clean_rooms", ("Kitchen",)) == {"state": "cleaning"}
    assert lived.tell("vacuum.rover", "activity", "returning") == {"state": "returning"}
    assert lived.device("vacuum.rover").capabilities["activity"].accepts["returning"] == {"returning", "docked"}


def test_list_counts_its_open_items() -> None:
    lived = Lived(entity("todo.chores", ""))
    assert lived.tell("todo.chores", "add_item", "Sweep") == {"state": "1"}
    assert lived.tell("todo.chores", "add_item", "mop") == {"state": "2"}
    assert lived.says("todo.chores", "items") == ("Sweep", "mop")
    assert lived.tell("todo.chores", "complete_item", "sweep") == {"state": "1"}
    lived.literal.reset()
    assert lived.literal.changes() == {}


def test_scene_says_that_it_was_activated_and_changes_nothing() -> None:
    lived = Lived(entity("scene.party", "unknown"))
    assert lived.says("scene.party", "activate") == 0
    assert lived.tell("scene.party", "activate", True) == {}
    assert lived.says("scene.party", "activate") == 1


def test_climate_in_its_own_unit() -> None:
    lived = Lived(
        entity("climate.hall", "heat", current_temperature="68", temperature_unit="°F", hvac_modes=["off", "heat"])
    )
    can = lived.device("climate.hall").capabilities
    assert (can["target_temperature"].unit, lived.says("climate.hall", "temperature")) == ("°F", 68)
    assert lived.tell("climate.hall", "target_temperature", 70) == {"attributes": {"temperature": 70}}
    assert lived.tell("climate.hall", "on", False)["state"] == "off"
    assert lived.tell("climate.hall", "on", True) == {"attributes": {"temperature": 70}}


def test_sensors_people_and_weather_are_read() -> None:
    lived = Lived(
        entity("sensor.outside", "42", unit_of_measurement="°F", device_class="sensor.SensorDeviceClass.TEMPERATURE"),
        entity("binary_sensor.door", "on", device_class="door"),
        entity("person.ada", "not_home"),
        entity("weather.home", "rainy", temperature="47", temperature_unit="°F"),
        entity("sun.sun", "above_horizon"),
        entity("sensor.gone", "unavailable", unit_of_measurement="W"),
    )
    assert lived.says("sensor.outside", "temperature") == 42
    assert lived.device("sensor.outside").flavour == "temperature"
    assert lived.says("binary_sensor.door", "door") is True
    assert lived.says("person.ada", "location") == "not_home"
    assert (lived.says("weather.home", "condition"), lived.says("weather.home", "temperature")) == ("rainy", 47)
    assert lived.says("sun.sun", "state") == "above_horizon"
    assert lived.says("sensor.gone", "value") is None


def test_signals_are_one_car() -> None:
    lived = Lived(
        entity("vss.Vehicle.Speed", "0"),
        entity("vss.Vehicle.Cabin.Door.Row1.DriverSide.IsLocked", "true"),
        entity("vss.Vehicle.Body.Lights.LightSwitch", "AUTO"),
    )
    car = lived.device("car")
    path = "Vehicle.Cabin.Door.Row1.DriverSide.IsLocked"
    locked = car.capabilities[path]
    assert locked.reading is not None
    assert locked.writing is not None
    assert locked.reading.decode(lived.literal.said_by(f"vss.{path}")) is True
    lived.literal.obey(Message(locked.writing.topic, locked.writing.encode(False), retained=False))
    assert lived.literal.changes() == {f"vss.{path}": {"state": "false"}}
    assert not car.capabilities["Vehicle.Speed"].writable


def test_same_entity_twice_has_two_names() -> None:
    twice = home_of(entity("climate.t", "heat"), {**entity("climate.t", "heat"), "name": "空调"})
    assert [(d.name, d.aliases) for d in twice.devices] == [("T", ("空调",))]


def test_ids_with_wildcards_stay_in_their_topics() -> None:
    (device,) = home_of(entity("switch.a+#/b", "on")).devices
    writing = device.capabilities["on"].writing
    assert writing is not None
    assert writing.topic == "home/switch.a%2B%23%2Fb/set"


@pytest.mark.parametrize(
    ("home", "named"),
    [
        ({"entities": {}}, "entities"),
        ({"entities": [{"name": "x"}]}, "entities[0]"),
        ({"areas": [{"id": "a"}]}, "areas[0]"),
        ({"floors": ["x"]}, "floors[0]"),
    ],
)
def test_inventory_that_cannot_be_read_names_the_entry(home: dict[str, Any], named: str) -> None:
    with pytest.raises(NotDiscoverable) as raised:
        read_inventory(home)
    assert named in str(raised.value)


@needs_eval
@pytest.mark.skipif(not EVAL.exists(), reason="the practice cases are not there")
@pytest.mark.parametrize("file", ["assist_mini", "intents_en", "intents_zh-cn", "paraphrases"])
def test_practice_homes_are_read_and_every_wish_ends_in_a_state(file: str) -> None:
    for home in read_homes(EVAL / f"{file}.homes.json").values():
        inventory = read_inventory(home)
        assert {d.id for d in inventory.devices} >= {
            e["id"] for e in home["entities"] if not e["id"].startswith("vss.")
        }
        literal = LiteralHome(inventory)
        for device in inventory.devices:
            for capability in device.capabilities.values():
                assert capability.reading is not None or capability.writable
                if capability.name == "on" and capability.writing is not None:
                    literal.obey(Message(capability.writing.topic, capability.writing.encode(True), retained=False))
        assert all(json.loads(literal.said_by(e)) for e in inventory.entities)
