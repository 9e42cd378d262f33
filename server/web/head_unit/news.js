// News that people in the car are told unasked, read aloud with the voice of the node while nobody talks.
import { play, playing } from '../talk/player.js';
import { talkState } from './talk.js';
import { ask } from './tokens.js';
import { language } from './words.js';

const WAV_HEAD = 44;
const WAV_RATE_AT = 24;

/** Play what is told with a sound, unless somebody talks or something is played by then. */
export async function hearNews({ sound }) {
  if (!sound || !isQuiet()) return;
  try {
    const answer = await ask(`${sound}?language=${language.value}`, { headers: { Accept: 'audio/wav' } });
    const wav = await answer.arrayBuffer();
    if (isQuiet()) play(wav.slice(WAV_HEAD), new DataView(wav).getUint32(WAV_RATE_AT, true));
  } catch (failure) {
    console.info('the news could not be heard:', failure.message);
  }
}

function isQuiet() {
  return talkState.value === 'waiting' && !playing.value;
}
