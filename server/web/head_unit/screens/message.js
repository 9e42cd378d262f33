// A screen that says one thing, and what to do about it.
import { html } from '../../html.js';
import { Icon } from '../../icons.js';
import { t } from '../words.js';

export function MessageScreen({ icon, title, more, key_words: words, onKey }) {
  return html`<main class="message">
    <span class="message-icon"><${Icon} name=${icon} size=${96} /></span>
    <h1>${t(title)}</h1><p>${t(more)}</p>
    ${words && html`<button type="button" class="big-key big-key-main" onClick=${onKey}>${t(words)}</button>`}
  </main>`;
}
