// The round button: five states without words. Beside it, while anything is under way, the key that stops it.
import { html } from '../../html.js';
import { Icon } from '../../icons.js';
import { Face, Level } from '../../talk/face.js';
import { pressed } from '../../talk/press.js';
import { link } from '../feed.js';
import { level, stopEverything, talkButton, talkMode, talkState } from '../talk.js';
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
  return html`<button type="button" class="talk-button" data-state=${can || state !== 'waiting' ? state : 'away'} disabled=${!can} aria-label=${t(can ? `hu.talk.${state}` : 'hu.talk.away')} ...${pressed(talkButton)}>
    <${Level} of=${level} />
    ${can ? html`<${Face} state=${state} icon=${80} clock=${104} />` : html`<span class="talk-face" aria-hidden="true"><${Icon} name="away" size=${72} /></span>`}</button>`;
}
