// Whether the car still stands: the page shows more while it does, so it asks, and takes silence for driving.
import { driving, manner, takeState } from './car.js';
import { link } from './feed.js';
import { askJson, pairing, scopes } from './tokens.js';

const EVERY_MS = 1_500;
const PATIENCE_MS = 2_000;

/** Ask while it matters: "unknown" where nothing comes in time. */
export function watchDriving() {
  setInterval(async () => {
    if (pairing.value !== 'paired' || manner.value === 'moving' || !scopes.value.has('car.read')) return;
    try {
      takeState(withoutName(await askJson('/state?under=Vehicle.Speed', { patience: PATIENCE_MS })));
    } catch (failure) {
      console.info('the car could not be asked:', failure.message);
      driving.value = 'unknown';
      askAgain();
    }
  }, EVERY_MS);
}

/** What one signal is says nothing about which others there are. */
function withoutName({ name, ...rest }) {
  return rest;
}

let again = 0;

/** The feed tells changes alone: what was missed is asked for until somebody answers. */
function askAgain() {
  clearTimeout(again);
  again = setTimeout(async () => {
    if (pairing.value !== 'paired' || link.value !== 'open') { askAgain(); return; }
    try {
      takeState(withoutName(await askJson('/state?under=Vehicle.Speed', { patience: PATIENCE_MS })));
    } catch (failure) {
      console.info('the car could not be asked:', failure.message);
      askAgain();
    }
  }, EVERY_MS);
}
