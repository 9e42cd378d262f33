// The phrases of this household: what is said, and the sentence that it means here.
import { signal } from '@preact/signals';
import { getJson, postJson, request } from '../api.js';
import { place } from './talk.js';
import { asked } from './who.js';

/** The longest sentence that can be taught, and the longest that it can mean. */
export const LONGEST = 200;

/** Oldest first, as GET /api/phrases gives them; null before they were read. */
export const phrases = signal(null);
export const unreadable = signal(false);

export async function loadPhrases() {
  try {
    phrases.value = (await getJson('/api/phrases')).phrases;
    unreadable.value = false;
  } catch (failure) {
    console.info('the phrases cannot be read:', failure.message);
    unreadable.value = true;
  }
}

/** Resolves with the phrase; rejects with the words of what is wrong. */
export async function teach(said, means) {
  const taught = await postJson(asked('/api/phrases'), { said, means, place: place.value });
  if (phrases.value) await loadPhrases();
  return taught;
}

export async function forgetPhrase(id) {
  await request(asked(`/api/phrases/${encodeURIComponent(id)}`), { method: 'DELETE' });
  await loadPhrases();
}
