// The words of the head unit beside those that it shares with the page of the house.
import { WORDS } from '../words.js';
import en from './words/en.js';
import zh from './words/zh.js';

Object.assign(WORDS.en, en);
Object.assign(WORDS.zh, zh);

export { age, chooseLanguage, clock, language, LANGUAGES, nameIn, now, number, quantity, t, tOr, unitWord } from '../words.js';
