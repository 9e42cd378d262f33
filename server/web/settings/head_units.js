// Head units of cars: let one in by the code it shows, say what it may do, turn it away, and what happened.
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { age, clock, nameIn, t } from '../words.js';
import { Toggle } from '../controls/toggle.js';
import { room } from '../rooms/room.js';
import { announced, change, failureWords, headUnits, keepOut, letIn, loadHeadUnits, lookUp, saidAbout, scannedCode, turnAway, unreadable } from './paired.js';

/** What a person has to choose by hand, since it opens something or can do harm. */
const NOT_BY_ITSELF = ['car.open', 'home.risky'];
const NEWS_SHOWN = 5;

/** Above the house, wherever one is: what happened to a head unit, until somebody has seen it. */
export function HeadUnitBanner() {
  const news = announced.value;
  if (!news) return null;
  const seen = () => { announced.value = null; };
  return html`<div class="banner banner-new"><${Icon} name="car" /><div class="banner-words"><strong role="status">${saidAbout(news)}</strong><p>${t('units.banner')}</p></div>
    <button type="button" class="key" onClick=${() => { seen(); room.value = 'settings'; window.scrollTo(0, 0); }}>${t('new.look')}</button>
    <button type="button" class="key" onClick=${seen}>${t('units.seen')}</button></div>`;
}

export function HeadUnits() {
  useEffect(() => { loadHeadUnits(); }, []);
  const known = headUnits.value;
  return html`<section class="card units" aria-labelledby="units-title"><h3 id="units-title">${t('units.title')}</h3>
    <p class="card-lead">${t('units.lead')}</p>
    <${LetIn} />
    ${unreadable.value && html`<p class="quiet" role="status">${t('units.failed')}</p>`}
    ${known && !known.head_units.length && html`<p class="quiet">${t('units.none')}</p>`}
    <ul class="owner-list">${(known?.head_units ?? []).map((unit) => html`<${Unit} key=${unit.id} unit=${unit} all=${known.scopes} />`)}</ul>
    ${known?.news.length > 0 && html`<details class="trace owner-each"><summary>${t('units.news')}</summary><ul class="units-news">${known.news.slice(0, NEWS_SHOWN).map((news) => html`
      <li key=${news.id + news.what}><span>${saidAbout(news)}</span> <time class="quiet" datetime=${news.at}>${clock(news.at)}</time></li>`)}</ul></details>`}</section>`;
}

/** First the code, then what asks, then the decision. */
function LetIn() {
  const [code, setCode] = useState(scannedCode.peek());
  const [asking, setAsking] = useState(null);
  const [said, setSaid] = useState('');
  const [trouble, setTrouble] = useState('');
  const attempt = async (work) => {
    setTrouble('');
    setSaid('');
    try {
      await work();
    } catch (failure) {
      setTrouble(failureWords(failure));
    }
  };
  const over = (words) => { setAsking(null); setCode(''); scannedCode.value = ''; setSaid(words); };
  const look = (event) => {
    event.preventDefault();
    attempt(async () => setAsking(await lookUp(code)));
  };
  return html`${!asking && html`<form class="units-code" onSubmit=${look}><label for="units-code">${t('units.code')}</label>
      <div class="inline-form"><input class="field" id="units-code" type="text" value=${code} placeholder="BCDF-GHJK" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" required onInput=${(event) => setCode(event.currentTarget.value)} />
        <button class="key key-main">${t('units.look_up')}</button></div></form>`}
    ${asking && html`<${Asking} asking=${asking} onLetIn=${(scopes, name) => attempt(async () => { await letIn(code, scopes, name); over(t('units.let_in', { name })); })}
      onKeepOut=${() => attempt(async () => { await keepOut(code); over(t('units.kept_out')); })} onBack=${() => over('')} />`}
    <p class="quiet" role="status">${said}</p>
    <p class="owner-trouble" role="alert">${trouble && html`<${Icon} name="alert" size=${20} /><span>${trouble}</span>`}</p>`;
}

