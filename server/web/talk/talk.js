// Talking and typing: one state for the page, and everything that moves it.
import { signal } from '@preact/signals';
import { KeyWanted, postJson, postLines, Problem, ServerAway } from '../api.js';
import { connect, connection } from '../house/connection.js';
import { keep, kept } from '../kept.js';
import { language, t } from '../words.js';
import { NoMicrophone, openMicrophone } from './microphone.js';
import { allowSound, clearPlayback, play, playing } from './player.js';
import { pressing } from './press.js';
import { leaveUnknown, touchTiles } from './turn_effects.js';
import { breakOff, conversation, takeEvent } from './turns.js';
import { VoiceSession } from './voice_session.js';
import { spokenBy, typedBy, who } from './who.js';

/** "waiting", "listening", "understanding", "acting" or "speaking". */
export const talkState = signal('waiting');
/** "hold", "hands_free" or "" while nobody talks. */
export const talkMode = signal('');
/** The level of the voice, 0 to 1. */
export const level = signal(0);
/** What is shown above the button: {kind: "heard" | "said" | "hint" | "error", text, claim: of what was said}, or null. */
export const caption = signal(null);
/** Whether answers to typed words are spoken; whether the typing field is open; and what stands in it. */
export const aloud = signal(kept('aloud') === 'yes');
export const typing = signal(false);
export const draft = signal('');
/** The room this screen stands in; empty where it moves about. */
export const place = signal(kept('place'));

let session = null;
let closeMicrophone = null;
let typed = null;
let finished = false;
let fading = 0;

export function setAloud(on) {
  aloud.value = on;
  keep('aloud', on ? 'yes' : '');
}

export function setPlace(room) {
  place.value = room;
  keep('place', room);
}

export function show(kind, text, claim = '') {
  clearTimeout(fading);
  caption.value = { kind, text, claim };
  if (kind !== 'heard') fading = setTimeout(() => { caption.value = null; }, kind === 'error' ? 12_000 : 9_000);
}

// ── the round button ─────────────────────────────────────────────────────────────────────────────────────────────

/** The round button, as press.js says. */
export const talkButton = pressing({
  state: talkState, mode: talkMode, able: () => true, connected: () => session !== null,
  listen: startListening, choose: chooseMode, end: endSentence, stop: stopEverything,
});

function chooseMode(mode) {
  if (!session) return;
  talkMode.value = mode;
  session.choose(mode);
}

function endSentence() {
  if (!closeMicrophone) {
    stopEverything();
    show('hint', t('talk.ready'));
    return;
  }
  session.release();
  dropMicrophone();
  talkState.value = 'understanding';
}

/** A house that does not answer hears nothing: that is said at once, and nobody speaks to nobody. It is looked for again. */
export function outOfReach() {
  if (connection.value.state !== 'away') return false;
  connect();
  show('error', t('talk.away'));
  return true;
}

/** On a device that moves about with somebody, or where it is said who speaks, what they said elsewhere goes on. */
function goesOn() {
  return place.value === '' || who.value !== '';
}

async function startListening() {
  if (connection.value.state === 'locked') {
    show('error', t('talk.no_key'));
    return;
  }
  if (outOfReach()) return;
  allowSound();
  caption.value = null;
  finished = false;
  const mine = new VoiceSession({ language: language.value, place: place.value, conversation, goes_on: goesOn(), ...spokenBy() }, listenerFor(() => session === mine));
  session = mine;
  talkState.value = 'listening';
  try {
    const close = await openMicrophone((frame, loud) => { mine.push(frame); level.value = Math.max(Math.min(1, loud * 4), level.value * 0.9); });
    if (session === mine) closeMicrophone = close;
    else close();
  } catch (failure) {
    if (session !== mine) return;
    if (!(failure instanceof NoMicrophone)) console.error(failure);
    endTalk();
    show('error', t(failure instanceof NoMicrophone ? failure.why : 'mic.failed'));
  }
}

function listenerFor(isCurrent) {
  const guarded = (action) => (...values) => { if (isCurrent()) action(...values); };
  return {
    listening: guarded(() => { if (closeMicrophone && !playing.value) talkState.value = 'listening'; }),
    speech: guarded((state) => {
      if (state === 'began' && closeMicrophone) talkState.value = 'listening';
      if (state === 'ended') talkState.value = 'understanding';
    }),
    event: guarded((event) => takeTurnEvent(event, 'voice')),
    sound: guarded((pcm, rate) => { play(pcm, rate); rest(); }),
    clear: guarded(() => clearPlayback()),
    error: guarded((say) => { endTalk(); show('error', sayIn(say)); }),
    lost: guarded((why) => breakDown(currentTurn, t(why))),
  };
}

