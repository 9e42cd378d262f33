// Letting Mimosa know a voice: agree, read some sentences, and an end to it at any time.
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { clock, language, t } from '../words.js';
import { NoMicrophone } from '../talk/microphone.js';
import { nameOf } from '../talk/who.js';
import { agree, failureWords, forgetVoice, readVoice, sendSample } from './member_list.js';
import { record } from './recorder.js';

export function MemberVoice({ member, onClose }) {
  const [voice, setVoice] = useState(null);
  const [trouble, setTrouble] = useState('');
  const head = useRef(null);
  const attempt = async (work) => {
    setTrouble('');
    try {
      setVoice(await work());
    } catch (failure) {
      setTrouble(failureWords(failure));
    }
  };
  useEffect(() => { attempt(() => readVoice(member.id)); head.current.focus(); }, []);
  const forget = () => attempt(async () => { await forgetVoice(member.id); return readVoice(member.id); });
  return html`<div class="voice" role="group" aria-labelledby="voice-title"><h4 id="voice-title" tabindex="-1" ref=${head}>${t('voice.title', { name: nameOf(member.id) })}</h4>
    ${voice && (voice.known ? html`<${Known} voice=${voice} onForget=${forget} />` : voice.taken === null
      ? html`<${Consent} voice=${voice} onAgree=${() => attempt(() => agree(member.id, language.value))} />`
      : html`<${Reading} voice=${voice} onSample=${(wav) => attempt(() => sendSample(member.id, wav))} onTrouble=${setTrouble} />`)}
    <p class="owner-trouble" role="alert">${trouble && html`<${Icon} name="alert" size=${20} /><span>${trouble}</span>`}</p>
    <span class="owner-keys"><button type="button" class="key key-quiet" onClick=${onClose}>${t('voice.close')}</button></span></div>`;
}

function Consent({ voice, onAgree }) {
  return html`<p class="voice-consent">${voice.consent_words[language.value]}</p>
    <span class="owner-keys"><button type="button" class="key key-main" onClick=${onAgree}>${t('voice.agree')}</button></span>`;
}

function Known({ voice, onForget }) {
  return html`<p class="voice-known" role="status"><${Icon} name="check" size=${20} /><span>${t('voice.known', { n: voice.samples, when: clock(voice.consented) })}</span></p>
    <details class="trace owner-each"><summary>${t('voice.agreed')}</summary><p class="quiet">${voice.consent}</p></details>
    <span class="owner-keys"><button type="button" class="key key-danger" onClick=${onForget}>${t('voice.forget')}</button></span>`;
}

/** One sentence after the other: a key begins and ends the recording. */
function Reading({ voice, onSample, onTrouble }) {
  const [stop, setStop] = useState(null);
  const [busy, setBusy] = useState(false);
  const [loud, setLoud] = useState(0);
  const stopping = useRef(null);
  useEffect(() => () => stopping.current?.(), []);
  const sentences = voice.sentences[language.value];
  const begin = async () => {
    onTrouble('');
    try {
      const end = await record((level) => setLoud((before) => Math.max(Math.min(1, level * 4), before * 0.9)), async (wav) => {
        setStop(null);
        setLoud(0);
        setBusy(true);
        await onSample(wav);
        setBusy(false);
      });
      stopping.current = end;
      setStop(() => end);
    } catch (failure) {
      if (!(failure instanceof NoMicrophone)) throw failure;
      onTrouble(t(failure.why));
    }
  };
  return html`<p class="quiet">${t('voice.read', { n: voice.taken + 1, of: voice.needed })}</p>
    <p class="voice-sentence" lang=${language.value === 'zh' ? 'zh-CN' : 'en'}>${sentences[voice.taken % sentences.length]}</p>
    <div class="voice-meter" aria-hidden="true"><i style=${{ width: `${Math.round(loud * 100)}%` }}></i></div>
    <span class="owner-keys"><button type="button" class="key key-main" disabled=${busy} onClick=${() => (stop ? stop() : begin())}><${Icon} name=${stop ? 'stop' : 'mic'} size=${20} />${t(busy ? 'voice.listening' : stop ? 'voice.stop' : 'voice.start')}</button></span>
    <p class="unseen" role="status">${t(busy ? 'voice.listening' : stop ? 'voice.recording' : 'voice.ready')}</p>`;
}
