// What Mimosa remembers of a person: what they told, what it learnt and what from, and how all of it ends.
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { clock, list, t } from '../words.js';
import { deviceNow } from '../house/store.js';
import { deviceName } from '../house/tile.js';
import { Field, Selection } from '../settings/dialog.js';
import { failureWords } from '../settings/member_list.js';
import { turns } from '../talk/turns.js';
import { BY_VOICE, loadMembers, members, nameOf, typedBy, who } from '../talk/who.js';
import { aboutWords, happenedWords, valueOf, whenWords } from '../memory/habit_words.js';
import { correct, erase, forgetHabit, forgetNickname, forgetPreference, learnAgain, learnNot, loadMemory, memory, showOf, shownOf, takeAlong, takeIn, unreadable } from '../memory/kept_of.js';
import { room } from './room.js';

/** Capabilities of prohibitions and states: their words say it all. */
const TOLD_WHOLE = new Set(['unasked', 'state']);

const DAY_MS = 86_400_000;

export function MemoryRoom() {
  const [trouble, setTrouble] = useState('');
  const [done, setDone] = useState('');
  const chosen = who.value;
  useEffect(() => { loadMembers(); }, []);
  // Another person at this browser sees their own, and nothing of whom was shown before.
  useEffect(() => { shownOf.value = ''; memory.value = null; if (chosen !== BY_VOICE) loadMemory(); }, [chosen]);
  const attempt = async (work, said = '') => {
    setTrouble('');
    setDone('');
    try {
      await work();
      setDone(said);
      return true;
    } catch (failure) {
      setTrouble(failureWords(failure));
      return false;
    }
  };
  const known = memory.value;
  return html`<div class="owner memory"><p><button type="button" class="owner-back" onClick=${() => { room.value = 'house'; window.scrollTo(0, 0); }}><${Icon} name="right" size=${16} />${t('owner.back')}</button></p>
    <h2 class="room-title">${t('memory.title')}</h2><p class="quiet">${t('memory.lead')}</p>
    ${chosen === BY_VOICE ? html`<p class="memory-note">${t('memory.choose_who')}</p>` : html`<${Whose} />`}
    ${known?.guest_mode && html`<p class="memory-note">${t('memory.guests')}</p>`}
    <div class="memory-said"><p class="quiet" role="status">${done}</p><p class="owner-trouble" role="alert">${trouble && html`<${Icon} name="alert" size=${20} /><span>${trouble}</span>`}</p></div>
    ${chosen === BY_VOICE ? null : known ? html`<${Told} known=${known} attempt=${attempt} /><${Nicknames} known=${known} attempt=${attempt} /><${Learnt} known=${known} attempt=${attempt} /><${AfterSayings} known=${known} attempt=${attempt} /><${NotLearnt} known=${known} attempt=${attempt} /><${Ending} known=${known} attempt=${attempt} />` : html`<p class="quiet" role="status">${t(unreadable.value ? 'memory.failed' : 'owner.loading')}</p>`}</div>`;
}

function Whose() {
  const mine = typedBy().person ?? 'owner';
  const rules = members.value.some((member) => member.id === mine && member.role === 'owner');
  if (!rules) return null;
  const others = members.value.filter(({ id }) => id !== mine).map(({ id }) => [id, nameOf(id)]);
  return html`<${Selection} label=${t('memory.whose')} value=${shownOf.value} choices=${[['', nameOf(mine)], ...others, ['household', t('memory.household')]]} onChoice=${showOf} />`;
}

function Told({ known, attempt }) {
  return html`<section class="card" aria-labelledby="memory-told"><h3 id="memory-told">${t('memory.told')}</h3>
    ${!known.preferences.length && html`<p class="quiet">${t('memory.none_told')}</p>`}
    <ul class="owner-list">${known.preferences.map((kept) => html`<${Preference} key=${kept.id} kept=${kept} attempt=${attempt} />`)}</ul></section>`;
}

