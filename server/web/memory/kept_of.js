// What is kept of a person, as the server tells it, and the changes that can be made to it.
import { signal } from '@preact/signals';
import { getJson, postJson, request } from '../api.js';
import { forgetSaid } from '../phone/said_before.js';
import { typedBy } from '../talk/who.js';

/** {person, learns, guest_mode, preferences, habits, not_learnt, nicknames, kept_days}; null before it was read. */
export const memory = signal(null);
export const unreadable = signal(false);

/** Whose memory is shown: a member's id, "household", or empty: one's own. */
export const shownOf = signal('');

let asked = 0;

/** An answer that another question has overtaken is not shown: it may be of somebody else. */
export async function loadMemory() {
  const mine = ++asked;
  const [told, failure] = await getJson(at('')).then((answer) => [answer, null], (error) => [null, error]);
  if (mine !== asked) return;
  if (failure) console.info('what is remembered cannot be read:', failure.message);
  memory.value = told;
  unreadable.value = failure !== null;
}

export async function showOf(person) {
  shownOf.value = person;
  memory.value = null;
  await loadMemory();
}

export const correct = (kept, right) => changing(`/preferences/${kept.id}`, 'PUT', right);
export const forgetPreference = (kept) => changing(`/preferences/${kept.id}`, 'DELETE');
export const forgetNickname = (given) => changing(`/nicknames/${given.id}`, 'DELETE');
export const forgetHabit = (habit) => changing(`/habits/${habit.id}`, 'DELETE');
export const learnNot = ({ device, action }) => changing('/not-learnt', 'POST', { device, action });
export const learnAgain = ({ device, action }) => changing('/not-learnt', 'DELETE', { device, action });
export async function erase(what) {
  const told = await changing('/erase', 'POST', { sure: true, ...what });
  forgetSaid();
  return told;
}

export const takeIn = (text) => changing('/import', 'POST', new Blob([text], { type: 'application/json' }));

/** Hands the browser a file with everything that is kept. */
export async function takeAlong() {
  const told = await getJson(at('/export'));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(told, null, 1)], { type: 'application/json' }));
  link.download = 'mimosa-memory.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

async function changing(path, method, body) {
  const answer = method === 'POST' && !(body instanceof Blob) && path === '/erase' ? await postJson(at(path), body) : await request(at(path), { method, body });
  await loadMemory();
  return answer;
}

function at(path) {
  const query = new URLSearchParams({ ...typedBy(), ...(shownOf.value ? { of: shownOf.value } : {}) }).toString();
  return `/api/memory${path}${query ? `?${query}` : ''}`;
}
