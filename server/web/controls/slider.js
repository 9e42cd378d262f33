import { useState } from 'preact/hooks';
import { html } from '../html.js';
import { quantity } from '../words.js';

/** A slider that follows the finger and sends one wish when it is let go; filled from zero to the value. */
export function Slider({ value, low = 0, high = 100, step = 1, unit = '%', label, disabled, onWish }) {
  const [dragged, setDragged] = useState(null);
  const shown = dragged ?? (typeof value === 'number' ? value : low);
  const letGo = (event) => {
    setDragged(null);
    onWish(Number(event.currentTarget.value));
  };
  const part = (number) => ((number - low) / (high - low || 1)) * 100;
  const zero = part(Math.min(high, Math.max(low, 0)));
  const ends = { '--from': `${Math.min(zero, part(shown))}%`, '--to': `${Math.max(zero, part(shown))}%` };
  return html`<label class="slider" data-dragged=${dragged !== null}>
    <input type="range" min=${low} max=${high} step=${step || 1} value=${shown} disabled=${disabled} aria-label=${label}
      aria-valuetext=${quantity(shown, unit)} style=${ends}
      onInput=${(event) => setDragged(Number(event.currentTarget.value))} onChange=${letGo} />
    ${dragged !== null && html`<output class="slider-value" aria-hidden="true">${quantity(shown, unit)}</output>`}
  </label>`;
}