function Preference({ kept, attempt }) {
  const [right, setRight] = useState(null);
  const sets = kept.capability !== '' && typeof kept.value === 'number';
  const save = async (event) => {
    event.preventDefault();
    const wish = sets ? { value: Number(right) } : { words: right };
    if (await attempt(() => correct(kept, wish), t('memory.corrected'))) setRight(null);
  };
  return html`<li class="memory-item"><div class="unit-words"><strong>${t('phrases.said', { said: kept.words })}</strong>
      <span class="quiet">${kept.capability && !TOLD_WHOLE.has(kept.capability) && `${aboutWords({ name: kept.name, action: kept.capability })}: ${valueOf(kept)} · `}${t('memory.since', { when: clock(kept.since) })}</span></div>
    <span class="owner-keys">${(sets || !kept.capability) && html`<button type="button" class="key" aria-expanded=${right === null ? 'false' : 'true'} onClick=${() => setRight(right === null ? String(sets ? kept.value : kept.words) : null)}>${t('memory.correct')}</button>`}
      <button type="button" class="key key-quiet" aria-label=${t('memory.forget_named', { what: kept.words })} onClick=${() => attempt(() => forgetPreference(kept), t('memory.gone'))}>${t('memory.forget')}</button></span>
    ${right !== null && html`<form class="memory-form" onSubmit=${save}><${Field} label=${t('memory.right')} value=${right} onText=${setRight} /><button class="key key-main">${t('device.save')}</button></form>`}</li>`;
}

function Nicknames({ known, attempt }) {
  if (!known.nicknames.length) return null;
  return html`<section class="card" aria-labelledby="memory-names"><h3 id="memory-names">${t('memory.names')}</h3><p class="card-lead">${t('memory.names.lead')}</p>
    <ul class="owner-list">${known.nicknames.map((given) => html`<li class="memory-item" key=${given.id}><div class="unit-words"><strong>${t('memory.called', { said: given.said, name: given.name })}</strong><span class="quiet">${t('memory.since', { when: clock(given.since) })}</span></div>
      <button type="button" class="key key-quiet" aria-label=${t('memory.forget_named', { what: given.said })} onClick=${() => attempt(() => forgetNickname(given), t('memory.gone'))}>${t('memory.forget')}</button></li>`)}</ul></section>`;
}

function Learnt({ known, attempt }) {
  return html`<section class="card" aria-labelledby="memory-learnt"><h3 id="memory-learnt">${t('memory.learnt')}</h3>
    <p class="card-lead">${t(known.learns ? 'memory.learnt.lead' : 'memory.learns_not')}</p>
    ${!known.habits.length && html`<p class="quiet">${t('memory.none_learnt')}</p>`}
    <ul class="owner-list">${known.habits.map((habit) => html`<${Habit} key=${habit.id} habit=${habit} attempt=${attempt} />`)}</ul></section>`;
}

function Habit({ habit, attempt }) {
  const about = aboutWords(habit);
  return html`<li class="memory-item"><div class="unit-words"><strong>${about}: ${valueOf(habit)}</strong>
      <span class="quiet">${[whenWords(habit.when), t('memory.times', { times: habit.times, of: habit.of })].filter(Boolean).join(' · ')}</span></div>
    <${Evidence} of=${habit} />
    <span class="owner-keys"><button type="button" class="key key-quiet" aria-label=${t('memory.forget_named', { what: about })} onClick=${() => attempt(() => forgetHabit(habit), t('memory.gone'))}>${t('memory.forget')}</button>
      <button type="button" class="key key-quiet" aria-label=${t('memory.learn_not_named', { what: about })} onClick=${() => attempt(() => learnNot(habit), t('memory.no_more'))}>${t('memory.learn_not')}</button></span></li>`;
}

function Evidence({ of }) {
  return html`<details class="memory-days"><summary>${t('memory.evidence')}</summary><ul>${[...of.days].reverse().map(({ day, happened }) => html`<li key=${day}>${dayWords(day)}: ${list(happened.map((each) => happenedWords(of, each)))}</li>`)}</ul></details>`;
}

