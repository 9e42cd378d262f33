// The key of this house: taken from the address once (#token=…), then remembered by this browser.
import { signal } from '@preact/signals';
import { keep, kept } from './kept.js';

export const token = signal(fromAddress() || kept('token'));

/** Whether the house asks for it; learned before anything is opened. */
export const keyWanted = signal(false);

export function rememberToken(value) {
  token.value = value.trim();
  keep('token', token.value);
}

function fromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!given) return '';
  keep('token', given);
  history.replaceState(null, '', location.pathname + location.search);
  return given;
}
