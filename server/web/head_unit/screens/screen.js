// Which screen is shown once the head unit is paired: "main", "house" or "seats".
import { signal } from '@preact/signals';

export const screen = signal('main');
