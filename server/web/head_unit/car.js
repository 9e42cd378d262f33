// What is known of the car: every signal as it was told last, what the car is doing, and who sits where.
import { computed, signal } from '@preact/signals';
import { keep, kept } from '../kept.js';
import { link } from './feed.js';

/** Path → {value, unit, quality, at}. */
export const values = signal(new Map());
export const carName = signal('');
/** When the car was heard of last, milliseconds; 0 where never. */
export const heardAt = signal(0);
/** "parked", "stopped", "moving" or "unknown", as the server says. */
export const driving = signal('unknown');
export const occupants = signal({});
/** The seat that speaks and touches; the one in front of the display is the driver's. */
export const seat = signal(kept('head_unit.seat', 'driver'));
/** The server's clock less ours, milliseconds. */
export const clockOffset = signal(0);

export function chooseSeat(chosen) {
  seat.value = chosen;
  keep('head_unit.seat', chosen);
}

/** What may be shown: "parked", "stopped" or "moving"; without fresh word from the car it counts as moving. */
export const manner = computed(() => (link.value === 'open' && ['parked', 'stopped'].includes(driving.value) ? driving.value : 'moving'));

/** The value of a signal below "Vehicle."; null where it is not known. */
export function at(path) {
  return values.value.get(`Vehicle.${path}`)?.value ?? null;
}

/** Whether the car is on the air; null where it has not said. */
const onAir = signal(null);

/** Whether what is shown may be another way by now: nobody tells us, or the car tells nobody. */
export const isDoubtful = computed(() => link.value !== 'open' || onAir.value === false || driving.value === 'unknown');

/** A number; null where there is none, as while the thing is on its way ("moving"). */
export function numberAt(path) {
  const value = at(path);
  return typeof value === 'number' ? value : null;
}

export function takeState({ name, at: told, driving: doing, available, values: list }) {
  if (name) carName.value = name;
  if (available !== undefined) onAir.value = available;
  if (doing) driving.value = doing.state;
  noteTime(told);
  const next = name === undefined ? new Map(values.value) : new Map();
  for (const { capability, ...rest } of list) next.set(capability, rest);
  values.value = next;
}

function noteTime(told) {
  clockOffset.value = Date.parse(told) - Date.now();
  heardAt.value = Date.now();
}

/** By night: as the car says; else by the hour. */
export const night = computed(() => {
  const said = at('Cabin.Infotainment.HMI.DayNightMode');
  if (said === 'DAY' || said === 'NIGHT') return said === 'NIGHT';
  const hour = new Date(heardAt.value || Date.now()).getHours();
  return hour < 7 || hour >= 19;
});

export const isDriverLeft = computed(() => at('Cabin.DriverPosition') !== 'RIGHT');

/** The signal of the temperature for a seat; empty where the car has none for it. */
export function climateOf(which) {
  const bySide = (which === 'rear_left') === isDriverLeft.value;
  const station = { driver: 'Row1.Driver', passenger: 'Row1.Passenger' }[which] ?? (which.startsWith('rear') ? `Row2.${bySide ? 'Driver' : 'Passenger'}` : 'Row1.Passenger');
  const path = `Cabin.HVAC.Station.${station}.Temperature`;
  return values.value.has(`Vehicle.${path}`) ? path : '';
}

/** Path → {low, high, step} of what can be set, as the car tells. */
export const limits = signal(new Map());

/** The range and the step of a temperature. A degree where the car names no step: less counts as the same to it. */
export function climateLimits(path) {
  const told = limits.value.get(`Vehicle.${path}`);
  return { low: told?.low ?? 16, high: told?.high ?? 30, step: told?.step || 1 };
}

const SIDES = ['DriverSide', 'PassengerSide'];

/** Doors with their windows and locks, as far as the car tells of them. */
export const doors = computed(() => ['Row1', 'Row2'].flatMap((row) => SIDES.map((side) => {
  const path = `Cabin.Door.${row}.${side}`;
  const known = ['IsOpen', 'IsLocked', 'Window.Position'].some((each) => values.value.has(`Vehicle.${path}.${each}`));
  return { path, row, isLeft: (side === 'DriverSide') === isDriverLeft.value, known, open: at(`${path}.IsOpen`), locked: at(`${path}.IsLocked`), window: numberAt(`${path}.Window.Position`), moves: at(`${path}.Window.Position`) === 'moving' };
})).filter((door) => door.known));

/** Everything that stands open, each by the key of its words. */
export const openThings = computed(() => [
  ...doors.value.filter((door) => door.open === true).map(() => 'door'),
  ...doors.value.filter((door) => door.window > 0).map(() => 'window'),
  ...(at('Body.Trunk.Rear.IsOpen') === true ? ['trunk'] : []),
  ...(at('Body.Trunk.Front.IsOpen') === true || at('Body.Hood.IsOpen') === true ? ['hood'] : []),
  ...(Math.abs(numberAt('Cabin.Sunroof.Position') ?? 0) > 0 ? ['roof'] : []),
]);
