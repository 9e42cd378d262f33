// The trip on the main screen, in place of the drawing of the car: what comes next, and when one is there.
import { html } from '../../html.js';
import { link } from '../feed.js';
import { capital, farWords, nextTurn, progress, trip } from '../trip.js';
import { clock, t } from '../words.js';
import { screen } from './screen.js';
import { TurnArrow } from './turn_arrow.js';

export function TripKey() {
  const turn = nextTurn.value;
  return html`<button type="button" class="trip-key" onClick=${() => { screen.value = 'trip'; }}>
    <span class="unseen">${t('hu.trip.open')}</span>
    ${turn ? html`<${TurnArrow} turning=${turn.turning} exit=${turn.exit} size=${120} />${link.value === 'open' && html`<strong class="trip-key-far">${farWords(turn.metres)}</strong>`}<span class="trip-key-road">${turn.onto}</span>`
      : html`<${TurnArrow} turning="arrive" size=${120} />`}
    <span class="trip-key-to">${capital(trip.value.destination)}</span>${progress.value && html`<strong>${clock(progress.value.arrives)}</strong>`}</button>`;
}
