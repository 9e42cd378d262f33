// The PIN of a person, entered while the car is parked; it is never shown.
import { useState } from 'preact/hooks';
import { html } from '../../html.js';
import { Icon } from '../../icons.js';
import { decide } from '../answer.js';
import { t } from '../words.js';

const LONGEST = 12;
const SHORTEST = 4;

export function PinPad({ text }) {
  const [digits, setDigits] = useState('');
  const add = (digit) => setDigits((before) => (before + digit).slice(0, LONGEST));
  return html`<p class="pin-text">${text}</p>
    <p class="pin-dots" role="status" aria-label=${t('hu.pin_entered', { n: digits.length })}>${Array.from({ length: Math.max(SHORTEST, digits.length) }, (_, index) => html`<i key=${index} data-full=${index < digits.length}></i>`)}</p>
    <div class="pin-pad">${[1, 2, 3, 4, 5, 6, 7, 8, 9, 0].map((digit) => html`<button type="button" class="pin-key" key=${digit} onClick=${() => add(String(digit))}>${digit}</button>`)}
      <button type="button" class="pin-key" aria-label=${t('hu.no')} onClick=${() => decide(false)}><${Icon} name="close" size=${40} /></button>
      <button type="button" class="pin-key pin-key-main" aria-label=${t('hu.yes')} disabled=${digits.length < SHORTEST} onClick=${() => decide(true, digits)}><${Icon} name="check" size=${40} /></button>
    </div>`;
}
