// Always at the bottom: one round button, the words just heard or said, and typing instead.
import { useEffect, useRef } from 'preact/hooks';
import { connection } from '../house/connection.js';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { t } from '../words.js';
import { Face, Level } from './face.js';
import { pressed } from './press.js';
import { WhoKey } from './who_key.js';
import {
  aloud, caption, draft, level, openTyping, outOfReach, sendText, setAloud, stopEverything, talkButton, talkMode, talkState, typing,
} from './talk.js';

const HAS_KEYS = window.matchMedia('(hover: hover) and (pointer: fine)').matches;

export function TalkBar() {
  return html`<section class="talk" aria-label=${t('talk.label')} data-state=${talkState.value} data-mode=${talkMode.value} data-connection=${connection.value.state}>
    <${Caption} />
    ${typing.value ? html`<${TypingRow} />` : html`<${TalkRow} />`}
    <${WhoKey} />
    <p class="unseen" role="status">${talkState.value === 'waiting' ? '' : t(`talk.say.${talkState.value}`)}</p>
  </section>`;
}

function Caption() {
  const shown = caption.value;
  return html`<div class="caption-place" aria-live="polite">${shown && html`<p class="caption" data-kind=${shown.kind} data-claim=${shown.claim}>
    ${shown.kind === 'error' && html`<${Icon} name="alert" size=${20} />`}<span>${shown.text}</span></p>`}</div>`;
}

function TalkRow() {
  const active = talkState.value !== 'waiting';
  return html`<div class="talk-row">
    <button type="button" class="side-key" aria-label=${t('talk.type')} title=${t('talk.type')} onClick=${() => openTyping()}><${Icon} name="keyboard" /></button>
    <${TalkButton} />
    ${active
      ? html`<button type="button" class="side-key" aria-label=${t('talk.stop')} title=${t('talk.stop')} onClick=${stopEverything}><${Icon} name="stop" /></button>`
      : html`<span class="side-space"></span>`}
  </div>
  <p class="talk-hint">${talkMode.value === 'hands_free' ? t('talk.hands_free') : active ? '' : t(HAS_KEYS ? 'talk.hint_keys' : 'talk.hint')}</p>`;
}

function TalkButton() {
  const state = talkState.value;
  return html`<button type="button" class="talk-button" data-state=${state} aria-label=${t(`talk.${state}`)} ...${pressed(talkButton)}>
    <${Level} of=${level} /><${Face} state=${state} icon=${32} clock=${48} /></button>`;
}

function TypingRow() {
  const field = useRef(null);
  useEffect(() => field.current?.focus(), []);
  const active = talkState.value !== 'waiting';
  const send = (event) => {
    event.preventDefault();
    if (outOfReach()) return;
    sendText(draft.value);
    draft.value = '';
  };
  return html`<form class="typing-row" onSubmit=${send}>
    <button type="button" class="side-key" aria-label=${t('talk.close_field')} title=${t('talk.close_field')} onClick=${() => { typing.value = false; }}><${Icon} name="mic" /></button>
    <input class="field" ref=${field} value=${draft} placeholder=${t('talk.field')} aria-label=${t('talk.field')} enterkeyhint="send" autocomplete="off" maxlength="500"
      onInput=${(event) => { draft.value = event.currentTarget.value; }} />
    <button type="button" class="side-key" aria-pressed=${aloud.value ? 'true' : 'false'} aria-label=${t('house.aloud')} title=${t(aloud.value ? 'talk.aloud_on' : 'talk.aloud_off')}
      onClick=${() => setAloud(!aloud.value)}><${Icon} name=${aloud.value ? 'sound' : 'soundless'} /></button>
    ${active
      ? html`<button type="button" class="side-key side-key-main" aria-label=${t('talk.stop')} onClick=${stopEverything}><${Icon} name="stop" /></button>`
      : html`<button class="side-key side-key-main" aria-label=${t('talk.send')} disabled=${!draft.value.trim()}><${Icon} name="send" /></button>`}
  </form>`;
}
