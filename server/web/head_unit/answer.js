// The last answer, the question it may have ended with, and what waits for the house.
import { computed, effect, signal } from '@preact/signals';
import { Away, newKey, Problem } from './api.js';
import { clockOffset, driving, manner, seat } from './car.js';
import { acting, instead, settle } from './wishes.js';
import { askJson } from './tokens.js';
import { language, t } from './words.js';

/** Most characters shown of an answer, by what the car is doing; the API keeps to the same. */
const ROOM = { parked: 2_000, stopped: 120, moving: 40 };
const TURNS_KNOWN = 20;

/** {turn, language, heard, said, outcome, display, how: "" | "interrupted"}; null before anything was said. */
export const answer = signal(null);
/** {question, kind: "confirm" | "pin", text, until, wish?}; null where nothing is asked. */
export const question = signal(null);
export const waiting = signal([]);

const finished = new Set();
let closing = 0;

/** What of the answer may be shown now: less than came with it, where the car has begun to move since. */
export const shown = computed(() => {
  const last = answer.value;
  if (!last) return '';
  const text = last.display ?? (manner.value === 'parked' ? whole(last) : '');
  return text.length <= ROOM[manner.value] ? text : t(`hu.short.${last.outcome}`);
});

const whole = ({ said, language: spoken }) => said.join(spoken === 'zh' ? '' : ' ');

/** What is possible instead of what was refused, where there was no room to say so. */
export const possible = computed(() => {
  const last = answer.value;
  if (last?.outcome !== 'refused' || manner.value !== 'moving' || !instead.value || shown.value === whole(last)) return '';
  return t('hu.possible', { safe: t(`hu.safe.${instead.value}`) });
});

/** An event of a turn, wherever it was begun. */
export function takeTurnEvent(event) {
  const step = STEPS[event.event];
  if (step && !finished.has(event.turn)) step(event);
}

const STEPS = {
  heard: ({ turn, utterance }) => { instead.value = ''; answer.value = { turn, language: utterance.language, heard: utterance.text, said: [], outcome: '', display: null }; closeQuestion(); },
  called: () => { acting.value = true; },
  returned: ({ result }) => { for (const command of result.facts?.commands ?? []) settle(command); },
  said: ({ turn, text, filler }) => { if (!filler && answer.value?.turn === turn) answer.value = { ...answer.value, said: [...answer.value.said, text] }; },
  interrupted: ({ turn }) => end(turn, { outcome: 'interrupted', display: t('hu.short.interrupted') }),
  failed: ({ turn, say }) => end(turn, { outcome: 'failed', display: say || t('hu.short.failed') }),
  finished: ({ turn, outcome, display, reply }) => {
    remember(turn);
    if (answer.value?.ended !== turn) end(turn, { outcome, display: display ?? reply });
  },
};

function end(turn, how) {
  acting.value = false;
  if (answer.value && answer.value.turn !== turn) return;
  answer.value = { language: language.value, heard: '', said: [], ...answer.value, turn, ...how, ended: turn };
}

function remember(turn) {
  finished.add(turn);
  if (finished.size > TURNS_KNOWN) finished.delete(finished.values().next().value);
}

/** A whole turn, as POST /turns and the stream answer it. */
export function takeAnswer({ turn, heard, language: spoken, outcome, display, results, asks }) {
  remember(turn);
  acting.value = false;
  answer.value = { turn, language: spoken, heard, said: [], outcome, display, ended: turn };
  for (const each of results) for (const command of each.commands) settle(command);
  raise(asks);
}

/** What a touch was answered, where it is more than a change that everybody sees. */
export function showOutcome({ outcome, display, asks, id }, wish) {
  if (outcome !== 'ask') answer.value = { turn: id, language: language.value, heard: '', said: [], outcome, display: inOwn(display), ended: id };
  raise(asks, wish);
}

/** What came of a wish that waited; that it can be asked about now stands in the question already. */
export function takeNews({ wish, claim, say }) {
  if (claim === 'ask') return;
  answer.value = { turn: wish, language: language.value, heard: '', said: [], outcome: claim, display: inOwn(say), ended: wish };
}

/** Something went wrong on this side of the server. */
export function showTrouble(text) {
  acting.value = false;
  answer.value = { turn: '', language: language.value, heard: '', said: [], outcome: 'failed', display: text, ended: '' };
}

function inOwn(texts) {
  return texts?.[language.value] ?? Object.values(texts ?? {})[0] ?? '';
}

function raise(asks, wish = null) {
  clearTimeout(closing);
  if (!asks || asks.kind === 'choice') { question.value = null; return; }
  ask({ question: asks.question, kind: asks.kind, text: inOwn(asks.text), until: Date.parse(asks.until), wish });
}

function ask(asked) {
  clearTimeout(closing);
  question.value = asked;
  closing = setTimeout(() => { question.value = null; }, Math.max(0, asked.until - (Date.now() + clockOffset.value)));
}

export function closeQuestion() {
  clearTimeout(closing);
  question.value = null;
}

// A question holds for what the car was doing when it was asked.
let before = '';
effect(() => {
  const now = driving.value;
  if (before && before !== now) closeQuestion();
  before = now;
});

/** Answer the open question: a yes (with the PIN where it takes one) or a no. */
export async function decide(yes, pin = '') {
  const asked = question.value;
  const { question: id, wish } = asked;
  closeQuestion();
  if (!yes && wish) { settle({ ...wish, outcome: 'failed', display: t('hu.left_it') }); return; }
  await guarded(async () => {
    if (!yes) { takeAnswer(await say(t('hu.no_spoken'))); return; }
    const proof = pin ? { pin } : {};
    const body = wish ? { ...wish, seat: seat.value, confirms: id, ...proof } : { confirms: id, seat: seat.value, ...proof };
    try {
      const told = await askJson('/commands', { method: 'POST', body, key: newKey(), patience: 30_000 });
      settle(told);
      showOutcome(told, wish);
    } catch (failure) {
      if (!(failure instanceof Problem) || failure.kind !== 'wrong-pin') throw failure;
      ask({ ...asked, text: failure.message });
    }
  });
}

function say(text) {
  const body = { text, language: language.value, seat: seat.value };
  return askJson('/turns', { method: 'POST', body, key: newKey(), patience: 30_000 });
}

export async function decideWaiting(id, decision) {
  waiting.value = waiting.value.filter((wish) => wish.id !== id);
  await guarded(() => askJson(`/waiting/${encodeURIComponent(id)}`, { method: 'POST', body: { decision } }));
}

async function guarded(work) {
  try {
    await work();
  } catch (failure) {
    if (!(failure instanceof Away || failure instanceof Problem)) throw failure;
    showTrouble(failure instanceof Away ? t('hu.no_answer') : failure.message);
  }
}
