// Being paired: a code that reads from the driver's seat, a QR code for the phone, and that the car has to be parked.
import { html } from '../../html.js';
import { Icon } from '../../icons.js';
import { BASE } from '../api.js';
import { beginPairing, wish } from '../pairing.js';
import { chooseLanguage, clock, language, t } from '../words.js';
import { MessageScreen } from './message.js';

const ICONS = { not_parked: 'car', no_car: 'car', denied: 'shield', over: 'clock', away: 'away', failed: 'alert' };

export function PairingScreen() {
  const { phase } = wish.value;
  if (phase === 'code') return html`<${Code} ...${wish.value} />`;
  if (phase === 'waiting') return html`<main class="message"><p>${t('hu.pair.waiting')}</p></main>`;
  return html`<${MessageScreen} icon=${ICONS[phase]} title=${`hu.pair.${phase}`} more=${`hu.pair.${phase}_more`} key_words="hu.again" onKey=${beginPairing} />`;
}

function Code({ code, page, until }) {
  const other = language.value === 'en' ? 'zh' : 'en';
  return html`<main class="pairing">
    <div class="pairing-words">
      <h1>${t('hu.pair.title')}</h1>
      <p class="pairing-code" aria-label=${code.split('').join(' ')}>${code}</p>
      <p>${t('hu.pair.how', { page: page.replace(/^https?:\/\//, '') })}</p>
      <p class="quiet"><${Icon} name="clock" size=${32} /><span>${t('hu.pair.until', { time: clock(until) })}</span></p>
    </div>
    <div class="pairing-side">
      <img class="pairing-qr" src=${`${BASE}/pairing/qr.svg?user_code=${encodeURIComponent(code)}`} alt=${t('hu.pair.qr')} width="320" height="320" />
      <button type="button" class="big-key" lang=${other === 'zh' ? 'zh-CN' : 'en'} onClick=${() => chooseLanguage(other)}>${t('hu.other_language')}</button>
    </div>
    <p class="pairing-parked"><span class="gear">P</span><span>${t('hu.pair.parked')}</span></p>
  </main>`;
}
