// What the page says in English about what is remembered.
export default {
  'memory.title': 'Memory', 'memory.lead': 'What Mimosa knows about you. It stays on this machine.', 'memory.card': 'What Mimosa knows about you, and how to erase it.', 'memory.failed': 'What is remembered cannot be shown here now.',
  'memory.whose': 'Whose memory', 'memory.household': 'The household (done by hand)', 'memory.guests': 'Guests are here: nothing is learned or remembered.',
  'memory.told': 'What you told', 'memory.none_told': 'Nothing yet. Say: remember that I like jazz.', 'memory.since': 'since {when}', 'memory.about': '{name}, {what}',
  'memory.correct': 'Correct', 'memory.right': 'What is right', 'memory.corrected': 'Corrected. What was there before is erased.', 'memory.forget': 'Erase', 'memory.forget_named': 'Erase: {what}', 'memory.gone': 'Erased, in the copies too.',
  'memory.names': 'Names you gave', 'memory.names.lead': 'Everybody in the house may use them.', 'memory.called': '“{said}” is {name}',
  'memory.learnt': 'What it learned', 'memory.learnt.lead': 'From what you did at home. A habit is never a permission: locks, doors, alarms and heat are not learned.', 'memory.learns_not': 'Nothing is learned from what this person does.', 'memory.none_learnt': 'No habits yet: a few times are not enough for one.',
  'memory.times': { one: '{times} of the last {of} time', other: '{times} of the last {of} times' }, 'memory.evidence': 'The days it rests on', 'memory.so_often': { one: 'once', other: '{n} times' }, 'memory.on_days': 'on {days}', 'memory.hours': 'from {from} to {to}',
  'memory.learn_not': 'Do not learn this', 'memory.learn_not_named': 'Do not learn this: {what}', 'memory.no_more': 'That is erased, and not learned any more.', 'memory.not_learnt': 'What is not learned', 'memory.learn_again': 'Learn it again', 'memory.again': 'That is learned again from now on.',
  'memory.yours': 'It is yours', 'memory.kept_days': { one: 'What happened is erased by itself after {n} day; what you told stays until you erase it.', other: 'What happened is erased by itself after {n} days; what you told stays until you erase it.' },
  'memory.export': 'Download as a file', 'memory.import': 'Take a file in', 'memory.taken_in': 'The file was taken in.', 'memory.erase_week': 'Erase the last seven days', 'memory.erase_all': 'Erase everything',
  'memory.sure': 'Erase everything that was told, taught and learned, and the voice? It cannot be taken back.', 'memory.sure_week': 'Erase what was told, taught and learned in the last seven days? It cannot be taken back.', 'memory.erased': 'Erased: here, in the log of the database and in every copy. One new copy without it was made.',
  'around.at_home': '{value} at home', 'around.outside.cold': 'when it is cold outside', 'around.outside.mild': 'when it is mild outside', 'around.outside.warm': 'when it is warm outside',
};
