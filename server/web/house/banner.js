// The connection in words: the house's key is wanted, Mimosa is away, or the devices are.
import { useEffect, useState } from 'preact/hooks';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { clock, t } from '../words.js';
import { connect, connection, unlock } from './connection.js';
import { health, loaded } from './store.js';
import { asOf, fromBefore } from '../phone/last_known.js';

export function Banner() {
  if (connection.value.state === 'away') return html`<${Away} />`;
  if (health.value?.link === false) return html`<${Notice} title=${t('link.title')} text=${t('link.text')} />`;
  return null;
}

function Away() {
  const seconds = useSecondsUntil(connection.value.retryAt);
  const [withTime, without] = seconds > 0 ? ['away.retry', 'away.first'] : ['away.retrying', 'away.first_now'];
  const known = loaded.value && asOf.value !== null;
  const text = known ? `${t(withTime, { n: seconds, time: clock(asOf.value) })} ${t('away.no_wishes')}` : t(without, { n: seconds });
  return html`<${Notice} title=${t(fromBefore.value ? 'away.far' : 'away.title')} text=${text} action=${html`<button type="button" class="key" onClick=${connect}>${t('away.now')}</button>`} />`;
}

function Notice({ title, text, action }) {
  return html`<div class="banner"><${Icon} name="away" /><div class="banner-words"><strong role="status">${title}</strong><p>${text}</p></div>${action}</div>`;
}

function useSecondsUntil(moment) {
  const left = () => Math.max(0, Math.ceil((moment - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left());
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => setSeconds(left()), 500);
    return () => clearInterval(timer);
  }, [moment]);
  return seconds;
}

export function KeyWantedCard() {
  const enter = (event) => {
    event.preventDefault();
    const key = new FormData(event.currentTarget).get('key').trim();
    if (key) unlock(key);
  };
  return html`<form class="card-state" onSubmit=${enter}><span class="state-icon"><${Icon} name="key" size=${32} /></span>
    <h2>${t('key.title')}</h2><p>${t('key.text')}</p>
    ${connection.value.wrong && html`<p class="wrong" role="alert"><${Icon} name="alert" size=${20} /> ${t('key.wrong')}</p>`}
    <div class="inline-form"><input class="field" name="key" type="password" autocomplete="current-password" aria-label=${t('key.label')} placeholder=${t('key.label')} required />
      <button class="key key-main">${t('key.enter')}</button></div></form>`;
}
