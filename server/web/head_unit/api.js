// Requests to the API of head units, /api/car/v1, and to nothing else.
import { language } from './words.js';

export const BASE = '/api/car/v1';
const PATIENCE_MS = 10_000;

/** Nobody answers: a tunnel, or the server is away. */
export class Away extends Error {}

/** The server answered that it will not or cannot; `kind` is the last part of its type. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.say?.[language.value] || body.detail || body.title || String(status));
    this.status = status;
    this.kind = String(body.type ?? '').split('/').at(-1);
    this.oauth = body.error ?? '';
    this.detail = body.detail ?? '';
  }
}

/** Another for every wish; the same again when a connection broke. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * One request. `token`: the access token, or empty; `body`: sent as JSON; `form`: sent as a form; `key`: its idempotency
 * key; `patience`: milliseconds until nobody is taken to answer, 0 for ever. Raises Away and Problem.
 */
export async function send(path, { token = '', method = 'GET', body, form, key, signal, patience = PATIENCE_MS, headers: more = {} } = {}) {
  const headers = { Accept: 'application/json, application/problem+json', 'Accept-Language': language.value, ...more };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (key) headers['Idempotency-Key'] = key;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const content = body !== undefined ? JSON.stringify(body) : form && new URLSearchParams(form);
  const limits = [signal, patience ? AbortSignal.timeout(patience) : null].filter(Boolean);
  const answer = await reach(path, { method, headers, body: content, signal: limits.length ? AbortSignal.any(limits) : undefined, cache: 'no-store' }, signal);
  if (!answer.ok) throw new Problem(answer.status, await documentIn(answer));
  return answer;
}

async function reach(path, options, wanted) {
  try {
    return await fetch(BASE + path, options);
  } catch (failure) {
    if (wanted?.aborted) throw failure;
    throw new Away(path);
  }
}

async function documentIn(answer) {
  try {
    return await answer.json();
  } catch (unreadable) {
    console.info('a problem without a document:', answer.status, unreadable.name);
    return { title: answer.statusText };
  }
}

export function streamAddress() {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${BASE}/turns/stream`;
}