function AfterSayings({ known, attempt }) {
  if (!known.after_sayings.length) return null;
  return html`<section class="card" aria-labelledby="memory-after"><h3 id="memory-after">${t('memory.after')}</h3><p class="card-lead">${t('memory.after.lead')}</p>
    <ul class="owner-list">${known.after_sayings.map((each) => html`<li class="memory-item" key=${each.saying + each.device + each.action}><div class="unit-words"><strong>${t(`memory.saying.${each.saying}`)}: ${aboutWords(each)}: ${valueOf(each)}</strong>
      <span class="quiet">${t('memory.times', { times: each.times, of: each.of })}</span></div>
      <${Evidence} of=${each} />
      <span class="owner-keys"><button type="button" class="key key-quiet" aria-label=${t('memory.learn_not_named', { what: aboutWords(each) })} onClick=${() => attempt(() => learnNot(each), t('memory.no_more'))}>${t('memory.learn_not')}</button></span></li>`)}</ul></section>`;
}

function dayWords(day) {
  const [year, month, date] = day.split('-').map(Number);
  return new Intl.DateTimeFormat(document.documentElement.lang, { weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(year, month - 1, date));
}

function NotLearnt({ known, attempt }) {
  if (!known.not_learnt.length) return null;
  return html`<section class="card" aria-labelledby="memory-not"><h3 id="memory-not">${t('memory.not_learnt')}</h3>
    <ul class="owner-list">${known.not_learnt.map((pair) => html`<li class="memory-item" key=${pair.device + pair.action}><span>${aboutWords({ ...pair, name: nameOfDevice(pair.device) })}</span>
      <button type="button" class="key" onClick=${() => attempt(() => learnAgain(pair), t('memory.again'))}>${t('memory.learn_again')}</button></li>`)}</ul></section>`;
}

function nameOfDevice(id) {
  const device = deviceNow(id);
  return device ? deviceName(device) : id;
}

function Ending({ known, attempt }) {
  const file = useRef(null);
  const [asked, setAsked] = useState(null);
  const take = async (event) => {
    const [chosen] = event.currentTarget.files;
    event.currentTarget.value = '';
    if (chosen) await attempt(async () => takeIn(await chosen.text()), t('memory.taken_in'));
  };
  const sure = async () => {
    if (!(await attempt(() => erase(asked), t('memory.erased')))) return;
    setAsked(null);
    turns.value = [];
  };
  const week = () => ({ since: new Date(Date.now() - 7 * DAY_MS).toISOString() });
  return html`<section class="card" aria-labelledby="memory-end"><h3 id="memory-end">${t('memory.yours')}</h3>
    <p class="card-lead">${t('memory.kept_days', { n: known.kept_days })}</p>
    <span class="owner-keys"><button type="button" class="key" onClick=${() => attempt(takeAlong)}>${t('memory.export')}</button>
      <button type="button" class="key" onClick=${() => file.current.click()}>${t('memory.import')}</button><input ref=${file} class="unseen" type="file" accept="application/json" aria-label=${t('memory.import')} tabindex="-1" onChange=${take} />
      <button type="button" class="key key-quiet" onClick=${() => setAsked(week())}>${t('memory.erase_week')}</button><button type="button" class="key key-quiet" onClick=${() => setAsked({})}>${t('memory.erase_all')}</button></span>
    ${asked && html`<span class="owner-sure" role="group" aria-label=${t('memory.sure')}><span role="status">${t(asked.since ? 'memory.sure_week' : 'memory.sure')}</span><button type="button" class="key key-danger" onClick=${sure}>${t('answer.yes')}</button>
      <button type="button" class="key" onClick=${() => setAsked(null)}>${t('answer.no')}</button></span>`}</section>`;
}

/** In the room of the house: the way here. */
export function MemoryCard() {
  return html`<section class="card memory-card"><h3>${t('memory.title')}</h3><p class="card-lead">${t('memory.card')}</p>
    <button type="button" class="key" aria-label=${`${t('owner.open')}: ${t('memory.title')}`} onClick=${() => { room.value = 'memory'; window.scrollTo(0, 0); }}>${t('owner.open')}</button></section>`;
}
