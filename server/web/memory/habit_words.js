// A habit in one sentence, and the numbers it rests on.
import { valueWords } from '../house/state.js';
import { list, quantity, t, tOr, weekdayWords } from '../words.js';

export function valueOf({ value, unit = '' }) {
  if (typeof value === 'boolean') return t(value ? 'state.on' : 'state.off');
  return typeof value === 'number' ? quantity(value, unit) : valueWords(value ?? '');
}

export function aboutWords({ name, device, action }) {
  return t('memory.about', { name: name || device, what: tOr(`capability.${action}`, action) });
}

/** "on Monday and Friday, from 18:00 to 21:00"; empty where it holds at any time. */
export function whenWords({ weekdays, hours, around }) {
  const known = Object.entries(around).map(([name, value]) => tOr(`around.${name}.${value}`, tOr(`around.${name}`, '') && t(`around.${name}`, { value })));
  return [
    weekdays && weekdays.length < 7 && t('memory.on_days', { days: list(weekdays.map((day) => weekdayWords(day + 1))) }),
    hours && t('memory.hours', { from: hour(hours[0]), to: hour(hours[1]) }),
    ...known,
  ].filter(Boolean).join(', ');
}

/** "19:02, 40 %, by hand": one time that it was so. */
export function happenedWords({ unit }, { time, value, by }) {
  return t('memory.happened', { time, value: valueOf({ value, unit }), by: t(`memory.by.${by}`) });
}

function hour(number) {
  return `${String(number).padStart(2, '0')}:00`;
}
