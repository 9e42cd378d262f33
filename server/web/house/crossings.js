// When the cars of the household left home and came back, as whoever uses this page may know it. Never kept on a phone.
import { effect, signal } from '@preact/signals';
import { getJson } from '../api.js';
import { asked, who } from '../talk/who.js';
import { language, now } from '../words.js';
import { connection, onCrossing } from './connection.js';

/** So long the first room tells of it. */
const NEWS_MS = 2 * 3600_000;

/** [{car, what, at, seen, say}], the newest first. */
export const crossings = signal([]);

async function read() {
  try {
    crossings.value = (await getJson(asked('/api/crossings'))).crossings;
  } catch (failure) {
    console.info('when cars left and came cannot be read:', failure.message);
    crossings.value = [];
  }
}

effect(() => { if (connection.value.state === 'open' && who.value !== null) read(); });
onCrossing(read);

const words = (crossing) => crossing.say[language.value] ?? crossing.say.en;

/** What happened to a car lately, in words. */
export function crossingsOf(car) {
  return crossings.value.filter((each) => each.car === car).slice(0, 3).map(words);
}

/** The newest of all, in words, as long as it is news; else empty. */
export function lastCrossing() {
  const newest = crossings.value[0];
  return newest && now.value - Date.parse(newest.at) < NEWS_MS ? words(newest) : '';
}
