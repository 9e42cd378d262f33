// Space holds to talk, slash types, escape stops; wherever the keyboard is not needed for something else.
import { openTyping, stopEverything, talkButton, talkState, typing } from './talk.js';

const TAKES_SPACE = 'a, button, input, select, textarea, summary, [role="switch"], dialog[open] *';

export function listenToKeys() {
  document.addEventListener('keydown', keyDown);
  document.addEventListener('keyup', keyUp);
  // An open dialog would close on escape; while somebody is being heard or answered, escape stops that first.
  document.addEventListener('cancel', (event) => { if (talkState.value !== 'waiting') event.preventDefault(); }, true);
}

function keyDown(event) {
  if (event.key === 'Escape') escape(event);
  if (event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
  if (event.key === '/') { event.preventDefault(); openTyping(); }
  if (event.code === 'Space' && !event.target.closest?.(TAKES_SPACE)) {
    event.preventDefault();
    if (!event.repeat) talkButton.down();
  }
}

function keyUp(event) {
  if (event.code === 'Space' && !isWriting(event.target) && !event.target.closest?.(TAKES_SPACE)) talkButton.up();
}

function escape(event) {
  if (talkState.value !== 'waiting') {
    event.preventDefault();
    stopEverything();
  } else if (typing.value && !document.querySelector('dialog[open]')) {
    typing.value = false;
    document.querySelector('.talk-button')?.focus();
  }
}

function isWriting(target) {
  return target.matches?.('textarea, select, input:not([type="range"]):not([type="checkbox"])') ?? false;
}
