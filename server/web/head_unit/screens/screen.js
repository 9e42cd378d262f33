// Which screen is shown once the head unit is paired: "main", "house", "seats" or "trip".
import { signal } from '@preact/signals';

export const screen = signal('main');
