// The page's own icons: strokes on a 24 by 24 grid, decoration only (what they mean stands beside them in words).
import { html } from './html.js';

const STROKES = {
  light: 'M9 18h6M10 21h4M12 3a6 6 0 0 0-3.6 10.8c.7.6 1.1 1.3 1.1 2.2h5c0-.9.4-1.6 1.1-2.2A6 6 0 0 0 12 3z',
  switch: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  climate: 'M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9M9.5 4.5 12 7l2.5-2.5M9.5 19.5 12 17l2.5 2.5',
  heat: 'M12 21a6 6 0 0 0 6-6c0-4-4-6-4-12-3 2-4.500 5-4 8-1-.5-1.800-1.500-2-3-1.300 1.500-2 4-2 7a6 6 0 0 0 6 6z',
  cover: 'M4 4h16M5 4v16M19 4v16M5 8h14M5 12h14M5 16h14M12 16v4',
  curtain: 'M3 4h18M5 4c0 7 0 11-1 16h4c2-4 3-9 3-16M19 4c0 7 0 11 1 16h-4c-2-4-3-9-3-16',
  garage: 'M3 21V9l9-5 9 5v12M7 21v-9h10v9M7 15h10M7 18h10',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3M12 15v2',
  unlock: 'M6 11h12v9H6zM8.500 11V7a3.500 3.500 0 0 1 6.800-1.200M12 15v2',
  fan: 'M12 12c0-5 1-8 4-8s3 5-4 8zM12 12c5 0 8 1 8 4s-5 3-8-4zM12 12c0 5-1 8-4 8s-3-5 4-8zM12 12c-5 0-8-1-8-4s5-3 8 4z',
  media_player: 'M6 3h12v18H6zM12 17.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 7.500v.01',
  tv: 'M3 5h18v12H3zM8 21h8',
  vacuum: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 8.500a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM5.500 6a9 9 0 0 1 13 0M12 17.800v.01',
  cooker: 'M4 10h16v7a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3zM4 10c0-3 3.500-4.500 8-4.500s8 1.500 8 4.500M12 5.500V3.500M2.500 13H4M20 13h1.500M9 15h6',
  car: 'M4 17v-4l2-6h12l2 6v4zM4 13h16M6 17v2M18 17v2M7.500 15v.01M16.500 15v.01',
  temperature: 'M10 14V5a2 2 0 1 1 4 0v9a4 4 0 1 1-4 0zM12 9v8',
  humidity: 'M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11z',
  motion: 'M13 4.500a1.500 1.500 0 1 0 0-.01M11 21l2-6-3-3 1-5 3 3 3 1M8 12l2-5M6 21l3-5',
  door: 'M6 21V3h12v18M4 21h16M14.500 12v.01',
  window: 'M5 3h14v18H5zM12 3v18M5 12h14',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20.500c.8-4 3.700-6 7.500-6s6.700 2 7.500 6',
  sensor: 'M12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7.500 7.500a6.400 6.400 0 0 0 0 9M16.500 7.500a6.400 6.400 0 0 1 0 9M4.500 4.500a10.600 10.600 0 0 0 0 15M19.500 4.500a10.600 10.600 0 0 1 0 15',
  siren: 'M7 17v-5a5 5 0 0 1 10 0v5M5 17h14v3.500H5zM12 3v1.500M4.500 6l1 1M19.500 6l-1 1M12 11v3',
  valve: 'M3 14h5M16 14h5M8 10v8l8-8v8zM12 14V6M9 6h6',
  lawn_mower: 'M3 15v-3l4-3h8l5 4v2M2 21h20M4.500 17a2 2 0 1 0 4 0 2 2 0 0 0-4 0zM14.500 17a2 2 0 1 0 4 0 2 2 0 0 0-4 0zM8.500 16h6',
  water_heater: 'M7 3h10v15H7zM10 18v3M14 18v3M12 7.500c1.500 2 2.500 3.200 2.500 4.500a2.500 2.500 0 0 1-5 0c0-1.300 1-2.500 2.500-4.500z',
  alarm_control_panel: 'M12 3l8 3v6c0 4.500-3.200 7.600-8 9-4.800-1.400-8-4.500-8-9V6zM12 8.500a1.500 1.500 0 1 1 0 3 1.500 1.500 0 0 1 0-3zM12 11.500V15',
  humidifier: 'M7 12h10v9H7zM12 3c1.500 2 2.500 3 2.500 4.300a2.500 2.500 0 0 1-5 0C9.500 6 10.500 5 12 3zM10 16.500h4',
  device_tracker: 'M12 4a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM5 20c0-4 3-6.500 7-6.500s7 2.500 7 6.500',
  number: 'M4 8h16M4 16h16M9 5.500v5M15 13.500v5',
  select: 'M5 7v.01M9 7h10M5 12v.01M9 12h10M5 17v.01M9 17h10',
  text: 'M5 6h14M12 6v13M9 19h6',
  button: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  conversation: 'M4 5h16v11H10l-5 4v-4H4zM8 9h8M8 12.500h5',
  house: 'M3 12h4l2.500-6 4 12 2.500-6h5',
  mic: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.500 11a6.500 6.500 0 0 0 13 0M12 17.500V21M9 21h6',
  keyboard: 'M3 6h18v12H3zM7 10v.01M11 10v.01M15 10v.01M18 10v.01M7 14h10',
  sound: 'M4 9.500v5h3.500L12 18V6L7.500 9.500zM15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11',
  soundless: 'M4 9.500v5h3.500L12 18V6L7.500 9.500zM16 10l4 4M20 10l-4 4',
  send: 'M4 12h15M13 6l6 6-6 6',
  play: 'M8 5l11 7-11 7z', pause: 'M8 5v14M16 5v14', stop: 'M7 7h10v10H7z', next: 'M6 6l8 6-8 6zM18 6v12',
  dock: 'M4 20h16M7 20v-7h10v7M12 3v6M9 6.500 12 9.500l3-3',
  up: 'M6 15l6-6 6 6', down: 'M6 9l6 6 6-6', plus: 'M12 6v12M6 12h12', minus: 'M6 12h12', close: 'M6 6l12 12M18 6L6 18', right: 'M9 5l7 7-7 7',
  check: 'M5 12.500l4.500 4.500L19 7.500', alert: 'M12 4l9 16H3zM12 10v4.500M12 17.300v.01', question: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .8-1 1.700M12 16.800v.01',
  shield: 'M12 3l8 3v6c0 4.500-3.200 7.600-8 9-4.800-1.400-8-4.500-8-9V6zM9 12h6', away: 'M4 4l16 16M8.500 18H17a4 4 0 0 0 1-7.900M7 8.500A5 5 0 0 0 7.500 18M10 6.300a6 6 0 0 1 7.800 3.800',
  bolt: 'M13 3L6 13.500h5L10.500 21 18 10.500h-5z', edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4', clock: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7.500V12l3 2', search: 'M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.300 15.300 20 20', key: 'M8 12a4 4 0 1 1 0 .01M12 12h9M18 12v3M15 12v2',
};

