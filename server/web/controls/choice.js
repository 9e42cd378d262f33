import { html } from '../html.js';
import { t } from '../words.js';
import { valueWords } from '../house/state.js';

/** A closed list of values. */
export function Choice({ value, choices, label, disabled, onWish }) {
  return html`<span class="choice"><select aria-label=${label} disabled=${disabled} value=${choices.includes(value) ? value : ''}
    onChange=${(event) => event.currentTarget.value && onWish(event.currentTarget.value)}>
    ${!choices.includes(value) && html`<option value="">${value ? valueWords(value) : t('do.choose')}</option>`}
    ${choices.map((each) => html`<option key=${each} value=${each}>${valueWords(each)}</option>`)}
  </select></span>`;
}
