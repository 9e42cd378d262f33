// What is suggested to whoever uses this browser, and what is done every time, as the server tells it.
import { effect, signal } from '@preact/signals';
import { getJson, Problem, postJson, request } from '../api.js';
import { language } from '../words.js';
import { connection, onSuggestions } from '../house/connection.js';
import { BY_VOICE, typedBy, who } from '../talk/who.js';

/** {suggestion: {id, device, say, why} | null, routines: […]}. */
export const suggested = signal({ suggestion: null, routines: [] });

/** What came of the last answer: {say, claim, id, answer}; null where nothing is to be told. */
export const came = signal(null);

export async function loadSuggested() {
  try {
    // Where everybody is told by the voice nobody knows whose eyes these are.
    suggested.value = who.value === BY_VOICE ? { suggestion: null, routines: [] } : await getJson(at(''));
  } catch (failure) {
    console.info('nothing is suggested here:', failure.message);
    if (failure instanceof Problem) suggested.value = { suggestion: null, routines: [] };
  }
}

/** Answers; where the house asks something before it is done, the question is shown with a yes and a no of its own. */
export async function answer(id, wish, confirmed = false) {
  const told = await postJson(at(`/${id}/answer`), { answer: wish, language: language.value, confirmed });
  came.value = { ...told, id, answer: wish };
  await loadSuggested();
}

export async function endRoutine({ id }) {
  await request(at(`/routines/${id}`), { method: 'DELETE' });
  await loadSuggested();
}

onSuggestions(loadSuggested);
effect(() => { if (connection.value.state === 'open' && who.value !== null) loadSuggested(); });

function at(path) {
  const query = new URLSearchParams(typedBy()).toString();
  return `/api/suggestions${path}${query ? `?${query}` : ''}`;
}
