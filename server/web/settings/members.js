// The people of this house: who there is, what each may do, how to speak to them, their voices, and guests.
import { useEffect, useId, useState } from 'preact/hooks';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { t } from '../words.js';
import { Toggle } from '../controls/toggle.js';
import { household, loadMembers, members, nameOf, typedBy, unreadable } from '../talk/who.js';
import { Field, Selection } from './dialog.js';
import { addMember, changeMember, failureWords, removeMember, setGuests } from './member_list.js';
import { MemberVoice } from './member_voice.js';

const ROLES = ['owner', 'adult', 'child', 'guest'];
const roleChoices = (roles = ROLES) => roles.map((role) => [role, t(`role.${role}`)]);

export function Members() {
  const id = useId();
  const [trouble, setTrouble] = useState('');
  const [open, setOpen] = useState('');
  useEffect(() => { loadMembers(); }, []);
  const attempt = async (work) => {
    setTrouble('');
    try {
      await work();
      return true;
    } catch (failure) {
      setTrouble(failureWords(failure));
      return false;
    }
  };
  const mine = typedBy().person ?? 'owner';
  const rules = members.value.some((member) => member.id === mine && member.role === 'owner');
  return html`<section class="card members" aria-labelledby=${id}><h3 id=${id}>${t('members.title')}</h3>
    <p class="card-lead">${t('members.lead')}</p>
    ${unreadable.value && html`<p class="quiet" role="status">${t('members.failed')}</p>`}
    <ul class="owner-list">${members.value.map((member) => html`<${OneMember} key=${member.id} member=${member} may=${rules || member.id === mine} rules=${rules} open=${open === member.id} onOpen=${(on) => setOpen(on ? member.id : '')} attempt=${attempt} />`)}</ul>
    ${rules && html`<${Adding} attempt=${attempt} />`}
    ${rules && household.value && html`<div class="row"><span class="row-name">${t('guests.title')}<span class="quiet row-detail">${t('guests.lead')}</span></span>
      <span class="row-value"><${Toggle} on=${household.value.guest_mode} label=${t('guests.title')} onWish=${(on) => attempt(() => setGuests(on))} /></span></div>`}
    <p class="owner-trouble" role="alert">${trouble && html`<${Icon} name="alert" size=${20} /><span>${trouble}</span>`}</p></section>`;
}

function OneMember({ member, may, rules, open, onOpen, attempt }) {
  const [voice, setVoice] = useState(false);
  const name = nameOf(member.id);
  return html`<li class="member"><div class="unit-words"><strong>${name}</strong><span class="quiet">${t(`role.${member.role}`)}${member.has_voice && ` · ${t('members.has_voice')}`}</span></div>
    ${may && html`<span class="owner-keys"><button type="button" class="key" aria-expanded=${voice ? 'true' : 'false'} aria-label=${t('members.voice_named', { name })} onClick=${() => setVoice(!voice)}>${t('members.voice')}</button>
      <button type="button" class="key" aria-expanded=${open ? 'true' : 'false'} aria-label=${t('members.change_named', { name })} onClick=${() => onOpen(!open)}>${t('members.change')}</button></span>`}
    ${voice && html`<${MemberVoice} member=${member} onClose=${() => setVoice(false)} />`}
    ${open && html`<${Changing} member=${member} rules=${rules} attempt=${attempt} onDone=${() => onOpen(false)} />`}</li>`;
}

function Changing({ member, rules, attempt, onDone }) {
  const [wish, setWish] = useState({ name: member.name, role: member.role, language: member.language ?? '', length: member.tone.length, manner: member.tone.manner, learns: member.learns });
  const [asked, setAsked] = useState(false);
  const set = (field) => (value) => setWish({ ...wish, [field]: value });
  const isOwner = member.id === 'owner';
  const save = async (event) => {
    event.preventDefault();
    const { name, role, language, length, manner, learns } = wish;
    const change = { name, language: language || null, tone: { length, manner }, learns, ...(rules && !isOwner ? { role } : {}) };
    if (await attempt(() => changeMember(member.id, change))) onDone();
  };
  const choices = (kind, values) => values.map((value) => [value, t(`${kind}.${value}`)]);
  return html`<form class="member-form owner-form" onSubmit=${save}>
    <${Field} label=${t('members.name')} value=${wish.name} onText=${set('name')} />
    ${rules && !isOwner && html`<${Selection} label=${t('members.role')} hint=${t(`role.${wish.role}.why`)} value=${wish.role} choices=${roleChoices()} onChoice=${set('role')} />`}
    <${Selection} label=${t('members.language')} value=${wish.language} choices=${[['', t('members.any_language')], ['en', 'English'], ['zh', '中文']]} onChoice=${set('language')} />
    <${Selection} label=${t('members.length')} value=${wish.length} choices=${choices('length', ['short', 'usual', 'chatty'])} onChoice=${set('length')} />
    <${Selection} label=${t('members.manner')} value=${wish.manner} choices=${choices('manner', ['plain', 'formal', 'warm'])} onChoice=${set('manner')} />
    <div class="row"><span class="row-name">${t('members.learns')}<span class="quiet row-detail">${t('members.learns.why')}</span></span><span class="row-value"><${Toggle} on=${wish.learns} label=${t('members.learns')} onWish=${set('learns')} /></span></div>
    <span class="owner-keys"><button class="key key-main">${t('device.save')}</button><button type="button" class="key key-quiet" onClick=${onDone}>${t('device.cancel')}</button>
      ${rules && !isOwner && !asked && html`<button type="button" class="key key-quiet" onClick=${() => setAsked(true)}>${t('members.remove')}</button>`}</span>
    ${asked && html`<span class="owner-sure" role="group" aria-label=${t('members.sure')}><span role="status">${t('members.sure')}</span><button type="button" class="key key-danger" onClick=${() => attempt(() => removeMember(member.id))}>${t('answer.yes')}</button>
      <button type="button" class="key" onClick=${() => setAsked(false)}>${t('answer.no')}</button></span>`}</form>`;
}

function Adding({ attempt }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState('adult');
  const add = async (event) => {
    event.preventDefault();
    if (await attempt(() => addMember({ name, role }))) setName('');
  };
  return html`<form class="member-add" onSubmit=${add}><${Field} label=${t('members.new')} value=${name} onText=${setName} />
    <${Selection} label=${t('members.role')} hint=${t(`role.${role}.why`)} value=${role} choices=${roleChoices()} onChoice=${setRole} />
    <button class="key key-main" disabled=${!name.trim()}><${Icon} name="plus" size=${20} />${t('members.add')}</button></form>`;
}
