// Where the car is going: the way, the roads around it, and the stops, drawn from the same map that found it.
import { useEffect, useState } from '../vendor/hooks.module.js';
import { html } from '../html.js';
import { getJson } from '../api.js';
import { TripDrawing } from '../trip_drawing.js';
import { clock, quantity, t } from '../words.js';

const ROUTE = 'Vehicle.X.Navigation.Route';
const EVERY_MS = 5000;

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
  const words = t('car.trip', { place: trip.destination || t('car.trip_home'), distance: quantity(trip.metres, 'm'), time: clock(trip.arrives) });
  return html`<figure class="trip"><${TripDrawing} way=${trip.way} roads=${trip.roads} stops=${trip.stops} at=${trip.at} words=${words} />
    <figcaption><span>${words}</span><small class="quiet">${trip.credit}</small></figcaption></figure>`;
}
