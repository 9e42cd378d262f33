// What a spoken or typed sentence does to the tiles: asked while it is under way, the outcome when it is known,
// and a light over what moved. A question is answered in the conversation, not on the tile.
import { begin, forget, lightUp, settle } from '../house/wishes.js';
import { deviceNow } from '../house/store.js';

const underWay = new Map();
const MOVED = new Set(['done', 'started', 'already']);

/** `mine`: the sentence was said here, so what moved lights up here. */
export function touchTiles(event, mine) {
  if (event.event === 'called') ask(event);
  if (event.event === 'returned') answer(event, mine);
  if (event.event === 'interrupted' || event.event === 'failed' || event.event === 'finished') leave(event.turn);
}

function ask({ turn, call }) {
  const ids = Object.values(call.arguments ?? {}).flat().filter((each) => typeof each === 'string' && deviceNow(each));
  const asked = underWay.get(turn) ?? new Map();
  for (const id of ids) asked.set(id, begin(id));
  underWay.set(turn, asked);
}

function answer({ turn, call, result }, mine) {
  const asked = underWay.get(turn) ?? new Map();
  for (const { device, capability, value, outcome, reason } of result.facts?.commands ?? []) {
    if (!deviceNow(device)) continue;
    if (outcome === 'ask') continue;
    const wished = asked.get(device) ?? begin(device, capability, value);
    settle(device, { ...wished, capability, value }, { outcome, reason });
    asked.delete(device);
    if (mine && MOVED.has(outcome)) lightUp(device);
  }
  for (const id of Object.values(call.arguments ?? {}).flat()) drop(asked, id);
}

/** The stream of a turn broke off: whether what was asked has happened is not known. */
export function leaveUnknown(turn) {
  for (const [id, wished] of underWay.get(turn) ?? []) settle(id, wished, { outcome: 'unknown', reason: 'server_away' });
  underWay.delete(turn);
}

function leave(turn) {
  const asked = underWay.get(turn) ?? new Map();
  for (const id of [...asked.keys()]) drop(asked, id);
  underWay.delete(turn);
}

function drop(asked, id) {
  const wished = asked.get(id);
  if (!wished) return;
  forget(id, wished.serial);
  asked.delete(id);
}
