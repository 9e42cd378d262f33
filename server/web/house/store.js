// What the house is and how it stands now: one signal per device, so that a report redraws one tile and nothing else.
import { batch, computed, signal } from '@preact/signals';
import { isSomebody, onlyTells } from './abilities.js';

const devices = new Map();

/** Floors, rooms and which device stands where; changes only when something comes, goes or moves. */
const structure = signal({ floors: [], rooms: [], placed: [] });

/** Ids of the devices that wait for the owner's approval. */
export const waitingIds = signal([]);

export const loaded = signal(false);
export const health = signal(null);

/** The signal of a device, or undefined where there is none. */
export function deviceSignal(id) {
  return devices.get(id);
}

/** The device as it stands now, or undefined. */
export function deviceNow(id) {
  return devices.get(id)?.value;
}

export const allDevices = computed(() => structure.value.placed.map(({ id }) => devices.get(id)).filter(Boolean));

export const rooms = computed(() => structure.value.rooms);
export const floors = computed(() => structure.value.floors);

/** The house as the page shows it: [{floor, rooms: [{room, ids, tellers}]}], what only tells apart; empty rooms are left out.
 * People stand in no room: the line above the house tells who is at home. */
export const sections = computed(() => arrange(structure.value));

/** The floors and rooms as they are called now, and what waits for the owner. */
export function applyLayout({ floors: levels, rooms: known, waiting = waitingIds.peek() }) {
  batch(() => {
    structure.value = { ...structure.value, floors: levels, rooms: known };
    waitingIds.value = waiting;
  });
}

export function applySnapshot({ floors: levels = [], rooms: known = [], devices: list = [], waiting = [] }) {
  batch(() => {
    const present = new Set(list.map((device) => device.id));
    for (const id of devices.keys()) if (!present.has(id)) devices.delete(id);
    list.forEach(setDevice);
    structure.value = { floors: levels, rooms: known, placed: list.map(place) };
    waitingIds.value = waiting;
    loaded.value = true;
  });
}

/** Many changed devices at once; each only redraws what shows it. */
export function applyDevices(list) {
  batch(() => {
    const moved = list.filter((device) => {
      const before = devices.get(device.id)?.peek();
      setDevice(device);
      return !before || placeKey(before) !== placeKey(device);
    });
    if (moved.length) structure.value = { ...structure.value, placed: placedWith(moved) };
  });
}

export function removeDevice(id) {
  devices.delete(id);
  structure.value = { ...structure.value, placed: structure.value.placed.filter((each) => each.id !== id) };
}

function setDevice(device) {
  const known = devices.get(device.id);
  if (known) known.value = device;
  else devices.set(device.id, signal(device));
}

function place(device) {
  const { id, room, kind } = device;
  return { id, room, kind, tells: onlyTells(device), somebody: isSomebody(device) };
}

function placeKey(device) {
  const { room, kind, name } = device;
  return `${room}|${kind}|${name}|${onlyTells(device)}`;
}

function placedWith(moved) {
  const changed = new Map(moved.map((device) => [device.id, place(device)]));
  const placed = structure.value.placed.map((each) => changed.get(each.id) ?? each);
  const known = new Set(placed.map((each) => each.id));
  return [...placed, ...[...changed.values()].filter((each) => !known.has(each.id))];
}

const ORDER = ['light', 'climate', 'cover', 'lock', 'vacuum', 'cooker', 'media_player', 'fan', 'humidifier', 'switch', 'car'];

function rank(kind) {
  const found = ORDER.indexOf(kind);
  return found < 0 ? ORDER.length : found;
}

function arrange({ floors: levels, rooms: known, placed }) {
  const elsewhere = { id: '', names: [], floor: '' };
  const withDevices = [...known, elsewhere].map((room) => inRoom(room, known, placed)).filter((each) => each.ids.length + each.tellers.length);
  const floorIds = new Set(levels.map((floor) => floor.id));
  const nowhere = { id: '', names: [] };
  return [...levels, nowhere]
    .map((floor) => ({ floor, rooms: withDevices.filter(({ room }) => (floorIds.has(room.floor) ? room.floor : '') === floor.id) }))
    .filter((section) => section.rooms.length);
}

function inRoom(room, known, placed) {
  const real = new Set(known.map((each) => each.id));
  const here = placed.filter((each) => (real.has(each.room) ? each.room : '') === room.id && !each.somebody).sort((a, b) => rank(a.kind) - rank(b.kind));
  const idsWhere = (wanted) => here.filter((each) => each.tells === wanted).map((each) => each.id);
  return { room, ids: idsWhere(false), tellers: idsWhere(true) };
}
