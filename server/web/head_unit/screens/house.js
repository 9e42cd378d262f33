// The house from the road: six things at most, each with its state and one touch; talking stays where it is.
import { html } from '../../html.js';
import { Icon } from '../../icons.js';
import { showOutcome } from '../answer.js';
import { house, houseReached, iconOf, isDoubtful, nameOf, stands, stateOf, tiles, touchOf } from '../house.js';
import { wishFor, wishTo } from '../wishes.js';
import { clock, t } from '../words.js';
import { AnswerCard } from './answer_card.js';
import { screen } from './screen.js';
import { TalkRow } from './talk_row.js';

export function HouseScreen() {
  return html`<main class="house">
    <div class="house-side">
      <button type="button" class="back-key" onClick=${() => { screen.value = 'main'; }}><${Icon} name="car" size=${48} /><span>${t('hu.back_to_car')}</span></button>
      <${AnswerCard} /><${TalkRow} />
    </div>
    <section class="house-tiles" data-thing aria-label=${t('hu.home')}>
      ${!houseReached.value && house.value && html`<p class="house-away"><${Icon} name="away" size=${36} />${t('hu.house_as_of', { time: clock(house.value.at) })}</p>`}
      ${tiles.value.length ? tiles.value.map((device) => html`<${Tile} key=${device.id} device=${device} />`) : html`<p class="house-none">${t(house.value ? 'hu.house_empty' : 'hu.house_loading')}</p>`}
    </section>
  </main>`;
}

function Tile({ device }) {
  const touch = touchOf(device);
  const wish = touch && wishFor(device.id, touch.capability);
  const name = nameOf(device);
  const press = async () => {
    const given = { target: 'house', device: device.id, capability: touch.capability, value: touch.value, deadline_s: 20 };
    const told = await wishTo('house', device.id, touch.capability, touch.value);
    if (told && !['done', 'already', 'started'].includes(told.outcome)) showOutcome(told, given);
  };
  const inside = html`<span class="tile-icon"><${Icon} name=${iconOf(device)} size=${52} />${wish && html`<svg class="tile-ring" viewBox="0 0 88 88" aria-hidden="true"><circle cx="44" cy="44" r="40" pathLength="100" /></svg>`}</span>
    <strong class="tile-name">${name}</strong><span class="tile-state">${wish?.phase === 'asked' ? t('hu.asked') : stateOf(device)}</span>`;
  const facts = { class: 'tile', 'data-stands': stands(device), 'data-doubtful': isDoubtful(device), 'data-phase': wish?.phase };
  if (!touch) return html`<div ...${facts}>${inside}</div>`;
  return html`<button type="button" ...${facts} disabled=${!houseReached.value} onClick=${press}>${inside}<span class="tile-touch">${touch.words}</span></button>`;
}
