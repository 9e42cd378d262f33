// The six things at home that matter from the road, as the house said last; asked for while their screen is open.
import { computed, signal } from '@preact/signals';
import { Away, Problem } from './api.js';
import { link } from './feed.js';
import { askJson, scopes } from './tokens.js';
import { nameIn, quantity, t, tOr } from './words.js';

const EVERY_MS = 3_000;
const MOST = 6;

/** What is looked for first from a car: is it shut, is it locked, is it warm, what is running. */
const ORDER = ['garage', 'lock', 'climate', 'alarm_control_panel', 'cooker', 'vacuum', 'lawn_mower', 'light', 'cover', 'switch'];

/** {devices, rooms, link, at}; null before it was read. */
export const house = signal(null);
/** Whether the house itself answers to whoever serves this page. */
export const houseReached = computed(() => house.value?.link !== false);

const rank = (device) => {
  const found = ORDER.indexOf(isGarage(device) ? 'garage' : device.kind);
  return found < 0 ? ORDER.length : found;
};

const isGarage = ({ kind, flavour }) => kind === 'cover' && flavour.startsWith('garage');

/** One of each kind first, then more of them. */
export const tiles = computed(() => {
  const able = (house.value?.devices ?? []).filter((device) => rank(device) < ORDER.length).sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id));
  const first = able.filter((device, index) => able.findIndex((each) => rank(each) === rank(device)) === index);
  return [...first, ...able.filter((device) => !first.includes(device))].slice(0, MOST).sort((a, b) => rank(a) - rank(b));
});

const fact = (device, name) => device.facts[name]?.value ?? null;

export function nameOf(device) {
  return nameIn([device.name, ...device.aliases]);
}

export function iconOf(device) {
  if (isGarage(device)) return 'garage';
  if (device.kind === 'lock') return fact(device, 'locked') === false ? 'unlock' : 'lock';
  return device.kind;
}

/** Whether what is shown of it may be another way by now. */
export function isDoubtful(device) {
  return !houseReached.value || link.value !== 'open' || device.available === false;
}

const flag = (value, on, off) => (value === null ? '' : t(value ? on : off));

/** "Closed", "Locked", "21.5 °C"; empty where nothing is known. */
export function stateOf(device) {
  const position = fact(device, 'position');
  const by = {
    cover: () => (typeof position === 'number' ? flag(position > 0, 'hu.open', 'hu.closed') : typeof fact(device, 'open') === 'string' ? wordsFor(fact(device, 'open')) : flag(fact(device, 'open'), 'hu.open', 'hu.closed')),
    lock: () => flag(fact(device, 'locked'), 'hu.locked', 'hu.unlocked'),
    climate: () => (fact(device, 'temperature') === null ? '' : quantity(fact(device, 'temperature'), '°C')),
    light: () => flag(fact(device, 'on'), 'hu.on', 'hu.off'),
    switch: () => flag(fact(device, 'on'), 'hu.on', 'hu.off'),
  }[device.kind];
  return (by ? by() : wordsFor(fact(device, 'status') ?? fact(device, 'activity') ?? fact(device, 'state'))) || t('hu.not_known');
}

function wordsFor(value) {
  const words = value === null ? '' : tOr(`value.${value}`, String(value));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Whether it stands out: open, unlocked, on. */
export function stands(device) {
  const position = fact(device, 'position');
  if (device.kind === 'cover') return typeof position === 'number' ? position > 0 : fact(device, 'open') === true || fact(device, 'open') === 'open';
  if (device.kind === 'lock') return fact(device, 'locked') === false;
  return ['light', 'switch'].includes(device.kind) && fact(device, 'on') === true;
}

const able = (device, name) => device.capabilities.find((each) => each.name === name && each.writable);

/** What one touch wishes: {capability, value, words}; null where a touch does nothing. */
export function touchOf(device) {
  if (!scopes.value.has('home.act') && !scopes.value.has('home.risky')) return null;
  if (able(device, 'locked')) return { capability: 'locked', value: fact(device, 'locked') === false, words: t(fact(device, 'locked') === false ? 'hu.lock' : 'hu.unlock') };
  if (able(device, 'position')) return { capability: 'position', value: stands(device) ? 0 : 100, words: t(stands(device) ? 'hu.close' : 'hu.do_open') };
  if (able(device, 'open')) return { capability: 'open', value: openValue(able(device, 'open'), !stands(device)), words: t(stands(device) ? 'hu.close' : 'hu.do_open') };
  if (able(device, 'on')?.shape === 'flag' && ['light', 'switch'].includes(device.kind)) return { capability: 'on', value: fact(device, 'on') !== true, words: t(fact(device, 'on') === true ? 'hu.turn_off' : 'hu.turn_on') };
  return null;
}

function openValue({ shape, choices }, wanted) {
  if (shape === 'flag') return wanted;
  const names = wanted ? ['open', 'OPEN', 'up'] : ['close', 'CLOSE', 'closed', 'down'];
  return names.find((name) => choices.includes(name)) ?? wanted;
}

export async function readHouse() {
  if (!scopes.value.has('home.read') || link.value !== 'open') return;
  try {
    house.value = await askJson('/state/house');
  } catch (failure) {
    if (!(failure instanceof Away || failure instanceof Problem)) throw failure;
    if (house.value) house.value = { ...house.value, link: false };
  }
}

/** Read it now and again while `wanted()`; every tenth time anyway, to know whether the house is reached. */
export function followHouse(wanted) {
  let count = 0;
  setInterval(() => { count += 1; if (wanted() || count % 10 === 0) readHouse(); }, EVERY_MS);
}
