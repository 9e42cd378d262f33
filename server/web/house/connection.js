// The one stream from the server: a snapshot first, then what changes. It comes back by itself.
import { signal } from '@preact/signals';
import { socketAddress } from '../api.js';
import { keyWanted, rememberToken, token } from '../token.js';
import { applyDevices, applyLayout, applySnapshot, health, removeDevice, waitingIds } from './store.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const KEY_WANTED = 4401;
const LONGEST_SILENCE_MS = 10_000;

/** Devices redrawn in one frame at most, so that a whole house reporting at once stays smooth. */
const MOST_A_FRAME = 40;

/** {state: "connecting" | "open" | "away" | "locked", retryAt: ms since epoch while away}. */
export const connection = signal({ state: 'connecting' });

const turnListeners = new Set();
const layoutListeners = new Set();
const settledListeners = new Set();
const pairingListeners = new Set();
const suggestionListeners = new Set();
const crossingListeners = new Set();
const waiting = new Map();
let socket = null;
let attempts = 0;
let retry = 0;
let latest = 0;

/** Be told of turns that happen anywhere in the house: listener(conversation id, event). */
export function onTurn(listener) {
  turnListeners.add(listener);
}

/** Be told whenever the owner's word about the house, or what waits for it, is another. */
export function onLayout(listener) {
  layoutListeners.add(listener);
}

/** Be told what turned out about a command after it was answered: listener({command, device, outcome, reason, say}). */
export function onSettled(listener) {
  settledListeners.add(listener);
}

/** Be told what happens to the head units of cars: listener({what, id, name, vehicle, scope, at, say}). */
export function onPairing(listener) {
  pairingListeners.add(listener);
}

/** Be told that somebody's suggestions are others now: listener({person}). */
export function onSuggestions(listener) {
  suggestionListeners.add(listener);
}

/** Be told that a car left home, or came home: listener({car, what, at, seen, say}). */
export function onCrossing(listener) {
  crossingListeners.add(listener);
}

export async function connect() {
  clearTimeout(retry);
  socket?.close();
  socket = null;
  const attempt = (latest += 1);
  const wanted = await asksForKey();
  if (attempt !== latest) return;
  if (wanted === null) lost(0);
  else if (wanted && !token.value) connection.value = { state: 'locked' };
  else open();
}

function open() {
  const opened = new WebSocket(socketAddress('/ws/events'));
  socket = opened;
  opened.onopen = () => { if (keyWanted.value) opened.send(JSON.stringify({ type: 'hello', token: token.value })); };
  opened.onmessage = ({ data }) => receive(JSON.parse(data));
  opened.onclose = ({ code }) => { if (socket === opened) lost(code); };
}

/** Whether this house wants a key at all; null where nobody answers. Without one a stream begins with no greeting. */
async function asksForKey() {
  try {
    const answer = await fetch('/api/health', { cache: 'no-store', signal: AbortSignal.timeout(LONGEST_SILENCE_MS) });
    keyWanted.value = answer.status === 401;
    return keyWanted.value;
  } catch (unreachable) {
    console.info('nobody answers:', unreachable.message);
    return null;
  }
}

/** Try again at once with this key. */
export function unlock(key) {
  rememberToken(key);
  connection.value = { state: 'connecting', tried: true };
  connect();
}

function lost(code) {
  if (code === KEY_WANTED) {
    connection.value = { state: 'locked', wrong: Boolean(token.value) };
    return;
  }
  const wait = Math.min(FIRST_WAIT_MS * 2 ** attempts, LONGEST_WAIT_MS);
  attempts += 1;
  connection.value = { state: 'away', retryAt: Date.now() + wait };
  retry = setTimeout(connect, wait);
}

function receive(message) {
  const take = {
    snapshot: takeSnapshot,
    device: ({ device }) => { waiting.set(device.id, device); takeSoon(); },
    gone: ({ id }) => { waiting.delete(id); removeDevice(id); },
    layout: takeLayout,
    waits: (each) => takeLayout({ ...each, waiting: [...new Set([...waitingIds.peek(), each.id])] }),
    health: (each) => { health.value = each.health; },
    settled: (each) => { for (const listener of settledListeners) listener(each); },
    pairing: (each) => { for (const listener of pairingListeners) listener(each); },
    suggestions: (each) => { for (const listener of suggestionListeners) listener(each); },
    crossing: (each) => { for (const listener of crossingListeners) listener(each); },
    turn: ({ conversation, event }) => { takeWaiting(); for (const listener of turnListeners) listener(conversation, event); },
  }[message.type];
  if (take) take(message);
}

function takeLayout(message) {
  applyLayout(message);
  for (const listener of layoutListeners) listener();
}

function takeSnapshot(message) {
  attempts = 0;
  waiting.clear();
  applySnapshot(message);
  if (message.health) health.value = message.health;
  connection.value = { state: 'open' };
  for (const listener of layoutListeners) listener();
}

let scheduled = false;

/** Reports are gathered, the newest of each device, and shown a handful a frame; a hidden page takes its time. */
function takeSoon() {
  if (scheduled) return;
  scheduled = true;
  if (document.hidden) setTimeout(takeWaiting, 250);
  else requestAnimationFrame(takeSome);
}

function takeSome() {
  scheduled = false;
  const some = [...waiting.values()].slice(0, MOST_A_FRAME);
  for (const { id } of some) waiting.delete(id);
  if (some.length) applyDevices(some);
  if (waiting.size) takeSoon();
}

function takeWaiting() {
  scheduled = false;
  const changed = [...waiting.values()];
  waiting.clear();
  if (changed.length) applyDevices(changed);
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) takeWaiting();
  if (!document.hidden) lookAgain();
});

/** A device that slept, or went into another network, may hold a stream that nobody is at the other end of any more. */
async function lookAgain() {
  if (connection.peek().state === 'away') connect();
  else if (connection.peek().state === 'open' && await asksForKey() === null) connect();
}

for (const moment of ['online', 'offline']) window.addEventListener(moment, lookAgain);
navigator.connection?.addEventListener?.('change', lookAgain);
