import { signal } from '@preact/signals';

/** The room of the page that is open: "home", "conversation", "car" or "house". */
export const room = signal('home');
