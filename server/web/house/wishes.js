// What was asked of a device and how it ended. A wish never changes a fact: facts come from the device alone.
import { signal } from '@preact/signals';
import { KeyWanted, Problem, postJson } from '../api.js';
import { connection } from './connection.js';
import { typedBy } from '../talk/who.js';
import { deviceNow, deviceSignal } from './store.js';

export const NO_WISH = { phase: 'none' };
const PROVEN_SHOWN_MS = 1800;
const SETTLED = { done: 'proven', already: 'proven' };

const wishes = new Map();
const lights = new Map();
let serial = 0;

/** The signal of the last wish for a device: {phase, capability, value, outcome, reason, say, at}. Phases: none, asked,
 * proven, and the outcomes that stay until something newer is known: started, pending, unknown, failed, refused, ask. */
export function wishFor(id) {
  if (!wishes.has(id)) wishes.set(id, signal(NO_WISH));
  return wishes.get(id);
}

/** Grows each time the device moved because somebody spoke; its tile lights up. */
export function litCount(id) {
  if (!lights.has(id)) lights.set(id, signal(0));
  return lights.get(id);
}

export function lightUp(id) {
  litCount(id).value += 1;
}

/** Ask the server to change something, and keep the wish until its outcome is known. `proof`: {confirmed} or {pin}. */
export async function wish(id, capability, value, proof = {}) {
  const asked = begin(id, capability, value);
  try {
    const path = `/api/devices/${encodeURIComponent(id)}/commands`;
    settle(id, asked, await postJson(path, { capability, value, ...typedBy(), ...proof }));
  } catch (failure) {
    settle(id, asked, outcomeOf(failure));
  }
}

function outcomeOf(failure) {
  if (failure instanceof KeyWanted) {
    connection.value = { state: 'locked' };
    return { outcome: 'failed', reason: 'not_authorised' };
  }
  if (failure instanceof Problem && failure.kind === 'wrong-pin') return { outcome: 'ask', reason: 'needs_second_factor', detail: failure.message };
  if (failure instanceof Problem) return { outcome: 'failed', reason: 'problem', detail: failure.message };
  return { outcome: 'unknown', reason: 'server_away' };
}

/** A wish has been made, here or by a spoken sentence. */
export function begin(id, capability = '', value = null) {
  const asked = { phase: 'asked', capability, value, at: Date.now(), serial: (serial += 1) };
  wishFor(id).value = asked;
  return asked;
}

/** The outcome of a wish; an older wish than the last one changes nothing. */
export function settle(id, asked, { outcome, reason = '', say = null, detail = '' }) {
  const current = wishFor(id);
  if (current.peek().serial !== asked.serial) return;
  const phase = SETTLED[outcome] ?? outcome;
  current.value = { ...asked, phase, outcome, reason, say, detail, at: Date.now() };
  if (phase === 'proven') setTimeout(() => forget(id, asked.serial), PROVEN_SHOWN_MS);
  else clearWhenNewer(id, asked);
}

/** What turned out about a device's last wish after it was answered; what went well needs no note. */
export function noteLater({ device, outcome, reason, say }) {
  if (SETTLED[outcome]) forget(device);
  else settle(device, begin(device), { outcome, reason, say });
}

export function forget(id, only = null) {
  const current = wishFor(id);
  if (only === null || current.peek().serial === only) current.value = NO_WISH;
}

/** What did not simply end stays on the tile until the device itself says something newer. */
function clearWhenNewer(id, asked) {
  const device = deviceSignal(id);
  if (!device) return;
  const before = told(deviceNow(id), asked.capability);
  const stop = device.subscribe((latest) => {
    if (told(latest, asked.capability) === before) return;
    forget(id, asked.serial);
    queueMicrotask(() => stop());
  });
}

/** What the device says about a capability; about everything, where that one is an act and tells nothing. */
function told(device, capability) {
  const facts = device.facts ?? {};
  if (capability in facts) return JSON.stringify(facts[capability].value);
  return JSON.stringify(Object.entries(facts).map(([name, fact]) => [name, fact.value]));
}
