import { signal } from '@preact/signals';

/** Id of the device whose everything is open; empty: none. */
export const opened = signal('');

export function openSheet(id) {
  opened.value = id;
}

export function closeSheet() {
  opened.value = '';
}
