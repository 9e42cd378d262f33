import { html } from '../html.js';
import { Icon } from '../icons.js';

/** A row of keys: [{icon, words, label, onPress, pressed}]; one without an icon shows its words. */
export function Keys({ keys, disabled }) {
  return html`<div class="keys">${keys.map(({ icon, words, label, onPress, main }) => html`
    <button type="button" key=${label ?? words} class=${main ? 'key key-main' : 'key'} aria-label=${label ?? words} title=${icon ? label : undefined} disabled=${disabled} onClick=${onPress}>
      ${icon && html`<${Icon} name=${icon} size=${20} />`}${words && html`<span>${words}</span>`}
    </button>`)}</div>`;
}
