import { html } from '../html.js';

/** A switch that shows the fact and sends the wish. `label` names what pressing it does. */
export function Toggle({ on, label, disabled, onWish }) {
  return html`<button type="button" class="toggle" role="switch" aria-checked=${on ? 'true' : 'false'} aria-label=${label}
    disabled=${disabled} onClick=${() => onWish(!on)}><span class="toggle-thumb"></span></button>`;
}
