// The key beside the round button that says who speaks here.
import { useEffect } from 'preact/hooks';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { t } from '../words.js';
import { anyVoice, BY_VOICE, chooseWho, loadMembers, members, nameOf, who } from './who.js';

/** Nothing is shown as long as the owner lives alone. */
export function WhoKey() {
  useEffect(() => { loadMembers(); }, []);
  if (members.value.length < 2 && !anyVoice.value) return null;
  const chosen = who.value;
  return html`<label class="who-key"><${Icon} name=${chosen === BY_VOICE ? 'mic' : 'person'} size=${16} /><span class="unseen">${t('who.label')}</span>
    <select value=${chosen} onChange=${(event) => chooseWho(event.currentTarget.value)}>
      ${members.value.map(({ id }) => html`<option key=${id} value=${id === 'owner' ? '' : id} selected=${(id === 'owner' ? '' : id) === chosen}>${nameOf(id)}</option>`)}
      ${anyVoice.value && html`<option value=${BY_VOICE} selected=${chosen === BY_VOICE}>${t('who.by_voice')}</option>`}</select></label>`;
}

/** Under a sentence whose speaker was told by voice: who it was, and who it really was. */
export function WhoSpoke({ turn, onCorrect }) {
  const { person } = turn.speaker;
  return html`<label class="who-spoke"><span class="unseen">${t('who.was')}</span><select value=${person} onChange=${(event) => onCorrect(event.currentTarget.value)}>
    ${person === 'unknown' && html`<option value="unknown" selected>${t('who.unknown')}</option>`}
    ${members.value.map(({ id }) => html`<option key=${id} value=${id} selected=${id === person}>${nameOf(id)}</option>`)}</select></label>`;
}
