// The head unit: a page for a display of 1280 by 720 in the car. One screen at a time, and six things on it at most.
import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { html } from '../html.js';
import { beAlone, safeAddress } from './alone.js';
import { takeNews, takeTurnEvent, waiting } from './answer.js';
import { manner, night, occupants, takeState, driving } from './car.js';
import { link, runFeed, stopFeed } from './feed.js';
import { followHouse, readHouse } from './house.js';
import { hearNews } from './news.js';
import { beginPairing, stopPairing } from './pairing.js';
import { HouseScreen } from './screens/house.js';
import { MainScreen } from './screens/main.js';
import { MessageScreen } from './screens/message.js';
import { PairingScreen } from './screens/pairing.js';
import { readSeats, SeatsScreen } from './screens/seats.js';
import { screen } from './screens/screen.js';
import { TripScreen } from './screens/trip.js';
import { askJson, forget, pairing, restore, scopes, standBack } from './tokens.js';
import { takeTrip, trip } from './trip.js';
import { watchDriving } from './watch.js';
import { settle } from './wishes.js';

const SCREENS = { main: MainScreen, house: HouseScreen, seats: SeatsScreen, trip: TripScreen };
const me = signal('');

function Display() {
  return html`<div class="display" data-screen=${pairing.value === 'paired' ? screen.value : pairing.value} data-manner=${manner.value} data-link=${link.value}><${Shown} /></div>`;
}

function Shown() {
  if (!safeAddress) return html`<${MessageScreen} icon="shield" title="hu.unsafe" more="hu.unsafe_more" />`;
  if (pairing.value === 'elsewhere') return html`<${MessageScreen} icon="car" title="hu.elsewhere" more="hu.elsewhere_more" key_words="hu.take_over" onKey=${takeOver} />`;
  if (pairing.value === 'revoked') return html`<${MessageScreen} icon="key" title="hu.revoked" more="hu.revoked_more" key_words="hu.pair" onKey=${() => { pairing.value = 'unpaired'; }} />`;
  if (pairing.value === 'unpaired') return html`<${PairingScreen} />`;
  if (pairing.value === 'starting') return html`<main></main>`;
  return html`<${SCREENS[screen.value]} />`;
}

const TAKES = {
  reset: (whole) => {
    me.value = whole.head_unit;
    driving.value = whole.driving.state;
    occupants.value = whole.occupants.seats;
    if (whole.state) takeState(whole.state);
    waiting.value = whole.waiting?.wishes ?? [];
    takeTrip(whole.trip ?? { plan: null, progress: null });
    readScopes();
    readHouse();
    readSeats();
  },
  state: takeState,
  trip: takeTrip,
  driving: ({ state }) => { driving.value = state; },
  turn: takeTurnEvent,
  command: settle,
  occupants: ({ seats }) => { occupants.value = seats; },
  waiting: ({ wishes, news }) => { waiting.value = wishes; if (news) { takeNews(news); hearNews(news); } },
  pairing: ({ what, id }) => {
    if (id !== me.value) return;
    if (what === 'changed') readScopes();
    else if (what !== 'paired') forget();
  },
};

/** What is granted is what the owner set last, not what the token was given with. */
async function readScopes() {
  try {
    scopes.value = new Set((await askJson('/me')).scopes);
  } catch (failure) {
    console.info('what is granted could not be read:', failure.message);
  }
}

// Looks at the house and the seats end where the car begins to move, the look at the way where there is none any more.
const MAY_BE_SHOWN = { main: () => true, house: () => manner.value !== 'moving', seats: () => manner.value === 'parked', trip: () => trip.value !== null };
effect(() => { if (!MAY_BE_SHOWN[screen.value]()) screen.value = 'main'; });
effect(() => { document.documentElement.dataset.light = night.value ? 'night' : 'day'; });
effect(() => {
  if (pairing.value === 'paired') runFeed((name, data) => TAKES[name]?.(data));
  else stopFeed();
  if (pairing.value === 'unpaired') beginPairing();
  else stopPairing();
});

function takeOver() {
  beAlone(restore, standBack, { steal: true });
}

render(html`<${Display} />`, document.body);
watchDriving();
followHouse(() => pairing.value === 'paired' && screen.value === 'house');
if (safeAddress) beAlone(restore, standBack);

/** For the browser tests: what is shown, and that it has been drawn. */
effect(() => { document.documentElement.dataset.loaded = pairing.value === 'starting' && safeAddress ? 'false' : 'true'; });
