// The car: from above, its charge and range, and everything it can do by group.
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { age, clock, number, quantity, t } from '../words.js';
import { crossingsOf } from '../house/crossings.js';
import { isOffline, isStale, lastSeen } from '../house/abilities.js';
import { Controls, Facts } from '../house/sheet.js';
import { allDevices } from '../house/store.js';
import { deviceName } from '../house/tile.js';
import { WishNote } from '../house/wish_note.js';
import { wishFor } from '../house/wishes.js';
import { CarDrawing } from './car_drawing.js';
import { TripMap } from './trip_map.js';
import { carFacts, carWords, grouped, pathWords } from './car_facts.js';

/** On a small screen the drawing says the most; the long lists open when they are wanted. */
const ROOMY = window.matchMedia('(min-width: 720px)').matches;

export function Car() {
  const cars = allDevices.value.map((each) => each.value).filter((device) => device.kind === 'car');
  return html`<div class="cars">${cars.map((car) => html`<${OneCar} key=${car.id} car=${car} />`)}</div>`;
}

function OneCar({ car }) {
  const facts = carFacts(car);
  const name = deviceName(car);
  const wished = wishFor(car.id).value;
  return html`<section class="car" aria-labelledby=${`car-${car.id}`} data-offline=${isOffline(car)} data-phase=${wished.phase}>
    <div class="car-view"><h2 class="room-title" id=${`car-${car.id}`}>${name}</h2>
      <p class="car-words">${carWords(facts).map((words) => html`<span key=${words}>${words}</span>`)}</p>
      <${Heard} car=${car} />
      <${CarDrawing} name=${name} facts=${facts} />
      <${TripMap} car=${car} />
      <${Lately} car=${car} />
      <${Charge} ...${facts} /><${Temperatures} ...${facts} /></div>
    <div class="car-groups"><${WishNote} id=${car.id} device=${car} wished=${wished} fallback=${null} />
      ${grouped(car).map((group, index) => html`<${Group} key=${group.words} car=${car} group=${group} open=${ROOMY && index < 2} />`)}</div>
  </section>`;
}

function Heard({ car }) {
  const seen = lastSeen(car);
  if (isOffline(car) && seen) return html`<p class="quiet">${t('car.not_there', { time: clock(seen) })}</p>`;
  return isStale(car) ? html`<p class="quiet">${t('car.stale', { age: age(seen) })}</p>` : null;
}

/** When it left home and came back. */
function Lately({ car }) {
  const told = crossingsOf(car.id);
  return told.length ? html`<ul class="car-lately" aria-label=${t('car.lately')}>${told.map((words, index) => html`<li key=${index}>${words}</li>`)}</ul>` : null;
}

function Charge({ charge, range, charging, speed, moving }) {
  if (charge === null && range === null) return null;
  const drive = moving || speed > 0 ? t('car.moving', { speed: number(speed ?? 0, 0) }) : speed !== null || moving === false ? t('car.parked') : '';
  return html`<div class="charge">
    ${charge !== null && html`<div class="charge-bar" role="img" aria-label=${`${t('car.charge')} ${quantity(Math.round(charge), '%')}`} data-low=${charge < 20}><i style=${{ width: `${charge}%` }}></i></div>`}
    <p class="charge-words">${charge !== null && html`<strong>${quantity(Math.round(charge), '%')}</strong>`}
      ${range !== null && html`<span>${t('car.range')} ${quantity(range, 'm')}</span>`}
      ${charging !== null && html`<span>${charging && html`<${Icon} name="bolt" size=${16} /> `}${t(charging ? 'car.charging' : 'car.not_charging')}</span>`}
      ${drive && html`<span>${drive}</span>`}</p></div>`;
}

function Temperatures({ outside, inside }) {
  const known = [['car.inside', inside], ['car.outside', outside]].filter(([, value]) => value !== null);
  return known.length ? html`<p class="charge-words">${known.map(([words, value]) => html`<span key=${words}>${t(words)} ${quantity(value, '°C')}</span>`)}</p>` : null;
}

function Group({ car, group, open }) {
  const changeable = group.list.filter((each) => each.writable);
  const told = group.list.filter((each) => !each.writable && car.facts?.[each.name]);
  if (!changeable.length && !told.length) return null;
  return html`<details class="card group" open=${open}><summary><h3>${t(group.words)}</h3></summary>
    ${changeable.length > 0 && html`<${Controls} device=${car} list=${changeable} words=${pathWords} />`}
    ${told.length > 0 && html`<${Facts} device=${car} list=${told} words=${pathWords} />`}</details>`;
}
