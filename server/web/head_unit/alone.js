// One window alone is the head unit: two would use up each other's refresh token.

const LOCK = 'mimosa.head-unit';

/**
 * Be that window until it is closed or another takes over. `onHeld` when it is, `onElsewhere` when another is. Where
 * the page came without encryption browsers have no locks, and the page takes no tokens anyway.
 */
export async function beAlone(onHeld, onElsewhere, { steal = false } = {}) {
  const how = steal ? { steal: true } : { ifAvailable: true };
  try {
    await navigator.locks.request(LOCK, how, (lock) => {
      if (!lock) { onElsewhere(); return undefined; }
      onHeld();
      return new Promise(() => {});
    });
  } catch (taken) {
    if (taken.name !== 'AbortError') throw taken;
    onElsewhere();
  }
}

/** Whether this address may carry tokens and a microphone: encrypted, or on the head unit itself. */
export const safeAddress = window.isSecureContext && Boolean(navigator.locks);
