// Questions about a device as data: what it says, what it can do, and by which of its capabilities.

/** The value of a fact, or null where nothing is known. */
export function fact(device, name) {
  return device.facts?.[name]?.value ?? null;
}

export function ability(device, name) {
  return device.capabilities?.find((each) => each.name === name);
}

export function writable(device, name) {
  const found = ability(device, name);
  return found?.writable ? found : undefined;
}

/** The first of these capabilities that can be changed. */
export function firstWritable(device, ...names) {
  return names.map((name) => writable(device, name)).find(Boolean);
}

/** The value of the first of these facts that is known. */
export function firstFact(device, ...names) {
  for (const name of names) {
    const value = fact(device, name);
    if (value !== null) return value;
  }
  return null;
}

// A verb, and the wishes that mean it, best first: [capability, value]. An act takes null.
const VERBS = {
  clean: [['activity', 'cleaning'], ['activity', 'mowing']],
  cook: [['start', null]],
  pause: [['activity', 'paused']],
  dock: [['activity', 'returning'], ['activity', 'docked']],
  cancel: [['cancel', null]],
  play: [['playback', 'playing']],
  hush: [['playback', 'paused'], ['playback', 'idle']],
  open: [['open', true], ['position', 100]],
  close: [['open', false], ['position', 0]],
  halt: [['stop', null]],
  press: [['press', null], ['activate', null]],
};

/** The wish that means a verb on this device as {capability, value}, or undefined where it cannot do that. */
export function verb(device, name) {
  for (const [capability, value] of VERBS[name]) {
    const found = writable(device, capability);
    if (found && takes(found, value)) return { capability, value };
  }
  return undefined;
}

function takes({ shape, choices = [], low, high }, value) {
  if (shape === 'act') return value === null;
  if (shape === 'flag') return typeof value === 'boolean';
  if (shape === 'number') return typeof value === 'number' && value >= (low ?? value) && value <= (high ?? value);
  return choices.includes(value);
}

/** Whether the device was last heard to be gone. */
export function isOffline(device) {
  return device.available === false;
}

/** The newest moment at which the device said anything, or null. */
export function lastSeen(device) {
  const moments = Object.values(device.facts ?? {}).map((each) => each.at).filter(Boolean);
  return moments.length ? moments.reduce((a, b) => (new Date(a) > new Date(b) ? a : b)) : null;
}

/** Whether what is shown was only kept by the broker, of a device that does not say that it is there. */
export function isStale(device) {
  if (device.available === true) return false;
  const facts = Object.values(device.facts ?? {});
  return facts.length > 0 && facts.every((each) => each.live === false);
}

/** Whether it stands for somebody of the house, and tells no more than where that person is. */
export function isSomebody({ kind, capabilities = [] }) {
  return ['person', 'device_tracker'].includes(kind) && !capabilities.some((each) => each.writable);
}

/** Whether it can only tell and nothing can be changed on it. */
export function onlyTells(device) {
  return device.kind !== 'car' && !device.capabilities?.some((each) => each.writable);
}

/** Whether the device is doing what a house notices: lit, running, unlocked. */
export function isOn(device) {
  if (isOffline(device)) return false;
  const activity = firstFact(device, 'activity', 'status', 'playback', 'action');
  if (device.kind === 'lock') return fact(device, 'locked') === false;
  if (device.kind === 'cover') return leadsOutside(device) && coverOpen(device) > 0;
  if (device.kind === 'climate' && activity !== null) return BUSY.has(activity);
  if (device.kind === 'climate') return !['off', null].includes(fact(device, 'mode'));
  if (device.kind === 'media_player') return activity === 'playing';
  if (fact(device, 'on') !== null) return fact(device, 'on') === true;
  if (device.kind === 'binary_sensor') return sensed(device) === true;
  return BUSY.has(activity);
}

/** Whether it is a door or gate that somebody could come in by. */
export function leadsOutside(device) {
  return device.kind === 'cover' && LEADS_OUTSIDE.has(device.flavour);
}

const LEADS_OUTSIDE = new Set(['garage', 'gate', 'door']);
const BUSY = new Set(['cleaning', 'cooking', 'playing', 'returning', 'heating', 'cooling', 'mowing', 'drying', 'humidifying', 'keep_warm', 'delayed']);

/** What a binary sensor notices; null where it has not said. */
export function sensed(device) {
  return Object.values(device.facts ?? {}).map((each) => each.value).find((value) => typeof value === 'boolean') ?? null;
}

/** How far a cover is open in percent; -1 where it does not tell. */
export function coverOpen(device) {
  const position = fact(device, 'position');
  if (typeof position === 'number') return position;
  const open = fact(device, 'open');
  return typeof open === 'boolean' ? (open ? 100 : 0) : -1;
}
