// How careful to be with what a device can do: as Mimosa judges, stricter, or looser with a plain warning.
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { t } from '../words.js';
import { capabilityWords } from '../house/state.js';
import { Selection } from './dialog.js';

const LEVELS = [1, 3, 4, 5];
const OWN = 'own';
const MIXED = 'mixed';

/** What the owner chose for an ability: "own", or the tier it counts as. */
export function chosen({ counts, at_most: most, at_least: least, in_file: filed }) {
  return most !== null || least > filed ? String(counts) : OWN;
}

/** The tiers to send for what was chosen: {at_least, at_most}. */
export function tiersFor({ tier, lowest }, choice) {
  if (choice === OWN) return { at_least: null, at_most: null };
  const level = Math.max(Number(choice), Math.min(lowest, tier));
  if (level === tier) return { at_least: null, at_most: null };
  return level > tier ? { at_least: level, at_most: null } : { at_least: null, at_most: level };
}

function isLooser(ability, choice) {
  return tiersFor(ability, choice).at_most !== null;
}

function levelsOf({ tier, lowest, in_file: filed }) {
  return LEVELS.filter((level) => level !== tier && level >= lowest && level >= filed && !(level < 2 && tier < 2));
}

function ownWords({ tier, in_file: filed }) {
  return t('risk.own_is', { risk: t(`risk.${Math.max(tier, filed)}`) });
}

/** `choices`: ability name → what is chosen; `onChoose` gets all of them anew. */
export function Risk({ abilities, choices, onChoose }) {
  if (!abilities.length) return null;
  const values = new Set(abilities.map((each) => choices[each.name]));
  const all = values.size === 1 ? [...values][0] : MIXED;
  const levels = LEVELS.filter((level) => abilities.some((each) => levelsOf(each).includes(level)));
  const options = [[OWN, t('risk.own')], ...levels.map((level) => [String(level), t(`risk.${level}`)])];
  if (all !== OWN && !options.some(([value]) => value === all)) options.unshift([all, all === MIXED ? t('risk.mixed') : t(`risk.${all}`)]);
  const setAll = (value) => value !== MIXED && onChoose(Object.fromEntries(abilities.map((each) => [each.name, fitting(each, value)])));
  const single = abilities.length === 1;
  return html`<section class="owner-risk"><${Selection} label=${t('risk.title')} value=${all} choices=${single ? optionsOf(abilities[0]) : options} onChoice=${setAll} />
    ${abilities.some((each) => isLooser(each, choices[each.name])) && html`<p class="owner-warning"><${Icon} name="alert" size=${20} /><span>${t('risk.looser')}</span></p>`}
    ${[...values].includes('5') && html`<p class="quiet owner-small">${t('risk.never')}</p>`}
    ${!single && html`<details class="trace owner-each"><summary>${t('risk.each')}</summary><div class="owner-abilities">${abilities.map((each) => html`
      <${Selection} key=${each.name} label=${capabilityWords(each.name)} value=${choices[each.name]} choices=${optionsOf(each)} hint=${each.in_file > 0 && t('risk.in_file', { risk: t(`risk.${each.in_file}`) })}
        onChoice=${(value) => onChoose({ ...choices, [each.name]: value })} />`)}</div></details>`}</section>`;
}

function optionsOf(ability) {
  return [[OWN, ownWords(ability)], ...levelsOf(ability).map((level) => [String(level), t(`risk.${level}`)])];
}

/** The choice for all of a device as far as this ability takes it. */
function fitting(ability, value) {
  if (value === OWN) return OWN;
  const { at_least: least, at_most: most } = tiersFor(ability, value);
  const level = least ?? most;
  return level === null || level < ability.in_file ? OWN : String(level);
}
