// Who is at home and what is running in the house, in one line of words.
import { computed } from '@preact/signals';
import { list, t } from '../words.js';
import { fact, isOffline, isOn, isSomebody, sensed } from './abilities.js';
import { inSentence } from './articles.js';
import { carFact, remaining, stateWords } from './state.js';
import { allDevices } from './store.js';
import { deviceName } from './tile.js';

const MOST = 4;

/** One sentence; says so where nothing runs. Empty before the house is known. */
export const runningLine = computed(() => {
  const devices = allDevices.value.map((each) => each.value).filter((device) => !isOffline(device));
  const open = devices.filter((device) => OPEN_FIRST.has(device.kind));
  const others = devices.filter((device) => !OPEN_FIRST.has(device.kind));
  const clauses = [...open.flatMap(clausesOf), ...others.flatMap(clausesOf), ...lights(devices)].slice(0, MOST);
  if (!clauses.length) return t('quiet');
  const sentence = clauses.join(t('running.separator'));
  return t('running.end', { sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1) });
});

/** How many devices are not there. */
export const missingDevices = computed(() => allDevices.value.map((each) => each.value).filter((device) => isOffline(device) && !isSomebody(device)));

/** "Mia and Ben are at home."; empty where the house knows of nobody. */
export const homeLine = computed(() => {
  const known = allDevices.value.map((each) => each.value).filter((device) => isSomebody(device) && !isOffline(device) && fact(device, 'location') !== null);
  const people = known.some(({ kind }) => kind === 'person') ? known.filter(({ kind }) => kind === 'person') : known;
  if (!people.length) return '';
  const here = people.filter((device) => fact(device, 'location') === 'home').map(deviceName);
  return here.length ? t('running.home', { n: here.length, names: list(here) }) : t('running.nobody');
});

function lights(devices) {
  const n = devices.filter((device) => device.kind === 'light' && fact(device, 'on') === true).length;
  return n ? [t('running.lights', { n })] : [];
}

function clausesOf(device) {
  return CLAUSES[device.kind]?.(device, inSentence(deviceName(device))) ?? [];
}

function vacuum(device, name) {
  const activity = fact(device, 'activity');
  const time = remaining(device);
  if (activity === 'cleaning') return [time ? t('running.vacuum.cleaning_for', { name, time }) : t('running.vacuum.cleaning', { name })];
  return ['returning', 'error'].includes(activity) ? [t(`running.vacuum.${activity}`, { name })] : [];
}

function cooker(device) {
  return ['idle', null].includes(fact(device, 'status')) ? [] : [t('running.cooker', { name: deviceName(device), state: stateWords(device) })];
}

const CLAUSES = {
  vacuum,
  cooker,
  media_player: (device, name) => (fact(device, 'playback') === 'playing' ? [t('running.playing', { name })] : []),
  cover: (device, name) => (isOn(device) ? [t('running.open', { name })] : []),
  lock: (device, name) => (fact(device, 'locked') === false ? [t('running.unlocked', { name })] : []),
  binary_sensor: (device, name) => (OPENINGS.has(device.flavour) && sensed(device) === true ? [t('running.open', { name })] : []),
  car: (device) => (carFact(device, 'Powertrain.TractionBattery.Charging.IsCharging') === true ? [t('running.charging')] : []),
};
/** What stands open or unlocked is told before what runs. */
const OPEN_FIRST = new Set(['cover', 'lock', 'binary_sensor']);
const OPENINGS = new Set(['door', 'window', 'garage_door', 'opening']);
