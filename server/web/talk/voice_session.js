// One conversation over /ws/voice: frames out, events and sound in.
import { socketAddress } from '../api.js';
import { keyWanted, token } from '../token.js';

const KEY_WANTED = 4401;

/**
 * `on` takes: listening(), speech(state), event(turn event), sound(ArrayBuffer, rate), clear(), error(say), lost(code), closed().
 * Frames pushed before the mode is chosen wait, so that no beginning of speech is lost while a press may still be a tap.
 */
export class VoiceSession {
  constructor(start, on) {
    this.on = on;
    this.start = start;
    this.waiting = [];
    this.owed = 0;
    this.rate = 0;
    this.open = false;
    this.mode = '';
    this.over = false;
    this.socket = new WebSocket(socketAddress('/ws/voice'));
    this.socket.binaryType = 'arraybuffer';
    this.socket.onopen = () => this.opened();
    this.socket.onmessage = ({ data }) => this.receive(data);
    this.socket.onclose = ({ code }) => this.lost(code);
  }

  opened() {
    this.open = true;
    if (keyWanted.value) this.tell({ type: 'hello', token: token.value });
    this.begin();
  }

  /** "hold" or "hands_free"; nothing is sent before it is chosen. */
  choose(mode) {
    this.mode = mode;
    this.begin();
  }

  begin() {
    if (!this.open || !this.mode || this.begun) return;
    this.begun = true;
    this.tell({ type: 'start', mode: this.mode, ...this.start });
    for (const each of this.waiting.splice(0)) this.socket.send(each);
  }

  push(frame) {
    this.send(frame);
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
    if (this.socket.readyState === WebSocket.OPEN) this.tell({ type: 'close' });
    this.socket.close();
  }

  send(what) {
    if (!this.begun) this.waiting.push(what);
    else if (this.socket.readyState === WebSocket.OPEN) this.socket.send(what);
  }

  tell(message) {
    this.socket.send(JSON.stringify(message));
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
    const take = {
      listening: () => this.on.listening(),
      speech: () => this.on.speech(message.state),
      turn: () => this.turn(message.event),
      clear: () => { this.owed = 0; this.on.clear(); },
      error: () => this.on.error(message.say, message.code),
    }[message.type];
    if (take) take();
  }

  turn(event) {
    if (event.event === 'said' && event.sound) {
      this.rate = event.sound.rate;
      this.owed += event.sound.bytes;
    }
    this.on.event(event);
  }

  lost(code) {
    if (this.over) return;
    this.over = true;
    this.on.lost(code === KEY_WANTED ? 'talk.no_key' : this.begun ? 'talk.lost' : 'talk.away');
  }
}
