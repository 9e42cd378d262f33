// What was asked of the car or the house by touch or by voice, beside what they report: a wish and a fact look different.
import { signal } from '@preact/signals';
import { Away, newKey, Problem } from './api.js';
import { seat } from './car.js';
import { askJson } from './tokens.js';
import { language, t } from './words.js';

const SHOWN_MS = { proven: 2_600, refused: 9_000, unknown: 9_000, failed: 9_000 };
const PHASE_OF = { done: 'proven', already: 'proven', started: 'asked', pending: 'unknown', unknown: 'unknown', failed: 'failed', refused: 'refused', ask: 'ask' };

/** "device capability" → {phase: "asked" | "proven" | "unknown" | "failed" | "refused" | "ask", value, say, safe}. */
export const wishes = signal(new Map());

/** What would be possible in place of what was refused last, as the API names it; empty where nothing is known. */
export const instead = signal('');

/** Whether a spoken sentence is being carried out, and what it will move is not known yet. */
export const acting = signal(false);

export const CAR = '';

const key = (device, capability) => `${device.startsWith('vss:') ? CAR : device} ${capability}`;

export function wishFor(device, capability) {
  return wishes.value.get(key(device, capability)) ?? null;
}

/** The wish for one of the car's signals, below "Vehicle.". */
export function carWish(path) {
  return wishFor(CAR, `Vehicle.${path}`);
}

const timers = new Map();

export function note(device, capability, wish) {
  const id = key(device, capability);
  clearTimeout(timers.get(id));
  const next = new Map(wishes.value);
  if (wish) next.set(id, { ...next.get(id), say: '', safe: '', ...wish });
  else next.delete(id);
  wishes.value = next;
  const shown = wish && SHOWN_MS[wish.phase];
  if (shown) timers.set(id, setTimeout(() => note(device, capability, null), shown));
}

/** How a command ended, as it is told by an answer, a turn or an event. */
export function settle({ device, capability, outcome, display, safe = '', ...rest }) {
  if (!capability) return;
  if (outcome === 'refused' && safe) instead.value = safe;
  const value = 'value' in rest ? { value: rest.value } : {};
  const say = typeof display === 'string' ? display : display?.[language.value] ?? '';
  note(device, capability, { phase: PHASE_OF[outcome] ?? 'unknown', outcome, say, safe, ...value });
}

/** Wish for something by touch. Returns the answer, or null where there is none; what it means is noted. */
export async function wishTo(target, device, capability, value, more = {}) {
  note(device, capability, { phase: 'asked', value });
  const deadline = target === 'car' ? 5 : 20;
  const body = { target, device, capability, value, seat: seat.value, deadline_s: deadline, ...more };
  try {
    const answer = await askJson('/commands', { method: 'POST', body, key: newKey(), patience: (deadline + 3) * 1000 });
    settle({ ...answer, device, capability, value });
    return answer;
  } catch (failure) {
    if (!(failure instanceof Away || failure instanceof Problem)) throw failure;
    note(device, capability, failure instanceof Away ? { phase: 'unknown', say: t('hu.no_answer') } : { phase: 'refused', say: failure.message });
    return null;
  }
}
