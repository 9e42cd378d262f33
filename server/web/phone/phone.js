// What makes the page an app on somebody's phone: it opens without the house, knows what was last, and forgets with the key.
import { html } from '../html.js';
import { connection } from '../house/connection.js';
import { room } from '../rooms/room.js';
import { token } from '../token.js';
import { NewerBanner } from './card.js';
import { AskedElsewhere, followElsewhere } from './elsewhere.js';
import { forgetTheHouse, keepTheHouse } from './last_known.js';
import { forgetSaid, keepTheConversation } from './said_before.js';
import { keepTheShell } from './worker.js';

/** Before the first connection is made. */
export function beAnApp() {
  openWhereTheShortcutLeads();
  forgetWithTheKey();
  keepTheConversation();
  keepTheHouse();
  followElsewhere();
  keepTheShell();
}

export function PhoneBanners() {
  return html`<${NewerBanner} /><${AskedElsewhere} />`;
}

/** Whoever has no key any more has nothing of this house: not what it was like, and not what was said to it. */
function forgetWithTheKey() {
  const forget = () => { forgetTheHouse(); forgetSaid(); };
  connection.subscribe(({ state }) => { if (state === 'locked') forget(); });
  let before = token.peek();
  token.subscribe((key) => {
    if (key !== before) forget();
    before = key;
  });
}

function openWhereTheShortcutLeads() {
  if (!new URLSearchParams(location.search).has('conversation')) return;
  room.value = 'conversation';
  history.replaceState(null, '', '/');
}
