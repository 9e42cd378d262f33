// The head units of cars as the server keeps them, and what the owner decides about them.
import { signal } from '@preact/signals';
import { getJson, postJson, request, ServerAway } from '../api.js';
import { onPairing } from '../house/connection.js';
import { room } from '../rooms/room.js';
import { asked } from '../talk/who.js';
import { language, t } from '../words.js';

/** {head_units, scopes, news} as GET /api/head-units gives it; null before it was read. */
export const headUnits = signal(null);
export const unreadable = signal(false);

/** What was announced last and nobody has put away yet; null where there is nothing. */
export const announced = signal(null);

/** The code that the address of this page came with, from a QR code. */
export const scannedCode = signal('');

const at = encodeURIComponent;

export async function loadHeadUnits() {
  try {
    headUnits.value = await getJson('/api/head-units');
    unreadable.value = false;
  } catch (failure) {
    console.info('the head units cannot be read:', failure.message);
    unreadable.value = true;
  }
}

export const lookUp = (code) => postJson(asked('/api/head-units/code'), { code });
export const letIn = (code, scopes, name) => postJson(asked('/api/head-units/approval'), { code, scopes, name });
export const keepOut = (code) => postJson(asked('/api/head-units/denial'), { code });

export async function change(id, wish) {
  await request(asked(`/api/head-units/${at(id)}`), { method: 'PATCH', body: wish });
  await loadHeadUnits();
}

export async function turnAway(id) {
  await request(asked(`/api/head-units/${at(id)}`), { method: 'DELETE' });
  await loadHeadUnits();
}

/** Why it did not work, in words. */
export function failureWords(failure) {
  return failure instanceof ServerAway ? t('owner.away') : failure.message;
}

export function saidAbout(news) {
  return news.say[language.value] ?? news.say.en;
}

onPairing((news) => {
  announced.value = news;
  if (headUnits.peek()) loadHeadUnits();
});

/** A QR code leads to /pair with the code of a head unit: its field is open then, and the address is put away. */
export function openWhereTheCodeLeads() {
  if (location.pathname !== '/pair') return;
  scannedCode.value = new URLSearchParams(location.search).get('user_code') ?? '';
  room.value = 'settings';
  history.replaceState(null, '', '/');
}
