"""One vocabulary for all: what the simulated house and car can do has names that skills know."""

import pytest

from devices.device import Shape
from devices.discovery.vocabulary import VOCABULARY

from .conftest import Simulated, simulated_house


@pytest.fixture(scope="module")
def house() -> Simulated:
    return simulated_house()


def test_every_name_is_in_the_vocabulary_a_device_class_or_a_path_of_the_car(house: Simulated) -> None:
    assert len(house.devices) > 25
    for device in house.devices.values():
        for name in device.capabilities:
            if device.kind == "car":
                assert name.startswith("Vehicle."), name
            else:
                assert name in VOCABULARY or name in house.device_classes, (device.id, name)


def test_vocabulary_says_the_shape_that_the_house_has(house: Simulated) -> None:
    for device in house.devices.values():
        for name, capability in device.capabilities.items():
            said = VOCABULARY.get(name, "")
            assert not said or capability.shape.value.upper() in said.partition(":")[0].split(",")[0], (name, said)


def test_zone_goes_on_being_cleaned(house: Simulated) -> None:
    zone = house.devices["vacuum"].capabilities["clean_zone"]
    assert zone.under_way == set(zone.choices) - {"none"}
    assert zone.under_way


def test_cooker_may_begin_by_waiting_or_by_keeping_warm(house: Simulated) -> None:
    cooker = house.devices["rice_cooker"].capabilities
    begun = cooker["start"].accepts[None]
    assert {"cooking", "delayed", "keep_warm"} <= begun
    assert begun <= cooker["start"].under_way, "it goes on from there: started, not done"
    assert not begun & cooker["cancel"].accepts[None]


def test_trouble_that_is_over_is_told(house: Simulated) -> None:
    robot, cooker = (house.devices[i].capabilities for i in ("vacuum", "rice_cooker"))
    for capability in (robot["error"], robot["flag"], cooker["fault"], cooker["alert"]):
        assert capability.shape is Shape.TEXT
        assert house.told(capability) == "none", capability.name
