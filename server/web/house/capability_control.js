import { useState } from 'preact/hooks';
import { html } from '../html.js';
import { Choice } from '../controls/choice.js';
import { Slider } from '../controls/slider.js';
import { Stepper } from '../controls/stepper.js';
import { Toggle } from '../controls/toggle.js';
import { quantity, t } from '../words.js';
import { fact } from './abilities.js';
import { deviceName } from './tile.js';
import { valueWords } from './state.js';

/** The control for one capability, chosen by its shape. */
export function CapabilityControl({ device, capability, disabled, words, onWish }) {
  const control = BY_SHAPE[capability.shape] ?? text;
  return control({ value: fact(device, capability.name), capability, disabled, onWish, label: t('do.set', { capability: words, name: deviceName(device) }), words });
}

function flag({ value, capability, disabled, onWish, label }) {
  return html`<span class="quiet">${valueWords(value, capability)}</span><${Toggle} on=${value === true} label=${label} disabled=${disabled} onWish=${onWish} />`;
}

function number({ value, capability, disabled, onWish, label, words }) {
  const { low, high, step, unit } = capability;
  if (low === null || low === undefined || high === null || high === undefined || high - low <= 40) {
    return html`<${Stepper} value=${value} low=${low ?? undefined} high=${high ?? undefined} step=${step || 1} unit=${unit}
      less=${t('do.less', { name: words })} more=${t('do.more', { name: words })} disabled=${disabled} onWish=${onWish} />`;
  }
  return html`<span class="row-number">${typeof value === 'number' ? quantity(value, unit) : '–'}</span>
    <${Slider} value=${value} low=${low} high=${high} step=${step || 1} unit=${unit} label=${label} disabled=${disabled} onWish=${onWish} />`;
}

function choice({ value, capability, disabled, onWish, label }) {
  return html`<${Choice} value=${value} choices=${capability.choices ?? []} label=${label} disabled=${disabled} onWish=${onWish} />`;
}

function color({ value, disabled, onWish, label }) {
  return html`<input type="color" class="color" value=${value ?? '#ffffff'} aria-label=${label} disabled=${disabled} onChange=${(event) => onWish(event.currentTarget.value)} />`;
}

function text(properties) {
  return MOMENTS.test(properties.capability.name) ? moment(properties) : line(properties);
}

function line({ value, disabled, onWish, label }) {
  const send = (event) => {
    event.preventDefault();
    onWish(new FormData(event.currentTarget).get('text'));
  };
  return html`<form class="inline-form" onSubmit=${send}><input name="text" class="field" aria-label=${label} disabled=${disabled} value=${value ?? ''} />
    <button class="key" disabled=${disabled}>${t('talk.send')}</button></form>`;
}

/** A time of day; sent as the next moment at which the clock shows it. */
function moment({ value, disabled, onWish, label }) {
  const send = (event) => {
    event.preventDefault();
    const [hour, minute] = new FormData(event.currentTarget).get('time').split(':').map(Number);
    if (Number.isNaN(hour)) return;
    const when = new Date();
    when.setHours(hour, minute, 0, 0);
    if (when <= new Date()) when.setDate(when.getDate() + 1);
    onWish(when.toISOString());
  };
  const known = value ? new Date(value) : null;
  const shown = known && !Number.isNaN(known.getTime()) ? [known.getHours(), known.getMinutes()].map((each) => String(each).padStart(2, '0')).join(':') : '';
  return html`<form class="inline-form" onSubmit=${send}><input name="time" type="time" class="field" required aria-label=${label} disabled=${disabled} value=${shown} />
    <button class="key" disabled=${disabled}>${t('do.apply')}</button></form>`;
}

/** Something that happens once: with nothing, with a text, with one of its choices, or with several rooms. */
function act({ capability, disabled, onWish, label, words }) {
  const choices = capability.choices ?? [];
  if (TEXT_ACTS.has(capability.name)) return line({ value: '', disabled, onWish, label });
  if (capability.name === 'clean_rooms' && choices.length) return html`<${Several} ...${{ choices, label, disabled, onWish }} />`;
  if (choices.length) return html`<${Choice} value="" choices=${choices} label=${label} disabled=${disabled} onWish=${onWish} />`;
  return html`<button type="button" class="key" aria-label=${t('do.named', { verb: t('do.act'), name: words })} disabled=${disabled} onClick=${() => onWish(null)}>${t('do.act')}</button>`;
}

/** Texts that are a moment. */
const MOMENTS = /^finish_at$|\.Timer\.Time$/;
const TEXT_ACTS = new Set(['add_item', 'complete_item']);

function Several({ choices, label, disabled, onWish }) {
  const [chosen, setChosen] = useState([]);
  const flip = (each) => setChosen(chosen.includes(each) ? chosen.filter((other) => other !== each) : [...chosen, each]);
  return html`<div class="chips" role="group" aria-label=${label}>
    ${choices.map((each) => html`<button type="button" key=${each} class="chip" aria-pressed=${chosen.includes(each) ? 'true' : 'false'} disabled=${disabled} onClick=${() => flip(each)}>${valueWords(each)}</button>`)}
    <button type="button" class="key key-main" disabled=${disabled || !chosen.length} onClick=${() => { onWish(chosen); setChosen([]); }}>${t('do.clean')}</button>
  </div>`;
}

const BY_SHAPE = { flag, number, choice, color, text, act };
