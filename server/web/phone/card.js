// In the room of the house: the page as an app on this device, what works without the house, and the holder in the car.
import { signal } from '@preact/signals';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { t } from '../words.js';
import { hold } from './holder.js';
import { newer, shell } from './worker.js';

const standalone = window.matchMedia('(display-mode: standalone)').matches || navigator.standalone === true;
/** The browser's own question, kept until somebody asks for it; null where it has none. */
const offer = signal(null);
const installed = signal(standalone);

window.addEventListener('beforeinstallprompt', (event) => { event.preventDefault(); offer.value = event; });
window.addEventListener('appinstalled', () => { offer.value = null; installed.value = true; });

export function PhoneCard() {
  return html`<section class="card"><h3>${t('phone.title')}</h3><ul class="rows">
    <li class="row"><span class="row-name">${t('phone.app')}<span class="quiet row-detail">${t(installed.value ? 'phone.installed' : offer.value ? 'phone.can_install' : 'phone.by_menu')}</span></span>
      ${offer.value && html`<span class="row-value"><button type="button" class="key" onClick=${install}>${t('phone.install')}</button></span>`}</li>
    <li class="row"><span class="row-name">${t('phone.without')}<span class="quiet row-detail">${t(`phone.shell.${shell.value.replace(' ', '_')}`)}</span></span></li>
    <li class="row"><span class="row-name">${t('phone.holder')}<span class="quiet row-detail">${t('phone.holder_why')}</span></span>
      <span class="row-value"><button type="button" class="key" onClick=${hold}>${t('phone.holder_open')}</button></span></li></ul></section>`;
}

async function install() {
  const asking = offer.value;
  offer.value = null;
  await asking.prompt();
}

/** Above everything: a newer page than this one is there. */
export function NewerBanner() {
  if (!newer.value) return null;
  return html`<div class="banner banner-new"><${Icon} name="check" /><div class="banner-words"><strong role="status">${t('newer.title')}</strong></div>
    <button type="button" class="key" onClick=${() => location.reload()}>${t('newer.load')}</button></div>`;
}
