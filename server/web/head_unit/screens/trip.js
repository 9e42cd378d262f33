// The way: what comes next, large; the map; the stops with their times and the charge. It may be shown while driving.
import { html } from '../../html.js';
import { Icon } from '../../icons.js';
import { TripDrawing } from '../../trip_drawing.js';
import { isDoubtful, manner } from '../car.js';
import { link } from '../feed.js';
import { capital, farWords, longWords, nextTurn, progress, stopsAhead, stopsLeftOut, trip } from '../trip.js';
import { clock, number, t } from '../words.js';
import { AnswerCard } from './answer_card.js';
import { Reach } from './driving_strip.js';
import { screen } from './screen.js';
import { TalkRow } from './talk_row.js';
import { TurnArrow } from './turn_arrow.js';

/** While driving the map shows what lies within so many degrees of the car; about a kilometre. */
const AROUND = 0.009;

export function TripScreen() {
  return html`<main class="trip-screen" data-doubtful=${isDoubtful.value}>
    <div class="house-side">
      <button type="button" class="back-key" onClick=${() => { screen.value = 'main'; }}><${Icon} name="car" size=${48} /><span>${t('hu.back_to_car')}</span></button>
      <${AnswerCard} /><${TalkRow} />
    </div>
    <${Next} /><${Map} /><${Stops} />
  </main>`;
}

function Next() {
  const turn = nextTurn.value;
  const lost = !progress.value ? 'hu.trip.lost' : progress.value.off_way ? 'hu.trip.off' : '';
  const words = turn && (manner.value === 'parked' ? turn.say : turn.onto || t(`hu.turn.${turn.turning}`));
  return html`<section class="trip-next" data-thing aria-label=${t('hu.trip.next')}>
    ${lost || !turn ? html`<${Icon} name="question" size=${72} /><strong class="trip-next-road">${t(lost || 'hu.trip.lost')}</strong>`
      : html`<${TurnArrow} turning=${turn.turning} exit=${turn.exit} size=${112} />${link.value === 'open' && html`<strong class="trip-next-far">${farWords(turn.metres)}</strong>`}<span class="trip-next-road">${words}</span>`}
  </section>`;
}

function Map() {
  const { destination, way, roads, stops, credit } = trip.value;
  const at = progress.value?.at;
  const near = manner.value === 'moving' && at ? [[at[0] - AROUND / 2, at[1] - AROUND], [at[0] + AROUND / 2, at[1] + AROUND]] : null;
  const drawn = stops.map((stop) => ({ at: stop.at, charges: stop.kind === 'charging' }));
  return html`<figure class="trip-drawn" data-thing>
    <${TripDrawing} way=${way} roads=${roads} stops=${drawn} at=${at} within=${near} words=${t('hu.trip.map', { place: destination })} wide=${480} high=${468} />
    <figcaption>${credit}</figcaption></figure>`;
}

function Stops() {
  const now = progress.value;
  return html`<section class="trip-stops" data-thing aria-label=${t('hu.trip.stops')}>
    <p class="trip-arrives">${now ? html`<strong>${clock(now.arrives)}</strong><span>${farWords(now.metres)} · ${longWords(now.seconds)}</span>` : html`<span>${t('hu.not_known')}</span>`}<${Reach} /></p>
    <ol>${stopsAhead.value.map((stop) => html`<${Stop} key=${String(stop.at)} ...${stop} />`)}</ol>
    ${stopsLeftOut.value > 0 && html`<p class="trip-more">${t('hu.trip.more', { n: stopsLeftOut.value })}</p>`}
  </section>`;
}

const ICONS = { charging: 'bolt', stop: 'right' };

function Stop({ kind, name, reached, arrives, charge, charge_s: lasts, leaves_with: leaves }) {
  const facts = [reached === 'here' ? t('hu.trip.here') : arrives && clock(arrives), charge !== null && `${number(charge, 0)}\u00a0%`].filter(Boolean);
  return html`<li class="trip-stop-row" data-kind=${kind} data-reached=${reached}>${kind === 'destination' ? html`<${TurnArrow} turning="arrive" size=${40} />` : html`<${Icon} name=${ICONS[kind]} size=${40} />`}
    <strong>${capital(name)}</strong><span>${facts.join(' · ')}</span>
    ${kind === 'charging' && html`<span class="trip-charge">${t('hu.trip.charge', { time: longWords(lasts), charge: number(leaves, 0) })}</span>`}</li>`;
}
