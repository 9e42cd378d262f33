// The turns of this conversation, each made from its events alone.
import { signal } from '@preact/signals';
import { getJson } from '../api.js';

const MOST = 40;

/** This browser tab's dialogue; a reload goes on with it. */
export const conversation = remembered();

/** Newest last. */
export const turns = signal([]);

export function newTurn(id, source) {
  return { id, source, at: Date.now(), heard: '', mind: '', why: '', meant: '', deferred: [], calls: [], thoughts: '', said: [], stages: {}, ended: '' };
}

/** The turn after an event; a pure function, so that the same events always make the same card. */
export function afterEvent(turn, event) {
  const step = STEPS[event.event];
  return step ? step(turn, event) : turn;
}

const STEPS = {
  heard: (turn, { utterance, ms }) => ({ ...turn, heard: utterance.text, language: utterance.language, speaker: utterance.speaker, at: Date.parse(utterance.at) || turn.at, stages: { ...turn.stages, hear: ms } }),
  understood: (turn, { mind, why, ms, calls, meant = '', deferred = [] }) => ({ ...turn, mind, why, meant, deferred, wanted: calls, stages: { ...turn.stages, understand: ms } }),
  thought: (turn, { text }) => ({ ...turn, thoughts: turn.thoughts + text }),
  called: (turn, { call }) => ({ ...turn, calls: [...turn.calls, { call, result: null, ms: 0 }] }),
  returned: (turn, { call, result, ms }) => ({ ...turn, calls: returned(turn.calls, call, result, ms) }),
  // A filler only bridges the thinking: it is heard, and no part of the answer.
  said: (turn, { text, claim, filler }) => (filler ? turn : { ...turn, said: [...turn.said, { text, claim }] }),
  interrupted: (turn) => ({ ...turn, ended: 'interrupted' }),
  failed: (turn, { say, reason }) => ({ ...turn, ended: 'failed', failure: say, reason }),
  finished: (turn, { outcome, stages_ms: stages }) => ({ ...turn, ended: turn.ended || 'finished', outcome, stages: stages && Object.keys(stages).length ? stages : turn.stages }),
};

function returned(calls, call, result, ms) {
  const open = calls.findIndex((each) => !each.result && each.call.tool === call.tool);
  if (open < 0) return [...calls, { call, result, ms }];
  return calls.map((each, index) => (index === open ? { call, result, ms } : each));
}

/** Take an event into the turn it belongs to, making the turn where it is new. */
export function takeEvent(event, source) {
  const known = turns.value.some((turn) => turn.id === event.turn);
  const list = known ? turns.value : [...turns.value, newTurn(event.turn, source)].slice(-MOST);
  turns.value = list.map((turn) => (turn.id === event.turn ? afterEvent(turn, event) : turn));
}

/** What turned out about a command after it was answered: its card says so beside the answer, which stays as it was. */
export function correct({ command, outcome, reason, say }) {
  turns.value = turns.value.map((turn) => (turn.calls.some((each) => commandsOf(each).some(({ id }) => id === command))
    ? { ...turn, calls: turn.calls.map((each) => corrected(each, command, outcome, reason)), later: [...turn.later ?? [], say] } : turn));
}

function commandsOf({ result }) {
  return result?.facts?.commands ?? [];
}

function corrected(each, command, outcome, reason) {
  if (!commandsOf(each).length) return each;
  const commands = commandsOf(each).map((known) => (known.id === command ? { ...known, outcome, reason } : known));
  return { ...each, result: { ...each.result, facts: { ...each.result.facts, commands } } };
}

/** It was somebody else who spoke. */
export function spokenInTruth(id, speaker) {
  turns.value = turns.value.map((turn) => (turn.id === id ? { ...turn, speaker } : turn));
}

/** The stream of a turn broke off: nothing more is known of it. */
export function breakOff(id, say) {
  turns.value = turns.value.map((turn) => (turn.id === id && !turn.ended ? { ...turn, ended: 'failed', failure: say } : turn));
}

/** What was said here before the page was loaded again. */
export async function loadEarlier() {
  const { exchanges } = await getJson(`/api/conversations/${encodeURIComponent(conversation)}`);
  const present = new Set(turns.value.map((turn) => turn.at));
  turns.value = [...exchanges.map(fromExchange).filter((turn) => !present.has(turn.at)), ...turns.value].sort((a, b) => a.at - b.at);
}

function fromExchange({ at, text, person, calls = [], confidence, reply }) {
  const claim = calls.at(-1)?.claim ?? 'answer';
  return {
    ...newTurn(`earlier-${at}`, confidence < 1 ? 'voice' : 'typed'), at: Date.parse(at), heard: text, speaker: { person }, said: reply ? [{ text: reply, claim }] : [], ended: 'finished', outcome: claim,
    calls: calls.map(({ tool, arguments: given, claim: ended, facts }) => ({ call: { tool, arguments: given }, result: { claim: ended, facts }, ms: 0 })),
  };
}

function remembered() {
  const fresh = `page-${Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  try {
    const known = sessionStorage.getItem('mimosa.conversation');
    if (known) return known;
    sessionStorage.setItem('mimosa.conversation', fresh);
  } catch (refused) {
    console.info('this browser keeps nothing for the page:', refused.name);
  }
  return fresh;
}
