// Pieces of speech, played one after the other without a gap, through one AudioContext.
import { signal } from '@preact/signals';

const LEAD_S = 0.03;

/** Whether something is being played or waits to be. */
export const playing = signal(false);

let context = null;
let free = 0;
const sources = new Set();

/** Browsers only let sound begin after a touch or a key: call this from one. */
export function allowSound() {
  context ??= new AudioContext({ latencyHint: 'interactive' });
  if (context.state === 'suspended') context.resume();
}

/** Add PCM16 mono samples (ArrayBuffer) at `rate` samples a second to the end of the queue. */
export function play(pcm, rate) {
  const samples = new Int16Array(pcm, 0, Math.floor(pcm.byteLength / 2));
  if (!samples.length) return;
  allowSound();
  const source = context.createBufferSource();
  source.buffer = bufferOf(samples, rate);
  source.connect(context.destination);
  source.onended = () => ended(source);
  const start = Math.max(free, context.currentTime + LEAD_S);
  source.start(start);
  free = start + source.buffer.duration;
  sources.add(source);
  playing.value = true;
}

/** Drop everything that is playing or waiting. */
export function clearPlayback() {
  for (const source of sources) {
    source.onended = null;
    source.stop();
  }
  sources.clear();
  free = 0;
  playing.value = false;
}

function bufferOf(samples, rate) {
  const buffer = context.createBuffer(1, samples.length, rate);
  const channel = buffer.getChannelData(0);
  for (let index = 0; index < samples.length; index += 1) channel[index] = samples[index] / 0x8000;
  return buffer;
}

function ended(source) {
  sources.delete(source);
  if (!sources.size) playing.value = false;
}
