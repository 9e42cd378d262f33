// The house as its owner sees it, read from the server, and every change of it sent there.
import { computed, signal } from '@preact/signals';
import { getJson, request, ServerAway } from '../api.js';
import { nameIn, t, tOr } from '../words.js';
import { onLayout } from '../house/connection.js';
import { capabilityWords } from '../house/state.js';
import { asked } from '../talk/who.js';

/** {floors, rooms, devices} as GET /api/house gives it, or null before it was read. */
export const house = signal(null);
export const unreadable = signal(false);

const SETTLE_MS = 150;
let timer = 0;
let latest = 0;

export async function loadHouse() {
  const attempt = (latest += 1);
  try {
    const read = await getJson('/api/house');
    if (attempt === latest) house.value = read;
    unreadable.value = false;
  } catch (failure) {
    console.info('the settings cannot be read:', failure.message);
    unreadable.value = true;
  }
}

/** Once it was read, it is read again a moment after anything about it changed, here or elsewhere. */
onLayout(() => {
  if (!house.peek()) return;
  clearTimeout(timer);
  timer = setTimeout(loadHouse, SETTLE_MS);
});

async function change(method, path, body) {
  await request(asked(path), { method, body });
  await loadHouse();
}

const at = encodeURIComponent;

export const saveDevice = (id, wish) => change('PATCH', `/api/devices/${at(id)}/settings`, wish);
export const approve = (id) => change('PUT', `/api/devices/${at(id)}/approval`);
export const withdraw = (id) => change('DELETE', `/api/devices/${at(id)}/approval`);
/** Everything that was set about a device that is not there any more. */
export async function forget(id) {
  await request(asked(`/api/devices/${at(id)}/settings`), { method: 'PATCH', body: { names: null, room: null, hidden: null, at_least: null, at_most: null } });
  const left = await getJson('/api/house');
  if (left.devices.some((device) => device.id === id)) await request(asked(`/api/devices/${at(id)}/approval`), { method: 'DELETE' });
  await loadHouse();
}
export const approveAll = () => change('POST', '/api/house/approval', {});
export const saveRoom = (id, wish) => (id ? change('PUT', `/api/house/rooms/${at(id)}`, wish) : change('POST', '/api/house/rooms', wish));
export const removeRoom = (id) => change('DELETE', `/api/house/rooms/${at(id)}`);
export const saveFloor = (id, wish) => (id ? change('PUT', `/api/house/floors/${at(id)}`, wish) : change('POST', '/api/house/floors', wish));
export const removeFloor = (id) => change('DELETE', `/api/house/floors/${at(id)}`);

/** Why something was not saved, in words. */
export function failureWords(failure) {
  if (failure.kind === 'room-exists' || failure.kind === 'owner-only') return failure.say;
  return failure instanceof ServerAway ? t('owner.away') : t('owner.not_saved', { why: failure.message });
}

export const waiting = computed(() => (house.value?.devices ?? []).filter((device) => device.waits));

export function ownName(device) {
  return nameIn(device.names.length ? device.names : [device.name, ...device.own_aliases]);
}

export function kindWords(device) {
  return tOr(`kind.${device.kind}`, device.kind.replaceAll('_', ' '));
}

export function roomName(id) {
  const room = house.value?.rooms.find((each) => each.id === id);
  return room ? nameIn(room.names) : '';
}

/** "light · Ikea · Tradfri"; what nobody said is left out. */
export function originWords(device) {
  return [kindWords(device), device.maker, device.model].filter(Boolean).join(' · ');
}

/** The names of capabilities, the first few in words and how many more. */
export function abilityWords(names, most = 4) {
  const words = [...new Set(names.map(capabilityWords))];
  const shown = words.slice(0, most);
  return words.length > most ? [...shown, t('new.and_more', { n: words.length - most })] : shown;
}

/** Names written with commas between, of any kind, as a list. */
export function splitNames(text) {
  return text.split(/[,\uff0c、;\uff1b\n]/).map((name) => name.trim()).filter(Boolean);
}
