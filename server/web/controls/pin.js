// A PIN, typed; it is shown to nobody and kept nowhere.
import { useEffect, useRef } from 'preact/hooks';
import { html } from '../html.js';
import { t } from '../words.js';

/** A field for digits with its two keys. `why`: what is said above it; `label`: the name of the field. */
export function PinEntry({ why, label = t('pin.label'), send = t('pin.send'), leave = t('ask.no'), onPin, onLeave }) {
  const field = useRef(null);
  useEffect(() => { if (document.activeElement === document.body) field.current?.focus(); }, []);
  const submit = (event) => {
    event.preventDefault();
    const pin = field.current.value.trim();
    field.current.value = '';
    if (pin) onPin(pin);
  };
  return html`<form class="pin" onSubmit=${submit}>
    ${why && html`<p role="status">${why}</p>`}
    <input ref=${field} class="field" type="password" inputmode="numeric" autocomplete="off" maxlength="12" aria-label=${label} placeholder=${label} />
    <div class="keys"><button type="submit" class="key key-main">${send}</button>
      ${onLeave && html`<button type="button" class="key" onClick=${onLeave}>${leave}</button>`}</div>
  </form>`;
}
