// A way on a map: the roads around it, the stops and the car, as shapes. Positions are [latitude, longitude].
import { html } from './html.js';

/** Degrees that are shown at least, however short the way is. */
const LEAST_DEGREES = 0.0005;
/** Of the drawing, that the way fills at most. */
const FILLED = 0.8;

/**
 * `stops`: [{at, charges}]; `at`: where the car is, or nothing; `within`: points of which
 * the box is shown in place of the whole way; `words`: what a person who cannot see it is told.
 */
export function TripDrawing({ way, roads, stops, at = null, within = null, words, wide = 640, high = 400 }) {
  const place = projection(within ?? way, wide, high);
  const line = (points) => points.map((point) => place(point).map((n) => n.toFixed(1)).join(' ')).join('L');
  return html`<svg class="trip-map" viewBox=${`0 0 ${wide} ${high}`} role="img" aria-label=${words}>
      <path class="trip-roads" d=${roads.map((road) => `M${line(road)}`).join('')} />
      <path class="trip-way" d=${`M${line(way)}`} />
      ${stops.map((stop) => html`<${Stop} key=${String(stop.at)} at=${place(stop.at)} charges=${stop.charges} />`)}
      ${at && html`<circle class="trip-car" cx=${place(at)[0]} cy=${place(at)[1]} r="9" />`}</svg>`;
}

function Stop({ at: [x, y], charges }) {
  return charges ? html`<g class="trip-charger"><circle cx=${x} cy=${y} r="11" /><path d=${`M${x + 2} ${y - 7}l-6 8h4l-2 6 6-8h-4z`} /></g>`
    : html`<circle class="trip-stop" cx=${x} cy=${y} r="8" />`;
}

/** From latitude and longitude to points of the drawing, what is shown in its middle. */
function projection(way, wide, high) {
  const latitudes = way.map(([latitude]) => latitude), longitudes = way.map(([, longitude]) => longitude);
  const north = Math.max(...latitudes), south = Math.min(...latitudes), east = Math.max(...longitudes), west = Math.min(...longitudes);
  const shrink = Math.cos(((north + south) / 2) * (Math.PI / 180));
  const scale = Math.min((wide * FILLED) / Math.max((east - west) * shrink, LEAST_DEGREES), (high * FILLED) / Math.max(north - south, LEAST_DEGREES));
  return ([latitude, longitude]) => [
    wide / 2 + (longitude - (east + west) / 2) * shrink * scale,
    high / 2 - (latitude - (north + south) / 2) * scale,
  ];
}
