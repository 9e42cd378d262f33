// Server-sent events, read by fetch: EventSource can show no token and choose no event to begin after.
import { signal } from '@preact/signals';
import { Away, Problem } from './api.js';
import { ask, dropAccess, forget, pairing } from './tokens.js';

/** The server sends at least a comment every 15 s; after this long in silence the line is dead. */
const SILENCE_MS = 40_000;
const SOONEST_MS = 500;
const LATEST_MS = 8_000;

/** "connecting", "open" or "away". */
export const link = signal('connecting');

let lastId = '';
let pause = SOONEST_MS;
let running = null;
let wake = () => {};

/** Read until `stopFeed`; `take(name, data)` gets every event. */
export async function runFeed(take) {
  if (running) return;
  running = new AbortController();
  const mine = running;
  lastId = '';
  link.value = 'connecting';
  while (running === mine && pairing.value === 'paired') {
    const failure = await readOnce(take, mine);
    if (running !== mine) return;
    if (failure) link.value = 'away';
    await new Promise((resolve) => { wake = resolve; setTimeout(resolve, failure ? pause : 0); });
    pause = Math.min(LATEST_MS, pause * 2);
  }
  if (running === mine) running = null;
}

export function stopFeed() {
  running?.abort();
  running = null;
  wake();
}

window.addEventListener('online', () => { pause = SOONEST_MS; wake(); });
window.addEventListener('offline', () => { if (running) { link.value = 'away'; } });

/** One connection, to its end; returns why it ended where that was not by agreement. */
async function readOnce(take, mine) {
  try {
    const headers = { Accept: 'text/event-stream', ...(lastId && { 'Last-Event-ID': lastId }) };
    const answer = await ask('/events', { headers, signal: mine.signal, patience: 0 });
    return await readAll(answer.body.getReader(), take);
  } catch (failure) {
    if (!(failure instanceof Away || failure instanceof Problem || failure.name === 'AbortError')) console.error(failure);
    return failure;
  }
}

async function readAll(reader, take) {
  const decoder = new TextDecoder();
  let rest = '';
  let agreed = false;
  for (;;) {
    const { value, done } = await withinSilence(reader);
    if (done) return agreed ? null : new Away('/events');
    rest += decoder.decode(value, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) agreed = receive(block, take) || agreed;
  }
}

/** The next piece; the stream counts as done where none comes any more, or the line broke. */
async function withinSilence(reader) {
  const timer = setTimeout(() => reader.cancel(), SILENCE_MS);
  try {
    return await reader.read();
  } catch (broken) {
    console.info('the events broke off:', broken.name);
    return { done: true };
  } finally {
    clearTimeout(timer);
  }
}

/** Take one event; returns whether it says that the stream ends with its token. */
function receive(block, take) {
  pause = SOONEST_MS;
  link.value = 'open';
  const { id, event, data } = parsed(block);
  if (id) lastId = id;
  if (!event) return false;
  if (event !== 'ended') { take(event, JSON.parse(data)); return false; }
  if (JSON.parse(data).type?.endsWith('/revoked-token')) forget();
  else dropAccess();
  return true;
}

function parsed(block) {
  const fields = { data: '' };
  for (const line of block.split('\n')) {
    const [name, ...rest] = line.split(':');
    if (name) fields[name] = rest.join(':').replace(/^ /, '');
  }
  return fields;
}
