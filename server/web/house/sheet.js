// Everything a device can do and tell, from its capabilities alone.
import { useEffect, useRef } from 'preact/hooks';
import { html } from '../html.js';
import { Icon, iconOf } from '../icons.js';
import { age, nameIn, t } from '../words.js';
import { CapabilityControl } from './capability_control.js';
import { isOffline } from './abilities.js';
import { connection } from './connection.js';
import { closeSheet, opened } from './sheet_open.js';
import { capabilityWords, stateWords, valueWords } from './state.js';
import { deviceSignal, rooms } from './store.js';
import { deviceName } from './tile.js';
import { WishNote, wishWords } from './wish_note.js';
import { wish, wishFor } from './wishes.js';

export function Sheet() {
  const device = opened.value ? deviceSignal(opened.value)?.value : undefined;
  const dialog = useRef(null);
  useEffect(() => {
    if (device && !dialog.current.open) dialog.current.showModal();
    if (!device && dialog.current.open) dialog.current.close();
  }, [Boolean(device)]);
  return html`<dialog class="sheet" ref=${dialog} aria-labelledby="sheet-title" onClose=${closeSheet}
    onClick=${(event) => event.target === dialog.current && closeSheet()}>${device && html`<${Contents} device=${device} />`}</dialog>`;
}

function Contents({ device }) {
  const wished = wishFor(device.id).value;
  const room = rooms.value.find((each) => each.id === device.room);
  const changeable = device.capabilities.filter((each) => each.writable);
  const cleansRooms = changeable.some((each) => each.name === 'clean_rooms');
  const told = device.capabilities.filter((each) => !each.writable && device.facts?.[each.name] && !(cleansRooms && each.name === 'rooms'));
  return html`<div class="sheet-inside">
    <header class="sheet-head">
      <span class="tile-icon" aria-hidden="true"><${Icon} name=${iconOf(device)} /></span>
      <div><h2 id="sheet-title">${deviceName(device)}</h2>
        <p class="quiet">${[room && nameIn(room.names), wished.phase === 'asked' ? wishWords(device, wished) : stateWords(device)].filter(Boolean).join(' · ')}</p></div>
      <button type="button" class="key" aria-label=${t('sheet.close')} onClick=${closeSheet}><${Icon} name="close" size=${20} /></button>
    </header>
    ${isOffline(device) && html`<p class="note" data-phase="failed"><${Icon} name="away" size=${20} /><span>${t('sheet.offline')}</span></p>`}
    <${WishNote} id=${device.id} device=${device} wished=${wished} fallback=${null} />
    ${changeable.length > 0 && html`<section><h3>${t('sheet.controls')}</h3><${Controls} device=${device} list=${changeable} /></section>`}
    ${told.length > 0 && html`<section><h3>${t('sheet.facts')}</h3><${Facts} device=${device} list=${told} /></section>`}
    ${!changeable.length && !told.length && html`<p class="quiet">${t('sheet.nothing')}</p>`}
  </div>`;
}

/** Rows with a control each. */
export function Controls({ device, list, words = capabilityWords }) {
  const disabled = isOffline(device) || connection.value.state !== 'open';
  return html`<ul class="rows">${list.map((capability) => html`
    <li key=${capability.name} class="row"><span class="row-name">${words(capability.name, capability.label)}</span>
      <span class="row-value"><${CapabilityControl} device=${device} capability=${capability} disabled=${disabled} words=${words(capability.name, capability.label)}
        onWish=${(value) => wish(device.id, capability.name, value)} /></span></li>`)}</ul>`;
}

/** Rows that only tell, with their age where they may be old. */
export function Facts({ device, list, words = capabilityWords }) {
  return html`<ul class="rows">${list.map((capability) => {
    const known = device.facts?.[capability.name];
    return html`<li key=${capability.name} class="row"><span class="row-name">${words(capability.name, capability.label)}</span>
      <span class="row-value">${valueWords(known?.value, capability)}${known?.live === false && known.at && device.available !== true ? html`<span class="quiet row-age">${t('sheet.last_known', { age: age(known.at) })}</span>` : null}</span></li>`;
  })}</ul>`;
}
