// The microphone as frames of 640 bytes (20 ms, PCM16, 16 kHz, one channel), and why there is none.
const RATE = 16_000;

/** There is no sound to be had; `why` is the key of the sentence that says so. */
export class NoMicrophone extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

const WHY = {
  NotAllowedError: 'mic.denied', SecurityError: 'mic.denied', NotFoundError: 'mic.missing', OverconstrainedError: 'mic.missing',
  NotReadableError: 'mic.busy', AbortError: 'mic.busy',
};

/** Open the microphone. onFrame(ArrayBuffer of 640 bytes, level 0 to 1). Raises NoMicrophone. */
export async function openMicrophone(onFrame) {
  if (!window.isSecureContext || !navigator.mediaDevices) throw new NoMicrophone('mic.insecure');
  const stream = await askForStream();
  const graph = await listen(stream, onFrame);
  return () => {
    for (const track of stream.getTracks()) track.stop();
    graph.node.port.onmessage = null;
    graph.context.close();
  };
}

async function askForStream() {
  const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (refused) {
    throw new NoMicrophone(WHY[refused.name] ?? 'mic.failed');
  }
}

async function listen(stream, onFrame) {
  const { context, source } = sourceOf(stream);
  await context.audioWorklet.addModule('/web/talk/microphone_worklet.js');
  const node = new AudioWorkletNode(context, 'mimosa-microphone', { numberOfOutputs: 0, channelCount: 1, channelCountMode: 'explicit' });
  node.port.onmessage = ({ data }) => onFrame(data.frame, data.level);
  source.connect(node);
  await context.resume();
  return { context, node };
}

/** A browser that cannot change the rate of a microphone (Firefox) keeps its own; the worklet then does it. */
function sourceOf(stream) {
  const wanted = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' });
  try {
    return { context: wanted, source: wanted.createMediaStreamSource(stream) };
  } catch (differs) {
    if (differs.name !== 'NotSupportedError') throw differs;
    wanted.close();
    const own = new AudioContext({ latencyHint: 'interactive' });
    return { context: own, source: own.createMediaStreamSource(stream) };
  }
}