function Asking({ asking, onLetIn, onKeepOut, onBack }) {
  const [name, setName] = useState(asking.name);
  const [scopes, setScopes] = useState(asking.scopes.filter((scope) => !NOT_BY_ITSELF.includes(scope)));
  const head = useRef(null);
  useEffect(() => { head.current.focus(); }, []);
  const car = nameIn(asking.car) || asking.vehicle;
  return html`<div class="units-asking" role="group" aria-labelledby="units-asking"><h4 id="units-asking" tabindex="-1" ref=${head}>${t('units.asks', { name: asking.name, car })}</h4>
    <p class="quiet">${t('units.check', { vehicle: asking.vehicle, client: asking.client })}</p>
    ${asking.driving !== 'parked' && html`<p class="owner-warning"><${Icon} name="alert" size=${20} /><span>${t('units.not_parked')}</span></p>`}
    <div class="owner-field"><label for="units-name">${t('units.name')}</label><input class="field" id="units-name" type="text" maxlength="60" autocomplete="off" value=${name} onInput=${(event) => setName(event.currentTarget.value)} /></div>
    <${Scopes} of=${asking.scopes} chosen=${scopes} onChoose=${setScopes} />
    <span class="owner-keys"><button type="button" class="key key-main" disabled=${!scopes.length} onClick=${() => onLetIn(scopes, name.trim() || asking.name)}>${t('units.allow')}</button>
      <button type="button" class="key key-quiet" onClick=${onKeepOut}>${t('units.deny')}</button><button type="button" class="key key-quiet" onClick=${onBack}>${t('device.cancel')}</button></span></div>`;
}

function Scopes({ of, chosen, onChoose }) {
  const flip = (scope, on) => onChoose(of.filter((each) => (each === scope ? on : chosen.includes(each))));
  return html`<ul class="rows">${of.map((scope) => html`<li class="row" key=${scope}><span class="row-name">${t(`scope.${scope}`)}<span class="quiet row-detail">${t(`scope.${scope}.why`)}</span></span>
    <span class="row-value"><${Toggle} on=${chosen.includes(scope)} label=${t(`scope.${scope}`)} onWish=${(on) => flip(scope, on)} /></span></li>`)}</ul>`;
}

function Unit({ unit, all }) {
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const [trouble, setTrouble] = useState('');
  const attempt = async (work) => {
    setTrouble('');
    try {
      await work();
    } catch (failure) {
      setTrouble(failureWords(failure));
    }
  };
  const car = nameIn(unit.car) || unit.vehicle;
  const may = unit.scopes.map((scope) => t(`scope.${scope}`)).join(t('list.comma'));
  return html`<li class="unit"><div class="unit-words"><strong>${unit.name}</strong><span class="quiet">${t('units.since', { car, when: clock(unit.paired), last: age(unit.renewed) })}</span><span class="quiet">${t('units.may', { may })}</span></div>
    <span class="owner-keys"><button type="button" class="key" aria-expanded=${open ? 'true' : 'false'} aria-label=${t('units.change_named', { name: unit.name })} onClick=${() => setOpen(!open)}>${t('units.change')}</button>
      ${!asked && html`<button type="button" class="key key-quiet" aria-label=${t('units.remove_named', { name: unit.name })} onClick=${() => setAsked(true)}>${t('units.remove')}</button>`}</span>
    ${asked && html`<span class="owner-sure" role="group" aria-label=${t('units.sure')}><span role="status">${t('units.sure')}</span><button type="button" class="key key-danger" onClick=${() => attempt(() => turnAway(unit.id))}>${t('answer.yes')}</button>
      <button type="button" class="key" onClick=${() => setAsked(false)}>${t('answer.no')}</button></span>`}
    ${open && html`<div class="unit-scopes"><${Scopes} of=${all} chosen=${unit.scopes} onChoose=${(scopes) => scopes.length && attempt(() => change(unit.id, { scopes }))} /></div>`}
    <p class="owner-trouble" role="alert">${trouble && html`<${Icon} name="alert" size=${20} /><span>${trouble}</span>`}</p></li>`;
}
