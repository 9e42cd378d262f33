// The key of this house: taken from the address once (#token=…), then remembered by this browser.
import { signal } from '@preact/signals';
import { keep, kept } from './kept.js';

export const token = signal(fromAddress() || kept('token'));

/** Whether the house asks for it; learned before anything is opened. */
export const keyWanted = signal(false);

/** A short mark of the key, of which the key cannot be told; what was kept under another key is not shown. */
export function keyMark() {
  return Array.from(token.value).reduce((sum, letter) => (Math.imul(sum, 31) + letter.codePointAt(0)) | 0, 7);
}

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
