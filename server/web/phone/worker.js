// The worker that keeps the page's files on this device, and how a new version takes its place.
import { signal } from '@preact/signals';
import { connection } from '../house/connection.js';
import { talkState } from '../talk/talk.js';

const LOOKS_APART_MS = 5_000;

/** "kept", "not yet", "refused" (a certificate this browser does not trust) or "never" (no encryption, an old browser). */
export const shell = signal(window.isSecureContext && 'serviceWorker' in navigator ? 'not yet' : 'never');

/** Whether a newer page than this one is there. */
export const newer = signal(false);

export async function keepTheShell() {
  if (shell.value === 'never') return;
  watchForNewer();
  try {
    const registration = await navigator.serviceWorker.register('/service-worker.js', { scope: '/', updateViaCache: 'none' });
    await navigator.serviceWorker.ready;
    shell.value = 'kept';
    lookWhenTheHouseIsBack(registration);
  } catch (refused) {
    console.info('this page cannot be kept for later:', refused.message);
    shell.value = 'refused';
  }
}

/** A page that nobody looks at is loaded anew at once; before anybody's eyes it only says so. */
function watchForNewer() {
  let controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    newer.value = controlled;
    controlled = true;
    loadUnseen();
  });
  document.addEventListener('visibilitychange', loadUnseen);
}

function loadUnseen() {
  if (newer.value && document.hidden && talkState.peek() === 'waiting') location.reload();
}

function lookWhenTheHouseIsBack(registration) {
  let looked = Date.now();
  connection.subscribe(async ({ state }) => {
    if (state !== 'open' || Date.now() - looked < LOOKS_APART_MS) return;
    looked = Date.now();
    try {
      await registration.update();
    } catch (unreachable) {
      console.info('no newer page could be looked for:', unreachable.message);
    }
  });
}
