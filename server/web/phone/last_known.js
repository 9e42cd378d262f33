// The house as this device knew it last, for when it is out of reach: kept here, shown with its age, erased with the key.
import { signal } from '@preact/signals';
import { connection } from '../house/connection.js';
import { isOffline } from '../house/abilities.js';
import { allDevices, applySnapshot, floors, loaded, rooms } from '../house/store.js';
import { keep, kept } from '../kept.js';
import { keyMark } from '../token.js';
import { clock, t } from '../words.js';

const KEPT_EVERY_MS = 60_000;
const FIRST_KEPT_MS = 3_000;

/** Who is where is told by the house alone, and to nobody who is not in it. */
const NOBODYS = new Set(['person', 'device_tracker', 'camera']);
const PRIVATE = /location|latitude|longitude|navigation|destination|occupant|driver\.|account|profile|identifier/i;
/** Words of a device about itself; any other text may be somebody's: a list, a message, what is played. */
const OF_ITSELF = new Set(['action', 'activity', 'status', 'mode', 'condition', 'fault']);

/** When what is shown was true, in ms; null while the house itself tells. */
export const asOf = signal(null);

/** Whether this page has not heard the house at all: it shows what was kept before it was opened. */
export const fromBefore = signal(false);

/** Keeps what the house tells from now on, and shows it again while the house does not answer. */
export function keepTheHouse() {
  let before = '';
  connection.subscribe(({ state }) => {
    if (state === 'open') {
      asOf.value = null;
      fromBefore.value = false;
      setTimeout(keepWhileLive, FIRST_KEPT_MS);
    } else if (before === 'open') {
      asOf.value = Date.now();
      if (state === 'away') keepNow(asOf.peek());
    }
    if (state === 'away' && !loaded.peek()) showKept();
    before = state;
  });
  setInterval(keepWhileLive, KEPT_EVERY_MS);
  document.addEventListener('visibilitychange', () => { if (document.hidden) keepWhileLive(); });
}

/** Erases what this device keeps of the house. */
export function forgetTheHouse() {
  keep('house', '');
}

/** The state of a device in words, with the hour it was true at while the house is out of reach. */
export function withItsAge(device, words) {
  if (asOf.value === null || isOffline(device)) return words;
  return t('state.as_of', { state: words, time: clock(asOf.value) });
}

function keepWhileLive() {
  if (connection.peek().state === 'open') keepNow(Date.now());
}

function keepNow(at) {
  if (!loaded.peek()) return;
  const devices = allDevices.peek().map((each) => keepable(each.peek())).filter(Boolean);
  keep('house', JSON.stringify({ key: keyMark(), at, floors: floors.peek(), rooms: rooms.peek(), devices }));
}

/** The device without what is private about it; null where nothing of it is kept. */
function keepable(device) {
  if (NOBODYS.has(device.kind)) return null;
  const shapes = new Map((device.capabilities ?? []).map(({ name, shape }) => [name, shape]));
  const facts = Object.entries(device.facts ?? {}).filter(([name]) => !PRIVATE.test(name) && (shapes.get(name) !== 'text' || OF_ITSELF.has(name)));
  return { ...device, facts: Object.fromEntries(facts) };
}

function showKept() {
  const known = read();
  if (!known) return;
  asOf.value = known.at;
  fromBefore.value = true;
  applySnapshot(known);
}

function read() {
  try {
    const known = JSON.parse(kept('house', 'null'));
    if (known?.key === keyMark() && Array.isArray(known.devices)) return known;
  } catch (broken) {
    console.info('what was kept of the house cannot be read:', broken.message);
  }
  forgetTheHouse();
  return null;
}
