"""What the pages have one type is about devices that the simulated house has."""

import re
from pathlib import Path

import pytest

from devices.simulators.house import house_layout

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMED = re.compile(
    r"/api/devices/(?P<address>[^/\s`{\"']+)/"
    r"|\"device\": \"(?P<body>[^\"]+)\""
    r"|mimosa simulate (?:fault|sense|press) (?P<simulated>[a-z]\w*)"
    r"|mimosa devices (?:name|move|hide|show|approve) (?P<listed>[a-z]\w*)"
)


def named_in(page: Path) -> set[str]:
    return {next(filter(None, found.groups())) for found in NAMED.finditer(page.read_text("utf-8"))}


def test_there_are_such_pages():
    assert {"kitchen_light"} < set().union(*map(named_in, PAGES))


@pytest.mark.parametrize("page", [page for page in PAGES if named_in(page)], ids=lambda page: page.name)
def test_the_devices_of_an_example_are_in_the_simulated_house(page):
    assert named_in(page) <= house_layout().devices.keys()
