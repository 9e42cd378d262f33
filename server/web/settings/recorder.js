// One sentence out of the microphone, as a WAV file of 16 kHz.
import { openMicrophone } from '../talk/microphone.js';

const RATE = 16_000;
const LONGEST_MS = 20_000;

/** Record until stop() is called or it is long enough; onLevel(0 to 1). Raises NoMicrophone. */
export async function record(onLevel, onEnd) {
  const frames = [];
  const close = await openMicrophone((frame, loud) => { frames.push(frame); onLevel(loud); });
  let open = true;
  const stop = () => {
    if (!open) return;
    open = false;
    clearTimeout(limit);
    close();
    onEnd(wavOf(frames));
  };
  const limit = setTimeout(stop, LONGEST_MS);
  return stop;
}

function wavOf(frames) {
  const bytes = frames.reduce((sum, frame) => sum + frame.byteLength, 0);
  const head = new DataView(new ArrayBuffer(44));
  const text = (place, letters) => [...letters].forEach((letter, index) => head.setUint8(place + index, letter.charCodeAt(0)));
  text(0, 'RIFF');
  head.setUint32(4, 36 + bytes, true);
  text(8, 'WAVEfmt ');
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, RATE, true);
  head.setUint32(28, RATE * 2, true);
  head.setUint16(32, 2, true);
  head.setUint16(34, 16, true);
  text(36, 'data');
  head.setUint32(40, bytes, true);
  return new Blob([head, ...frames], { type: 'audio/wav' });
}
