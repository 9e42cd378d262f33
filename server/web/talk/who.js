// Who speaks through this browser: chosen once for this device, or told by the voice. And everybody there is.
import { computed, signal } from '@preact/signals';
import { getJson, postJson } from '../api.js';
import { keep, kept } from '../kept.js';
import { keyMark } from '../token.js';
import { t } from '../words.js';

/** {members, limit, guest_mode} as GET /api/members gives it; null before it was read. */
export const household = signal(null);
export const unreadable = signal(false);

/** The choice that counts where each says who they are by speaking. */
export const BY_VOICE = 'voice';

/** A member's id, BY_VOICE, or empty: the owner. It belongs to the key of this house: with another key it is forgotten. */
export const who = signal(remembered());

export const members = computed(() => household.value?.members ?? []);
export const anyVoice = computed(() => members.value.some((member) => member.has_voice));

export async function loadMembers() {
  try {
    household.value = await getJson('/api/members');
    unreadable.value = false;
    forgetWhoLeft();
  } catch (failure) {
    console.info('the members cannot be read:', failure.message);
    unreadable.value = true;
  }
}

export function chooseWho(chosen) {
  who.value = chosen;
  keep('who', chosen && JSON.stringify({ chosen, key: keyMark() }));
}

/** What a sentence typed or a thing touched here is sent with. */
export function typedBy() {
  return who.value && who.value !== BY_VOICE ? { person: who.value } : {};
}

/** The path with whoever uses this browser: each asks for themselves, an owner for all. */
export function asked(path) {
  const { person } = typedBy();
  return person ? `${path}?person=${encodeURIComponent(person)}` : path;
}

/** What a sentence spoken here is sent with. */
export function spokenBy() {
  return who.value === BY_VOICE ? { by_voice: true } : typedBy();
}

/** The name of a member, or of a speaker whom nobody knows. */
export function nameOf(person) {
  if (person === 'unknown') return t('who.unknown');
  const member = members.value.find(({ id }) => id === (person || 'owner'));
  return member?.name || (!person || person === 'owner' ? t('who.owner') : member ? member.id : t('who.gone'));
}

/** Who was recognised, as the card of a turn says it; empty where nobody had to be. */
export function recognised(speaker) {
  return speaker?.by === 'voice' ? t('who.by_voice_named', { name: nameOf(speaker.person) }) : '';
}

/** It was somebody else; returns the speaker as it is known from now on. */
export async function thatWas(turn, person) {
  return postJson(`/api/turns/${encodeURIComponent(turn)}/speaker`, { person });
}

function forgetWhoLeft() {
  const known = who.value === BY_VOICE ? anyVoice.value : members.value.some(({ id }) => id === who.value);
  if (who.value && !known) chooseWho('');
}

function remembered() {
  try {
    const { chosen, key } = JSON.parse(kept('who', '{}'));
    return key === keyMark() && typeof chosen === 'string' ? chosen : '';
  } catch (broken) {
    console.info('who uses this browser is not known:', broken.message);
    return '';
  }
}
