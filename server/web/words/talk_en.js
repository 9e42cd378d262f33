// What the page says in English about what was understood, and about phrases that were taught.
export default {
  'mind.none': 'nobody',
  'meant.open': 'That meant …', 'meant.open_named': 'That meant … “{said}”', 'meant.label': '“{said}” meant:', 'meant.hint': 'a sentence that Mimosa understands', 'meant.send': 'Teach it', 'meant.leave': 'Cancel',
  'meant.taught': 'From now on “{said}” means “{means}”.', 'meant.do_it': 'Do it now', 'meant.done': 'All right', 'meant.is': 'taught: “{means}”',
  'phrases.title': 'Phrases of this house', 'phrases.lead': 'What you taught Mimosa. It counts for everybody here; what is risky is still asked about.', 'phrases.none': 'None yet. Under a sentence in the conversation choose “That meant …”, or say: when I say movie time, I mean turn off the lights.',
  'phrases.failed': 'The phrases cannot be read now.', 'phrases.said': '“{said}”', 'phrases.means': 'means “{means}”', 'phrases.remove': 'Remove', 'phrases.remove_named': 'Remove “{said}”', 'phrases.gone': '“{said}” is forgotten.',

  'turns.deferred': 'Understood, and not done yet',
  'why.passed': '{mind} passed it on: {why}', 'why.taught': 'Taught: “{said}” means “{means}”',
  'why.nearest': 'the nearest is “{tool}”; not explained: “{words}”', 'why.several': 'several fit: {tools}', 'why.no_phrase': 'no known phrase occurs in it', 'why.condition': 'it hangs on a condition or a time', 'why.negation': 'it forbids something',
  'why.name': 'an order that stands inside a name', 'why.other_time': 'it tells or asks of another time', 'why.other_topic': 'it is not about what was spoken of', 'why.two_times': 'it names two times', 'why.no_words': 'there are no words in it',
  'why.machine': 'it is written for a machine', 'why.repeated': 'the same words over and over', 'why.too_long': 'it is too long', 'why.failed': 'it broke down',
  'why.confirmed': 'a yes to the question before', 'why.declined': 'a no to the question before', 'why.not_proved': 'the PIN was not right, or missing', 'why.not_yours': 'somebody else was asked', 'why.expired': 'the question was too old', 'why.nothing_asked': 'nothing was asked', 'why.end': 'the end of the conversation', 'why.thanks': 'thanks',
  'deferred.line': '“{command}”: {when}', 'deferred.said': '{words} (“{said}”)', 'deferred.only_said': '“{said}”',
  'deferred.delay': 'after {time}', 'deferred.each': 'every {time}', 'deferred.for': 'for {time}', 'deferred.until': 'until {time}', 'deferred.event': 'when this happens', 'deferred.above': 'above {amount}', 'deferred.below': 'below {amount}', 'deferred.reaches': 'at {amount}', 'deferred.before': 'before {amount}', 'deferred.after': 'after {amount}',
  'deferred.at_time': 'at {time}', 'deferred.before_time': 'before {time}', 'deferred.after_time': 'after {time}', 'deferred.either': '(morning or evening was not said)', 'deferred.day.0': 'today', 'deferred.day.1': 'tomorrow',
  'deferred.part.morning': 'in the morning', 'deferred.part.afternoon': 'in the afternoon', 'deferred.part.evening': 'in the evening', 'deferred.part.night': 'at night', 'deferred.daily': 'every day', 'deferred.weekdays': 'on weekdays', 'deferred.days': 'every {days}',
};
