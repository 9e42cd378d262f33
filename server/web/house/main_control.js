// The one main control of a device, as data first: which control, and the wish each of its movements is.
import { html } from '../html.js';
import { Keys } from '../controls/keys.js';
import { Slider } from '../controls/slider.js';
import { Stepper } from '../controls/stepper.js';
import { Toggle } from '../controls/toggle.js';
import { t } from '../words.js';
import { coverOpen, fact, firstFact, firstWritable, isOn, leadsOutside, verb, writable } from './abilities.js';
import { capabilityWords } from './state.js';

/** What stands in the tile's corner: a switch, where the device has one. */
export function CornerControl({ device, name, disabled, onWish }) {
  const found = switchOf(device);
  if (!found) return null;
  const { on, wishOf } = found;
  return html`<${Toggle} on=${on} disabled=${disabled} label=${t(on ? 'do.turn_off' : 'do.turn_on', { name })} onWish=${(value) => onWish(...wishOf(value))} />`;
}

/** {on, wishOf: whether it shall be on -> [capability, value]}; null for what has no switch. */
function switchOf(device) {
  if (writable(device, 'on')) return { on: fact(device, 'on') === true, wishOf: (value) => ['on', value] };
  const modes = device.kind === 'climate' ? writable(device, 'mode')?.choices ?? [] : [];
  const on = !['off', null].includes(fact(device, 'mode'));
  const begins = beginning(modes);
  return modes.includes('off') && (on || begins) ? { on, wishOf: (value) => ['mode', value ? begins : 'off'] } : null;
}

/** The mode in which it finds out by itself what is needed, or the only one there is. */
function beginning(modes) {
  const others = modes.filter((mode) => mode !== 'off');
  return ['heat_cool', 'auto'].find((mode) => others.includes(mode)) ?? (others.length === 1 ? others[0] : undefined);
}

/** What stands at the tile's foot. */
export function MainControl(properties) {
  const control = BY_KIND[properties.device.kind] ?? firstNumber;
  return control(properties);
}

function slider({ device, name, disabled, onWish }, capability, label, shown = fact(device, capability)) {
  const found = writable(device, capability);
  if (!found) return null;
  return html`<${Slider} value=${shown} low=${found.low ?? 0} high=${found.high ?? 100} step=${found.step ?? 1}
    unit=${found.unit || '%'} label=${t(label, { name })} disabled=${disabled} onWish=${(value) => onWish(capability, value)} />`;
}

function light(properties) {
  // A lamp that is off gives no light, whatever brightness it remembers.
  const dark = fact(properties.device, 'on') === false;
  return slider(properties, 'brightness', 'do.brightness', dark ? 0 : undefined);
}

function fan(properties) {
  const found = writable(properties.device, 'speed');
  return found?.shape === 'number' ? slider(properties, 'speed', 'do.speed') : null;
}

function climate({ device, name, disabled, onWish }) {
  const found = writable(device, 'target_temperature');
  if (!found) return null;
  return html`<${Stepper} value=${fact(device, 'target_temperature')} low=${found.low ?? 5} high=${found.high ?? 35} step=${found.step || 0.5} unit=${found.unit || '°C'}
    less=${t('do.cooler', { name })} more=${t('do.warmer', { name })} disabled=${disabled} onWish=${(value) => onWish('target_temperature', value)} />`;
}

function cover(properties) {
  if (leadsOutside(properties.device)) return verbs(properties, ...movesOf(properties.device));
  return slider(properties, 'position', 'do.position') ?? verbs(properties, ['open', 'up'], ['halt', 'stop'], ['close', 'down']);
}

/** A door that people and cars go through is opened or closed; only one that stands between takes all three. */
function movesOf(device) {
  const open = coverOpen(device);
  const moving = ['opening', 'closing'].includes(firstFact(device, 'activity', 'open'));
  if (!moving && open === 0) return [['open', 'up']];
  if (!moving && open >= 100) return [['close', 'down']];
  return [['open', 'up'], ['halt', 'stop'], ['close', 'down']];
}

function lock({ device, name, disabled, onWish }) {
  if (!writable(device, 'locked')) return null;
  const word = fact(device, 'locked') === true ? 'do.unlock' : 'do.lock';
  const wanted = word === 'do.lock';
  return html`<${Keys} disabled=${disabled} keys=${[{ icon: wanted ? 'lock' : 'unlock', words: t(word), label: t('do.named', { verb: t(word), name }), onPress: () => onWish('locked', wanted) }]} />`;
}

/** Keys for what the device can do of these: [verb, icon, is the main one]. A single key also says what it does. */
function verbs({ device, name, disabled, onWish, compact }, ...pairs) {
  const keys = pairs
    .map(([what, icon, main]) => ({ what, icon, main, meant: verb(device, what) }))
    .filter((each) => each.meant)
    .map(({ what, icon, main, meant }) => ({ icon, main, label: t('do.named', { verb: t(`do.${what}`), name }), onPress: () => onWish(meant.capability, meant.value) }));
  if (keys.length === 1 && !compact) keys[0].words = t(`do.${pairs.find(([what]) => verb(device, what))[0]}`);
  return keys.length ? html`<${Keys} keys=${keys} disabled=${disabled} />` : null;
}

function vacuum(properties) {
  const activity = fact(properties.device, 'activity');
  const first = ['cleaning', 'mowing'].includes(activity) ? ['pause', 'pause', true] : ['clean', 'play', true];
  return activity === 'docked' ? verbs(properties, first) : verbs(properties, first, ['dock', 'dock']);
}

function cooker(properties) {
  return isOn(properties.device) ? verbs(properties, ['cancel', 'stop']) : verbs(properties, ['cook', 'play', true]);
}

function media(properties) {
  const playing = fact(properties.device, 'playback') === 'playing';
  return html`<div class="pair">
    ${verbs({ ...properties, compact: true }, playing ? ['hush', 'pause', true] : ['play', 'play', true])}
    ${slider(properties, 'volume', 'do.volume')}
  </div>`;
}

function firstNumber(properties) {
  const { device, name } = properties;
  const found = firstWritable(device, 'target_humidity', 'position', 'value', 'speed');
  if (found?.shape !== 'number') return verbs(properties, ['press', 'button']);
  return html`<${Slider} value=${fact(device, found.name)} low=${found.low ?? 0} high=${found.high ?? 100} step=${found.step ?? 1} unit=${found.unit}
    label=${t('do.set', { capability: capabilityWords(found.name, found.label), name })} disabled=${properties.disabled} onWish=${(value) => properties.onWish(found.name, value)} />`;
}

const BY_KIND = { light, fan, climate, cover, lock, vacuum, cooker, lawn_mower: vacuum, valve: cover, water_heater: climate, media_player: media, car: () => null };
