// Being paired: ask for a code, show it, and ask for the tokens until somebody at home has decided.
import { signal } from '@preact/signals';
import { keep, kept } from '../kept.js';
import { Away, Problem, send } from './api.js';
import { accept, CLIENT, pairing } from './tokens.js';
import { t } from './words.js';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const WANTED = 'talk car.read car.act car.open home.read home.act home.risky';
const SLOWER_S = 5;

/** {phase: "waiting" | "code" | "not_parked" | "no_car" | "denied" | "over" | "away" | "failed", code?, until?, why?}. */
export const wish = signal({ phase: 'waiting' });

let serial = 0;

/** The id of the car on the topics of its signals: `?vehicle=` in the address once, remembered from then on. */
export function vehicle() {
  const named = new URLSearchParams(location.search).get('vehicle');
  if (named) keep('head_unit.vehicle', named);
  return named || kept('head_unit.vehicle', 'car');
}

const PHASES = { 'not-parked': 'not_parked', 'no-such-vehicle': 'no_car', 'access-denied': 'denied', 'expired-code': 'over' };

/** Begin, and go on until there are tokens or it came to nothing. */
export async function beginPairing() {
  const mine = serial += 1;
  wish.value = { phase: 'waiting' };
  try {
    const form = { client_id: CLIENT, vehicle: vehicle(), scope: WANTED, name: t('hu.name') };
    const begun = await (await send('/device_authorization', { method: 'POST', form })).json();
    if (mine !== serial) return;
    wish.value = { phase: 'code', code: begun.user_code, page: begun.verification_uri, until: Date.now() + begun.expires_in * 1000 };
    const tokens = await granted(begun, () => mine === serial && pairing.value !== 'elsewhere');
    if (tokens) accept(tokens);
  } catch (failure) {
    if (mine !== serial) return;
    if (!(failure instanceof Away || failure instanceof Problem)) throw failure;
    wish.value = failure instanceof Away ? { phase: 'away' } : { phase: PHASES[failure.kind] ?? 'failed', why: failure.message };
  }
}

export function stopPairing() {
  serial += 1;
}

/** The tokens once they are there; null where nobody wants them any more. */
async function granted({ device_code: code, interval, expires_in: life }, wanted) {
  let pause = interval;
  const end = performance.now() + life * 1000;
  while (performance.now() < end + pause * 1000) {
    await new Promise((resolve) => { setTimeout(resolve, pause * 1000); });
    if (!wanted()) return null;
    try {
      return await (await send('/token', { method: 'POST', form: { grant_type: GRANT, device_code: code, client_id: CLIENT } })).json();
    } catch (failure) {
      if (failure instanceof Problem && failure.oauth === 'slow_down') pause += SLOWER_S;
      else if (!(failure instanceof Away) && failure.oauth !== 'authorization_pending') throw failure;
    }
  }
  throw new Problem(400, { type: '/expired-code' });
}
