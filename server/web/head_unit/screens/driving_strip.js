// One line above the answer: what the car is doing, and whether the house is reached.
import { html } from '../../html.js';
import { Icon } from '../../icons.js';
import { at, driving, manner, numberAt } from '../car.js';
import { link } from '../feed.js';
import { houseReached } from '../house.js';
import { scopes } from '../tokens.js';
import { number, t } from '../words.js';

const SIGNS = { parked: 'P', stopped: 'N', moving: 'D' };
const PARK = 126;

export function DrivingStrip() {
  const state = link.value === 'open' ? driving.value : 'unknown';
  return html`<header class="strip" data-thing data-driving=${state} role="status">
    <span class="gear" aria-hidden="true">${gearSign(state)}</span>
    <strong>${words(state)}</strong><${Reach} />
  </header>`;
}

function gearSign(state) {
  const gear = at('Powertrain.Transmission.SelectedGear');
  if (state === 'unknown') return '–';
  if (state === 'parked' || gear === PARK) return 'P';
  return gear === 0 ? 'N' : gear < 0 ? 'R' : SIGNS[state] === 'N' && gear === null ? '–' : 'D';
}

function words(state) {
  const speed = numberAt('Speed');
  return state === 'moving' && speed !== null ? `${number(speed, 0)}\u00a0km/h` : t(`hu.driving.${state}`);
}

/** Whether the server and the house are reached; nothing where they are. */
export function Reach() {
  if (link.value === 'away') return html`<span class="reach" data-away><${Icon} name="away" size=${36} />${t('hu.link.away')}</span>`;
  if (link.value === 'connecting') return html`<span class="reach">${t('hu.link.connecting')}</span>`;
  if (scopes.value.has('home.read') && !houseReached.value) return html`<span class="reach" data-away><${Icon} name="away" size=${36} />${t('hu.link.house')}</span>`;
  return manner.value === 'moving' && driving.value === 'unknown' ? html`<span class="reach">${t('hu.limited')}</span>` : null;
}
