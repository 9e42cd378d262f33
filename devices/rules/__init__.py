"""Who may do what, when, as small pure functions over tables."""

from devices.policy import Rule
from devices.rules.approving import approval
from devices.rules.borrowed import borrowed
from devices.rules.car import car_table, from_car
from devices.rules.granted import granted
from devices.rules.roles import tiers
from devices.rules.spared import frost, fumes, spared

RULES: tuple[Rule, ...] = (granted, spared, frost, tiers, car_table, from_car, fumes, approval, borrowed)
"""Every rule that holds in the house and the car. Of equally severe answers the first is told."""