function sayIn(say) {
  return (typeof say === 'string' ? say : say?.[language.value]) || t('talk.failed');
}

// ── typing ───────────────────────────────────────────────────────────────────────────────────────────────────────

export function openTyping(text = '') {
  draft.value = text;
  typing.value = true;
}

/** Send words; the answer streams in like that of a spoken turn. */
export async function sendText(text) {
  const words = text.trim();
  if (!words || outOfReach()) return;
  if (talkState.value !== 'waiting') stopEverything();
  if (aloud.value) allowSound();
  finished = false;
  const mine = new AbortController();
  typed = { abort: mine, turn: '' };
  talkState.value = 'understanding';
  show('heard', words);
  try {
    const body = { text: words, language: 'auto', place: place.value, conversation, goes_on: goesOn(), speak: aloud.value, ...typedBy() };
    for await (const event of postLines('/api/turns', body, mine.signal)) {
      if (typed?.abort !== mine) return;
      typed.turn = event.turn;
      takeTurnEvent(event, 'typed');
    }
    if (typed?.abort === mine) streamEnded();
  } catch (failure) {
    if (typed?.abort === mine) typedFailed(failure);
  }
}

function streamEnded() {
  const { turn } = typed;
  typed = null;
  if (finished) { rest(); return; }
  breakDown(turn, t('talk.lost'));
}

/** The server went away in the middle of a turn: say so, and claim nothing about what was under way. */
function breakDown(turn, say) {
  endTalk();
  breakOff(turn, say);
  leaveUnknown(turn);
  show('error', say);
}

function typedFailed(failure) {
  const { turn } = typed;
  if (failure instanceof KeyWanted) connection.value = { state: 'locked' };
  const known = { [ServerAway.name]: t(turn ? 'talk.lost' : 'talk.away'), [KeyWanted.name]: t('talk.no_key'), [Problem.name]: failure.message };
  const say = known[failure.constructor.name] ?? t('talk.failed');
  if (!(failure.constructor.name in known)) console.error(failure);
  breakDown(turn, say);
}

// ── events of a turn ─────────────────────────────────────────────────────────────────────────────────────────────

let currentTurn = '';
let spokenIn = '';

function takeTurnEvent(event, source) {
  currentTurn = event.turn;
  takeEvent(event, source);
  touchTiles(event, true);
  const take = MOVES[event.event];
  if (take) take(event, source);
}

const MOVES = {
  heard: ({ utterance }) => { finished = false; spokenIn = utterance.language; talkState.value = 'understanding'; show('heard', utterance.text); },
  thought: () => { talkState.value = 'understanding'; },
  called: () => { talkState.value = 'acting'; },
  said: ({ text, claim, sound }, source) => {
    show('said', text, claim);
    if (sound?.pcm) play(bytesOf(sound.pcm), sound.rate);
    if (sound) talkState.value = 'speaking';
    else if (source === 'voice' && spokenIn === 'zh') show('said', `${text}\n${t('talk.no_voice')}`, claim);
  },
  interrupted: () => clearPlayback(),
  failed: ({ say }) => show('error', say || t('talk.failed')),
  finished: () => { finished = true; rest(); },
};

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
}

/** Once a turn is finished and everything of it was played: listen on (hands-free), or wait. */
function rest() {
  if (!finished || playing.value || session?.owing) return;
  if (session && talkMode.value === 'hands_free') talkState.value = 'listening';
  else if (!typed) endTalk();
}

playing.subscribe((isPlaying) => { if (!isPlaying) rest(); });

// ── stopping ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Stop listening, thinking and speaking, whatever of it is under way. */
export function stopEverything() {
  const underWay = currentTurn && !finished && ['understanding', 'acting', 'speaking'].includes(talkState.value);
  if (underWay) interrupt(currentTurn);
  if (session && talkState.value !== 'listening') session.stop();
  if (typed?.turn && !finished) tellStop(typed.turn);
  typed?.abort.abort();
  clearPlayback();
  endTalk();
}

function interrupt(turn) {
  takeEvent({ event: 'interrupted', turn }, '');
  touchTiles({ event: 'interrupted', turn }, true);
}

async function tellStop(turn) {
  try {
    await postJson(`/api/turns/${encodeURIComponent(turn)}/stop`, {});
  } catch (failure) {
    console.info('the turn could not be told to stop:', failure.message);
  }
}

function dropMicrophone() {
  closeMicrophone?.();
  closeMicrophone = null;
  level.value = 0;
}

function endTalk() {
  dropMicrophone();
  session?.close();
  session = null;
  typed = null;
  currentTurn = '';
  talkMode.value = '';
  talkState.value = 'waiting';
}
