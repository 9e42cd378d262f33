// Where the car is going: the way, the roads around it, and the stops, drawn from the same map that found it.
import { useEffect, useState } from '../vendor/hooks.module.js';
import { html } from '../html.js';
import { getJson } from '../api.js';
import { clock, quantity, t } from '../words.js';

const ROUTE = 'Vehicle.X.Navigation.Route';
const WIDE = 640, HIGH = 400, EVERY_MS = 5000;

export function TripMap({ car }) {
  const route = car.facts?.[ROUTE]?.value;
  const goes = Boolean(route) && route !== '-';
  const [trip, setTrip] = useState(null);
  useEffect(() => {
    if (!goes) return setTrip(null);
    let over = false;
    const look = () => getJson(`/api/trips/${encodeURIComponent(car.id)}`).then((told) => over || setTrip(told), () => over || setTrip(null));
    look();
    const again = setInterval(look, EVERY_MS);
    return () => { over = true; clearInterval(again); };
  }, [car.id, goes, route]);
  return goes && trip ? html`<${Drawn} trip=${trip} />` : null;
}

function Drawn({ trip }) {
  const place = projection(trip.way);
  const line = (points) => points.map((point) => place(point).map((n) => n.toFixed(1)).join(' ')).join('L');
  const words = t('car.trip', { place: trip.destination || t('car.trip_home'), distance: quantity(trip.metres, 'm'), time: clock(trip.arrives) });
  return html`<figure class="trip"><svg class="trip-map" viewBox=${`0 0 ${WIDE} ${HIGH}`} role="img" aria-label=${words}>
      <path class="trip-roads" d=${trip.roads.map((road) => `M${line(road)}`).join('')} />
      <path class="trip-way" d=${`M${line(trip.way)}`} />
      ${trip.stops.map((stop) => html`<${Stop} key=${String(stop.at)} at=${place(stop.at)} charges=${stop.charges} />`)}
      ${trip.at && html`<circle class="trip-car" cx=${place(trip.at)[0]} cy=${place(trip.at)[1]} r="9" />`}</svg>
    <figcaption><span>${words}</span><small class="quiet">${trip.credit}</small></figcaption></figure>`;
}

function Stop({ at: [x, y], charges }) {
  return charges ? html`<g class="trip-charger"><circle cx=${x} cy=${y} r="11" /><path d=${`M${x + 2} ${y - 7}l-6 8h4l-2 6 6-8h-4z`} /></g>`
    : html`<circle class="trip-stop" cx=${x} cy=${y} r="8" />`;
}

/** From latitude and longitude to points of the drawing, the way in its middle. */
function projection(way) {
  const latitudes = way.map(([latitude]) => latitude), longitudes = way.map(([, longitude]) => longitude);
  const north = Math.max(...latitudes), south = Math.min(...latitudes), east = Math.max(...longitudes), west = Math.min(...longitudes);
  const shrink = Math.cos(((north + south) / 2) * (Math.PI / 180));
  const scale = Math.min((WIDE * 0.8) / Math.max((east - west) * shrink, 0.0005), (HIGH * 0.8) / Math.max(north - south, 0.0005));
  return ([latitude, longitude]) => [
    WIDE / 2 + (longitude - (east + west) / 2) * shrink * scale,
    HIGH / 2 - (latitude - (north + south) / 2) * scale,
  ];
}
