// The car from above, nose up. What is open stands open; what is not known is not drawn as closed but faint.
import { html } from '../html.js';
import { quantity, t } from '../words.js';
import { carWords } from './car_facts.js';

const MIDDLE = 140;
const SIDE = 76;
const HINGES = { Row1: 150, Row2: 226 };
const LENGTH = 70;

export function CarDrawing({ name, facts }) {
  const isLeft = (side) => (side === 'DriverSide') === facts.driverLeft;
  const hoodOpen = facts.hood === true || facts.frunk === true;
  return html`<svg class="car-drawing" viewBox="0 0 280 400" role="img" aria-label=${t('car.drawing', { name, state: carWords(facts).join('. ') })}>
    <path class="car-mirror" d="M66 146l-16 6 2 10 14-4zM214 146l16 6-2 10-14-4z" />
    <path class="car-body" d="M140 18c38 0 62 14 70 50 5 24 6 50 6 78v136c0 34-2 54-8 74-6 18-28 26-68 26s-62-8-68-26c-6-20-8-40-8-74V146c0-28 1-54 6-78 8-36 32-50 70-50z" />
    <path class="car-line" data-open=${hoodOpen} d="M86 118c14-48 94-48 108 0" />
    <path class="car-glass" d="M84 142c34-20 78-20 112 0l-14 40c-24-10-60-10-84 0z" />
    <path class="car-roof" d="M98 186c24-8 60-8 84 0v112c-24 8-60 8-84 0z" />
    <path class="car-glass" d="M98 306c24 8 60 8 84 0l12 32c-32 12-76 12-108 0z" />
    <path class="car-line" data-open=${facts.trunk === true} d="M84 352c34 12 78 12 112 0" />
    <path class="car-lamp" d="M84 60c6-14 14-22 26-28M196 60c-6-14-14-22-26-28M80 362c2 6 8 10 16 12M200 362c-2 6-8 10-16 12" />
    ${facts.trunk === true && html`<path class="car-lid" d="M82 366c36 12 80 12 116 0l-8 24c-32 8-68 8-100 0z" />`}
    ${hoodOpen && html`<path class="car-lid" d="M88 40c34-16 70-16 104 0l-6-24c-30-12-62-12-92 0z" />`}
    <${Seats} left=${facts.driverLeft ? facts.driver : facts.passenger} right=${facts.driverLeft ? facts.passenger : facts.driver} />
    ${facts.doors.map((door) => html`<${Door} key=${door.row + door.side} door=${door} direction=${isLeft(door.side) ? -1 : 1} />`)}
  </svg>`;
}

/** One door with its window; `direction` is -1 on the left and 1 on the right. */
function Door({ door, direction }) {
  const x = MIDDLE + direction * SIDE;
  const glass = MIDDLE + direction * (SIDE - 11);
  const y = HINGES[door.row];
  const open = Math.round(((door.window ?? 0) / 100) * (LENGTH - 16));
  return html`<g class="car-door" data-open=${door.open === true} data-unknown=${door.open === null} transform=${`rotate(${door.open ? -direction * 40 : 0} ${x} ${y})`}>
    <line class="car-door-line" x1=${x} y1=${y + 3} x2=${x} y2=${y + LENGTH - 3} />
    <line class="car-window" x1=${glass} y1=${y + 8 + open} x2=${glass} y2=${y + LENGTH - 8} />
    ${door.window > 0 && html`<line class="car-window-open" x1=${glass} y1=${y + 8} x2=${glass} y2=${y + 4 + open} />`}
  </g>`;
}

/** Four seats; the front ones carry the temperature their climate is set to. */
function Seats({ left, right }) {
  return html`<g class="car-seat">${[[118, left], [162, right]].map(([x, value]) => html`
    <rect x=${x - 18} y="198" width="36" height="40" rx="10" key=${`front${x}`} />
    ${value !== null && html`<text x=${x} y="223" text-anchor="middle" key=${`text${x}`}>${quantity(Math.round(value))}°</text>`}
    <rect x=${x - 18} y="254" width="36" height="36" rx="10" key=${`rear${x}`} />`)}</g>`;
}
