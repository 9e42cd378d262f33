// A tool call in one line of words: the tool's own phrase in the page's language, with its slots filled.
import { signal } from '@preact/signals';
import { getJson } from '../api.js';
import { language, list, nameIn, number, quantity, tOr } from '../words.js';
import { deviceNow, rooms } from '../house/store.js';
import { deviceName } from '../house/tile.js';
import { valueWords } from '../house/state.js';

const tools = signal(new Map());

export async function loadTools() {
  const known = await getJson('/api/tools');
  tools.value = new Map(known.map((tool) => [tool.name, tool]));
}

export function callWords({ tool, arguments: given = {} }) {
  const filled = Object.entries(given).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const declared = tools.value.get(tool);
  const phrase = bestPhrase(declared?.phrases?.[language.value] ?? [], filled.map(([name]) => name));
  if (!phrase) return [toolWords(tool), ...filled.map(([name, value]) => argumentWords(value, declared, name))].join(' · ');
  const words = phrase.replace(/\{(\w+)\}/g, (_, name) => argumentWords(given[name], declared, name)).trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The plain phrase that uses most of the given arguments and no other. */
function bestPhrase(phrases, names) {
  const fitting = phrases.map(plain).map((phrase) => ({ phrase, slots: [...phrase.matchAll(/\{(\w+)\}/g)].map(([, name]) => name) }))
    .filter(({ slots }) => slots.every((name) => names.includes(name)));
  return fitting.sort((a, b) => b.slots.length - a.slots.length)[0]?.phrase;
}

/** Optional words left out, the first of each alternative taken. */
function plain(phrase) {
  let before;
  let text = phrase;
  do {
    before = text;
    text = text.replace(/\[[^[\]]*\]/g, '').replace(/\(([^()|]*)(\|[^()]*)?\)/g, '$1');
  } while (text !== before);
  return text.replace(/\s+/g, ' ').trim();
}

function argumentWords(value, declared, name) {
  if (Array.isArray(value)) return list(value.map((each) => thingWords(each)));
  if (typeof value === 'number') return numberWords(value, declared?.parameters?.properties?.[name]);
  return thingWords(value);
}

function numberWords(value, schema) {
  const unit = schema?.description === 'a plain number' ? '' : schema?.description ?? '';
  return unit ? quantity(value, unit) : number(value);
}

function thingWords(value) {
  const device = deviceNow(value);
  if (device) return deviceName(device);
  const room = rooms.value.find((each) => each.id === value);
  return room ? nameIn(room.names) : valueWords(value);
}

/** The name of a tool alone. */
export function toolWords(tool) {
  return tOr(`tool.${tool}`, (tool.charAt(0).toUpperCase() + tool.slice(1)).replaceAll('_', ' '));
}
