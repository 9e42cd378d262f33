// The frame of every dialog of the settings: a form that saves what was changed, and says why where it could not.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { t } from '../words.js';
import { failureWords } from './owned.js';
import { leave } from './opened.js';

/** `onSave` sends what the form says; `foot` is what stands beside the keys. `saving` may be false where nothing can be changed. */
export function Dialog({ icon, title, under, onSave, children, foot, saving = true }) {
  const dialog = useRef(null);
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => { dialog.current.showModal(); }, []);
  const attempt = async (work) => {
    setBusy(true);
    setTrouble('');
    try {
      await work();
      leave();
    } catch (failure) {
      setTrouble(failureWords(failure));
      setBusy(false);
    }
  };
  const submit = (event) => {
    event.preventDefault();
    const wrong = onSave.check?.();
    if (wrong) setTrouble(wrong);
    else attempt(onSave.send);
  };
  return html`<dialog class="sheet" ref=${dialog} aria-labelledby="edit-title" onClose=${leave} onClick=${(event) => event.target === dialog.current && leave()}>
    <form class="sheet-inside owner-form" onSubmit=${submit} novalidate>
      <header class="sheet-head"><span class="tile-icon" aria-hidden="true"><${Icon} name=${icon} /></span>
        <div><h2 id="edit-title">${title}</h2>${under && html`<p class="quiet">${under}</p>`}</div>
        <button type="button" class="key" aria-label=${t('sheet.close')} onClick=${leave}><${Icon} name="close" size=${20} /></button></header>
      ${children}
      <p class="owner-trouble" role="alert">${trouble && html`<${Icon} name="alert" size=${20} /><span>${trouble}</span>`}</p>
      <footer class="owner-foot">${foot?.(attempt, busy)}<span class="owner-keys"><button type="button" class="key" onClick=${leave}>${t('device.cancel')}</button>
        ${saving && html`<button type="submit" class="key key-main" disabled=${busy}>${t('device.save')}</button>`}</span></footer>
    </form></dialog>`;
}

/** A text field with its label above it and a hint below. */
export function Field({ label, hint, value, placeholder, lang, disabled, onText }) {
  const id = useId();
  return html`<div class="owner-field"><label for=${id}>${label}</label>
    <input class="field" id=${id} type="text" value=${value} placeholder=${placeholder} lang=${lang} maxlength="1000" autocomplete="off" disabled=${disabled}
      aria-describedby=${hint ? `${id}-hint` : undefined} onInput=${(event) => onText(event.currentTarget.value)} />
    ${hint && html`<small class="quiet" id=${`${id}-hint`}>${hint}</small>`}</div>`;
}

/** A closed list with its label above it: [[value, words], …]. */
export function Selection({ label, hint, value, choices, disabled, onChoice }) {
  const id = useId();
  return html`<div class="owner-field"><label for=${id}>${label}</label>
    <span class="choice"><select id=${id} value=${value} disabled=${disabled} aria-describedby=${hint ? `${id}-hint` : undefined} onChange=${(event) => onChoice(event.currentTarget.value)}>
      ${choices.map(([each, words]) => html`<option key=${each} value=${each} selected=${each === value}>${words}</option>`)}</select></span>
    ${hint && html`<small class="quiet" id=${`${id}-hint`}>${hint}</small>`}</div>`;
}
