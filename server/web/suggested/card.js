// Above the house: what one usually does now, with three answers; and what is done today by itself.
import { useEffect, useState } from 'preact/hooks';
import { html } from '../html.js';
import { Icon, iconOf } from '../icons.js';
import { clock, language, t } from '../words.js';
import { deviceNow } from '../house/store.js';
import { failureWords } from '../settings/member_list.js';
import { nameOf, typedBy } from '../talk/who.js';
import { answer, came, endRoutine, loadSuggested, suggested } from './kept.js';

const TOLD_MS = 12_000;

export function Suggested() {
  useEffect(() => { loadSuggested(); }, []);
  const { suggestion, routines } = suggested.value;
  const answered = came.value?.id === suggestion?.id;
  return html`${suggestion && !answered && html`<${Suggestion} key=${suggestion.id} suggestion=${suggestion} />`}${came.value && html`<${Came} key=${came.value.say} />`}${routines.length > 0 && html`<${Day} routines=${routines} />`}`;
}

function Suggestion({ suggestion }) {
  const { busy, trouble, attempt } = useAttempt();
  const say = suggestion.say[language.value];
  const key = (wish, words, kind = '') => html`<button type="button" class=${`key ${kind}`} disabled=${busy} onClick=${() => attempt(() => answer(suggestion.id, wish))}>${t(words)}</button>`;
  return html`<section class="card suggestion" aria-label=${t('suggested.title')}>
    <span class="tile-icon"><${Icon} name=${iconFor(suggestion.device)} /></span>
    <div class="suggestion-words"><strong role="status">${say}</strong>${suggestion.why[language.value] && html`<p class="quiet">${suggestion.why[language.value]}</p>`}<${Trouble} trouble=${trouble} /></div>
    <div class="suggestion-keys">${key('yes', 'answer.yes', 'key-main')}${key('no', 'answer.no')}${key('every_time', 'suggested.every_time')}</div></section>`;
}

/** What came of it; a question of the house stays until it is answered. */
function Came() {
  const { say, claim, id, answer: wish } = came.value;
  const { busy, trouble, attempt } = useAttempt();
  useEffect(() => {
    if (claim === 'ask') return undefined;
    const timer = setTimeout(() => { came.value = null; }, TOLD_MS);
    return () => clearTimeout(timer);
  }, []);
  return html`<section class="card suggestion" data-claim=${claim} aria-label=${t('suggested.title')}>
    <div class="suggestion-words"><strong role="status">${say}</strong><${Trouble} trouble=${trouble} /></div>
    <div class="suggestion-keys">${claim === 'ask' && html`<button type="button" class="key key-main" disabled=${busy} onClick=${() => attempt(() => answer(id, wish, true))}>${t('answer.yes')}</button>`}
      <button type="button" class="key" onClick=${() => { came.value = null; }}>${t(claim === 'ask' ? 'answer.no' : 'suggested.close')}</button></div></section>`;
}

function Day({ routines }) {
  const today = routines.filter((routine) => routine.today).length;
  return html`<details class="card suggested-day"><summary><span>${t('suggested.day', { n: routines.length })}</span><span class="quiet">${t('suggested.today', { n: today })}</span></summary>
    <ul class="owner-list">${routines.map((routine) => html`<${Routine} key=${routine.id} routine=${routine} />`)}</ul></details>`;
}

function Routine({ routine }) {
  const { busy, trouble, attempt } = useAttempt();
  const act = routine.act[language.value];
  const others = routine.person !== (typedBy().person ?? 'owner');
  return html`<li class="suggested-routine"><span class="tile-icon"><${Icon} name=${iconFor(routine.device)} /></span>
    <div class="suggestion-words"><strong>${act.charAt(0).toUpperCase() + act.slice(1)}</strong><span class="quiet">${[routine.when[language.value], others && t('suggested.for', { name: nameOf(routine.person) }), cameOf(routine)].filter(Boolean).join(' · ')}</span><${Trouble} trouble=${trouble} /></div>
    <button type="button" class="key key-quiet" disabled=${busy} aria-label=${t('suggested.end_named', { what: act })} onClick=${() => attempt(() => endRoutine(routine))}>${t('suggested.end')}</button></li>`;
}

function cameOf({ ran, came: what }) {
  if (!ran) return '';
  const known = ['done', 'already', 'started', 'pending', 'away', 'held_back', 'unknown', 'began'].includes(what);
  return t(`suggested.came.${known ? what : 'failed'}`, { when: clock(ran) });
}

function Trouble({ trouble }) {
  return html`<p class="owner-trouble" role="alert">${trouble && html`<${Icon} name="alert" size=${20} /><span>${trouble}</span>`}</p>`;
}

function useAttempt() {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');
  const attempt = async (work) => {
    setBusy(true);
    setTrouble('');
    try {
      await work();
    } catch (failure) {
      setTrouble(failureWords(failure));
    }
    setBusy(false);
  };
  return { busy, trouble, attempt };
}

function iconFor(id) {
  const device = deviceNow(id);
  return device ? iconOf(device) : 'button';
}
