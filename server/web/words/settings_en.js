// What the page says in English about rooms, names, approval and risk.
export default {
  'room.settings': 'Devices and rooms',
  'owner.title': 'Devices and rooms', 'owner.back': 'House', 'owner.loading': 'Looking at what is set…', 'owner.retry': 'Try again',
  'owner.failed': 'The settings cannot be read now.', 'owner.empty.title': 'No devices yet', 'owner.empty.text': 'As soon as a device announces itself it can be named and put into a room here. Rooms can be added already.',
  'owner.card': 'Names, rooms, what Mimosa may see and do, head units of cars, and the phrases it was taught.', 'owner.open': 'Open', 'owner.count': { one: 'one device', other: '{n} devices' }, 'owner.rooms': { one: 'one room', other: '{n} rooms' },
  'owner.search': 'Find a device', 'owner.search_hint': 'Name, room, kind or maker', 'owner.none_found': 'No device fits “{text}”.', 'owner.found': { one: 'One device fits.', other: '{n} devices fit.' },

  'new.title': { one: 'A new device', other: '{n} new devices' }, 'new.text': 'They can be read and switched already. What could do harm waits for your word.',
  'new.look': 'Look', 'new.approve': 'Approve', 'new.approve_named': 'Approve {name}', 'new.approve_all': 'Approve all', 'new.hide': 'Hide', 'new.hide_named': 'Hide {name}', 'new.more': { one: 'One more', other: '{n} more' },
  'new.harmless': 'Nothing on it can do harm.', 'new.could': 'Waits for your word: {things}', 'new.and_more': { one: 'one more', other: '{n} more' }, 'new.again': 'Can do more than you approved: {things}',
  'new.from': 'heard on {topic}',

  'place.none': 'In no room', 'place.none_floor': 'On no floor', 'place.add_room': 'Add a room', 'place.add_floor': 'Add a floor', 'place.edit_room': 'Change the room {name}', 'place.edit_floor': 'Change the floor {name}',
  'place.floor': 'Floor', 'place.new_room': 'New room', 'place.new_floor': 'New floor', 'place.name_en': 'Name in English', 'place.name_zh': 'Name in Chinese', 'place.other_names': 'Also called', 'place.commas': 'Several with commas between.',
  'place.remove_room': 'Remove the room', 'place.remove_floor': 'Remove the floor', 'place.sure_room': { one: 'Remove it? Its device stays, in no room.', other: 'Remove it? Its {n} devices stay, in no room.' }, 'place.sure_empty': 'Remove it? It is empty.', 'place.sure_floor': 'Remove it? Its rooms stay, on no floor.',
  'place.file': 'Set in your file. Change it there; it is read when Mimosa starts.', 'place.beneath': 'It comes with the simulated house: it can be renamed, not removed.', 'place.suggested': 'Named so by the devices in it.', 'place.needs_name': 'It needs a name in one language at least.',
  'place.empty': 'Nothing in it yet',

  'kind.light': 'light', 'kind.switch': 'switch', 'kind.sensor': 'sensor', 'kind.binary_sensor': 'sensor', 'kind.cover': 'cover', 'kind.lock': 'lock', 'kind.climate': 'heating or cooling', 'kind.fan': 'fan', 'kind.vacuum': 'vacuum', 'kind.cooker': 'cooker',
  'kind.media_player': 'player', 'kind.humidifier': 'humidifier', 'kind.valve': 'valve', 'kind.siren': 'siren', 'kind.lawn_mower': 'lawn mower', 'kind.water_heater': 'water heater', 'kind.alarm_control_panel': 'alarm', 'kind.button': 'button', 'kind.number': 'setting', 'kind.select': 'choice', 'kind.car': 'car', 'kind.scene': 'scene', 'kind.person': 'person', 'kind.weather': 'weather',

  'device.hidden': 'hidden', 'device.new': 'new', 'device.gone': 'not there now', 'device.open': 'Settings of {name}',
  'device.name': 'Name', 'device.calls_itself': 'It calls itself “{name}”.', 'device.aliases': 'Also called', 'device.aliases_hint': 'Other names people say, in any language, with commas between.', 'device.room': 'Room', 'device.room_none': 'in no room',
  'device.visible': 'Mimosa may see it', 'device.visible_why': 'What is hidden nobody can ask for or switch here.', 'device.approved': 'Approved', 'device.approved_when': 'Approved {when}', 'device.approved_file': 'Approved in your file', 'device.approved_comes': 'Needs no approval', 'device.not_approved': 'Not approved',
  'device.withdraw': 'Take it back', 'device.approve': 'Approve', 'device.save': 'Save', 'device.cancel': 'Cancel', 'device.in_file_text': 'Set in your file; change it there. It is read when Mimosa starts.', 'device.forget': 'Forget it',
  'device.about': 'About it', 'device.id': 'Id', 'device.maker': 'Made by', 'device.source': 'Announced by', 'device.topic': 'Heard on', 'source.ha': 'Home Assistant discovery', 'source.vss': 'the car itself (VSS)', 'device.warn': 'Mind this',

  'risk.title': 'Before anything is changed on it', 'risk.each': 'Each by itself', 'risk.own': 'As Mimosa judges', 'risk.own_is': 'As Mimosa judges: {risk}', 'risk.mixed': 'Different for each', 'risk.1': 'Do it without asking', 'risk.2': 'Ask when unusual', 'risk.3': 'Ask first', 'risk.4': 'Ask for the PIN', 'risk.5': 'Never', 'risk.0': 'Do it without asking',
  'risk.looser': 'Less careful than Mimosa would be: whoever is heard here can do this without being asked as before. Off, locked and closed always work.', 'risk.never': 'It can still be used by hand, and turned off, locked and closed from here.', 'risk.in_file': 'Your file says at least: {risk}.',
  'owner.not_saved': 'Not saved: {why}', 'owner.away': 'Mimosa does not answer; nothing was saved.',
};
