// What this person said through this device, kept for a day, so that it can be read where the house is out of reach.
import { keep, kept } from '../kept.js';
import { turns } from '../talk/turns.js';
import { BY_VOICE, who } from '../talk/who.js';
import { keyMark } from '../token.js';

const MOST = 12;
const DAY_MS = 24 * 3600 * 1000;
const SOON_MS = 1000;
/** What was asked to be forgotten is not kept here either, nor what was said before. */
const FORGETS = new Set(['forget_that', 'forget_about', 'forget_everything']);

let writing = 0;

/** Shows what was said before, and keeps what is said from now on. */
export function keepTheConversation() {
  turns.value = [...read(), ...turns.peek()];
  turns.subscribe((all) => {
    clearTimeout(writing);
    if (all.length) writing = setTimeout(keepNow, SOON_MS);
  });
  let before = who.peek();
  who.subscribe((chosen) => {
    if (chosen !== before) keep('said', '');
    before = chosen;
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) keepNow(); });
}

/** Erases what this device keeps of it, and what is shown. */
export function forgetSaid() {
  clearTimeout(writing);
  keep('said', '');
  turns.value = [];
}

/** Where each says by speaking who they are, the device is nobody's own, and keeps nothing. */
function keepNow() {
  if (who.peek() === BY_VOICE) return;
  const all = turns.peek();
  const left = all.slice(all.findLastIndex(forgets) + 1);
  write(left.filter((turn) => turn.ended && isMine(turn) && isRecent(turn)).slice(-MOST).map(inShort));
}

function write(mine) {
  keep('said', mine.length ? JSON.stringify({ key: keyMark(), turns: mine }) : '');
}

function forgets({ calls }) {
  return calls.some(({ call, result }) => FORGETS.has(call.tool) && result?.claim === 'done');
}

function isMine({ speaker }) {
  return speaker?.person === (who.peek() || 'owner');
}

const isRecent = ({ at }) => Date.now() - at < DAY_MS;

/** A question of then waits no more, so nothing of it asks. */
function inShort({ id, source, at, heard, speaker, said, ended, outcome, failure }) {
  return { id, source, at, heard, speaker: { person: speaker.person }, said: said.map(({ text, claim }) => ({ text, claim: claim === 'ask' ? 'answer' : claim })), ended, outcome, failure, mind: '', why: '', meant: '', deferred: [], calls: [], thoughts: '', stages: {} };
}

function read() {
  try {
    const { key, turns: known } = JSON.parse(kept('said', '{}'));
    const mine = key === keyMark() && Array.isArray(known) ? known.filter((turn) => isMine(turn) && isRecent(turn)) : [];
    write(mine);
    return mine;
  } catch (broken) {
    console.info('what was said before cannot be read:', broken.message);
  }
  write([]);
  return [];
}
