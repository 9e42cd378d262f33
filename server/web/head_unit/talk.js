// Talking: hold and speak, or tap for hands-free; one state for the display, and it can always be stopped.
import { signal } from '@preact/signals';
import { NoMicrophone, openMicrophone } from '../talk/microphone.js';
import { allowSound, clearPlayback, play, playing } from '../talk/player.js';
import { pressing } from '../talk/press.js';
import { showTrouble, takeAnswer, takeTurnEvent } from './answer.js';
import { Away, Problem } from './api.js';
import { seat } from './car.js';
import { link } from './feed.js';
import { accessToken, dropAccess, forget } from './tokens.js';
import { language, t } from './words.js';
import { VoiceStream } from './voice.js';

/** "waiting", "listening", "understanding", "acting" or "speaking". */
export const talkState = signal('waiting');
/** "hold", "hands_free" or "" while nobody talks. */
export const talkMode = signal('');
/** The level of the voice, 0 to 1. */
export const level = signal(0);

let stream = null;
let closeMicrophone = null;
let finished = false;
let turn = '';

/** The round button, as press.js says. */
export const talkButton = pressing({
  state: talkState, mode: talkMode, able: () => link.value === 'open', connected: () => stream !== null,
  listen: startListening, choose: begin, end: endSentence, stop: stopEverything,
});

/** Connect in that mode; the microphone has been listening since the press. */
async function begin(mode) {
  const mine = stream;
  if (!mine || talkMode.value === mode) return;
  talkMode.value = mode;
  try {
    const token = await accessToken();
    if (stream === mine) mine.begin({ token, mode, language: language.value, seat: seat.value, conversation: 'cabin' });
  } catch (failure) {
    if (!(failure instanceof Away || failure instanceof Problem)) throw failure;
    if (stream === mine) breakDown(failure instanceof Away ? t('hu.no_answer') : failure.message);
  }
}

function endSentence() {
  if (!closeMicrophone) {
    stopEverything();
    showTrouble(t('hu.mic_ready'));
    return;
  }
  stream.release();
  dropMicrophone();
  talkState.value = 'understanding';
}

async function startListening() {
  allowSound();
  finished = false;
  turn = '';
  const mine = new VoiceStream(listenerFor(() => stream === mine));
  stream = mine;
  talkState.value = 'listening';
  try {
    const close = await openMicrophone((frame, loud) => { mine.push(frame); level.value = Math.max(Math.min(1, loud * 4), level.value * 0.9); });
    if (stream === mine) closeMicrophone = close;
    else close();
  } catch (failure) {
    if (stream !== mine) return;
    if (!(failure instanceof NoMicrophone)) console.error(failure);
    breakDown(t(failure instanceof NoMicrophone ? `hu.${failure.why}` : 'hu.mic.failed'));
  }
}

function listenerFor(isCurrent) {
  const guarded = (action) => (...given) => { if (isCurrent()) action(...given); };
  return {
    listening: guarded(() => { if (closeMicrophone && !playing.value) talkState.value = 'listening'; }),
    speech: guarded((state) => {
      if (state === 'began' && closeMicrophone) talkState.value = 'listening';
      if (state === 'ended') talkState.value = 'understanding';
    }),
    event: guarded(takeEvent),
    answer: guarded((whole) => { takeAnswer(whole); finished = true; rest(); }),
    sound: guarded((pcm, rate) => { play(pcm, rate); rest(); }),
    clear: guarded(() => clearPlayback()),
    error: guarded((say) => breakDown(say)),
    problem: guarded(refused),
    lost: guarded(() => breakDown(t('hu.no_answer'))),
  };
}

/** The server turned the stream away; a token that is over is no reason to tell anybody anything but "again". */
function refused({ type = '', say, detail }) {
  if (type.endsWith('/revoked-token')) forget();
  if (type.endsWith('/expired-token')) dropAccess();
  breakDown(say?.[language.value] ?? detail ?? t('hu.short.failed'));
}

function takeEvent(event) {
  turn = event.turn;
  takeTurnEvent(event);
  MOVES[event.event]?.(event);
}

const MOVES = {
  heard: () => { finished = false; talkState.value = 'understanding'; },
  called: () => { talkState.value = 'acting'; },
  said: ({ sound }) => { if (sound) talkState.value = 'speaking'; },
  interrupted: () => clearPlayback(),
};

/** Once a turn is finished and everything of it was played: listen on (hands-free), or wait. */
function rest() {
  if (!finished || playing.value || !stream || stream.owing) return;
  if (talkMode.value === 'hands_free') talkState.value = 'listening';
  else endTalk();
}

playing.subscribe((isPlaying) => { if (!isPlaying) rest(); });

/** Stop listening, thinking and speaking, whatever of it is under way. */
export function stopEverything() {
  if (turn && !finished && talkState.value !== 'listening') takeTurnEvent({ event: 'interrupted', turn });
  if (stream && talkState.value !== 'listening') stream.stop();
  clearPlayback();
  endTalk();
}

function breakDown(say) {
  clearPlayback();
  endTalk();
  showTrouble(say);
}

function dropMicrophone() {
  closeMicrophone?.();
  closeMicrophone = null;
  level.value = 0;
}

function endTalk() {
  dropMicrophone();
  stream?.close();
  stream = null;
  turn = '';
  talkMode.value = '';
  talkState.value = 'waiting';
}

link.subscribe((state) => { if (state === 'away' && talkState.value !== 'waiting') breakDown(t('hu.no_answer')); });
