// Words, numbers and times in the language of the page.
import { effect, signal } from '@preact/signals';
import { keep, kept } from './kept.js';
import carEn from './words/car_en.js';
import carZh from './words/car_zh.js';
import en from './words/en.js';
import headUnitsEn from './words/head_units_en.js';
import headUnitsZh from './words/head_units_zh.js';
import membersEn from './words/members_en.js';
import membersZh from './words/members_zh.js';
import memoryEn from './words/memory_en.js';
import memoryZh from './words/memory_zh.js';
import outcomesEn from './words/outcomes_en.js';
import outcomesZh from './words/outcomes_zh.js';
import phoneEn from './words/phone_en.js';
import phoneZh from './words/phone_zh.js';
import settingsEn from './words/settings_en.js';
import settingsZh from './words/settings_zh.js';
import suggestedEn from './words/suggested_en.js';
import suggestedZh from './words/suggested_zh.js';
import talkEn from './words/talk_en.js';
import talkZh from './words/talk_zh.js';
import zh from './words/zh.js';

export const WORDS = { en: { ...en, ...carEn, ...headUnitsEn, ...membersEn, ...memoryEn, ...outcomesEn, ...phoneEn, ...settingsEn, ...suggestedEn, ...talkEn }, zh: { ...zh, ...carZh, ...headUnitsZh, ...membersZh, ...memoryZh, ...outcomesZh, ...phoneZh, ...settingsZh, ...suggestedZh, ...talkZh } };
const LOCALES = { en: 'en-GB', zh: 'zh-CN' };
const CHINESE = /\p{Script=Han}/u;

export const LANGUAGES = ['en', 'zh'];
export const language = signal(firstLanguage());

/** The present minute; everything that shows an age reads it. */
export const now = signal(Date.now());
setInterval(() => { now.value = Date.now(); }, 20_000);

effect(() => { document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'; });

export function chooseLanguage(chosen) {
  language.value = chosen;
  keep('language', chosen);
}

function firstLanguage() {
  const remembered = kept('language');
  if (LANGUAGES.includes(remembered)) return remembered;
  const wanted = (navigator.languages ?? [navigator.language]).map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.find((tag) => LANGUAGES.includes(tag)) ?? 'en';
}

/** The words for a key, with {slots} filled. A key nobody wrote is a mistake and shows as itself. */
export function t(key, values = {}) {
  const found = WORDS[language.value][key];
  if (found === undefined) {
    console.error('no words for', key);
    return key;
  }
  const text = typeof found === 'string' ? found : found[plural(values.n)] ?? found.other;
  return text.replace(/\{(\w+)\}/g, (slot, name) => (name in values ? String(values[name]) : slot));
}

/** The words for a key, or the given text where nobody wrote any. */
export function tOr(key, otherwise) {
  const found = WORDS[language.value][key];
  return typeof found === 'string' ? found : otherwise;
}

function plural(count) {
  return formatter('PluralRules').select(Number(count ?? 0));
}

const formatters = new Map();

/** A formatter of the platform in the page's language; making one is slow, so each is made once. */
function formatter(kind, options = {}) {
  const key = `${kind} ${language.value} ${JSON.stringify(options)}`;
  if (!formatters.has(key)) formatters.set(key, new Intl[kind](LOCALES[language.value], options));
  return formatters.get(key);
}

/** Of several names of one thing, the one written in the page's language. */
export function nameIn(names) {
  const chinese = language.value === 'zh';
  return names.find((name) => CHINESE.test(name) === chinese) ?? names[0] ?? '';
}

export function number(value, digits = 1) {
  return formatter('NumberFormat', { maximumFractionDigits: digits }).format(value);
}

/** "40 %", "21.5 °C", "12 min", "230 km"; never broken between number and unit. */
export function quantity(value, unit = '') {
  if (unit === 'm' && Math.abs(value) >= 1000) return `${number(value / 1000, 0)}\u00a0${unitWord('km')}`;
  if (unit === 's' && Math.abs(value) >= 120) return `${number(value / 60, 0)}\u00a0${unitWord('min')}`;
  if (unit === 'min' && Math.abs(value) >= 120) return hours(Math.round(value));
  return unit ? `${number(value)}\u00a0${unitWord(unit)}` : number(value);
}

/** "12 h", "2 h 15 min": from two hours on minutes alone say little. */
function hours(minutes) {
  const rest = minutes % 60;
  const whole = `${number(Math.trunc(minutes / 60))}\u00a0${unitWord('h')}`;
  return rest ? `${whole} ${number(Math.abs(rest))}\u00a0${unitWord('min')}` : whole;
}

export function unitWord(unit) {
  return tOr(`unit.${unit}`, unit);
}

/** "18:02" today, "21 Nov, 18:02" otherwise. */
export function clock(moment) {
  const when = new Date(moment);
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const today = when.toDateString() === new Date(now.value).toDateString();
  return formatter('DateTimeFormat', today ? time : { day: 'numeric', month: 'short', ...time }).format(when);
}

/** "5 min ago", "3 hours ago", "2 days ago". */
export function age(moment) {
  const minutes = Math.round((now.value - new Date(moment).getTime()) / 60_000);
  const relative = formatter('RelativeTimeFormat', { numeric: 'auto' });
  if (minutes < 60) return relative.format(-Math.max(minutes, 0), 'minute');
  if (minutes < 48 * 60) return relative.format(-Math.round(minutes / 60), 'hour');
  return relative.format(-Math.round(minutes / 1440), 'day');
}

/** The name of an ISO weekday, 1 Monday to 7 Sunday. */
export function weekdayWords(day) {
  return formatter('DateTimeFormat', { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, day)));
}

/** "a", "a and b", "a, b and c". */
export function list(items) {
  return formatter('ListFormat', { type: 'conjunction' }).format(items);
}
