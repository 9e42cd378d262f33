// The drawing: a car from above, nose up. Left is left in the direction of travel.
import { html } from '../../html.js';
import { at, doors, isDriverLeft, numberAt, seat } from '../car.js';
import { carWish } from '../wishes.js';

const MIDDLE = 150;
const SIDE = 90;
const HINGE = { Row1: 176, Row2: 272 };
const LENGTH = 88;
const OPEN_ANGLE = 42;

export function CarDrawing({ words }) {
  return html`<svg class="drawing" viewBox="-14 -34 328 544" role="img" aria-label=${words}>
    <defs><linearGradient id="beam" x1="0" y1="1" x2="0" y2="0"><stop offset="0" class="beam-near" /><stop offset="1" class="beam-far" /></linearGradient></defs>
    <${Beams} />
    <path class="d-wheel" d="M52 92h14v52H52zM234 92h14v52h-14zM52 356h14v52H52zM234 356h14v52h-14z" />
    <path class="d-mirror" d="M62 180l-26-8-4 18 30 8zM238 180l26-8 4 18-30 8z" />
    <path class="d-body" d="M150 16c44 0 70 12 80 44 8 26 10 60 10 104v196c0 44-2 72-10 98-8 24-34 34-80 34s-72-10-80-34c-8-26-10-54-10-98V164c0-44 2-78 10-104 10-32 36-44 80-44z" />
    <path class="d-crease" d="M92 62c-6 24-8 52-6 88M208 62c6 24 8 52 6 88" />
    <path class="d-glass" d="M78 186c14-26 44-34 72-34s58 8 72 34l-14 42c-36-14-80-14-116 0z" />
    <path class="d-glass" d="M92 384c36 12 80 12 116 0l12 40c-38 16-102 16-140 0z" />
    <path class="d-roof" d="M94 238c36-12 76-12 112 0v132c-36 12-76 12-112 0z" />
    <${Roof} /><${Seats} /><${Lids} /><${Lamps} />
    ${doors.value.map((door) => html`<${Door} key=${door.path} door=${door} />`)}
  </svg>`;
}

/** The strongest wish for any of these signals. */
function phaseOf(...paths) {
  const found = paths.map((path) => carWish(path)?.phase).filter(Boolean);
  return ['asked', 'refused', 'failed', 'unknown', 'proven'].find((phase) => found.includes(phase));
}

function Door({ door }) {
  const { path, row, isLeft, open, window, moves, locked } = door;
  const direction = isLeft ? -1 : 1;
  const x = MIDDLE + direction * SIDE;
  const glass = MIDDLE + direction * (SIDE - 15);
  const y = HINGE[row];
  const down = Math.round(((window ?? 0) / 100) * (LENGTH - 24));
  return html`<g transform=${`rotate(${open === true ? -direction * OPEN_ANGLE : 0} ${x} ${y})`} class="d-turns">
    <line class="d-door" data-open=${open === true} data-unknown=${open === null} data-phase=${phaseOf(`${path}.IsOpen`, `${path}.IsLocked`)} x1=${x} y1=${y + 4} x2=${x} y2=${y + LENGTH - 4} />
    ${locked === false && open !== true && html`<circle class="d-unlocked" cx=${x - direction * 1} cy=${y + LENGTH - 16} r="6" />`}
    <g data-phase=${moves ? 'asked' : phaseOf(`${path}.Window.Position`)} class="d-pane">
      <line class="d-gap" x1=${glass} y1=${y + 12} x2=${glass} y2=${y + LENGTH - 12} data-open=${window > 0} />
      <line class="d-window" x1=${glass} y1=${y + 12 + down} x2=${glass} y2=${y + LENGTH - 12} data-gone=${window >= 100} />
    </g></g>`;
}

function Roof() {
  const position = numberAt('Cabin.Sunroof.Position');
  if (position === null) return null;
  const gap = Math.min(100, Math.abs(position)) * 0.44;
  return html`<g class="d-pane" data-phase=${phaseOf('Cabin.Sunroof.Switch', 'Cabin.Sunroof.Position')}>
    ${gap > 0 && html`<rect class="d-hole" x="110" y="248" width="80" height=${gap} rx="6" />`}</g>`;
}

const PLACES = [['front', true, 122, 268], ['front', false, 178, 268], ['rear', true, 118, 330], ['rear', false, 182, 330]];

/** Four seats; the one that speaks is filled. */
function Seats() {
  const mine = seat.value === 'driver' ? ['front', isDriverLeft.value] : seat.value === 'passenger' ? ['front', !isDriverLeft.value] : seat.value === 'rear_left' ? ['rear', true] : seat.value === 'rear_right' ? ['rear', false] : [];
  return html`<g>${PLACES.map(([row, isLeft, x, y]) => html`<rect key=${row + isLeft} class="d-seat" data-mine=${mine[0] === row && mine[1] === isLeft} x=${x - 21} y=${y - 20} width="42" height="42" rx="13" />`)}</g>`;
}

function Lids() {
  const trunk = at('Body.Trunk.Rear.IsOpen') === true;
  const hood = at('Body.Hood.IsOpen') === true || at('Body.Trunk.Front.IsOpen') === true;
  return html`<g><path class="d-lid" data-open=${trunk} data-phase=${phaseOf('Body.Trunk.Rear.IsOpen', 'Body.Trunk.Rear.IsLocked')} d=${trunk ? 'M80 450c42 14 98 14 140 0l12 46c-48 18-116 18-164 0z' : 'M84 446c42 14 90 14 132 0'} />
    <path class="d-lid" data-open=${hood} data-phase=${phaseOf('Body.Trunk.Front.IsOpen', 'Body.Hood.IsOpen')} d=${hood ? 'M84 70c40-18 92-18 132 0l10-54c-44-18-108-18-152 0z' : 'M88 132c18-22 40-26 62-26s44 4 62 26'} /></g>`;
}

const LIGHTS = 'Body.Lights';

function Beams() {
  const high = at(`${LIGHTS}.Beam.High.IsOn`) === true;
  if (!high && at(`${LIGHTS}.Beam.Low.IsOn`) !== true) return null;
  const top = high ? -34 : -10;
  return html`<g class="d-beams"><path fill="url(#beam)" d=${`M82 44L40 ${top}h82L108 30z`} /><path fill="url(#beam)" d=${`M218 44L260 ${top}h-82L192 30z`} /></g>`;
}

function Lamps() {
  const on = at(`${LIGHTS}.Beam.Low.IsOn`) === true || at(`${LIGHTS}.Beam.High.IsOn`) === true;
  const hazard = at(`${LIGHTS}.Hazard.IsSignaling`) === true;
  const phase = phaseOf(`${LIGHTS}.LightSwitch`, `${LIGHTS}.Beam.Low.IsOn`, `${LIGHTS}.Beam.High.IsOn`);
  return html`<g><path class="d-lamp" data-on=${on} data-phase=${phase} d="M78 62c6-16 16-26 30-32M222 62c-6-16-16-26-30-32" />
    <path class="d-tail" data-on=${on} d="M80 466c6 10 14 16 26 20M220 466c-6 10-14 16-26 20" />
    <path class="d-hazard" data-on=${hazard} data-phase=${phaseOf(`${LIGHTS}.Hazard.IsSignaling`)} d="M70 82l6-14M230 82l-6-14M70 438l6 14M230 438l-6 14" /></g>`;
}
