// Always at the bottom: one round button, the words just heard or said, and typing instead.
import { useEffect, useRef } from 'preact/hooks';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { t } from '../words.js';
import {
  aloud, cancelPress, caption, draft, level, openTyping, pressTalk, releaseTalk, sendText, setAloud, stopEverything, talkMode, talkState, tapTalk, typing,
} from './talk.js';

const HAS_KEYS = window.matchMedia('(hover: hover) and (pointer: fine)').matches;

export function TalkBar() {
  return html`<section class="talk" aria-label=${t('talk.label')} data-state=${talkState.value} data-mode=${talkMode.value}>
    <${Caption} />
    ${typing.value ? html`<${TypingRow} />` : html`<${TalkRow} />`}
    <p class="unseen" role="status">${talkState.value === 'waiting' ? '' : t(`talk.say.${talkState.value}`)}</p>
  </section>`;
}

function Caption() {
  const shown = caption.value;
  return html`<div class="caption-place" aria-live="polite">${shown && html`<p class="caption" data-kind=${shown.kind}>
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
  const down = (event) => {
    if (event.button) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pressTalk();
  };
  const key = (action) => (event) => {
    if (event.code !== 'Space') return;
    event.preventDefault();
    if (!event.repeat) action();
  };
  // A click without a pointer is Enter or a screen reader.
  const click = (event) => { if (event.detail === 0) tapTalk(); };
  return html`<button type="button" class="talk-button" data-state=${state} aria-label=${t(`talk.${state}`)}
    onPointerDown=${down} onPointerUp=${releaseTalk} onPointerCancel=${cancelPress} onContextMenu=${(event) => event.preventDefault()}
    onKeyDown=${key(pressTalk)} onKeyUp=${key(releaseTalk)} onClick=${click}>
    <${Level} /><span class="talk-face" aria-hidden="true">${FACES[state]()}</span></button>`;
}

/** The ring that follows the voice; it alone is redrawn fifty times a second. */
function Level() {
  const ring = useRef(null);
  useEffect(() => level.subscribe((loud) => ring.current?.style.setProperty('--level', loud.toFixed(3))), []);
  return html`<span class="talk-level" ref=${ring} aria-hidden="true"></span>`;
}

const bars = (count, name) => html`<span class=${name}>${Array.from({ length: count }, (_, index) => html`<i key=${index}></i>`)}</span>`;

const FACES = {
  waiting: () => html`<${Icon} name="mic" size=${32} />`,
  listening: () => html`<${Icon} name="mic" size=${32} />`,
  understanding: () => bars(3, 'dots'),
  acting: () => html`<svg class="turning" viewBox="0 0 48 48" width="48" height="48"><circle cx="24" cy="24" r="18" /><path d="M24 14v10l7 4" /></svg>`,
  speaking: () => bars(5, 'waves'),
};

function TypingRow() {
  const field = useRef(null);
  useEffect(() => field.current?.focus(), []);
  const active = talkState.value !== 'waiting';
  const send = (event) => {
    event.preventDefault();
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
