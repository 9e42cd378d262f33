// The car from above with its charge: what stands open stands open, what was asked and not proven is drawn so. On a
// trip its next turn stands there instead.
import { html } from '../../html.js';
import { Icon } from '../../icons.js';
import { at, carName, doors, heardAt, isDoubtful, numberAt, openThings } from '../car.js';
import { trip } from '../trip.js';
import { acting } from '../wishes.js';
import { clock, number, quantity, t } from '../words.js';
import { CarDrawing } from './car_drawing.js';
import { TripKey } from './trip_key.js';

export function CarCard() {
  const doubtful = isDoubtful.value;
  return html`<section class="car-card" data-thing data-doubtful=${doubtful} data-acting=${acting.value} aria-label=${carName.value || t('hu.car')}>
    ${trip.value ? html`<${TripKey} />` : html`<${CarDrawing} words=${stateWords().join('. ')} />`}
    <p class="car-words">${stateWords().map((words, index) => html`<span key=${words} data-first=${index === 0}>${words}</span>`)}
      ${doubtful && heardAt.value > 0 && html`<span>${t('hu.as_of', { time: clock(heardAt.value) })}</span>`}</p>
    <${Charge} />
  </section>`;
}

/** "Locked", then what is open. */
function stateWords() {
  const locks = doors.value.map((door) => door.locked).filter((each) => each !== null);
  const open = openThings.value;
  const kinds = [...new Set(open)];
  const lock = !locks.length ? '' : t(locks.every(Boolean) ? 'hu.locked' : 'hu.unlocked');
  const openWords = kinds.length ? kinds.slice(0, isDoubtful.value ? 1 : 2).map((kind) => t(`hu.is_open.${kind}`, { n: open.filter((each) => each === kind).length })) : doors.value.length ? [t('hu.all_closed')] : [];
  return [lock, ...openWords].filter(Boolean);
}

function Charge() {
  const charge = numberAt('Powertrain.TractionBattery.StateOfCharge.Displayed') ?? numberAt('Powertrain.TractionBattery.StateOfCharge.Current');
  const range = numberAt('Powertrain.TractionBattery.Range') ?? numberAt('Powertrain.Range');
  const charging = at('Powertrain.TractionBattery.Charging.IsCharging') === true;
  if (charge === null && range === null) return null;
  return html`<div class="charge" data-low=${charge !== null && charge < 15}>
    <p class="charge-words">${charge !== null && html`<strong>${charging && html`<${Icon} name="bolt" size=${36} />`}${number(charge, 0)}<small> %</small></strong>`}
      ${range !== null && html`<strong>${quantity(range, 'm').replace(/\u00a0.*/, '')}<small>${` ${quantity(range, 'm').replace(/.*\u00a0/, '')}`}</small></strong>`}</p>
    ${charge !== null && html`<div class="charge-bar" role="img" aria-label=${t('hu.charge', { value: number(charge, 0) })}><i style=${{ width: `${Math.min(100, charge)}%` }}></i></div>`}
  </div>`;
}
