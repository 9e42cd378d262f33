// Where the car is going: the way is fetched once for each plan, and the events tell how far it is.
import { computed, effect, signal } from '@preact/signals';
import { decoded } from '../polyline.js';
import { Away, Problem } from './api.js';
import { manner } from './car.js';
import { askJson } from './tokens.js';
import { language, number, quantity, unitWord } from './words.js';

/** {plan, destination, stops, legs, way, roads, credit}; null while the car goes nowhere. */
export const trip = signal(null);
/** How far it is; null while nobody knows. */
export const progress = signal(null);

/** Which plan there is, as the events tell; empty for none. */
const wanted = signal('');
let asking = '';

/** An event `trip`, or that part of a reset. */
export function takeTrip({ plan, progress: now }) {
  wanted.value = plan ?? '';
  progress.value = now;
  if (!plan) trip.value = null;
  else if (trip.value?.plan !== plan) read();
}

/** The words are the server's, so another language is another trip. */
effect(() => { if (language.value && wanted.peek()) read(); });

async function read() {
  const mine = `${wanted.peek()} ${language.peek()}`;
  if (asking === mine) return;
  asking = mine;
  try {
    const told = await askJson(`/trip?language=${language.peek()}`);
    if (asking === mine) trip.value = { ...told, way: decoded(told.shape), roads: told.roads.map(decoded) };
  } catch (failure) {
    if (!(failure instanceof Away || failure instanceof Problem)) throw failure;
    console.info('the trip could not be read:', failure.message);
  } finally {
    if (asking === mine) asking = '';
  }
}

/** {say, turning, onto, exit, metres}: what is to be done next; null where that is not known. */
export const nextTurn = computed(() => {
  const next = progress.value?.next;
  const turn = next && trip.value?.legs[next.leg]?.turns[next.turn];
  return turn ? { ...turn, metres: next.metres } : null;
});

/** The stops that are not behind: what is known of each, and how it stands with it; only as many as may be read. */
export const stopsAhead = computed(() => {
  const stops = (trip.value?.stops ?? []).map((stop, index) => ({ ...stop, ...(progress.value?.stops[index] ?? { reached: 'ahead', arrives: null, charge: null }) })).filter((stop) => stop.reached !== 'passed');
  const most = manner.value === 'moving' ? 2 : 4;
  return stops.length <= most ? stops : [...stops.slice(0, most - 1), stops.at(-1)];
});

export const stopsLeftOut = computed(() => (progress.value?.stops ?? []).filter(({ reached }) => reached !== 'passed').length - stopsAhead.value.length);

/** "80 m", "350 m", "1.2 km", "47 km": as exact as somebody at the wheel wants it. */
export function farWords(metres) {
  const step = metres < 200 ? 10 : 50;
  const near = Math.max(step, Math.round(metres / step) * step);
  return near < 1000 ? quantity(near, 'm') : `${number(metres / 1000, metres < 10_000 ? 1 : 0)}\u00a0${unitWord('km')}`;
}

/** A name at the beginning of a line. */
export function capital(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** "25 min", "2 h 10 min". */
export function longWords(seconds) {
  return quantity(Math.max(1, Math.round(seconds / 60)), 'min');
}
