// What is to be done next, as an arrow.
import { html } from '../../html.js';

const LEFT = {
  slight_left: 'M60 84V60L30 28M30 52V28h24', left: 'M66 84V52a12 12 0 0 0-12-12H20M38 20 18 40l20 20', sharp_left: 'M74 86V20L28 66M28 40v26h24',
};
const STRAIGHT = 'M48 84V16M28 36l20-20 20 20';
const ARROWS = {
  ...LEFT,
  straight: STRAIGHT, depart: STRAIGHT,
  uturn: 'M68 84V40a18 18 0 0 0-36 0v32M16 56l16 18 16-18',
  roundabout: 'M48 90v-8M48 42a20 20 0 1 1 0 40 20 20 0 0 1 0-40zM48 40V10M30 26 48 8l18 18',
  ferry: 'M14 62h68l-10 18H24zM26 62V44h44v18M40 44V28h16v16',
  arrive: 'M48 88C32 66 24 54 24 40a24 24 0 1 1 48 0c0 14-8 26-24 48zM48 40v.01',
};

export function TurnArrow({ turning, exit = 0, size }) {
  const mirrored = turning.endsWith('right');
  const path = ARROWS[mirrored ? turning.replace('right', 'left') : turning] ?? STRAIGHT;
  return html`<svg class="turn-arrow" viewBox="0 0 96 96" width=${size} height=${size} aria-hidden="true">
    <path d=${path} transform=${mirrored ? 'translate(96 0) scale(-1 1)' : undefined} />${exit > 0 && html`<text x="48" y="71" text-anchor="middle">${exit}</text>`}</svg>`;
}
