"""Every fault of the catalogue has a test: named after its number, or, where it stands among others, listed here."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[2]
OF_TRANSPORT_DEVICES_AND_CLOCK = range(1, 24)
OF_STORAGE = {
    27: ("server/power/test_lives.py", "test_kills_lose_nothing"),
    28: ("server/power/test_lives.py", "test_power_losses_lose_nothing"),
    29: ("server/power/test_room.py", "test_a_full_disk_stops_new_commands_and_ends_old_ones"),
    30: ("server/power/test_room.py", "test_a_full_disk_elsewhere_stops_nothing"),
    31: ("server/power/test_busy.py", "test_thirty_seconds_of_another_writer"),
    32: ("server/test_database_damage.py", "test_damage_found_while_writing_costs_a_command_and_not_the_house"),
    33: ("server/power/test_lives.py", "test_power_lost_while_the_database_is_migrated"),
}


def test_every_fault_of_transport_devices_and_clock_has_a_test() -> None:
    named = {
        int(number)
        for file in TESTS.rglob("test_*.py")
        for number in re.findall(r"def test_fault_(\d\d)_\w+\(", file.read_text("utf-8"))
    }
    assert set(OF_TRANSPORT_DEVICES_AND_CLOCK) <= named


def test_every_fault_of_storage_has_a_test() -> None:
    missing = [n for n, (file, name) in OF_STORAGE.items() if f"def {name}(" not in (TESTS / file).read_text("utf-8")]
    assert missing == []
