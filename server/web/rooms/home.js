// The first room: every device by floor and room, and above them one line about what is running.
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { clock, nameIn, t } from '../words.js';
import { connection } from '../house/connection.js';
import { lastCrossing } from '../house/crossings.js';
import { homeLine, missingDevices, runningLine } from '../house/running.js';
import { loaded, sections } from '../house/store.js';
import { Tile } from '../house/tile.js';
import { asOf } from '../phone/last_known.js';
import { Suggested } from '../suggested/card.js';

export function Home() {
  if (!loaded.value) return html`<${Loading} />`;
  if (!sections.value.length) return html`<${Empty} />`;
  return html`<div class="home" data-connection=${connection.value.state}>
    <${Running} />
    <${Suggested} />
    ${sections.value.map(({ floor, rooms }) => html`<section class="floor" key=${floor.id} aria-label=${nameIn(floor.names)}>
      ${floor.names.length > 0 && sections.value.length > 1 && html`<h2 class="floor-name">${nameIn(floor.names)}</h2>`}
      ${rooms.map((each) => html`<${Room} key=${each.room.id} ...${each} />`)}
    </section>`)}
  </div>`;
}

function Running() {
  const missing = missingDevices.value.length;
  const then = asOf.value === null ? '' : t('running.as_of', { time: clock(asOf.value) });
  return html`<p class="running">${then}${[homeLine.value, lastCrossing()].filter(Boolean).map((words) => `${words}${t('running.after_home')}`).join('')}${runningLine.value}${missing > 0 && html` <span class="running-missing">${t('offline.devices', { n: missing })}</span>`}</p>`;
}

function Room({ room, ids, tellers }) {
  const name = nameIn(room.names) || t('elsewhere');
  return html`<section class="room" aria-label=${name}>
    <h3 class="room-name">${name}</h3>
    ${ids.length > 0 && html`<div class="tiles">${ids.map((id) => html`<${Tile} key=${id} id=${id} />`)}</div>`}
    ${tellers.length > 0 && html`<div class="tiles tellers">${tellers.map((id) => html`<${Tile} key=${id} id=${id} />`)}</div>`}
  </section>`;
}

function Loading() {
  return html`<div class="home" aria-busy="true"><p class="running">${t('loading')}</p>
    <div class="tiles" aria-hidden="true">${Array.from({ length: 8 }, (_, index) => html`<div class="tile tile-ghost" key=${index}></div>`)}</div></div>`;
}

function Empty() {
  return html`<div class="card-state"><span class="state-icon"><${Icon} name="home" size=${32} /></span><h2>${t('empty.title')}</h2><p>${t('empty.text')}</p></div>`;
}