const FLAVOURS = {
  curtain: 'curtain', shade: 'cover', blind: 'cover', garage: 'garage', garage_door: 'garage', tv: 'tv', motion: 'motion', occupancy: 'motion', presence: 'motion',
  door: 'door', opening: 'door', window: 'window', temperature: 'temperature', humidity: 'humidity', moisture: 'humidity', battery: 'bolt', power: 'bolt', energy: 'bolt', smoke: 'siren', gas: 'siren',
};

export function Icon({ name, size = 24 }) {
  return html`<svg class="icon" viewBox="0 0 24 24" width=${size} height=${size} aria-hidden="true" focusable="false">
    <path d=${STROKES[name] ?? STROKES.sensor} /></svg>`;
}

/** The icon of a device: by its flavour, else by its kind, else a plain sensor. */
export function iconOf({ kind, flavour, facts = {} }) {
  if (kind === 'lock') return facts.locked?.value === false ? 'unlock' : 'lock';
  if (kind === 'climate') return ['heat', 'heating'].includes(facts.action?.value ?? facts.mode?.value) ? 'heat' : 'climate';
  if (FLAVOURS[flavour]) return FLAVOURS[flavour];
  if (kind === 'person') return 'device_tracker';
  return kind in STROKES ? kind : 'sensor';
}
