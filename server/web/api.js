// Requests to the server. Whatever goes wrong becomes one of three errors, each with its own answer on the page.
import { token } from './token.js';
import { language } from './words.js';

/** Nobody answers at that address. */
export class ServerAway extends Error {}

/** The house wants its key. */
export class KeyWanted extends Error {}

/** The server answered that it will not or cannot; `detail` says why. */
export class Problem extends Error {
  constructor(status, body) {
    super(problemWords(body, status));
    this.status = status;
    this.kind = String(body.type ?? '').split('/').at(-1);
    this.say = body.say?.[language.value] ?? '';
  }
}

/** The detail says most, but is English; a page in another language shows the sentence in its own. */
function problemWords({ detail, title, say }, status) {
  const own = say?.[language.value];
  return (language.value !== 'en' || detail === title ? own : detail) || detail || own || title || String(status);
}

export async function request(path, { method = 'GET', body, signal, accept = 'application/json' } = {}) {
  const headers = { Accept: accept, 'Accept-Language': language.value };
  if (token.value) headers.Authorization = `Bearer ${token.value}`;
  if (body !== undefined) headers['Content-Type'] = body instanceof Blob ? body.type : 'application/json';
  const answer = await reach(path, { method, headers, signal, body: body === undefined || body instanceof Blob ? body : JSON.stringify(body) });
  if (answer.status === 401) throw new KeyWanted(path);
  if (!answer.ok) throw new Problem(answer.status, await problemIn(answer));
  return answer;
}

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new ServerAway(path);
  }
}

async function problemIn(answer) {
  const text = await answer.text();
  return answer.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : { title: answer.statusText };
}

export async function getJson(path) {
  return (await request(path)).json();
}

export async function postJson(path, body) {
  return (await request(path, { method: 'POST', body })).json();
}

/** The lines of a streamed answer, each parsed. */
export async function* postLines(path, body, signal) {
  const answer = await request(path, { method: 'POST', body, signal, accept: 'application/x-ndjson' });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await nextPiece(reader, path);
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const line of lines) if (line.trim()) yield JSON.parse(line);
  }
  if (rest.trim()) yield JSON.parse(rest);
}

async function nextPiece(reader, path) {
  try {
    return await reader.read();
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new ServerAway(path);
  }
}

export function socketAddress(path) {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;
}
