// A name inside a sentence: "the rice cooker", "the front door"; a proper name ("Sunny", "Anna's lamp") and Mandarin stand as they are.
import { language } from '../words.js';

/** A name that ends in one of these is told with an article, as it is when it is spoken. */
const COMMON = new Set(`
house light lights lamp lamps bulb chandelier strip lantern switch outlet plug socket fan fans heater thermostat radiator boiler door doors
gate window windows blind blinds shade shades curtain curtains shutter shutters awning garage lock locks valve speaker speakers television
radio projector soundbar sensor detector meter camera alarm siren doorbell button remote vacuum mop cooker oven stove kettle fridge
refrigerator freezer dishwasher washer dryer machine purifier humidifier dehumidifier conditioner conditioning pump charger battery
temperature humidity pressure illuminance brightness motion presence power energy voltage current consumption production list car computer
printer router feeder pipes sink mirror wiper ceiling counter countertop cabinets corner desk table shelf level speed usage quality opener
furnace oven rate draw
`.trim().split(/\s+/));

export function inSentence(name) {
  const words = name.split(/\s+/);
  const own = ['the', 'my', 'our'].includes(words[0].toLowerCase()) || /['’]s$/.test(words[0]);
  if (language.value !== 'en' || own || !COMMON.has(words.at(-1).toLowerCase())) return name;
  return `the ${words.map(lowered).join(' ')}`;
}

/** Without the capital of a title; "TV", "PM2.5" and "iPhone" keep theirs. */
function lowered(word) {
  return /^\p{Lu}\p{Ll}*$/u.test(word) && word.length > 1 ? word.toLowerCase() : word;
}
