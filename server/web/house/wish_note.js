// What became of a wish, in words: never stronger than the outcome.
import { useEffect, useRef } from 'preact/hooks';
import { PinEntry } from '../controls/pin.js';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { language, t, tOr } from '../words.js';
import { ability } from './abilities.js';
import { valueWords } from './state.js';
import { forget, wish } from './wishes.js';

const LASTING = { started: 'clock', pending: 'clock', unknown: 'question', failed: 'alert', refused: 'shield' };

/** "Asked: 60 %". */
export function wishWords(device, { capability, value }) {
  const known = ability(device, capability);
  if (!known || known.shape === 'act' || value === null) return t('wish.asked_plain');
  return t('wish.asked', { value: valueWords(value, known) });
}

/** The words for an outcome: the server's own, else for the reason, else for the outcome alone. */
export function outcomeWords({ outcome, reason, say, detail }) {
  const spoken = typeof say === 'string' ? say : say?.[language.value];
  return spoken || detail || (reason && tOr(`reason.${reason}`, '')) || t(`outcome.${outcome}`);
}

/** The note in a tile: a question with its two answers, or the words of an outcome that stays; otherwise `fallback`. */
export function WishNote({ id, device, wished, fallback }) {
  if (wished.phase === 'ask') return html`<${Question} id=${id} wished=${wished} device=${device} />`;
  const icon = LASTING[wished.phase];
  if (!icon) return fallback;
  return html`<div class="note" data-phase=${wished.phase} role="status">
    <${Icon} name=${icon} size=${20} /><span>${outcomeWords(wished)}</span>
    <button type="button" class="note-close" aria-label=${t('wish.dismiss')} onClick=${() => leave(id)}><${Icon} name="check" size=${20} /></button>
  </div>`;
}

function Question({ id, wished }) {
  const group = useRef(null);
  useEffect(() => { if (document.activeElement === document.body) group.current?.focus(); }, []);
  const spoken = typeof wished.say === 'string' ? wished.say : wished.say?.[language.value];
  const text = wished.detail || spoken || t('ask.default');
  if (wished.reason === 'needs_second_factor') {
    return html`<div class="note note-ask" data-phase="ask" role="group" tabindex="-1" ref=${group} aria-label=${text}>
      <${PinEntry} why=${wished.detail || spoken || t('ask.factor')} onPin=${(pin) => wish(id, wished.capability, wished.value, { pin })} onLeave=${() => leave(id)} /></div>`;
  }
  return html`<div class="note note-ask" data-phase="ask" role="group" tabindex="-1" ref=${group} aria-label=${text}>
    <p role="status">${text}</p>
    <div class="keys">
      <button type="button" class="key key-main" onClick=${() => wish(id, wished.capability, wished.value, { confirmed: true })}>${t('ask.yes')}</button>
      <button type="button" class="key" onClick=${() => leave(id)}>${t('ask.no')}</button>
    </div>
  </div>`;
}

/** Drop the question and give the keyboard back to the tile. */
function leave(id) {
  forget(id);
  document.getElementById(`tile-${id}`)?.querySelector('.tile-open')?.focus();
}
