// What only the owner decides: devices to approve, rooms and floors, names, what is seen, and how careful to be.
import { useEffect, useState } from 'preact/hooks';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { t } from '../words.js';
import { DeviceDialog } from '../settings/device_dialog.js';
import { NewDevices } from '../settings/new_devices.js';
import { HeadUnits } from '../settings/head_units.js';
import { edit, editing } from '../settings/opened.js';
import { house, loadHouse, unreadable } from '../settings/owned.js';
import { scannedCode } from '../settings/paired.js';
import { Members } from '../settings/members.js';
import { Phrases } from '../settings/phrases.js';
import { PlaceDialog } from '../settings/place_dialog.js';
import { fits, Places } from '../settings/places.js';
import { room } from './room.js';

export function SettingsRoom() {
  const [scanned] = useState(Boolean(scannedCode.peek()));
  useEffect(() => { loadHouse(); return () => { editing.value = null; }; }, []);
  return html`<div class="owner"><p><button type="button" class="owner-back" onClick=${() => { room.value = 'house'; window.scrollTo(0, 0); }}><${Icon} name="right" size=${16} />${t('owner.back')}</button></p>
    <h2 class="room-title">${t('owner.title')}</h2>${scanned && html`<${HeadUnits} />`}${house.value ? html`<${Contents} />` : html`<${Waiting} />`}${!scanned && html`<${HeadUnits} />`}<${Members} /><${Phrases} /></div>`;
}

function Waiting() {
  if (!unreadable.value) return html`<p class="quiet" role="status">${t('owner.loading')}</p>`;
  return html`<div class="card-state"><span class="state-icon"><${Icon} name="away" size=${32} /></span><p role="status">${t('owner.failed')}</p><button type="button" class="key" onClick=${loadHouse}>${t('owner.retry')}</button></div>`;
}

function Contents() {
  const [text, setText] = useState('');
  const { devices } = house.value;
  const searching = text.trim() !== '';
  const found = searching ? devices.filter((device) => fits(device, text)) : devices;
  const open = editing.value;
  return html`<${NewDevices} />
    <div class="owner-tools">${devices.length > 0 && html`<label class="owner-search"><span class="unseen">${t('owner.search')}</span><${Icon} name="search" size=${20} />
        <input class="field" type="search" value=${text} placeholder=${t('owner.search_hint')} onInput=${(event) => setText(event.currentTarget.value)} /></label>`}
      <span class="owner-keys"><button type="button" class="key" onClick=${() => edit('room')}><${Icon} name="plus" size=${20} />${t('place.add_room')}</button>
        <button type="button" class="key" onClick=${() => edit('floor')}><${Icon} name="plus" size=${20} />${t('place.add_floor')}</button></span></div>
    <p class=${searching && found.length ? 'unseen' : 'quiet'} role="status">${searching && (found.length ? t('owner.found', { n: found.length }) : t('owner.none_found', { text: text.trim() }))}</p>
    ${!devices.length && html`<div class="card-state"><span class="state-icon"><${Icon} name="home" size=${32} /></span><h2>${t('owner.empty.title')}</h2><p>${t('owner.empty.text')}</p></div>`}
    <${Places} devices=${found} searching=${searching} />
    ${open?.kind === 'device' && html`<${DeviceDialog} key=${open.id} id=${open.id} />`}
    ${open && open.kind !== 'device' && html`<${PlaceDialog} key=${open.kind + open.id} ...${open} />`}`;
}

/** In the room of the house: the way here. */
export function SettingsCard({ devices, rooms, waiting }) {
  const counts = [t('owner.count', { n: devices }), t('owner.rooms', { n: rooms })].join(' · ');
  return html`<section class="card owner-card"><h3>${t('owner.title')}</h3><p class="card-lead">${t('owner.card')}</p>
    <ul class="rows"><li class="row"><span class="row-name">${counts}${waiting > 0 && html`<span class="row-detail owner-could">${t('new.title', { n: waiting })}</span>`}</span>
      <span class="row-value"><button type="button" class="key" aria-label=${`${t('owner.open')}: ${t('owner.title')}`} onClick=${() => { room.value = 'settings'; window.scrollTo(0, 0); }}>${t('owner.open')}</button></span></li></ul></section>`;
}
