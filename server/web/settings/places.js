// The house by floor and room, with every device in it; a search leaves only what fits.
import { html } from '../html.js';
import { Icon, iconOf } from '../icons.js';
import { nameIn, t } from '../words.js';
import { house, kindWords, originWords, ownName, roomName } from './owned.js';
import { edit } from './opened.js';

/** Whether each word of the search stands in the device's names, room, kind, maker or id. */
export function fits(device, text) {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const told = [...device.names, device.name, device.own_name, ...device.own_aliases, roomName(device.room), kindWords(device), device.maker, device.model, device.id].join('\n').toLocaleLowerCase();
  return words.every((word) => told.includes(word));
}

/** `devices`: those that fit; `searching`: rooms and floors with nothing in them are left out. */
export function Places({ devices, searching }) {
  const { floors, rooms } = house.value;
  const known = new Set(floors.map((floor) => floor.id));
  const nowhere = { id: '', names: [], editable: false };
  const sections = [...floors, nowhere].map((floor) => ({ floor, rooms: rooms.filter((room) => (known.has(room.floor) ? room.floor : '') === floor.id) }));
  const homeless = devices.filter((device) => !device.room);
  const held = (room) => devices.filter((device) => device.room === room.id);
  return html`${sections.map((section) => html`<${Floor} key=${section.floor.id} ...${section} alone=${!floors.length} held=${held} searching=${searching} />`)}
    ${homeless.length > 0 && html`<section class="floor owner-floor" aria-label=${t('place.none')}><div class="owner-rooms"><${RoomCard} room=${null} devices=${homeless} /></div></section>`}`;
}

function Floor({ floor, rooms, alone, held, searching }) {
  const name = nameIn(floor.names) || t('place.none_floor');
  const shown = searching ? rooms.filter((room) => held(room).length) : rooms;
  if (!shown.length && (searching || !floor.id)) return null;
  return html`<section class="floor owner-floor" aria-label=${name}>
    ${!alone && html`<h2 class="floor-name owner-floor-name"><span>${name}</span>${floor.id && html`<button type="button" class="bare-key" aria-label=${t('place.edit_floor', { name })} onClick=${() => edit('floor', floor.id)}><${Icon} name="edit" size=${20} /></button>`}</h2>`}
    <div class="owner-rooms">${shown.map((room) => html`<${RoomCard} key=${room.id} room=${room} devices=${held(room)} />`)}</div></section>`;
}

function RoomCard({ room, devices }) {
  const name = room ? nameIn(room.names) : t('place.none');
  return html`<section class="card owner-room" aria-label=${name}><header class="owner-head"><h3>${name}</h3>
      ${room && html`<button type="button" class="bare-key" aria-label=${t('place.edit_room', { name })} onClick=${() => edit('room', room.id)}><${Icon} name="edit" size=${20} /></button>`}</header>
    ${devices.length ? html`<ul class="owner-list">${devices.map((device) => html`<${DeviceRow} key=${device.id} device=${device} />`)}</ul>` : html`<p class="quiet owner-nothing">${t('place.empty')}</p>`}</section>`;
}

function DeviceRow({ device }) {
  const name = ownName(device);
  const marks = [device.waits && ['new', 'device.new'], device.hidden && ['hidden', 'device.hidden'], !device.there && ['gone', 'device.gone'], riskMark(device)].filter(Boolean);
  return html`<li><button type="button" class="owner-row" data-hidden=${device.hidden || !device.there} aria-haspopup="dialog" onClick=${() => edit('device', device.id)}>
    <span class="tile-icon" aria-hidden="true"><${Icon} name=${iconOf(device)} size=${20} /></span>
    <span class="owner-row-words"><span class="owner-row-name">${name}</span><span class="quiet owner-row-kind">${originWords(device)}</span></span>
    <span class="owner-marks">${device.warnings.length > 0 && html`<span class="owner-mark" data-mark="warn"><${Icon} name="alert" size=${16} /><span class="unseen">${t('device.warn')}</span></span>`}
      ${marks.map(([mark, words]) => html`<span class="owner-mark" key=${mark} data-mark=${mark}>${t(words)}</span>`)}</span>
    <${Icon} name="right" size=${16} /></button></li>`;
}

/** The strictest the owner made anything on it; nothing where all is as Mimosa judges. */
function riskMark({ abilities }) {
  const made = abilities.filter((each) => each.at_least > 0 || each.at_most !== null);
  if (!made.length) return null;
  const level = Math.max(...made.map((each) => each.counts));
  return [made.some((each) => each.at_most !== null) ? 'looser' : 'stricter', `risk.${level}`];
}
