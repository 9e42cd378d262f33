// What the server keeps about the members of the household, and what is changed of it.
import { getJson, request, ServerAway } from '../api.js';
import { t } from '../words.js';
import { asked, loadMembers } from '../talk/who.js';

const at = encodeURIComponent;

async function send(path, method, body) {
  await request(asked(path), { method, body });
  await loadMembers();
}

export const addMember = (wish) => send('/api/members', 'POST', wish);
export const changeMember = (id, change) => send(`/api/members/${at(id)}`, 'PUT', change);
export const removeMember = (id) => send(`/api/members/${at(id)}`, 'DELETE');
export const setGuests = (on) => send('/api/guest-mode', 'PUT', { on });
export const forgetVoice = (id) => send(`/api/members/${at(id)}/voice`, 'DELETE');

export const readVoice = (id) => getJson(asked(`/api/members/${at(id)}/voice`));

export async function agree(id, language) {
  return (await request(asked(`/api/members/${at(id)}/voice`), { method: 'POST', body: { agree: true, language } })).json();
}

/** One sentence, read aloud; the answer tells how many count. */
export async function sendSample(id, wav) {
  const told = await (await request(asked(`/api/members/${at(id)}/voice/samples`), { method: 'POST', body: wav })).json();
  if (told.known) await loadMembers();
  return told;
}

/** Why it did not work, in words; what a sample lacks is said in the language of the page. */
export function failureWords(failure) {
  return failure instanceof ServerAway ? t('owner.away') : failure.say || failure.message;
}
