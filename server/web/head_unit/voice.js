// One conversation over /api/car/v1/turns/stream: frames out, events and sound in.
import { streamAddress } from './api.js';

/** Frames of 20 ms that wait for the line: what is older than this was not meant for it any more. */
const MOST_WAITING = 500;

/**
 * `on` takes: listening(), speech(state), event(turn event), answer(whole turn), sound(ArrayBuffer, rate), clear(),
 * error(say), problem(document), lost(). Frames pushed before the mode is chosen wait, so that no beginning of speech is
 * lost while a press may still be a tap.
 */
export class VoiceStream {
  constructor(on) {
    this.on = on;
    this.waiting = [];
    this.owed = 0;
    this.rate = 0;
    this.hello = null;
    this.welcome = false;
    this.over = false;
  }

  /** Connect with {token, mode, language, seat, conversation}. */
  begin(hello) {
    if (this.over || this.hello) return;
    this.hello = hello;
    this.socket = new WebSocket(streamAddress());
    this.socket.binaryType = 'arraybuffer';
    this.socket.onopen = () => this.socket.send(JSON.stringify({ type: 'hello', ...hello }));
    this.socket.onmessage = ({ data }) => this.receive(data);
    this.socket.onclose = () => this.lost();
  }

  push(frame) {
    if (this.waiting.length < MOST_WAITING) this.send(frame);
  }

  release() {
    this.send(JSON.stringify({ type: 'end' }));
  }

  stop() {
    this.send(JSON.stringify({ type: 'stop' }));
  }

  /** Nothing more is wanted; nothing more is told. */
  close() {
    this.over = true;
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type: 'close' }));
    this.socket?.close();
  }

  send(what) {
    if (!this.welcome) this.waiting.push(what);
    else if (this.socket.readyState === WebSocket.OPEN) this.socket.send(what);
  }

  /** Whether sound that was announced has not come yet. */
  get owing() {
    return this.owed > 0;
  }

  receive(data) {
    if (this.over) return;
    if (data instanceof ArrayBuffer) {
      this.owed -= data.byteLength;
      this.on.sound(data, this.rate);
      return;
    }
    const message = JSON.parse(data);
    this.takes[message.type]?.(message);
  }

  get takes() {
    return {
      welcome: () => { this.welcome = true; for (const each of this.waiting.splice(0)) this.socket.send(each); },
      listening: () => this.on.listening(),
      speech: ({ state }) => this.on.speech(state),
      turn: ({ event }) => this.turn(event),
      answer: ({ answer }) => this.on.answer(answer),
      clear: () => { this.owed = 0; this.on.clear(); },
      error: ({ say }) => this.on.error(say),
      problem: ({ problem }) => this.on.problem(problem),
    };
  }

  turn(event) {
    if (event.event === 'said' && event.sound) {
      this.rate = event.sound.rate;
      this.owed += event.sound.bytes;
    }
    this.on.event(event);
  }

  lost() {
    if (this.over) return;
    this.over = true;
    this.on.lost();
  }
}
