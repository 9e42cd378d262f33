// For a phone in a holder in the car: the last answer and the talk button, to be read and met at arm's length.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { connection } from '../house/connection.js';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { needsPin } from '../rooms/conversation.js';
import { Face, Level } from '../talk/face.js';
import { pressed } from '../talk/press.js';
import { caption, level, sendText, stopEverything, talkButton, talkMode, talkState } from '../talk/talk.js';
import { turns } from '../talk/turns.js';
import { language, t } from '../words.js';

/** Characters from which the letters are smaller, and after which the rest is spoken only; Mandarin says more in fewer. */
const SIZES = { en: { large: 45, medium: 95, most: 150 }, zh: { large: 18, medium: 42, most: 72 } };
const ICONS = { done: 'check', already: 'check', started: 'clock', pending: 'clock', unknown: 'question', failed: 'alert', refused: 'shield', not_understood: 'question', interrupted: 'stop' };

/** Whether the page is shown like this. */
export const holding = signal(new URLSearchParams(location.search).has('holder'));

export function hold() {
  holding.value = true;
  history.replaceState(null, '', '/?holder');
}

function leave() {
  holding.value = false;
  history.replaceState(null, '', '/');
}

export function Holder() {
  useEffect(keepAwake, []);
  return html`<div class="holder" data-state=${talkState.value} data-connection=${connection.value.state}>
    <header class="holder-top"><button type="button" class="holder-key" aria-label=${t('holder.leave')} onClick=${leave}><${Icon} name="close" size=${40} /></button></header>
    <main class="holder-answer" aria-live="polite"><${Shown} /></main>
    <${TalkRow} /></div>`;
}

function Shown() {
  const last = turns.value.at(-1);
  const trouble = caption.value?.kind === 'error' || caption.value?.kind === 'hint' ? caption.value : null;
  if (connection.value.state === 'away') return html`<${Words} text=${t('holder.away')} icon="away" kind="away" />`;
  if (trouble) return html`<${Words} text=${trouble.text} icon=${trouble.kind === 'error' ? 'alert' : ''} kind="failed" />`;
  if (!last) return html`<${Words} text=${t('holder.greeting')} kind="empty" />`;
  if (!last.ended && !last.said.length) return html`<${Words} text=${last.heard || t('turns.listening')} kind="heard" />`;
  const asks = last.ended && last.said.at(-1)?.claim === 'ask';
  return html`<${Words} text=${asks && needsPin(last) ? t('holder.pin') : answerOf(last)} icon=${asks ? 'question' : ICONS[last.outcome]} kind=${asks ? 'ask' : last.outcome} lang=${last.language} />
    ${asks && html`<${Answers} yes=${!needsPin(last)} />`}`;
}

function answerOf({ said, failure, ended, language: spoken }) {
  if (ended === 'interrupted' && !said.length) return t('turns.interrupted');
  return said.map(({ text }) => text).join(spoken === 'zh' ? '' : ' ') || failure || t('outcome.answer');
}

function Words({ text, icon = '', kind, lang = language.value }) {
  const { large, medium, most } = SIZES[lang === 'zh' ? 'zh' : 'en'];
  const size = text.length <= large ? 'large' : text.length <= medium ? 'medium' : 'small';
  const shown = text.length <= most ? text : `${wholeWords(text.slice(0, most))}…`;
  return html`<p class="holder-words" data-size=${size} data-kind=${kind} lang=${lang === 'zh' ? 'zh-CN' : 'en'}>${icon && html`<${Icon} name=${icon} size=${56} />`}<span>${shown}</span></p>`;
}

/** Without the word that was cut in two, and without what stood before the cut. */
function wholeWords(text) {
  return text.replace(/[\s,;，；、]+[^\s,;，；、]*$/, '');
}

/** No PIN is typed here: it is said, or typed on the page, when the car is parked. */
function Answers({ yes }) {
  return html`<div class="holder-keys">${yes && html`<button type="button" class="holder-key holder-key-main" onClick=${() => sendText(t('answer.yes'))}><${Icon} name="check" size=${40} />${t('answer.yes')}</button>`}
    <button type="button" class="holder-key" onClick=${() => sendText(t('answer.no'))}><${Icon} name="close" size=${40} />${t('answer.no')}</button></div>`;
}

function TalkRow() {
  const state = talkState.value;
  return html`<section class="holder-talk" aria-label=${t('talk.label')} data-mode=${talkMode.value}>
    <span class="holder-side"></span>
    <button type="button" class="talk-button" data-state=${state} aria-label=${t(`talk.${state}`)} ...${pressed(talkButton)}><${Level} of=${level} /><${Face} state=${state} icon=${72} clock=${88} /></button>
    <span class="holder-side">${state !== 'waiting' && html`<button type="button" class="holder-key" aria-label=${t('talk.stop')} onClick=${stopEverything}><${Icon} name="stop" size=${40} /></button>`}</span>
    <p class="unseen" role="status">${state === 'waiting' ? '' : t(`talk.say.${state}`)}</p></section>`;
}

/** The screen stays on while the page is shown; a browser that cannot do that lets it go dark. */
function keepAwake() {
  let lock = null;
  let over = false;
  const ask = async () => {
    if (document.hidden || !navigator.wakeLock) return;
    try {
      const given = await navigator.wakeLock.request('screen');
      if (over) given.release();
      else lock = given;
    } catch (refused) {
      console.info('the screen may go dark:', refused.message);
    }
  };
  ask();
  document.addEventListener('visibilitychange', ask);
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', ask);
    lock?.release();
  };
}
