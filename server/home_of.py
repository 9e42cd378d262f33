"""The home over its broker with every convention and rule, and the layout of the simulated one."""

from devices.discovery.convention import Convention
from devices.discovery.home_assistant import HomeAssistant
from devices.discovery.vss import Vss
from devices.home import Home
from devices.journal import Journal
from devices.layout import Layout
from devices.layout_model import DeviceLayout
from devices.link import Link
from devices.ownership import Ownership
from devices.rules import RULES
from devices.simulators.day import read_living
from devices.simulators.house import house_layout
from devices.simulators.people import tracker_of


def simulated_layout() -> Layout:
    """The simulated house as its owner would have named it; everything that comes with it is approved."""
    family = {tracker_of(person): DeviceLayout() for person in read_living().people}
    return house_layout().on_top_of(Layout(devices=family)).approving_all()


def make_home(link: Link, journal: Journal, ownership: Ownership) -> Home:
    """The home over a link, with every convention and rule there is, laid out as the owner says from now on."""
    conventions: tuple[Convention, ...] = (HomeAssistant(), Vss())
    home = Home(link, journal, conventions, RULES, approved=ownership.approves, layout=ownership.layout)
    ownership.follow_with(home.lay_out)
    return home
