// Runs in the audio thread: whatever rate the browser gives becomes 16 kHz, and 20 ms of it one frame of 640 bytes.
const RATE = 16_000;
const FRAME = 320;
const HALF_TAPS = 24;

/** Band-limited resampling by a windowed sinc; exact where the rates are already equal. */
class Resampler {
  constructor(from) {
    this.ratio = from / RATE;
    this.cutoff = Math.min(1, 1 / this.ratio) * 0.92;
    this.kept = new Float32Array(0);
    this.position = HALF_TAPS;
  }

  take(samples) {
    if (this.ratio === 1) return samples;
    const all = new Float32Array(this.kept.length + samples.length);
    all.set(this.kept);
    all.set(samples, this.kept.length);
    const made = [];
    while (this.position + HALF_TAPS < all.length) {
      made.push(this.at(all, this.position));
      this.position += this.ratio;
    }
    const used = Math.max(0, Math.floor(this.position) - HALF_TAPS);
    this.kept = all.slice(used);
    this.position -= used;
    return Float32Array.from(made);
  }

  at(all, position) {
    const middle = Math.floor(position);
    let sum = 0;
    for (let tap = middle - HALF_TAPS + 1; tap <= middle + HALF_TAPS; tap += 1) {
      const distance = position - tap;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / HALF_TAPS);
      sum += all[tap] * sinc(distance * this.cutoff) * this.cutoff * window;
    }
    return sum;
  }
}

function sinc(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

class Microphone extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(sampleRate);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
    this.energy = 0;
  }

  process([input]) {
    if (input[0]) for (const sample of this.resampler.take(input[0])) this.add(sample);
    return true;
  }

  add(sample) {
    const limited = Math.max(-1, Math.min(1, sample));
    this.frame[this.filled] = limited < 0 ? limited * 0x8000 : limited * 0x7fff;
    this.energy += limited * limited;
    this.filled += 1;
    if (this.filled < FRAME) return;
    this.port.postMessage({ frame: this.frame.buffer, level: Math.sqrt(this.energy / FRAME) }, [this.frame.buffer]);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
    this.energy = 0;
  }
}

registerProcessor('mimosa-microphone', Microphone);
