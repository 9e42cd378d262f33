import { signal } from '@preact/signals';

/** The room of the page that is open: "home", "conversation", "car", "house", "settings" or "memory". */
export const room = signal('home');
