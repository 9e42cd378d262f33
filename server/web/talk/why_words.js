// Why a mind was asked, passed a sentence on or did nothing yet: what the record says in codes, in words.
import { list, quantity, t, weekdayWords } from '../words.js';
import { toolWords } from './call_words.js';

const PART = /; (?=(?:reflex|core): )/;
const PASSED = /^(reflex|core): (.*)$/s;

/** Whole sentences of the record → key of their words. */
const WHOLE = {
  'no tool\'s phrase occurs': 'why.no_phrase', 'a condition or a time': 'why.condition', 'a negation': 'why.negation', 'an order inside a name': 'why.name',
  'something told or asked of another time': 'why.other_time', 'it is not about what was spoken of': 'why.other_topic', 'two times': 'why.two_times',
  'no words': 'why.no_words', 'written for a machine': 'why.machine', 'the same words over and over': 'why.repeated', failed: 'why.failed',
  confirmed: 'why.confirmed', declined: 'why.declined', 'not proved': 'why.not_proved', 'somebody else was asked': 'why.not_yours',
  'the question had expired': 'why.expired', 'nothing was asked': 'why.nothing_asked', 'the end': 'why.end', thanks: 'why.thanks',
};

/** The same with something in it that was said, or that the home has. */
const FILLED = [
  [/^nearest is (\w+); not explained: (.+)$/s, (tool, words) => t('why.nearest', { tool: toolWords(tool), words })],
  [/^several tools fit: (.+)$/s, (tools) => t('why.several', { tools: list(tools.split(', ').map(toolWords)) })],
  [/^longer than (\d+) \w+$/, () => t('why.too_long')],
];

/** The lines of why; `taught` is what was said there, where it was a phrase of this household. */
export function whyLines({ why, meant, heard }) {
  const prefix = `taught: “${heard}” means “${meant}”`;
  const rest = meant && why.startsWith(prefix) ? why.slice(prefix.length).replace(/^; /, '') : why;
  const lines = rest.split(PART).filter(Boolean).map(lineWords);
  return meant ? [t('why.taught', { said: heard, means: meant }), ...lines] : lines;
}

function lineWords(part) {
  const [, mind, why] = PASSED.exec(part) ?? [];
  return sentence(mind ? t('why.passed', { mind: t(`mind.${mind}`), why: reasonWords(why) }) : reasonWords(part));
}

function sentence(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function reasonWords(why) {
  if (why in WHOLE) return t(WHOLE[why]);
  for (const [form, words] of FILLED) {
    const found = form.exec(why);
    if (found) return words(...found.slice(1));
  }
  return why;
}

/** One wish for later or on a condition, in a line. */
export function deferredWords({ command, conditions }) {
  return t('deferred.line', { command, when: conditions.map(conditionWords).join('; ') });
}

function conditionWords(condition) {
  const words = KINDS[condition.kind]?.(condition) ?? '';
  return words ? t('deferred.said', { words, said: condition.said }) : t('deferred.only_said', { said: condition.said });
}

const KINDS = {
  delay: ({ seconds }) => seconds && t('deferred.delay', { time: quantity(seconds, 's') }),
  moment: (each) => each.time && momentWords(each),
  recurrence: (each) => [dayWords(each), each.seconds && t('deferred.each', { time: quantity(each.seconds, 's') }), each.time && momentWords(each)].filter(Boolean).join(' '),
  duration: ({ seconds, time }) => (seconds ? t('deferred.for', { time: quantity(seconds, 's') }) : time && t('deferred.until', { time })),
  event: () => t('deferred.event'),
  threshold: ({ relation, amount, unit }) => relation && amount !== null && t(`deferred.${relation}`, { amount: quantity(amount, unit) }),
};

function momentWords({ time, either_half: either, part_of_day: part, days_ahead: ahead, relation }) {
  const side = ['before', 'after'].includes(relation) ? relation : 'at';
  const day = ahead === 0 || ahead === 1 ? t(`deferred.day.${ahead}`) : '';
  return [day, part && t(`deferred.part.${part}`), t(`deferred.${side}_time`, { time }), either && t('deferred.either')].filter(Boolean).join(' ');
}

function dayWords({ weekdays }) {
  const days = [...weekdays ?? []].sort();
  if (!days.length) return '';
  if (days.length === 7) return t('deferred.daily');
  if (days.join('') === '12345') return t('deferred.weekdays');
  return t('deferred.days', { days: list(days.map(weekdayWords)) });
}
