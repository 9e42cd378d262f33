// The one main control of a device, as data first: which control, and the wish each of its movements is.
import { html } from '../html.js';
import { Keys } from '../controls/keys.js';
import { Slider } from '../controls/slider.js';
import { Stepper } from '../controls/stepper.js';
import { Toggle } from '../controls/toggle.js';
import { t } from '../words.js';
import { fact, firstWritable, isOn, verb, writable } from './abilities.js';
import { capabilityWords } from './state.js';

/** What stands in the tile's corner: a switch, where the device has one. */
export function CornerControl({ device, name, disabled, onWish }) {
  if (!writable(device, 'on') || device.kind === 'climate') return null;
  const on = fact(device, 'on') === true;
  return html`<${Toggle} on=${on} disabled=${disabled} label=${t(on ? 'do.turn_off' : 'do.turn_on', { name })} onWish=${(value) => onWish('on', value)} />`;
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
  return slider(properties, 'position', 'do.position') ?? verbs(properties, ['open', 'up'], ['halt', 'stop'], ['close', 'down']);
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
