// Under a card: what was said meant something else. One line to say what, and from then on it does.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Problem, ServerAway } from '../api.js';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { t } from '../words.js';
import { sendText } from '../talk/talk.js';
import { LONGEST, teach } from '../talk/taught.js';

export function Meant({ said }) {
  const [open, setOpen] = useState(false);
  const [taught, setTaught] = useState(null);
  const button = useRef(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !open && !taught) button.current?.focus();
    wasOpen.current = open;
  }, [open, taught]);
  return html`<div class="meant">
    ${!open && !taught && html`<button type="button" class="meant-open" ref=${button} aria-label=${t('meant.open_named', { said })} onClick=${() => setOpen(true)}><${Icon} name="edit" size=${16} />${t('meant.open')}</button>`}
    ${open && html`<${Form} said=${said} onTaught=${(phrase) => { setTaught(phrase); setOpen(false); }} onLeave=${() => setOpen(false)} />`}
    <div role="status">${taught && html`<p class="meant-taught"><${Icon} name="check" size=${20} /><span>${t('meant.taught', taught)}</span></p>`}</div>
    ${taught && html`<${Afterwards} said=${said} onLeave=${() => setTaught(null)} />`}</div>`;
}

function Form({ said, onTaught, onLeave }) {
  const id = useId();
  const field = useRef(null);
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => { field.current.focus(); }, []);
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setTrouble('');
    try {
      onTaught(await teach(said, field.current.value));
    } catch (failure) {
      setTrouble(failureWords(failure));
      setBusy(false);
      field.current.focus();
    }
  };
  return html`<form class="meant-form" onSubmit=${submit} novalidate onKeyDown=${(event) => event.key === 'Escape' && onLeave()}>
    <label for=${id}>${t('meant.label', { said })}</label>
    <input class="field" id=${id} ref=${field} type="text" maxlength=${LONGEST} autocomplete="off" placeholder=${t('meant.hint')}
      aria-invalid=${trouble ? 'true' : undefined} aria-describedby=${`${id}-why`} />
    <div class="keys turn-keys"><button type="submit" class="key key-main" disabled=${busy}>${t('meant.send')}</button>
      <button type="button" class="key" onClick=${onLeave}>${t('meant.leave')}</button></div>
    <p class="owner-trouble" id=${`${id}-why`} role="alert">${trouble && html`<${Icon} name="alert" size=${20} /><span>${trouble}</span>`}</p>
  </form>`;
}

/** It was taught and nothing was done: now it can be. */
function Afterwards({ said, onLeave }) {
  const first = useRef(null);
  useEffect(() => { first.current.focus(); }, []);
  return html`<div class="keys turn-keys"><button type="button" class="key key-main" ref=${first} onClick=${() => { onLeave(); sendText(said); }}>${t('meant.do_it')}</button>
    <button type="button" class="key" onClick=${onLeave}>${t('meant.done')}</button></div>`;
}

export function failureWords(failure) {
  if (failure instanceof ServerAway) return t('owner.away');
  if (!(failure instanceof Problem)) console.error(failure);
  return failure.message;
}
