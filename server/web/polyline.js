// Encoded polylines, to five decimals of a degree.

/** The [latitude, longitude] of each point. Raises RangeError for a text that is cut short. */
export function decoded(text) {
  const points = [];
  let at = 0, latitude = 0, longitude = 0;
  const next = () => {
    let number = 0, shift = 0, chunk;
    do {
      if (at >= text.length) throw new RangeError('the encoded line is cut short');
      chunk = text.charCodeAt(at++) - 63;
      number |= (chunk & 31) << shift;
      shift += 5;
    } while (chunk >= 32);
    return number & 1 ? ~(number >> 1) : number >> 1;
  };
  while (at < text.length) {
    latitude += next();
    longitude += next();
    points.push([latitude / 1e5, longitude / 1e5]);
  }
  return points;
}
