// The main screen: the car, what it is doing, the last answer, talking, the climate of one's seat, and the door home.
import { html } from '../../html.js';
import { Icon } from '../../icons.js';
import { manner } from '../car.js';
import { link } from '../feed.js';
import { scopes } from '../tokens.js';
import { t } from '../words.js';
import { AnswerCard } from './answer_card.js';
import { CarCard } from './car_card.js';
import { ClimateCard } from './climate_card.js';
import { DrivingStrip } from './driving_strip.js';
import { screen } from './screen.js';
import { TalkRow } from './talk_row.js';

export function MainScreen() {
  return html`<main class="main">
    <${CarCard} />
    <div class="middle"><${DrivingStrip} /><${AnswerCard} /><${TalkRow} /></div>
    <div class="right"><${ClimateCard} />${scopes.value.has('home.read') && html`<${HomeKey} />`}</div>
  </main>`;
}

function HomeKey() {
  const open = manner.value !== 'moving';
  return html`<button type="button" class="home-key" data-thing disabled=${!open} onClick=${() => { screen.value = 'house'; }}>
    <${Icon} name="home" size=${48} /><span><strong>${t('hu.home')}</strong>${!open && html`<small>${t(link.value === 'open' ? 'hu.home_moving' : 'hu.link.away')}</small>`}</span></button>`;
}
