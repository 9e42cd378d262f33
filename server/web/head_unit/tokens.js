// The tokens of this head unit. The access token lives in memory only; the refresh token is kept by the browser, because
// the car is switched off every day. It rotates at each use, so one that was copied away ends the pairing when either
// side uses it again; it opens nothing beyond the scopes the owner granted, and the owner can take it back at any time.
// What protects it here: the page's policy (no script but its own files), and the profile of the head unit's browser.
import { signal } from '@preact/signals';
import { keep, kept } from '../kept.js';
import { Away, Problem, send } from './api.js';

const KEPT_AS = 'head_unit.refresh';
export const CLIENT = 'mimosa-head-unit';
/** A token is changed for a new one when this part of its life is over. */
const RENEW_AFTER = 0.7;
const AGAIN_MS = 5_000;

/** "starting", "unpaired", "paired", "revoked" or "elsewhere" (another window is this head unit now). */
export const pairing = signal('starting');
/** What the owner granted. */
export const scopes = signal(new Set());

let access = '';
let refresh = '';
let renewing = null;
let timer = 0;

/** Take up where the last run ended: paired, if there is a refresh token. */
export function restore() {
  refresh = kept(KEPT_AS);
  pairing.value = refresh ? 'paired' : 'unpaired';
}

/** Tokens as POST /token answers them; kept before anything is done with them. */
export function accept(answer) {
  refresh = answer.refresh_token;
  keep(KEPT_AS, refresh);
  access = answer.access_token;
  scopes.value = new Set(answer.scope.split(' ').filter(Boolean));
  clearTimeout(timer);
  timer = setTimeout(() => renewSoon(), answer.expires_in * 1000 * RENEW_AFTER);
  pairing.value = 'paired';
}

/** The pairing is over: "revoked" where it was taken away, "unpaired" where this side gave it back. */
export function forget(why = 'revoked') {
  clearTimeout(timer);
  access = '';
  refresh = '';
  keep(KEPT_AS, '');
  scopes.value = new Set();
  pairing.value = why;
}

/** An access token that holds; a new one where there is none. Raises Away and Problem. */
export async function accessToken() {
  if (!access) await renew();
  return access;
}

/** The access token is over: the next request gets a new one. */
export function dropAccess() {
  access = '';
}

function spoil(token) {
  if (token === access) access = '';
}

async function renewSoon() {
  try {
    await renew();
  } catch (failure) {
    if (!(failure instanceof Away)) console.info('no new access token:', failure.message);
    if (pairing.value === 'paired') timer = setTimeout(renewSoon, AGAIN_MS);
  }
}

/** One renewal at a time, however many wait for it. */
function renew() {
  renewing ??= renewOnce().finally(() => { renewing = null; });
  return renewing;
}

async function renewOnce() {
  try {
    const form = { grant_type: 'refresh_token', refresh_token: refresh, client_id: CLIENT };
    accept(await (await send('/token', { method: 'POST', form })).json());
  } catch (failure) {
    if (failure instanceof Problem && failure.oauth === 'invalid_grant') forget();
    throw failure;
  }
}

/** Leave this to another window: nothing is used here any more, nothing is forgotten. */
export function standBack() {
  clearTimeout(timer);
  access = '';
  refresh = '';
  pairing.value = 'elsewhere';
}

/** A request with the access token; once more with a new one where the first is over. Raises Away and Problem. */
export async function ask(path, options = {}) {
  for (let first = true; ; first = false) {
    const token = await accessToken();
    try {
      return await send(path, { ...options, token });
    } catch (failure) {
      if (!(failure instanceof Problem) || failure.status !== 401) throw failure;
      if (failure.kind === 'revoked-token') { forget(); throw failure; }
      spoil(token);
      if (!first) throw failure;
    }
  }
}

export async function askJson(path, options) {
  return (await ask(path, options)).json();
}
