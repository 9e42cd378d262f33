"""Who may do what, when, as small pure functions over tables."""

from devices.policy import Rule
from devices.rules.access import access
from devices.rules.heat import heat
from devices.rules.motion import motion

RULES: tuple[Rule, ...] = (access, motion, heat)
"""Every rule that holds in the house and the car."""
