// What the page says in English about the head units of cars.
export default {
  'units.title': 'Head units of cars', 'units.lead': 'The display of a car can talk to this house once you have let it in. It shows a code for that, while the car is parked.',
  'units.code': 'Code on the car’s display', 'units.look_up': 'Look it up', 'units.none': 'No head unit has been let in.', 'units.failed': 'The head units cannot be read now.',
  'units.asks': '“{name}” in the car “{car}” wants to come in', 'units.check': 'Only go on if you stand in front of that display and it shows this very code. Car {vehicle}, product {client}; nobody has checked these names.',
  'units.not_parked': 'It can be let in while its car is parked.', 'units.name': 'What it is called here', 'units.allow': 'Let it in', 'units.deny': 'Keep it out',
  'units.let_in': '“{name}” may come in. It is there within a few seconds.', 'units.kept_out': 'It stays out.',
  'units.since': '{car}, since {when}; last seen {last}', 'units.may': 'May: {may}', 'units.change': 'Change', 'units.change_named': 'Change what {name} may do', 'units.remove': 'Turn it away', 'units.remove_named': 'Turn {name} away', 'units.sure': 'Take its access away at once?',
  'units.news': 'What happened', 'units.banner': 'If that was not you, turn it away.', 'units.seen': 'Fine',
  'scope.talk': 'Talk', 'scope.talk.why': 'Say and ask what people say and ask at home.',
  'scope.car.read': 'See the car', 'scope.car.read.why': 'How the car is: charge, windows, climate.',
  'scope.car.act': 'Comfort in the car', 'scope.car.act.why': 'Climate, seats, lights, media, charging.',
  'scope.car.open': 'Open the car', 'scope.car.open.why': 'Locks, doors, trunk, windows; never what the drive forbids.',
  'scope.home.read': 'See the house', 'scope.home.read.why': 'How the things at home are.',
  'scope.home.act': 'Comfort at home', 'scope.home.act.why': 'Lights, blinds, heating, vacuum.',
  'scope.home.risky': 'Doors and heat at home', 'scope.home.risky.why': 'Locks, garage, oven, alarm: still asked about, and with the PIN.',
};
