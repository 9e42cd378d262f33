// Which dialog of the settings is open: {kind: "device" | "room" | "floor", id}; an empty id is a new one. Null: none.
import { signal } from '@preact/signals';

export const editing = signal(null);

export function edit(kind, id = '') {
  editing.value = { kind, id };
}

export function leave() {
  editing.value = null;
}
