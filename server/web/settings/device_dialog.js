// One device: its names, its room, whether it is seen and approved, and how careful to be with it.
import { useState } from 'preact/hooks';
import { html } from '../html.js';
import { Icon, iconOf } from '../icons.js';
import { clock, language, nameIn, t, tOr } from '../words.js';
import { Toggle } from '../controls/toggle.js';
import { Dialog, Field, Selection } from './dialog.js';
import { abilityWords, approve, forget, house, originWords, ownName, saveDevice, splitNames, withdraw } from './owned.js';
import { chosen, Risk, tiersFor } from './risk.js';

/** From this tier on Mimosa asks for a PIN; who makes it ask less shows theirs. */
const PIN_TIER = 4;

export function DeviceDialog({ id }) {
  const device = house.value.devices.find((each) => each.id === id);
  return device ? html`<${Form} device=${device} />` : null;
}

function Form({ device }) {
  const [name, setName] = useState(device.names[0] ?? '');
  const [aliases, setAliases] = useState(device.names.slice(1).join(', '));
  const [room, setRoom] = useState(device.room);
  const [hidden, setHidden] = useState(device.hidden);
  const [choices, setChoices] = useState(Object.fromEntries(device.abilities.map((each) => [each.name, chosen(each)])));
  const [pin, setPin] = useState('');
  const frees = device.abilities.some((each) => each.counts >= PIN_TIER && choices[each.name] !== chosen(each) && countsThen(each, choices[each.name]) < PIN_TIER);
  const filed = (key) => device.in_file.includes(key);
  const rooms = house.value.rooms.map((each) => [each.id, nameIn(each.names)]);
  const send = () => {
    const wish = wishOf(device, { names: namesOf(device, name, aliases), room, hidden, choices });
    if (frees && pin.trim()) wish.pin = pin.trim();
    return Object.keys(wish).length ? saveDevice(device.id, wish) : Promise.resolve();
  };
  return html`<${Dialog} icon=${iconOf(device)} title=${ownName(device)} under=${originWords(device)} onSave=${{ send }} foot=${(attempt, busy) => html`<${Foot} device=${device} attempt=${attempt} busy=${busy} send=${send} />`}>
    <${Approval} device=${device} />
    ${device.warnings.map((each) => html`<p class="owner-warning" key=${each.kind + each.name}><${Icon} name="alert" size=${20} /><span>${each.say[language.value]}</span></p>`)}
    <${Field} label=${t('device.name')} value=${name} placeholder=${device.own_name} disabled=${filed('names')} onText=${setName} hint=${filed('names') ? t('device.in_file_text') : device.names.length > 0 && device.there && t('device.calls_itself', { name: device.own_name })} />
    <${Field} label=${t('device.aliases')} value=${aliases} disabled=${filed('names')} onText=${setAliases} hint=${!filed('names') && t('device.aliases_hint')} />
    <${Selection} label=${t('device.room')} value=${room} choices=${[['', t('device.room_none')], ...rooms]} disabled=${filed('room')} onChoice=${setRoom} hint=${filed('room') && t('device.in_file_text')} />
    <div class="row owner-switch"><span class="row-name">${t('device.visible')}<span class="quiet row-detail">${filed('hidden') ? t('device.in_file_text') : t('device.visible_why')}</span></span>
      <span class="row-value"><${Toggle} on=${!hidden} label=${t('device.visible')} disabled=${filed('hidden')} onWish=${(seen) => setHidden(!seen)} /></span></div>
    <${Risk} abilities=${device.abilities} choices=${choices} onChoose=${setChoices} />
    ${frees && html`<div class="owner-field"><label for="device-pin">${t('device.pin')}</label>
      <input class="field" id="device-pin" type="password" inputmode="numeric" autocomplete="off" maxlength="12" value=${pin} onInput=${(event) => setPin(event.currentTarget.value)} /></div>`}
    <${About} device=${device} />
  <//>`;
}

/** The tier an ability would count as with this choice. */
function countsThen(ability, choice) {
  return choice === 'own' ? ability.tier : Number(choice);
}

/** Its names as they shall be; null where it goes by what it calls itself. */
function namesOf(device, name, aliases) {
  const others = splitNames(aliases);
  if (!name.trim() && !others.length) return null;
  return [name.trim() || device.own_name, ...others];
}

/** Only what was changed, as the server takes it. */
function wishOf(device, { names, room, hidden, choices }) {
  const wish = {};
  if (JSON.stringify(names ?? []) !== JSON.stringify(device.names)) wish.names = names;
  if (room !== device.room) wish.room = room;
  if (hidden !== device.hidden) wish.hidden = hidden;
  const changed = device.abilities.filter((each) => choices[each.name] !== chosen(each));
  if (changed.length) {
    const tiers = changed.map((each) => [each.name, tiersFor(each, choices[each.name])]);
    wish.at_least = Object.fromEntries(tiers.map(([each, { at_least: least }]) => [each, least]));
    wish.at_most = Object.fromEntries(tiers.map(([each, { at_most: most }]) => [each, most]));
  }
  return wish;
}

function Approval({ device }) {
  if (!device.waits) return null;
  const things = abilityWords(device.waits_for).join(t('list.comma'));
  return html`<p class="owner-waits"><${Icon} name="shield" size=${20} /><span>${things ? t(device.approved_at ? 'new.again' : 'new.could', { things }) : t('new.harmless')}</span></p>`;
}

/** Approving also saves what was typed; one key never throws away what another would keep. */
function Foot({ device, attempt, busy, send }) {
  if (!device.there && !device.in_file.length) return html`<button type="button" class="key key-quiet" disabled=${busy} onClick=${() => attempt(() => forget(device.id))}>${t('device.forget')}</button>`;
  if (device.waits) return html`<button type="button" class="key" disabled=${busy} onClick=${() => attempt(async () => { await send(); await approve(device.id); })}><${Icon} name="check" size=${20} /> ${t('device.approve')}</button>`;
  if (device.approved_at && !device.in_file.includes('approved')) return html`<button type="button" class="key key-quiet" disabled=${busy} title=${t('device.withdraw')} onClick=${() => attempt(() => withdraw(device.id))}>${t('device.withdraw')}</button>`;
  return null;
}

function About({ device }) {
  const approval = device.in_file.includes('approved') ? t('device.approved_file') : device.approved_at ? t('device.approved_when', { when: clock(device.approved_at) }) : t(device.approved ? 'device.approved_comes' : 'device.not_approved');
  const facts = [[t('device.approved'), approval], [t('device.maker'), [device.maker, device.model].filter(Boolean).join(' · ')], [t('device.source'), tOr(`source.${device.source}`, device.source)], [t('device.topic'), device.topic], [t('device.id'), device.id]];
  return html`<details class="trace owner-each"><summary>${t('device.about')}</summary><dl>${facts.filter(([, value]) => value).map(([words, value]) => html`<dt key=${words}>${words}</dt><dd>${value}</dd>`)}</dl></details>`;
}
