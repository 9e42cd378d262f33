// Devices that wait for the owner: a line above the house, and in the settings what each is and could do.
import { useState } from 'preact/hooks';
import { html } from '../html.js';
import { Icon, iconOf } from '../icons.js';
import { t } from '../words.js';
import { waitingIds } from '../house/store.js';
import { room } from '../rooms/room.js';
import { abilityWords, approve, approveAll, failureWords, originWords, ownName, roomName, saveDevice, waiting } from './owned.js';
import { edit } from './opened.js';

const SHOWN = 6;

/** Above the house: how many there are, and where to decide. */
export function NewDevicesBanner() {
  const n = waitingIds.value.length;
  if (!n || room.value === 'settings') return null;
  return html`<div class="banner banner-new"><${Icon} name="plus" /><div class="banner-words"><strong role="status">${t('new.title', { n })}</strong><p>${t('new.text')}</p></div>
    <button type="button" class="key" onClick=${() => { room.value = 'settings'; window.scrollTo(0, 0); }}>${t('new.look')}</button></div>`;
}

/** In the settings: each with what it is, where it is heard, what it could do, and two keys. */
export function NewDevices() {
  const [all, setAll] = useState(false);
  const [trouble, setTrouble] = useState('');
  const list = waiting.value;
  if (!list.length) return null;
  const attempt = async (work) => {
    setTrouble('');
    try {
      await work();
    } catch (failure) {
      setTrouble(failureWords(failure));
    }
  };
  const shown = all ? list : list.slice(0, SHOWN);
  return html`<section class="card owner-new" aria-labelledby="new-title"><header class="owner-head"><div><h3 id="new-title">${t('new.title', { n: list.length })}</h3><p class="quiet">${t('new.text')}</p></div>
      ${list.length > 1 && html`<button type="button" class="key key-main" onClick=${() => attempt(approveAll)}>${t('new.approve_all')}</button>`}</header>
    ${trouble && html`<p class="owner-trouble" role="alert"><${Icon} name="alert" size=${20} /><span>${trouble}</span></p>`}
    <ul class="owner-list">${shown.map((device) => html`<${NewDevice} key=${device.id} device=${device} attempt=${attempt} only=${list.length === 1} />`)}</ul>
    ${!all && list.length > SHOWN && html`<button type="button" class="key owner-more" onClick=${() => setAll(true)}>${t('new.more', { n: list.length - SHOWN })}</button>`}</section>`;
}

function NewDevice({ device, attempt, only }) {
  const name = ownName(device);
  const things = abilityWords(device.waits_for).join(t('list.comma'));
  const where = [originWords(device), roomName(device.room)].filter(Boolean).join(' · ');
  return html`<li class="owner-new-one"><span class="tile-icon" aria-hidden="true"><${Icon} name=${iconOf(device)} /></span>
    <div class="owner-new-words"><button type="button" class="owner-name" onClick=${() => edit('device', device.id)} aria-label=${t('device.open', { name })}>${name}</button>
      <p class="quiet">${where}</p>${device.topic && html`<p class="quiet owner-topic">${t('new.from', { topic: device.topic })}</p>`}
      <p class=${things ? 'owner-could' : 'quiet'}>${things ? t(device.approved_at ? 'new.again' : 'new.could', { things }) : t('new.harmless')}</p></div>
    <span class="owner-keys"><button type="button" class=${only ? 'key key-main' : 'key'} aria-label=${t('new.approve_named', { name })} onClick=${() => attempt(() => approve(device.id))}>${t('new.approve')}</button>
      <button type="button" class="key key-quiet" aria-label=${t('new.hide_named', { name })} onClick=${() => attempt(() => saveDevice(device.id, { hidden: true }))}>${t('new.hide')}</button></span></li>`;
}
