"""The whole plug-in surface on one page.

A skill is a plain object whose methods carry `@tool` (assistant/tools.py); there is nothing to inherit. It comes from
a factory that takes `Services`:

    def skill(services: Services) -> object:
        return Kettle(services)

The factory is named by an entry point in the group "mimosa.skills", or it is called `skill` in a Python file or
package in the owner's folder of skills. A tool changes the world through `skills.acting.carry_out` alone, which goes
through `Home.execute` and words the outcomes; it answers questions from `home.fact`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.memory.habits import Habits
from assistant.memory.members import Members
from assistant.memory.preferences import Preferences
from assistant.memory.sayings import Sayings
from assistant.memory.suggestions import Suggestions
from assistant.understanding.nicknaming import Nicknaming
from assistant.understanding.teaching import Teaching
from devices.crossings import Crossings
from devices.home import Home

if TYPE_CHECKING:
    from skills.arrivals import Arrivals
    from skills.trips import Trips
    from skills.usuals import Usuals

ENTRY_POINTS = "mimosa.skills"
"""The entry point group; one factory for each entry."""

FACTORY = "skill"
"""The name of the factory in a file or package of the owner's folder."""


def local_now() -> datetime:
    """The present moment with the time zone of this machine."""
    return datetime.now(UTC).astimezone()


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a skill is given."""

    home: Home
    """What is in the house and the car; the only door to it."""
    preferences: Preferences | None = None
    """What people told us about themselves; None where nothing is remembered."""
    clock: Callable[[], datetime] = local_now
    """The present moment, with a time zone."""
    teaching: Teaching | None = None
    """The phrases of this household; None where none can be taught."""
    members: Members | None = None
    """Who belongs to the household; None where nobody is told apart."""
    habits: Habits | None = None
    """What people usually do; None where nothing is learnt."""
    usuals: "Usuals | None" = None
    """What fills in a value that was not said; None where nothing does."""
    nicknaming: Nicknaming | None = None
    """The names that the household gives; None where none can be given."""
    suggestions: Suggestions | None = None
    """What was suggested from habits, and what is done every time; None where nothing is."""
    sayings: Sayings | None = None
    """When people said good night and the like; None where it is not written down."""
    trips: "Trips | None" = None
    """The roads outside, and where the cars are going; None where there is no map."""
    crossings: Crossings | None = None
    """When cars left home and came back; None where nobody watches."""
    arrivals: "Arrivals | None" = None
    """What is to be done on the way; None where nobody looks after it."""


SkillFactory = Callable[[Services], object]
"""Makes a skill; None where there is nothing here that it could do. Raising is allowed: the skill is then left out, and
the reason is logged and reported."""
