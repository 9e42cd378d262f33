// What the page says in English as an app on somebody's phone.
export default {
  'phone.title': 'On this device', 'phone.app': 'As an app', 'phone.installed': 'It is an app here.', 'phone.can_install': 'With a picture among your apps, and the whole screen.', 'phone.by_menu': 'In the browser’s menu: “Add to home screen” or “Install”.', 'phone.install': 'Install',
  'phone.without': 'Without the house', 'phone.shell.kept': 'Opens without the house and shows what was last known.', 'phone.shell.not_yet': 'Being kept for when the house is out of reach…',
  'phone.shell.refused': 'Not kept: the browser refused. Mostly it does not trust the certificate of this house; the manual says what helps.', 'phone.shell.never': 'Not kept: the browser keeps pages only of encrypted addresses.',
  'phone.holder': 'In the car holder', 'phone.holder_why': 'The last answer and the talk button, large.', 'phone.holder_open': 'Open',
  'holder.leave': 'Leave the holder view', 'holder.greeting': 'Hold the button and speak.', 'holder.away': 'The house is not in reach. Nothing is heard or kept for later.', 'holder.pin': 'Say your PIN. To type it, park and close this view.',
  'newer.title': 'A newer version of this page is here.', 'newer.load': 'Load it',
  'elsewhere.asked_in': 'Asked in another room: {place}', 'elsewhere.asked': 'Asked in another place', 'elsewhere.leave': 'Not now', 'elsewhere.lost': 'The PIN did not arrive. Nothing was done.',
  'elsewhere.from_place': 'You, {place}, {time}', 'elsewhere.from': 'You, in another place, {time}', 'elsewhere.goes_on': 'Go on here: “it” means the same.',
  'running.as_of': 'At {time}: ', 'state.as_of': '{state}; last seen {time}', 'away.far': 'The house is not in reach', 'away.no_wishes': 'Nothing can be switched from here now, and no wish is kept for later.',
};
