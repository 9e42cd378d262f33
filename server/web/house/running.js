// What is running in the house, in one line of words.
import { computed } from '@preact/signals';
import { t } from '../words.js';
import { fact, isOffline, isOn, sensed } from './abilities.js';
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
export const missingDevices = computed(() => allDevices.value.map((each) => each.value).filter(isOffline));

function lights(devices) {
  const n = devices.filter((device) => device.kind === 'light' && fact(device, 'on') === true).length;
  return n ? [t('running.lights', { n })] : [];
}

function clausesOf(device) {
  return CLAUSES[device.kind]?.(device, deviceName(device)) ?? [];
}

function vacuum(device, name) {
  const activity = fact(device, 'activity');
  const time = remaining(device);
  if (activity === 'cleaning') return [time ? t('running.vacuum.cleaning_for', { name, time }) : t('running.vacuum.cleaning', { name })];
  return ['returning', 'error'].includes(activity) ? [t(`running.vacuum.${activity}`, { name })] : [];
}

function cooker(device, name) {
  return ['idle', null].includes(fact(device, 'status')) ? [] : [t('running.cooker', { name, state: stateWords(device) })];
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
