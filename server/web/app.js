// The page: its rooms, the state of the connection above them, and talk always at the bottom.
import { computed, signal } from '@preact/signals';
import { render } from 'preact';
import { html } from './html.js';
import { Icon } from './icons.js';
import { t } from './words.js';
import { Banner, KeyWantedCard } from './house/banner.js';
import { connect, connection, onSettled, onTurn } from './house/connection.js';
import { Sheet } from './house/sheet.js';
import { allDevices, loaded } from './house/store.js';
import { Car } from './rooms/car.js';
import { Conversation } from './rooms/conversation.js';
import { Home } from './rooms/home.js';
import { HouseRoom } from './rooms/house.js';
import { MemoryRoom } from './rooms/memory.js';
import { SettingsRoom } from './rooms/settings.js';
import { NewDevicesBanner } from './settings/new_devices.js';
import { HeadUnitBanner } from './settings/head_units.js';
import { openWhereTheCodeLeads } from './settings/paired.js';
import { room } from './rooms/room.js';
import { loadTools } from './talk/call_words.js';
import { Holder, holding } from './phone/holder.js';
import { beAnApp, PhoneBanners } from './phone/phone.js';
import { listenToKeys } from './talk/keyboard.js';
import { TalkBar } from './talk/talk_bar.js';
import { touchTiles } from './talk/turn_effects.js';
import { noteLater } from './house/wishes.js';
import { conversation, correct, loadEarlier } from './talk/turns.js';

const ROOMS = { home: Home, conversation: Conversation, car: Car, house: HouseRoom };

/** Rooms behind another one, and which one that is. */
const BEHIND = { settings: { Room: SettingsRoom, door: 'house' }, memory: { Room: MemoryRoom, door: 'house' } };
const wideQuery = window.matchMedia('(min-width: 1200px)');
const wide = signal(wideQuery.matches);
wideQuery.addEventListener('change', () => { wide.value = wideQuery.matches; });

const hasCar = computed(() => allDevices.value.some((each) => each.value.kind === 'car'));

/** The rooms that have something to show; beside a wide house the conversation is always there. */
const open = computed(() => Object.keys(ROOMS).filter((name) => (name !== 'car' || hasCar.value) && (name !== 'conversation' || !wide.value)));

const shown = computed(() => (open.value.includes(room.value) || room.value in BEHIND ? room.value : 'home'));

/** The entry of the navigation that is marked. */
const marked = computed(() => BEHIND[shown.value]?.door ?? shown.value);

function Page() {
  const locked = connection.value.state === 'locked';
  if (holding.value && !locked) return html`<${Holder} />`;
  return html`<div class="page" data-wide=${wide.value} data-room=${shown.value}>
    <a class="skip" href="#main">${t('skip')}</a>
    <header class="top"><h1 class="brand"><img src="/web/icon.svg" alt="" width="32" height="32" /><span>${t('app.name')}</span></h1>${!locked && html`<${Nav} />`}</header>
    <main id="main" tabindex="-1">${locked ? html`<${KeyWantedCard} />` : html`<${Banner} /><${PhoneBanners} /><${NewDevicesBanner} /><${HeadUnitBanner} /><${ROOMS[shown.value] ?? BEHIND[shown.value].Room} />`}</main>
    ${wide.value && !locked && html`<aside class="aside" aria-label=${t('room.conversation')}><${Conversation} /></aside>`}
    ${!locked && html`<${TalkBar} />`}
    <${Sheet} />
  </div>`;
}

function Nav() {
  return html`<nav aria-label=${t('nav.label')}><ul class="nav">${open.value.map((name) => html`<li key=${name}>
    <button type="button" class="nav-key" aria-current=${marked.value === name ? 'page' : undefined} onClick=${() => { room.value = name; window.scrollTo(0, 0); }}>
      <${Icon} name=${name} /><span>${t(`room.${name}`)}</span></button></li>`)}</ul></nav>`;
}

onSettled((turnedOut) => { correct(turnedOut); noteLater(turnedOut); });
onTurn((id, event) => { if (id !== conversation) touchTiles(event, false); });

/** Once the house has opened: what was said before, and the words for what tools do. */
connection.subscribe(({ state }) => { if (state === 'open') fetchRest(); });
let fetched = false;

async function fetchRest() {
  if (fetched) return;
  fetched = true;
  for (const load of [loadTools, loadEarlier]) {
    try {
      await load();
    } catch (failure) {
      console.info('shown without:', failure.message);
    }
  }
}

listenToKeys();
openWhereTheCodeLeads();
beAnApp();
render(html`<${Page} />`, document.body);
connect();

/** For the browser tests: whether the house has been drawn. */
loaded.subscribe((drawn) => { document.documentElement.dataset.loaded = String(drawn); });
