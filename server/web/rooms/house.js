// How Mimosa is, and what this screen should do: health in words, language, room, key.
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { chooseLanguage, language, LANGUAGES, nameIn, list, t } from '../words.js';
import { Toggle } from '../controls/toggle.js';
import { connect, connection } from '../house/connection.js';
import { missingDevices } from '../house/running.js';
import { allDevices, health, rooms, waitingIds } from '../house/store.js';
import { PinCard } from '../house/pin_card.js';
import { deviceName } from '../house/tile.js';
import { PhoneCard } from '../phone/card.js';
import { rememberToken, token } from '../token.js';
import { aloud, place, setAloud, setPlace } from '../talk/talk.js';
import { MemoryCard } from './memory.js';
import { SettingsCard } from './settings.js';

const OUTCOMES = ['done', 'already', 'started', 'pending', 'unknown', 'failed', 'refused', 'ask'];
const HAS_KEYS = window.matchMedia('(hover: hover) and (pointer: fine)').matches;
const PARTS = ['ears', 'core', 'voice', 'broker', 'home', 'database'];

export function HouseRoom() {
  return html`<div class="house"><h2 class="room-title">${t('house.title')}</h2><div class="house-cards"><${SettingsCard} devices=${allDevices.value.length} rooms=${rooms.value.length} waiting=${waitingIds.value.length} /><${Health} /><div class="house-column"><${MemoryCard} /><${Screen} /><${PhoneCard} /><${PinCard} /><${Meanings} /></div></div></div>`;
}

function Health() {
  const known = connection.value.state === 'open' ? health.value : null;
  const parts = known ? [...PARTS.filter((each) => each in (known.parts ?? {})), ...Object.keys(known.parts ?? {}).filter((each) => !PARTS.includes(each))] : [];
  const well = known && known.status === 'ok' && known.link;
  const warming = known?.link && Object.values(known.parts ?? {}).includes('loading') && Object.values(known.parts).every((said) => ['ready', 'loading', 'off'].includes(said));
  return html`<section class="card"><h3>${t('house.health')}</h3>
    <p class="card-lead">${t(!known ? 'house.unknown' : well ? 'house.all_well' : warming ? 'house.warming' : 'house.not_all')}</p>
    <ul class="rows">
      <${Part} words=${t('house.part.server')} state=${connection.value.state === 'open' ? 'connected' : 'away'} />
      ${known && html`<${Part} words=${t('house.part.link')} state=${known.link ? 'connected' : 'away'} />`}
      ${parts.map((name) => html`<${Part} key=${name} words=${partWords(name)} ...${partState(known.parts[name])} />`)}
      <${Devices} />
      ${known?.skills?.broken?.length > 0 && html`<${Part} words=${t('house.skills')} state="broken" detail=${t('house.skills_broken', { names: list(known.skills.broken.map(nameOf)) })} />`}
      ${known?.model && html`<li class="row"><span class="row-name">${t('house.model')}</span><span class="row-value row-text">${known.model}</span></li>`}
      ${known?.version && html`<li class="row"><span class="row-name">${t('house.version')}</span><span class="row-value row-text">${known.version}</span></li>`}
    </ul></section>`;
}

/** A broken skill, whether the server gives its name alone or with the trouble. */
function nameOf(skill) {
  return typeof skill === 'string' ? skill : skill.name;
}

function partWords(name) {
  return PARTS.includes(name) ? t(`house.part.${name}`) : name;
}

/** "ready", "loading", "off", "missing: the file …" → a state and what is beside it. */
function partState(said) {
  const [state, ...rest] = String(said).split(':');
  const known = ['ready', 'loading', 'off', 'missing'].includes(state);
  return { state: known ? state : 'broken', detail: known ? rest.join(':').trim() : String(said) };
}

const GLYPHS = { ready: 'check', connected: 'check', loading: 'clock', off: 'minus', missing: 'alert', broken: 'alert', away: 'alert' };

function Part({ words, state, detail }) {
  return html`<li class="row"><span class="row-name">${words}${detail && html`<span class="quiet row-detail">${detail}</span>`}</span>
    <span class="row-value part" data-state=${state}><${Icon} name=${GLYPHS[state]} size=${20} /> ${t(`house.${state}`)}</span></li>`;
}

function Devices() {
  const n = allDevices.value.length;
  const missing = missingDevices.value;
  if (!n) return null;
  const text = missing.length ? t('house.devices_some', { n, names: list(missing.map(deviceName)) }) : t('house.devices_all', { n });
  return html`<li class="row"><span class="row-name">${t('house.devices')}</span><span class="row-value row-text">${text}</span></li>`;
}

function Screen() {
  return html`<section class="card"><h3>${t('house.screen')}</h3><ul class="rows">
    <li class="row"><span class="row-name">${t('house.language')}</span><span class="row-value"><span class="chips" role="group" aria-label=${t('house.language')}>
      ${LANGUAGES.map((each) => html`<button type="button" class="chip" key=${each} lang=${each} aria-pressed=${language.value === each ? 'true' : 'false'} onClick=${() => chooseLanguage(each)}>${t(`language.${each}`)}</button>`)}</span></span></li>
    <li class="row"><label class="row-name" for="place">${t('house.place')}<span class="quiet row-detail">${t('house.place_why')}</span></label>
      <span class="row-value choice"><select id="place" value=${place.value} onChange=${(event) => setPlace(event.currentTarget.value)}><option value="">${t('house.place_none')}</option>
        ${rooms.value.map((each) => html`<option key=${each.id} value=${each.id}>${nameIn(each.names)}</option>`)}</select></span></li>
    <li class="row"><span class="row-name">${t('house.aloud')}</span><span class="row-value"><${Toggle} on=${aloud.value} label=${t('house.aloud')} onWish=${setAloud} /></span></li>
    ${HAS_KEYS && html`<li class="row"><span class="row-name">${t('house.keys')}</span><span class="row-value row-text">${t('house.keys_text')}</span></li>`}
    ${token.value && html`<li class="row"><span class="row-name">${t('house.key')}<span class="quiet row-detail">${t('house.key_kept')}</span></span>
      <span class="row-value"><button type="button" class="key" onClick=${() => { rememberToken(''); connect(); }}>${t('house.forget_key')}</button></span></li>`}
  </ul></section>`;
}

/** What each way a wish can end means, for who wants to know. */
function Meanings() {
  return html`<details class="card group"><summary><h3>${t('meaning.title')}</h3></summary><p class="card-lead">${t('meaning.lead')}</p>
    <dl class="meanings">${OUTCOMES.map((each) => html`<div key=${each}><dt>${t(`meaning.${each}`)}</dt><dd>${t(`meaning.${each}.why`)}</dd></div>`)}</dl></details>`;
}
