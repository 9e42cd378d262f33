// What this person said and was asked in another place: it goes on here, and a PIN that is asked for can be given here.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { getJson, postLines } from '../api.js';
import { PinEntry } from '../controls/pin.js';
import { connection, onTurn } from '../house/connection.js';
import { rooms } from '../house/store.js';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { show } from '../talk/talk.js';
import { conversation, turns } from '../talk/turns.js';
import { asked, BY_VOICE, typedBy, who } from '../talk/who.js';
import { clock, nameIn, now, t } from '../words.js';

const REFERS_FOR_MS = 3 * 60_000;

/** {exchanges, questions: each with `until` in ms} as GET /api/conversations/ID/elsewhere gives it. */
const elsewhere = signal({ exchanges: [], questions: [] });
let closing = 0;
let latest = 0;

/** Follows what happens in other places from now on. */
export function followElsewhere() {
  connection.subscribe(({ state }) => { if (state === 'open') look(); });
  who.subscribe(look);
  onTurn((_, { event }) => { if (event === 'finished') look(); });
}

/** What others say is nobody's business here: only what goes on for whoever uses this device is asked for. */
async function look() {
  const mine = (latest += 1);
  clearTimeout(closing);
  let told = { exchanges: [], questions: [] };
  if (connection.peek().state === 'open' && who.peek() !== BY_VOICE) {
    try {
      told = await getJson(asked(`/api/conversations/${encodeURIComponent(conversation)}/elsewhere`));
    } catch (failure) {
      console.info('what was said elsewhere cannot be read:', failure.message);
    }
  }
  if (mine !== latest) return;
  const questions = told.questions.map((each) => ({ ...each, until: Date.now() + each.seconds_left * 1000 }));
  elsewhere.value = { exchanges: told.exchanges, questions };
  if (questions.length) closing = setTimeout(look, Math.max(500, Math.min(...questions.map(({ seconds_left: left }) => left * 1000))));
}

/** Above everything: a question of another room that waits for this person's PIN. */
export function AskedElsewhere() {
  const question = elsewhere.value.questions[0];
  if (!question) return null;
  const { turn, text, heard, place } = question;
  const where = placeWords(place);
  const leave = () => { elsewhere.value = { ...elsewhere.value, questions: elsewhere.value.questions.filter((each) => each.turn !== turn) }; };
  return html`<section class="banner asked-elsewhere" aria-label=${text} key=${turn}><${Icon} name="key" /><div class="banner-words">
    <strong role="status">${where ? t('elsewhere.asked_in', { place: where }) : t('elsewhere.asked')}</strong><p>“${heard}”</p><p>${text}</p>
    <${PinEntry} why="" leave=${t('elsewhere.leave')} onPin=${(pin) => answer(question, pin)} onLeave=${leave} /></div></section>`;
}

/** The PIN goes to the very question and to no other. */
async function answer({ conversation: there, turn }, pin) {
  const said = [];
  try {
    for await (const event of postLines('/api/turns', { text: pin, language: 'auto', conversation: there, answers: turn, ...typedBy() })) {
      if (event.event === 'said' && !event.filler) {
        said.push(event.text);
        show('said', said.join(' '), event.claim);
      }
      if (event.event === 'failed') show('error', event.say || t('talk.failed'));
    }
  } catch (failure) {
    console.info('the PIN was not taken:', failure.message);
    show('error', t('elsewhere.lost'));
  }
  look();
}

/** In the conversation: what "it" means here now, where it was said in another place. */
export function GoesOn() {
  useEffect(() => { look(); }, []);
  const last = elsewhere.value.exchanges.at(-1);
  const here = turns.value.at(-1)?.at ?? 0;
  if (!last || Date.parse(last.at) < here || now.value - Date.parse(last.at) > REFERS_FOR_MS) return null;
  const where = placeWords(last.place);
  return html`<section class="goes-on" aria-label=${t('elsewhere.goes_on')}><p class="goes-on-where"><${Icon} name="conversation" size=${16} />${where ? t('elsewhere.from_place', { place: where, time: clock(last.at) }) : t('elsewhere.from', { time: clock(last.at) })}</p>
    <p class="goes-on-heard">${last.text}</p>${last.reply && html`<p class="goes-on-reply">${last.reply}</p>`}<p class="quiet">${t('elsewhere.goes_on')}</p></section>`;
}

function placeWords(id) {
  const room = rooms.value.find((each) => each.id === id);
  return room ? nameIn(room.names) : '';
}
