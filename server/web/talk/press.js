// The gestures of the round button: held it listens until it comes up, tapped it goes hands-free, and it stops what is under way.
const TAP_MS = 300;

/** What the button's ups and downs do. `talk`: the signals `state` and `mode`; able(), whether it may begin; connected(), whether
 *  somebody is listened to; and what is done: listen(), choose(mode), end() of the sentence, stop(). */
export function pressing(talk) {
  let press = null;

  const held = (wasActive) => {
    press.held = true;
    if (wasActive) talk.listen();
    talk.choose('hold');
  };

  return {
    /** The button (or space) goes down: stops what is under way, or listens; held on, it always listens. */
    down() {
      if (press || !talk.able()) return;
      const wasActive = talk.state.value !== 'waiting';
      press = { timer: setTimeout(() => held(wasActive), TAP_MS), held: false };
      if (wasActive) talk.stop();
      else talk.listen();
    },
    /** The button comes up: a short press was a tap and means hands-free, a long one ends the sentence. */
    up() {
      if (!press) return;
      const { timer, held: wasHeld } = press;
      clearTimeout(timer);
      press = null;
      if (!talk.connected()) return;
      if (!wasHeld) talk.choose('hands_free');
      else talk.end();
    },
    /** The press was taken away (a scroll, another finger): as if nothing had been pressed. */
    cancel() {
      if (!press) return;
      clearTimeout(press.timer);
      press = null;
      if (talk.state.value === 'listening' && talk.mode.value !== 'hands_free') talk.stop();
    },
    /** A single activation without up and down (a key of the steering wheel, a screen reader): hands-free, or stop. */
    tap() {
      if (talk.state.value !== 'waiting') { talk.stop(); return; }
      if (!talk.able()) return;
      talk.listen();
      talk.choose('hands_free');
    },
  };
}

/** The events of a button element that has these gestures. */
export function pressed(button) {
  const key = (action) => (event) => {
    if (event.code !== 'Space') return;
    event.preventDefault();
    if (!event.repeat) action();
  };
  return {
    onPointerDown: (event) => {
      if (event.button) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      button.down();
    },
    onPointerUp: button.up,
    onPointerCancel: button.cancel,
    onContextMenu: (event) => event.preventDefault(),
    onKeyDown: key(button.down),
    onKeyUp: key(button.up),
    // A click without a pointer is Enter or a screen reader.
    onClick: (event) => { if (event.detail === 0) button.tap(); },
  };
}
