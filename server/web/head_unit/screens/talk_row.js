// The round button: five states without words. Beside it, while anything is under way, the key that stops it.
import { useEffect, useRef } from 'preact/hooks';
import { html } from '../../html.js';
import { Icon } from '../../icons.js';
import { link } from '../feed.js';
import { cancelPress, level, pressTalk, releaseTalk, stopEverything, talkMode, talkState, tapTalk } from '../talk.js';
import { scopes } from '../tokens.js';
import { t } from '../words.js';

export function TalkRow() {
  const active = talkState.value !== 'waiting';
  return html`<div class="talk-row" data-thing data-state=${talkState.value} data-mode=${talkMode.value}>
    <span class="talk-side"></span><${TalkButton} />
    <span class="talk-side">${active && html`<button type="button" class="stop-key" aria-label=${t('hu.stop')} onClick=${stopEverything}><${Icon} name="stop" size=${48} /></button>`}</span>
    <p class="unseen" role="status">${active ? t(`talk.say.${talkState.value}`) : ''}</p>
  </div>`;
}

function TalkButton() {
  const state = talkState.value;
  const can = link.value === 'open' && scopes.value.has('talk');
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
  const click = (event) => { if (event.detail === 0) tapTalk(); };
  return html`<button type="button" class="talk-button" data-state=${can || state !== 'waiting' ? state : 'away'} disabled=${!can} aria-label=${t(can ? `hu.talk.${state}` : 'hu.talk.away')}
    onPointerDown=${down} onPointerUp=${releaseTalk} onPointerCancel=${cancelPress} onContextMenu=${(event) => event.preventDefault()}
    onKeyDown=${key(pressTalk)} onKeyUp=${key(releaseTalk)} onClick=${click}>
    <${Level} /><span class="talk-face" aria-hidden="true">${can ? FACES[state]() : html`<${Icon} name="away" size=${72} />`}</span></button>`;
}

/** The ring that follows the voice; it alone is redrawn fifty times a second. */
function Level() {
  const ring = useRef(null);
  useEffect(() => level.subscribe((loud) => ring.current?.style.setProperty('--level', loud.toFixed(3))), []);
  return html`<span class="talk-level" ref=${ring} aria-hidden="true"></span>`;
}

const bars = (count, name) => html`<span class=${name}>${Array.from({ length: count }, (_, index) => html`<i key=${index}></i>`)}</span>`;

const FACES = {
  waiting: () => html`<${Icon} name="mic" size=${80} />`,
  listening: () => html`<${Icon} name="mic" size=${80} />`,
  understanding: () => bars(3, 'dots'),
  acting: () => html`<svg class="turning" viewBox="0 0 48 48" width="104" height="104"><circle cx="24" cy="24" r="19" /><path d="M24 14v10l7 4" /></svg>`,
  speaking: () => bars(5, 'waves'),
};
