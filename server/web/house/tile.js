// One device: its name, its state in words, one control that works in place, and what became of the last wish.
import { html } from '../html.js';
import { Icon, iconOf } from '../icons.js';
import { nameIn } from '../words.js';
import { isOffline, isOn, isStale, onlyTells } from './abilities.js';
import { connection } from './connection.js';
import { CornerControl, MainControl } from './main_control.js';
import { openSheet } from './sheet_open.js';
import { stateWords } from './state.js';
import { withItsAge } from '../phone/last_known.js';
import { deviceSignal } from './store.js';
import { WishNote, wishWords } from './wish_note.js';
import { litCount, wish, wishFor } from './wishes.js';
import { room } from '../rooms/room.js';

export function Tile({ id }) {
  const device = deviceSignal(id)?.value;
  if (!device) return null;
  const wished = wishFor(id).value;
  const name = deviceName(device);
  const state = withItsAge(device, stateWords(device));
  const away = isOffline(device);
  const disabled = away || connection.value.state !== 'open';
  const controls = { device, name, disabled, onWish: (capability, value) => wish(id, capability, value) };
  return html`<article class="tile" id=${`tile-${id}`} data-kind=${device.kind} data-on=${isOn(device)} data-phase=${wished.phase}
      data-tells=${onlyTells(device)} data-offline=${away} data-stale=${isStale(device)}>
    <${Light} id=${id} />
    <button type="button" class="tile-open" aria-haspopup=${device.kind === 'car' ? undefined : 'dialog'} onClick=${() => openAll(device)}>
      <span class="tile-icon"><${Icon} name=${away ? 'away' : iconOf(device)} /><${Ring} phase=${wished.phase} /></span>
      <span class="tile-name">${name}</span>
      <span class="tile-state">${wished.phase === 'asked' ? wishWords(device, wished) : state}</span>
    </button>
    <div class="tile-corner"><${CornerControl} ...${controls} /></div>
    <${WishNote} id=${id} device=${device} wished=${wished} fallback=${html`<div class="tile-foot"><${MainControl} ...${controls} /></div>`} />
  </article>`;
}

export function deviceName(device) {
  return nameIn([device.name, ...(device.aliases ?? [])]);
}

/** Everything about it: a room of its own for a car, a sheet for anything else. */
function openAll(device) {
  if (device.kind === 'car') room.value = 'car';
  else openSheet(device.id);
}

/** Asked: a thin ring turning. Proven: it closes. */
function Ring({ phase }) {
  if (phase !== 'asked' && phase !== 'proven' && phase !== 'started') return null;
  return html`<svg class="ring" viewBox="0 0 52 52" aria-hidden="true"><circle cx="26" cy="26" r="24" pathLength="100" /></svg>`;
}

/** The light that goes over a tile that moved because somebody spoke; a new key starts it anew. */
function Light({ id }) {
  const count = litCount(id).value;
  return count ? html`<span class="tile-lit" key=${count} aria-hidden="true"></span>` : null;
}
