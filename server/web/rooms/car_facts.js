// What a car tells, from its VSS signals: doors, windows, climate, charge. Nothing is guessed: unknown stays null.
import { carFact } from '../house/state.js';
import { list, quantity, t, tOr } from '../words.js';

export const ROWS = ['Row1', 'Row2'];
export const SIDES = ['DriverSide', 'PassengerSide'];

const ROW_WORDS = { Row1: 'car.front', Row2: 'car.rear' };
const SEAT_WORDS = { Driver: 'car.driver', Passenger: 'car.passenger' };
const SIDE_WORDS = { DriverSide: 'car.driver_side', PassengerSide: 'car.passenger_side', Middle: 'car.middle_seat' };

/** The car as the drawing and the words need it. */
export function carFacts(car) {
  const at = (path) => carFact(car, path);
  const doors = ROWS.flatMap((row) => SIDES.map((side) => doorFacts(at, row, side))).filter((door) => door.known);
  return {
    doors,
    driverLeft: at('Cabin.DriverPosition') !== 'RIGHT',
    trunk: at('Body.Trunk.Rear.IsOpen'), frunk: at('Body.Trunk.Front.IsOpen'), hood: at('Body.Hood.IsOpen'),
    charge: at('Powertrain.TractionBattery.StateOfCharge.Displayed') ?? at('Powertrain.TractionBattery.StateOfCharge.Current'),
    range: at('Powertrain.TractionBattery.Range') ?? at('Powertrain.Range'),
    charging: at('Powertrain.TractionBattery.Charging.IsCharging'),
    speed: at('Speed'), moving: at('IsMoving'),
    outside: at('Exterior.AirTemperature'), inside: at('Cabin.HVAC.AmbientAirTemperature'),
    driver: at('Cabin.HVAC.Station.Row1.Driver.Temperature'), passenger: at('Cabin.HVAC.Station.Row1.Passenger.Temperature'),
  };
}

function doorFacts(at, row, side) {
  const path = `Cabin.Door.${row}.${side}`;
  const open = at(`${path}.IsOpen`);
  const locked = at(`${path}.IsLocked`);
  const windowOpen = at(`${path}.Window.IsOpen`);
  const position = at(`${path}.Window.Position`) ?? (windowOpen === null ? null : windowOpen ? 100 : 0);
  return { row, side, open, locked, window: position, known: open !== null || locked !== null || position !== null };
}

function partWords(row, side, part) {
  return t('part.named', { row: t(ROW_WORDS[row]), side: t(SIDE_WORDS[side]), part: t(`part.${part}`) });
}

/** Everything that stands open, by name. */
export function openParts({ doors, trunk, hood, frunk }) {
  const named = doors.flatMap(({ row, side, open, window }) => [
    ...(open ? [partWords(row, side, 'door')] : []),
    ...(window > 0 ? [`${partWords(row, side, 'window')} (${quantity(window, '%')})`] : []),
  ]);
  return [...named, ...(trunk ? [t('part.trunk')] : []), ...(hood || frunk ? [t('part.hood')] : [])];
}

/** "Locked. Everything is closed." */
export function carWords(facts) {
  const locks = facts.doors.map((door) => door.locked).filter((each) => each !== null);
  const open = openParts(facts);
  const lock = !locks.length ? '' : t(locks.every(Boolean) ? 'car.locked' : locks.some(Boolean) ? 'car.some_locked' : 'car.unlocked');
  const closed = open.length ? t('car.open_list', { things: list(open) }) : facts.doors.length ? t('car.closed') : '';
  return [lock, closed].filter(Boolean);
}

const GROUPS = [
  ['car.doors', /Cabin\.Door|Trunk|Hood|Sunroof|Shade|Mirrors|IsWindowChildLock/],
  ['car.climate', /HVAC|SteeringWheel\.Heating|Exterior\.AirTemperature|Defrost/],
  ['car.seats', /Seat\./],
  ['car.energy', /TractionBattery|Range|FuelSystem|Charging/],
  ['car.lights', /Light/],
  ['car.rest', /./],
];

/** The car's capabilities in groups, in the order a person looks for them. */
export function grouped(car) {
  const left = [...car.capabilities];
  return GROUPS.map(([words, pattern]) => {
    const found = left.filter((each) => pattern.test(each.name));
    for (const each of found) left.splice(left.indexOf(each), 1);
    return { words, list: found };
  }).filter((group) => group.list.length);
}

/** A VSS path in words: "Door lock, front, driver’s side"; unknown steps stay readable. */
export function pathWords(path) {
  const steps = path.replace(/^Vehicle\./, '').split('.');
  const seat = SEAT_WORDS[steps.find((each) => SEAT_WORDS[each])];
  const row = seat ? undefined : ROW_WORDS[steps.find((each) => ROW_WORDS[each])];
  const side = seat ?? SIDE_WORDS[steps.find((each) => SIDE_WORDS[each])];
  return [whatOf(steps), row && t(row), side && t(side)].filter(Boolean).join(t('list.comma'));
}

function whatOf(steps) {
  const plain = steps.filter((each) => !ROW_WORDS[each] && !SIDE_WORDS[each] && !['Driver', 'Passenger', 'AnyPosition', 'Cabin', 'Body', 'Station', 'Powertrain', 'Chassis'].includes(each));
  for (let from = 0; from < plain.length; from += 1) {
    const known = tOr(`vss.${plain.slice(from).join('.')}`, '');
    if (known) return known;
  }
  const last = plain.slice(-2).join(' ').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/\bIs /g, '').toLowerCase();
  return last.charAt(0).toUpperCase() + last.slice(1);
}
