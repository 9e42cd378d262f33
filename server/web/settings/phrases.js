// The phrases that were taught, each with what it means and a key that removes it.
import { useEffect, useState } from 'preact/hooks';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { t } from '../words.js';
import { failureWords } from '../rooms/meant.js';
import { forgetPhrase, loadPhrases, phrases, unreadable } from '../talk/taught.js';

export function Phrases() {
  const [trouble, setTrouble] = useState('');
  const [gone, setGone] = useState('');
  useEffect(() => { loadPhrases(); }, []);
  const remove = async (phrase) => {
    setTrouble('');
    setGone('');
    try {
      await forgetPhrase(phrase.id);
      setGone(t('phrases.gone', { said: phrase.said }));
    } catch (failure) {
      setTrouble(failureWords(failure));
    }
  };
  const list = phrases.value ?? [];
  return html`<section class="card phrases" aria-labelledby="phrases-title"><h3 id="phrases-title">${t('phrases.title')}</h3>
    <p class="card-lead">${t('phrases.lead')}</p>
    ${unreadable.value && html`<p class="quiet">${t('phrases.failed')}</p>`}
    ${phrases.value && !list.length && html`<p class="quiet">${t('phrases.none')}</p>`}
    <ul class="owner-list">${[...list].reverse().map((phrase) => html`<${Phrase} key=${phrase.id} phrase=${phrase} onRemove=${() => remove(phrase)} />`)}</ul>
    <p class="quiet" role="status">${gone}</p>
    <p class="owner-trouble" role="alert">${trouble && html`<${Icon} name="alert" size=${20} /><span>${trouble}</span>`}</p></section>`;
}

function Phrase({ phrase, onRemove }) {
  const { said, means, language } = phrase;
  return html`<li class="phrase"><div class="phrase-words"><span lang=${language === 'zh' ? 'zh-CN' : 'en'}>${t('phrases.said', { said })}</span><span class="quiet">${t('phrases.means', { means })}</span></div>
    <button type="button" class="key key-quiet" aria-label=${t('phrases.remove_named', { said })} onClick=${onRemove}>${t('phrases.remove')}</button></li>`;
}
