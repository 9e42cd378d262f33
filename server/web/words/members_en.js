// What the page says in English about the people of this house.
export default {
  'members.title': 'People of this house', 'members.lead': 'Mimosa answers each in their own way. A voice only makes it personal: what needs a yes or a PIN needs it all the same.', 'members.failed': 'The people of this house cannot be read now.',
  'members.new': 'Somebody new', 'members.add': 'Add', 'members.name': 'Name', 'members.role': 'What they may do', 'members.change': 'Change', 'members.change_named': 'Change {name}', 'members.voice': 'Voice', 'members.voice_named': 'Voice of {name}', 'members.has_voice': 'known by voice',
  'members.language': 'Language', 'members.any_language': 'as it is spoken', 'members.length': 'How much is said', 'members.manner': 'How it is said', 'members.learns': 'Learn habits', 'members.learns.why': 'From what this person does at home.',
  'members.remove': 'Remove', 'members.sure': 'Remove this person, with voice and PIN?',
  'role.owner': 'Owner', 'role.adult': 'Adult', 'role.child': 'Child', 'role.guest': 'Guest',
  'role.owner.why': 'Everything, and the settings of this house.', 'role.adult.why': 'Everything; doors with a PIN.', 'role.child.why': 'Lights, music and the like; nothing risky.', 'role.guest.why': 'Lights, music and the like; more is asked about, doors stay shut. Nothing is told of the family.',
  'length.short': 'short', 'length.usual': 'as usual', 'length.chatty': 'chatty', 'manner.plain': 'plain', 'manner.formal': 'formal', 'manner.warm': 'warm',
  'guests.title': 'Guests are here', 'guests.lead': 'Nothing is learned or remembered, and everybody but the owner counts as a guest.',
  'voice.title': 'The voice of {name}', 'voice.agree': 'I agree', 'voice.agreed': 'What was agreed to', 'voice.close': 'Close', 'voice.read': 'Read this aloud: {n} of {of}', 'voice.start': 'Record', 'voice.stop': 'Done', 'voice.recording': 'Recording', 'voice.listening': 'Listening to it …', 'voice.ready': 'Ready to record',
  'voice.known': 'Mimosa knows this voice, from {n} sentences; agreed {when}.', 'voice.forget': 'Forget the voice',
  'house.part.voices': 'Telling voices apart',
  'who.label': 'Who speaks here', 'who.by_voice': 'By voice', 'who.owner': 'Owner', 'who.unknown': 'an unknown voice', 'who.gone': 'somebody who left', 'who.by_voice_named': '{name}, by voice', 'who.was': 'Who was that?', 'who.title': 'Who spoke', 'who.corrected': 'Noted: that was {name}.',
};
