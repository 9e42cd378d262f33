// A device's state in words, short and as they are spoken: "40 %, warm", "docked, 86 %", "locked".
import { age, clock, nameIn, quantity, t, tOr } from '../words.js';
import { rooms } from './store.js';
import { ability, coverOpen, fact, firstFact, isOffline, isStale, lastSeen, sensed } from './abilities.js';

/** One line: the state, or since when it is unknown. */
export function stateWords(device) {
  if (isOffline(device)) return lastSeen(device) ? t('state.last_seen', { time: clock(lastSeen(device)) }) : t('state.offline');
  const said = (BY_KIND[device.kind] ?? other)(device).filter(Boolean);
  if (!said.length) return t(device.available ? 'state.silent' : 'state.unknown');
  const words = said.join(t('list.comma'));
  return isStale(device) ? t('state.with_age', { state: words, age: age(lastSeen(device)) }) : words;
}

/** The words for a value of a capability. */
export function valueWords(value, capability = {}) {
  if (value === null || value === undefined) return t('state.unknown');
  if (value === '') return '–';
  if (Array.isArray(value)) return value.map((each) => valueWords(each)).join(t('list.comma'));
  if (typeof value === 'boolean') return flagWords(value, capability);
  if (typeof value === 'number') return quantity(value, capability.unit);
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return clock(value);
  if (capability.shape === 'color') return tOr(`color.${value}`, value);
  return tOr(`value.${capability.name?.split('.').at(-1)}.${value}`, '') || tOr(`value.${value}`, '') || tOr(`value.${value.toLowerCase()}`, '') || roomWords(value) || readable(value);
}

/** A room that a device knows by one of its names, in the page's language. */
function roomWords(value) {
  const room = rooms.value.find((each) => each.names.includes(value));
  return room ? nameIn(room.names) : '';
}

function readable(value) {
  return (/^[A-Z_]+$/.test(value) ? value.toLowerCase() : value).replaceAll('_', ' ');
}

/** The name of a capability: ours where we have one, otherwise what its device calls it, or its own, made readable. */
export function capabilityWords(name, label) {
  if (typeof label === 'string' && label) return tOr(`capability.${label.toLowerCase().replaceAll(' ', '_')}`, label);
  const plain = name.split('.').at(-1).replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return tOr(`capability.${name}`, plain.charAt(0).toUpperCase() + plain.slice(1));
}

function flagWords(value, { name = '', writable = false }) {
  const plain = writable ? `flag.on.${value}` : `flag.${value}`;
  return tOr(`flag.${name.split('.').at(-1)}.${value}`, t(plain));
}

const told = (device, name) => {
  const value = fact(device, name);
  return value === null ? '' : valueWords(value, ability(device, name) ?? { name });
};

function light(device) {
  if (fact(device, 'on') === false) return [t('state.off')];
  const brightness = fact(device, 'brightness');
  const shade = warmth(device);
  if (fact(device, 'on') === null && brightness === null) return [];
  return [brightness === null ? t('state.on') : quantity(brightness, '%'), shade];
}

function warmth(device) {
  const effect = fact(device, 'effect');
  if (effect && effect !== 'none') return valueWords(effect);
  if (fact(device, 'color')) return t('state.coloured');
  const kelvin = fact(device, 'color_temperature');
  if (typeof kelvin !== 'number') return '';
  return t(kelvin < 3500 ? 'state.warm' : kelvin < 5000 ? 'state.neutral' : 'state.cold');
}

function climate(device) {
  const temperature = told(device, 'temperature');
  const doing = firstFact(device, 'action', 'mode') ?? (fact(device, 'on') === null ? null : fact(device, 'on') ? 'on' : 'off');
  return [doing === null ? '' : valueWords(doing), temperature && t('state.now', { value: temperature })];
}

const ON_ITS_WAY = new Set(['opening', 'closing']);

function cover(device) {
  const moves = ['position', 'open', 'activity'].map((name) => fact(device, name)).find((value) => ON_ITS_WAY.has(value));
  const open = coverOpen(device);
  if (moves) return [valueWords(moves), open > 0 && open < 100 ? quantity(open, '%') : ''];
  if (fact(device, 'open') === 'stopped') return [t('value.stopped')];
  if (open < 0) return [];
  if (open === 0 || open >= 100) return [t(open ? 'state.open' : 'state.closed')];
  return [t('state.open_by', { value: quantity(open, '%') })];
}

function lock(device) {
  return [told(device, 'locked'), fact(device, 'open') === true ? t('state.open') : ''];
}

function vacuum(device) {
  return [told(device, 'activity'), told(device, 'battery')];
}

function cooker(device) {
  const idle = ['idle', null].includes(fact(device, 'status'));
  const left = remaining(device);
  return [told(device, 'status'), told(device, 'menu'), idle || !left ? '' : t('state.left', { time: left })];
}

/** How long something still takes, in words; empty where it does not tell. */
export function remaining(device) {
  const left = fact(device, 'time_left');
  return typeof left === 'number' && left > 0 ? quantity(left, ability(device, 'time_left')?.unit || 'min') : '';
}

function media(device) {
  if (fact(device, 'on') === false) return [t('state.off')];
  return [told(device, 'playback') || told(device, 'on'), fact(device, 'muted') === true ? t('state.muted') : '', fact(device, 'media') ?? ''];
}

function fan(device) {
  return [told(device, 'on'), fact(device, 'on') === false ? '' : told(device, 'speed') || told(device, 'preset')];
}

function binary(device) {
  const flag = sensed(device);
  return flag === null ? [] : [tOr(`binary.${device.flavour}.${flag}`, t(flag ? 'state.noticed' : 'state.quiet'))];
}

function car(device) {
  const charge = carFact(device, 'Powertrain.TractionBattery.StateOfCharge.Displayed') ?? fact(device, 'battery');
  const range = carFact(device, 'Powertrain.TractionBattery.Range');
  return [charge === null ? '' : quantity(Math.round(charge), '%'), range === null ? '' : quantity(range, 'm')];
}

/** A fact of a car by its VSS path, with or without the leading "Vehicle". */
export function carFact(device, path) {
  return fact(device, path) ?? fact(device, `Vehicle.${path}`);
}

/** What people look for first on a thing that tells several. */
const LOOKED_FOR = ['on', 'temperature', 'humidity', 'carbon_dioxide', 'pm25'];

function other(device) {
  const names = (device.capabilities ?? []).filter((each) => each.shape !== 'act').map((each) => each.name);
  const first = LOOKED_FOR.filter((name) => names.includes(name));
  return [...first, ...names.filter((name) => !first.includes(name))].slice(0, 2).map((name) => told(device, name));
}

const BY_KIND = {
  light, climate, cover, lock, vacuum, cooker, fan, car, media_player: media, binary_sensor: binary, valve: cover,
  humidifier: (device) => [told(device, 'on'), told(device, 'humidity')],
};
