// What the round button shows: five states without words, and the level of the voice around them.
import { useEffect, useRef } from 'preact/hooks';
import { html } from '../html.js';
import { Icon } from '../icons.js';

/** The ring that follows the voice; it alone is redrawn fifty times a second. `of`: a signal, 0 to 1. */
export function Level({ of }) {
  const ring = useRef(null);
  useEffect(() => of.subscribe((loud) => ring.current?.style.setProperty('--level', loud.toFixed(3))), [of]);
  return html`<span class="talk-level" ref=${ring} aria-hidden="true"></span>`;
}

const bars = (count, name) => html`<span class=${name}>${Array.from({ length: count }, (_, index) => html`<i key=${index}></i>`)}</span>`;

const FACES = {
  waiting: (icon) => html`<${Icon} name="mic" size=${icon} />`,
  listening: (icon) => html`<${Icon} name="mic" size=${icon} />`,
  understanding: () => bars(3, 'dots'),
  acting: (_, clock) => html`<svg class="turning" viewBox="0 0 48 48" width=${clock} height=${clock}><circle cx="24" cy="24" r="18.5" /><path d="M24 14v10l7 4" /></svg>`,
  speaking: () => bars(5, 'waves'),
};

/** `icon`, `clock`: their sizes in pixels. */
export function Face({ state, icon, clock }) {
  return html`<span class="talk-face" aria-hidden="true">${FACES[state](icon, clock)}</span>`;
}
