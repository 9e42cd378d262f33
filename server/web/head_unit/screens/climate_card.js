// The climate of the seat that speaks: one number, two keys. Asked: the ring turns; proven: it closes.
import { html } from '../../html.js';
import { Icon } from '../../icons.js';
import { climateLimits, climateOf, isDoubtful, manner, numberAt, seat } from '../car.js';
import { link } from '../feed.js';
import { scopes } from '../tokens.js';
import { carWish, note, wishTo } from '../wishes.js';
import { number, t } from '../words.js';
import { screen } from './screen.js';

/** Taps within this time are one wish. */
const REST_MS = 600;
const ROUND = 2 * Math.PI * 122;

let sending = 0;

export function ClimateCard() {
  const path = climateOf(seat.value);
  return html`<section class="climate" data-thing aria-label=${t('hu.climate')}>
    <${SeatKey} />
    ${path ? html`<${Dial} path=${path} />` : html`<p class="climate-none">${t('hu.no_climate')}</p>`}
  </section>`;
}

function SeatKey() {
  const parked = manner.value === 'parked';
  return html`<button type="button" class="seat-key" disabled=${!parked} aria-label=${t('hu.seat_key', { seat: t(`hu.seat.${seat.value}`) })} onClick=${() => { screen.value = 'seats'; }}>
    <${SeatIcon} /><span>${t(`hu.seat.${seat.value}`)}</span>${parked && html`<${Icon} name="right" size=${32} />`}</button>`;
}

export function SeatIcon() {
  return html`<svg class="icon" viewBox="0 0 24 24" width="40" height="40" aria-hidden="true"><path d="M7 3.500h4a1.500 1.500 0 0 1 1.500 1.200L14 13H8.500L6 5.500A1.500 1.500 0 0 1 7 3.500zM8.500 13l.5 4h8a2 2 0 0 0 0-4h-3M9 17v3.500M16 17v3.500" /></svg>`;
}

function Dial({ path }) {
  const wish = carWish(path);
  const reported = numberAt(path);
  const value = wish?.phase === 'asked' ? wish.value : reported;
  const phase = wish?.phase ?? (isDoubtful.value ? 'doubtful' : 'still');
  const may = scopes.value.has('car.act') && link.value === 'open' && value !== null;
  const { low, high, step } = climateLimits(path);
  const change = (by) => () => ask(path, Math.min(high, Math.max(low, Math.round((value + by) / step) * step)));
  return html`<div class="dial" data-phase=${phase}>
      <svg viewBox="0 0 260 260" class="dial-ring" aria-hidden="true"><circle cx="130" cy="130" r="122" class="dial-ground" /><circle cx="130" cy="130" r="122" class="dial-line" stroke-dasharray=${phase === 'asked' ? `${ROUND * 0.28} ${ROUND}` : undefined} /></svg>
      <p class="dial-number" role="status">${value === null ? '–' : number(value)}<sup>°</sup></p>
      <p class="dial-words">${dialWords(wish)}</p>
    </div>
    <div class="dial-keys">
      <button type="button" class="step-key" disabled=${!may || value <= low} aria-label=${t('hu.cooler')} onClick=${change(-step)}><${Icon} name="minus" size=${56} /></button>
      <button type="button" class="step-key" disabled=${!may || value >= high} aria-label=${t('hu.warmer')} onClick=${change(step)}><${Icon} name="plus" size=${56} /></button>
    </div>`;
}

function dialWords(wish) {
  if (wish?.phase === 'asked') return t('hu.asked');
  if (wish?.phase === 'proven') return t('hu.proven');
  if (wish?.phase === 'refused') return wish.safe ? t(`hu.safe.${wish.safe}`) : t('hu.short.refused');
  if (wish) return t(`hu.short.${wish.phase === 'unknown' ? 'unknown' : 'failed'}`);
  const inside = numberAt('Cabin.HVAC.AmbientAirTemperature');
  return inside === null ? '' : t('hu.inside', { value: number(inside, 0) });
}

function ask(path, value) {
  const capability = `Vehicle.${path}`;
  note('', capability, { phase: 'asked', value });
  clearTimeout(sending);
  sending = setTimeout(() => wishTo('car', '', capability, value), REST_MS);
}
