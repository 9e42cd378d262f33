// What the page says in English about suggestions and what is done every time.
export default {
  'suggested.title': 'Suggestion', 'suggested.every_time': 'Every time', 'suggested.close': 'Close',
  'suggested.day': { one: 'Done by itself: {n} thing', other: 'Done by itself: {n} things' }, 'suggested.today': { one: '{n} today', other: '{n} today' }, 'suggested.for': 'for {name}',
  'suggested.end': 'End', 'suggested.end_named': 'End: {what}',
  'suggested.came.done': 'done {when}', 'suggested.came.already': 'was so already {when}', 'suggested.came.started': 'begun {when}', 'suggested.came.pending': 'sent {when}, not proved', 'suggested.came.unknown': 'sent {when}, no answer',
  'suggested.came.began': 'broken off {when}', 'suggested.came.away': 'left out {when}: nobody home', 'suggested.came.held_back': 'left out {when}: asked not to', 'suggested.came.failed': 'did not work {when}',
};
