// Folded under a card: which mind and why, the tool calls, the thinking, and where the time went.
import { html } from '../html.js';
import { number, t, tOr } from '../words.js';
import { recognised } from '../talk/who.js';
import { deferredWords, whyLines } from '../talk/why_words.js';

const STAGES = ['hear', 'understand', 'act', 'speak'];
/** Parts of understanding: how long each mind took. */
const MINDS = ['reflex', 'core'];

export function Trace({ turn }) {
  if (!turn.mind && !turn.calls.length && !turn.thoughts) return null;
  return html`<details class="trace"><summary>${t('turns.how')}</summary>
    <dl>
      ${recognised(turn.speaker) && html`<dt>${t('who.title')}</dt><dd>${recognised(turn.speaker)}</dd>`}
      ${turn.mind && html`<dt>${t('turns.mind')}</dt><dd>${tOr(`mind.${turn.mind}`, turn.mind)}</dd>`}
      ${turn.why && html`<dt>${t('turns.why')}</dt><dd>${whyLines(turn).map((line, index) => html`<p key=${index}>${line}</p>`)}</dd>`}
      ${turn.deferred.length > 0 && html`<dt>${t('turns.deferred')}</dt><dd>${turn.deferred.map((each, index) => html`<p key=${index}>${deferredWords(each)}</p>`)}</dd>`}
      ${turn.calls.length > 0 && html`<dt>${t('turns.calls')}</dt><dd>${turn.calls.map((each, index) => html`<${Call} key=${index} ...${each} />`)}</dd>`}
      ${turn.thoughts && html`<dt>${t('turns.thinking')}</dt><dd><div class="thoughts" tabindex="0" role="group" aria-label=${t('turns.thinking')}>${turn.thoughts}</div></dd>`}
      <${Times} stages=${turn.stages} />
    </dl></details>`;
}

function Call({ call, result, ms }) {
  const words = Object.entries(call.arguments ?? {}).map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : value}`).join(', ');
  return html`<p class="call"><code>${call.tool}(${words})</code>${result && html`<span class="quiet"> ${t(`outcome.${result.claim}`)}${ms > 0 ? ` · ${milliseconds(ms)}` : ''}</span>`}</p>`;
}

/** The time of each stage as one bar; what took less than a pixel is still named below it. */
function Times({ stages }) {
  const known = STAGES.filter((name) => stages[name] > 0);
  if (!known.length) return null;
  const total = stages.total ?? known.reduce((sum, name) => sum + stages[name], 0);
  return html`<dt>${t('turns.time')}</dt><dd>
    <div class="bar" aria-hidden="true">${known.map((name) => html`<i key=${name} data-stage=${name} style=${{ flexGrow: stages[name] }}></i>`)}</div>
    <ul class="bar-words">${known.map((name) => html`<li key=${name} data-stage=${name}>${t(`stage.${name}`)} ${milliseconds(stages[name])}</li>`)}
      ${MINDS.filter((name) => stages[name] > 0).map((name) => html`<li key=${name} class="quiet">${t(`mind.${name}`)} ${milliseconds(stages[name])}</li>`)}
      <li>${t('stage.total')} ${milliseconds(total)}</li></ul></dd>`;
}

function milliseconds(ms) {
  return ms >= 1000 ? `${number(ms / 1000, 1)} s` : `${number(ms, ms < 10 ? 1 : 0)} ms`;
}
