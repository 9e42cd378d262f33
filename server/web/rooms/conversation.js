// What was heard, understood, done and said: one card per turn, the newest below.
import { useEffect, useRef } from 'preact/hooks';
import { html } from '../html.js';
import { PinEntry } from '../controls/pin.js';
import { Icon, iconOf } from '../icons.js';
import { clock, language, t, tOr } from '../words.js';
import { deviceNow } from '../house/store.js';
import { deviceName } from '../house/tile.js';
import { outcomeWords } from '../house/wish_note.js';
import { GoesOn } from '../phone/elsewhere.js';
import { openTyping, sendText } from '../talk/talk.js';
import { LONGEST } from '../talk/taught.js';
import { spokenInTruth, turns } from '../talk/turns.js';
import { thatWas } from '../talk/who.js';
import { WhoSpoke } from '../talk/who_key.js';
import { callWords } from '../talk/call_words.js';
import { Meant } from './meant.js';
import { Trace } from './trace.js';

export function Conversation() {
  const list = turns.value;
  const end = useRef(null);
  const last = list.at(-1);
  useEffect(() => { if (last) end.current?.scrollIntoView({ block: 'nearest' }); }, [list.length, last?.said.length, last?.ended]);
  return html`<div class="conversation"><h2 class="room-title">${t('turns.title')}</h2>
    ${list.length ? html`<ol class="turns">${list.map((turn, index) => html`<${Card} key=${turn.id} turn=${turn} isLast=${index === list.length - 1} />`)}</ol><${GoesOn} />` : html`<${GoesOn} /><${Nothing} />`}
    <div class="turns-end" ref=${end}></div></div>`;
}

function Nothing() {
  return html`<div class="card-state"><span class="state-icon"><${Icon} name="conversation" size=${32} /></span><h3>${t('turns.empty.title')}</h3><p>${t('turns.empty.text')}</p>
    <div class="chips">${[1, 2, 3].map((each) => html`<button type="button" class="chip" key=${each} onClick=${() => sendText(t(`turns.example.${each}`))}>${t(`turns.example.${each}`)}</button>`)}</div></div>`;
}

/** What was typed as a PIN comes back like this; it cannot be sent again. */
const MASKED = /^•+$/;

function Card({ turn, isLast }) {
  const asking = isLast && turn.ended && turn.said.at(-1)?.claim === 'ask';
  return html`<li class="turn" data-ended=${turn.ended} data-outcome=${turn.outcome}>
    <div class="turn-heard"><p>${turn.heard || t('turns.listening')}</p>
      ${turn.heard && !MASKED.test(turn.heard) && html`<button type="button" class="bare-key" aria-label=${t('turns.edit')} title=${t('turns.edit')} onClick=${() => openTyping(turn.heard)}><${Icon} name="edit" size=${16} /></button>`}</div>
    <p class="turn-when">${t(turn.source === 'typed' ? 'turns.typed' : 'turns.by_voice')} · ${clock(turn.at)}${turn.speaker?.by === 'voice' && html` · <${WhoSpoke} turn=${turn} onCorrect=${(person) => correctSpeaker(turn.id, person)} />`}</p>
    <${Understood} turn=${turn} />
    <${Answers} turn=${turn} />
    ${turn.said.map(({ text, claim }, index) => html`<p class="turn-said" key=${index} data-claim=${claim}>${text}</p>`)}
    ${turn.failure && !turn.said.some(({ text }) => text === turn.failure) && html`<p class="turn-said" data-claim="failed"><${Icon} name="alert" size=${20} /> ${turn.failure}</p>`}
    ${(turn.later ?? []).map((say, index) => html`<p class="turn-later" role="status" key=${index}><${Icon} name="clock" size=${16} /> ${say[language.value]}</p>`)}
    ${turn.ended === 'interrupted' && html`<p class="turn-when"><${Icon} name="stop" size=${16} /> ${t('turns.interrupted')}</p>`}
    ${asking && needsPin(turn) && html`<${PinEntry} why="" onPin=${sendText} onLeave=${() => sendText(t('answer.no'))} />`}
    ${asking && !needsPin(turn) && html`<div class="keys turn-keys"><button type="button" class="key key-main" onClick=${() => sendText(t('answer.yes'))}>${t('answer.yes')}</button>
      <button type="button" class="key" onClick=${() => sendText(t('answer.no'))}>${t('answer.no')}</button></div>`}
    ${!turn.ended && html`<p class="turn-busy" aria-hidden="true"><span class="dots"><i></i><i></i><i></i></span></p>`}
    ${isTeachable(turn) && html`<${Meant} said=${turn.heard} />`}
    <${Trace} turn=${turn} />
  </li>`;
}

async function correctSpeaker(id, person) {
  spokenInTruth(id, (await thatWas(id, person)).speaker);
}

/** Whether it can be said what the sentence meant: it was one of its own, and no answer to a question. */
function isTeachable({ ended, heard, mind }) {
  return ended && mind !== 'dialogue' && heard !== '' && heard.length <= LONGEST && !MASKED.test(heard);
}

/** Whether a yes is not enough: a call said so, or the PIN before was wrong. */
export function needsPin(turn) {
  return turn.why === 'not proved' || turn.calls.some(({ result }) => result?.needs_proof);
}

function Understood({ turn }) {
  const calls = turn.calls.length ? turn.calls.map(({ call }) => call) : turn.wanted ?? [];
  if (!turn.mind && !calls.length) return null;
  return html`<p class="turn-understood"><${Icon} name="right" size=${16} /><span>${calls.length ? calls.map((call) => callWords(call)).join('; ') : t(turn.mind === 'none' ? 'outcome.not_understood' : 'turns.nothing_called')}${turn.meant && html` · ${t('meant.is', { means: turn.meant })}`}</span></p>`;
}

const GLYPHS = { done: 'check', already: 'check', started: 'clock', pending: 'clock', unknown: 'question', failed: 'alert', refused: 'shield', ask: 'question' };

function Answers({ turn }) {
  const commands = turn.calls.flatMap(({ result }) => result?.facts?.commands ?? []);
  if (!commands.length) return null;
  return html`<ul class="answers">${commands.map((command, index) => {
    const device = deviceNow(command.device);
    return html`<li key=${index} class="answer" data-outcome=${command.outcome}>
      <${Icon} name=${device ? iconOf(device) : 'sensor'} size=${20} /><span class="answer-name">${device ? deviceName(device) : command.device}</span>
      <span class="answer-outcome"><${Icon} name=${GLYPHS[command.outcome] ?? 'question'} size=${16} /> ${answerWords(command)}</span></li>`;
  })}</ul>`;
}

function answerWords({ outcome, reason }) {
  return (reason && tOr(`reason.${reason}`, '')) || outcomeWords({ outcome });
}
