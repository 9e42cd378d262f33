// The last answer; where something is asked, the question with two big keys in its place.
import { html } from '../../html.js';
import { Icon } from '../../icons.js';
import { answer, decide, decideWaiting, possible, question, shown, waiting } from '../answer.js';
import { manner } from '../car.js';
import { link } from '../feed.js';
import { talkState } from '../talk.js';
import { clock, t } from '../words.js';
import { PinPad } from './pin_pad.js';

const ICONS = { done: 'check', already: 'check', started: 'clock', pending: 'clock', unknown: 'question', failed: 'alert', refused: 'shield', not_understood: 'question', interrupted: 'stop', ask: 'question' };
/** Characters from which the letters are smaller. */
const LONG = 60;
const VERY_LONG = 170;

export function AnswerCard() {
  return html`<section class="answer" data-thing aria-label=${t('hu.answer')} aria-live="polite"><${Inside} /></section>`;
}

function Inside() {
  if (question.value) return html`<${Question} ...${question.value} />`;
  const back = waiting.value.find((wish) => wish.reachable);
  if (back && talkState.value === 'waiting') return html`<${Back} wish=${back} />`;
  return html`<${Last} />`;
}

function Last() {
  const last = answer.value;
  if (link.value === 'away') return html`<${Away} />`;
  if (!last) return html`<p class="answer-text answer-empty">${t(manner.value === 'moving' ? 'hu.greeting_moving' : 'hu.greeting')}</p><${Waits} />`;
  const text = shown.value;
  const size = text.length > VERY_LONG ? 'small' : text.length > LONG ? 'medium' : 'large';
  const parked = manner.value === 'parked';
  return html`${last.heard && parked && html`<p class="answer-heard">${last.heard}</p>`}
    <p class="answer-text" data-size=${size} data-outcome=${last.outcome} lang=${last.language === 'zh' ? 'zh-CN' : 'en'}>
      ${ICONS[last.outcome] && html`<${Icon} name=${ICONS[last.outcome]} size=${56} />`}<span>${text}</span>${possible.value && html`<small>${possible.value}</small>`}</p><${Waits} />`;
}

function Away() {
  return html`<p class="answer-text" data-size="medium" data-outcome="away"><${Icon} name="away" size=${56} /><span>${t('hu.away')}</span></p>${manner.value === 'parked' && html`<p class="answer-heard">${t('hu.away_more')}</p>`}`;
}

/** What waits for the house, in one line. */
function Waits() {
  const count = waiting.value.length;
  if (!count) return null;
  const until = Math.min(...waiting.value.map((wish) => Date.parse(wish.until)));
  return html`<p class="waits"><${Icon} name="clock" size=${32} /><span>${t('hu.waits', { n: count, time: clock(until) })}</span></p>`;
}

function Question({ kind, text }) {
  if (kind === 'pin' && manner.value === 'parked') return html`<${PinPad} text=${text} />`;
  if (kind === 'pin') return html`<p class="answer-text" data-size="medium" data-outcome="ask"><${Icon} name="key" size=${56} /><span>${t('hu.pin_parked')}</span></p>`;
  return html`<p class="answer-text" data-size="medium" data-outcome="ask"><span>${text.length > 40 && manner.value === 'moving' ? t('hu.short.ask') : text}</span></p>
    <${YesNo} onYes=${() => decide(true)} onNo=${() => decide(false)} />`;
}

function Back({ wish }) {
  const moving = manner.value === 'moving';
  const text = moving && wish.text.length > 40 ? t('hu.back_short') : moving ? wish.text : t('hu.back', { time: clock(wish.at), text: wish.text });
  return html`<p class="answer-text" data-size="medium" data-outcome="ask"><span>${text}</span></p>
    <${YesNo} onYes=${() => decideWaiting(wish.id, 'yes')} onNo=${() => decideWaiting(wish.id, 'no')} />`;
}

function YesNo({ onYes, onNo }) {
  return html`<div class="yes-no"><button type="button" class="big-key big-key-main" onClick=${onYes}><${Icon} name="check" size=${48} />${t('hu.yes')}</button>
    <button type="button" class="big-key" onClick=${onNo}><${Icon} name="close" size=${48} />${t('hu.no')}</button></div>`;
}
