// A room or a floor: its names in both languages, the floor of a room, and taking it away.
import { useState } from 'preact/hooks';
import { html } from '../html.js';
import { nameIn, t } from '../words.js';
import { Dialog, Field, Selection } from './dialog.js';
import { house, removeFloor, removeRoom, saveFloor, saveRoom, splitNames } from './owned.js';

const CHINESE = /\p{Script=Han}/u;
const NEW = { id: '', names: [], floor: '', editable: true, removable: false, devices: 0, set_by: 'page' };

export function PlaceDialog({ kind, id }) {
  const known = (kind === 'room' ? house.value.rooms : house.value.floors).find((each) => each.id === id);
  return id && !known ? null : html`<${Form} kind=${kind} place=${known ?? NEW} />`;
}

function Form({ kind, place }) {
  const english = place.names.find((name) => !CHINESE.test(name)) ?? '';
  const chinese = place.names.find((name) => CHINESE.test(name)) ?? '';
  const [en, setEn] = useState(english);
  const [zh, setZh] = useState(chinese);
  const [others, setOthers] = useState(place.names.filter((name) => name !== english && name !== chinese).join(', '));
  const [floor, setFloor] = useState(place.floor ?? '');
  const names = [...new Set([en.trim(), zh.trim(), ...splitNames(others)].filter(Boolean))];
  const check = () => (names.length ? '' : t('place.needs_name'));
  const send = () => (kind === 'room' ? saveRoom(place.id, { names, floor }) : saveFloor(place.id, { names }));
  const title = place.id ? nameIn(place.names) : t(kind === 'room' ? 'place.new_room' : 'place.new_floor');
  const floors = house.value.floors.map((each) => [each.id, nameIn(each.names)]);
  const why = { file: t('place.file'), beneath: t('place.beneath'), device: t('place.suggested') }[place.set_by];
  return html`<${Dialog} icon=${kind === 'room' ? 'door' : 'home'} title=${title} under=${why} saving=${place.editable} onSave=${{ send, check }} foot=${(attempt, busy) => html`<${Remove} kind=${kind} place=${place} attempt=${attempt} busy=${busy} />`}>
    <${Field} label=${t('place.name_en')} lang="en" value=${en} disabled=${!place.editable} onText=${setEn} />
    <${Field} label=${t('place.name_zh')} lang="zh-CN" value=${zh} disabled=${!place.editable} onText=${setZh} />
    <${Field} label=${t('place.other_names')} hint=${t('place.commas')} value=${others} disabled=${!place.editable} onText=${setOthers} />
    ${kind === 'room' && html`<${Selection} label=${t('place.floor')} value=${floor} choices=${[['', t('place.none_floor')], ...floors]} disabled=${!place.editable} onChoice=${setFloor} />`}
  <//>`;
}

/** Taking it away is asked once more, in place. */
function Remove({ kind, place, attempt, busy }) {
  const [asked, setAsked] = useState(false);
  if (!place.id || !place.removable) return null;
  const remove = () => attempt(() => (kind === 'room' ? removeRoom(place.id) : removeFloor(place.id)));
  if (!asked) return html`<button type="button" class="key key-quiet" disabled=${busy} onClick=${() => setAsked(true)}>${t(kind === 'room' ? 'place.remove_room' : 'place.remove_floor')}</button>`;
  const sure = kind === 'floor' ? t('place.sure_floor') : place.devices ? t('place.sure_room', { n: place.devices }) : t('place.sure_empty');
  return html`<span class="owner-sure" role="group" aria-label=${sure}><span role="status">${sure}</span><button type="button" class="key key-danger" disabled=${busy} onClick=${remove}>${t('answer.yes')}</button>
    <button type="button" class="key" onClick=${() => setAsked(false)}>${t('answer.no')}</button></span>`;
}
