// Setting the PIN that unlocking and the like ask for.
import { useEffect, useState } from 'preact/hooks';
import { getJson, request } from '../api.js';
import { html } from '../html.js';
import { PinEntry } from '../controls/pin.js';
import { t } from '../words.js';

const PATH = '/api/pins/owner';
const PIN = /^\d{4,12}$/;

export function PinCard() {
  const [isSet, setIsSet] = useState(null);
  const [step, setStep] = useState('');
  const [present, setPresent] = useState(null);
  const [said, setSaid] = useState('');
  useEffect(() => { look(setIsSet, setSaid); }, []);
  const begin = () => { setSaid(''); setPresent(null); setStep(isSet ? 'present' : 'new'); };
  const store = async (pin) => {
    if (!PIN.test(pin)) {
      setSaid(t('pin.shape'));
      return;
    }
    try {
      await request(PATH, { method: 'PUT', body: present ? { pin, present } : { pin } });
      setIsSet(true);
      setSaid(t('pin.stored'));
    } catch (failure) {
      setSaid(failure.kind === 'invalid' ? t('pin.shape') : failure.message);
      if (failure.kind === 'invalid') return;
    }
    setStep('');
  };
  return html`<section class="card"><h3>${t('pin.title')}</h3>
    <p class="card-lead">${t(isSet === null ? 'house.unknown' : isSet ? 'pin.set' : 'pin.none')}</p><p class="quiet">${t('pin.why')}</p>
    ${said && html`<p role="status" class="card-note">${said}</p>`}
    ${step === 'present' && html`<${PinEntry} key="present" label=${t('pin.present')} send=${t('pin.next')} onPin=${(pin) => { setPresent(pin); setStep('new'); }} leave=${t('pin.cancel')} onLeave=${() => { setSaid(''); setStep(''); }} />`}
    ${step === 'new' && html`<${PinEntry} key="new" label=${t('pin.new')} send=${t('pin.store')} onPin=${store} leave=${t('pin.cancel')} onLeave=${() => { setSaid(''); setStep(''); }} />`}
    ${!step && isSet !== null && html`<button type="button" class="key card-key" onClick=${begin}>${t(isSet ? 'pin.change' : 'pin.choose')}</button>`}
  </section>`;
}

async function look(setIsSet, setSaid) {
  try {
    setIsSet((await getJson(PATH)).set);
  } catch (failure) {
    setSaid(failure.message);
  }
}
