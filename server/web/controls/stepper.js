import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { quantity } from '../words.js';

const SETTLE_MS = 700;

/** Two keys and a number between them; several presses become one wish. */
export function Stepper({ value, low = -Infinity, high = Infinity, step = 1, unit = '', less, more, disabled, onWish }) {
  const [wanted, setWanted] = useState(null);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const shown = wanted ?? (typeof value === 'number' ? value : null);
  const by = (change) => {
    const from = shown ?? (Number.isFinite(low) ? low : 0);
    const next = Math.min(high, Math.max(low, Math.round((from + change) / step) * step));
    const clean = Number(next.toFixed(4));
    setWanted(clean);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => { setWanted(null); if (clean !== value) onWish(clean); }, SETTLE_MS);
  };
  return html`<div class="stepper" data-wanted=${wanted !== null}>
    <button type="button" class="key" aria-label=${less} disabled=${disabled || (shown !== null && shown <= low)} onClick=${() => by(-step)}><${Icon} name="minus" size=${20} /></button>
    <output class="stepper-value">${shown === null ? '–' : quantity(shown, unit)}</output>
    <button type="button" class="key" aria-label=${more} disabled=${disabled || (shown !== null && shown >= high)} onClick=${() => by(step)}><${Icon} name="plus" size=${20} /></button>
  </div>`;
}
