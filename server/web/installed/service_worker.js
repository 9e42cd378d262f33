// Keeps every file of the page, so that it opens where the house is out of reach. The server puts SHELL before this text:
// {version, files: [[address, digest], …]}; with any other file it is another text, and browsers take the new worker.
// Nothing else is kept or answered: no API, no manifest, no page of a head unit.
const OURS = 'mimosa-shell-';
const KEPT = OURS + SHELL.version;
const DIGESTS = new Map(SHELL.files);
const PAGES = new Set(['/', '/pair']);
const HEAD_UNIT = /^\/(car|web\/head_unit)(\/|$)/;

self.addEventListener('install', (event) => event.waitUntil(keepAll()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('fetch', (event) => {
  const address = addressOf(event.request);
  if (address) event.respondWith(answer(address, event));
});

/** The file that answers a request; empty where the worker stays out of it. */
function addressOf({ method, url, mode }) {
  const { origin, pathname, search } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin) return '';
  if (mode === 'navigate') return PAGES.has(pathname) ? '/' : '';
  return !search && DIGESTS.has(pathname) ? pathname : '';
}

async function answer(address, { request, clientId }) {
  if (await isHeadUnit(clientId)) return fetch(request);
  const kept = await (await caches.open(KEPT)).match(address);
  return kept ?? fetch(request);
}

/** A head unit shares some files with the page and takes them from its server, always. */
async function isHeadUnit(clientId) {
  const client = clientId ? await self.clients.get(clientId) : undefined;
  return client !== undefined && HEAD_UNIT.test(new URL(client.url).pathname);
}

/** All of one version or nothing: a file that is not the listed one (the server changed meanwhile) ends the attempt. */
async function keepAll() {
  const fresh = await caches.open(KEPT);
  const before = await Promise.all((await others()).map((name) => caches.open(name)));
  await Promise.all([...DIGESTS].map(async ([address, digest]) => fresh.put(address, await file(address, digest, [fresh, ...before]))));
  await self.skipWaiting();
}

/** Out of an older version where the file is still the same, else from the server. */
async function file(address, digest, known) {
  for (const cache of known) {
    const same = await cache.match(address);
    if (same && await digestOf(same.clone()) === digest) return same;
  }
  const answered = await fetch(address, { cache: 'no-cache' });
  if (!answered.ok || answered.redirected || await digestOf(answered.clone()) !== digest) throw new Error(`${address} is not the file that was listed`);
  return answered;
}

async function digestOf(answered) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await answered.arrayBuffer()));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('').slice(0, 32);
}

async function takeOver() {
  await Promise.all((await others()).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function others() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== KEPT);
}
