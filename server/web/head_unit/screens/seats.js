// Who sits where, and from which seat this display speaks; while parked. The language of the display stands here too.
import { signal } from '@preact/signals';
import { html } from '../../html.js';
import { Icon } from '../../icons.js';
import { Away, Problem } from '../api.js';
import { chooseSeat, isDriverLeft, limits, occupants, seat } from '../car.js';
import { askJson } from '../tokens.js';
import { chooseLanguage, language, t, tOr } from '../words.js';
import { showTrouble } from '../answer.js';
import { screen } from './screen.js';

const OWNER = 'owner';
const GUEST = 'guest';
/** So many people fit beside a guest and nobody known. */
const MOST = 6;
/** The members of the household: [{id, name}], the owner first. */
const people = signal([]);
const seats = signal(['driver', 'passenger', 'rear_left', 'rear_middle', 'rear_right']);

export function SeatsScreen() {
  const other = language.value === 'en' ? 'zh' : 'en';
  return html`<main class="seats">
    <header class="seats-head"><button type="button" class="back-key" onClick=${() => { screen.value = 'main'; }}><${Icon} name="check" size=${48} /><span>${t('hu.ready')}</span></button>
      <h1>${t('hu.seats.title')}</h1>
      <button type="button" class="back-key" lang=${other === 'zh' ? 'zh-CN' : 'en'} onClick=${() => chooseLanguage(other)}>${t('hu.other_language')}</button></header>
    <section class="cabin" data-left=${isDriverLeft.value} data-thing aria-label=${t('hu.seats.title')}>${seats.value.map((each) => html`<${Seat} key=${each} name=${each} />`)}</section>
    <${Who} />
  </main>`;
}

function Seat({ name }) {
  const mine = seat.value === name;
  const person = occupants.value[name];
  return html`<button type="button" class="cabin-seat" data-seat=${name} aria-pressed=${mine} onClick=${() => chooseSeat(name)}>
    <strong>${t(`hu.seat.${name}`)}</strong><span>${personWords(person)}</span>${mine && html`<${Icon} name="mic" size=${40} />`}</button>`;
}

function Who() {
  const now = occupants.value[seat.value] ?? '';
  const known = [...new Set([OWNER, ...people.value.map(({ id }) => id), ...Object.values(occupants.value).filter((person) => person !== GUEST)])].slice(0, MOST);
  return html`<section class="who" data-many=${known.length > 3} data-thing aria-label=${t('hu.seats.who')}><h2>${t('hu.seats.who')}</h2>
    ${[...known, GUEST, ''].map((person) => html`<button type="button" class="big-key" key=${person} aria-pressed=${now === person} onClick=${() => sit(person)}>${now === person && html`<${Icon} name="check" size=${40} />`}${personWords(person)}</button>`)}
  </section>`;
}

function personWords(person) {
  const member = people.value.find(({ id }) => id === person);
  if (member?.name) return member.name;
  return person ? tOr(`hu.person.${person}`, person.charAt(0).toUpperCase() + person.slice(1)) : t('hu.person.unknown');
}

/** The whole seating is told each time; a person sits in one seat. */
async function sit(person) {
  const rest = Object.fromEntries(Object.entries(occupants.value).filter(([where, who]) => where !== seat.value && (who !== person || who === GUEST)));
  try {
    occupants.value = (await askJson('/occupants', { method: 'PUT', body: { seats: person ? { ...rest, [seat.value]: person } : rest } })).seats;
  } catch (failure) {
    if (!(failure instanceof Away || failure instanceof Problem)) throw failure;
    showTrouble(failure instanceof Away ? t('hu.no_answer') : failure.message);
    screen.value = 'main';
  }
}

/** Who there is at home; a house that is away knows nobody new. */
async function readPeople() {
  try {
    people.value = (await askJson('/people')).people;
  } catch (failure) {
    if (!(failure instanceof Away || failure instanceof Problem)) throw failure;
    console.info('the people of the house are not known:', failure.message);
  }
}

/** The seats this car has, and how far the climate of each goes. */
export async function readSeats() {
  await readPeople();
  try {
    const told = await askJson('/capabilities?under=Vehicle.Cabin.HVAC.Station&writable=true');
    seats.value = told.seats;
    limits.value = new Map(told.capabilities.map((each) => [each.name, each]));
  } catch (failure) {
    console.info('the seats could not be read:', failure.message);
  }
}
