// The Mollweide projection of the whole sky: equal areas, as all-sky maps are drawn.

const DEG = Math.PI / 180;

/** A place on the map: x from -2 to 2 to the right, y from -1 to 1 upwards, inside the ellipse x²/4 + y² = 1. */
export interface MapPlace {
  readonly x: number;
  readonly y: number;
}

/** Place of a direction, with longitude `centreDeg` in the middle and east to the left, as the sky is seen. */
export function mollweide(lonDeg: number, latDeg: number, centreDeg = 180): MapPlace {
  const angle = auxiliaryAngle(latDeg * DEG);
  const offsetDeg = ((((lonDeg - centreDeg + 180) % 360) + 360) % 360) - 180;
  return { x: ((-2 * offsetDeg) / 180) * Math.cos(angle), y: Math.sin(angle) };
}

/** Solves 2t + sin 2t = pi sin(lat) by Newton steps (Snyder 1987, USGS PP 1395, eq. 31-1 to 31-5). */
function auxiliaryAngle(lat: number): number {
  if (Math.abs(lat) > 89.9999 * DEG) return Math.sign(lat) * 90 * DEG;
  let angle = lat;
  for (let step = 0; step < 50; step++) {
    const change = (2 * angle + Math.sin(2 * angle) - Math.PI * Math.sin(lat)) / (2 + 2 * Math.cos(2 * angle));
    angle -= change;
    if (Math.abs(change) < 1e-12) break;
  }
  return angle;
}

/** Direction at a place of the map, degrees; undefined outside the ellipse. */
export function inverseMollweide(
  { x, y }: MapPlace,
  centreDeg = 180,
): { readonly lonDeg: number; readonly latDeg: number } | undefined {
  if ((x * x) / 4 + y * y >= 1) return undefined;
  const angle = Math.asin(y);
  const offsetDeg = (-90 * x) / Math.cos(angle);
  const latDeg = Math.asin(Math.min(1, Math.max(-1, (2 * angle + Math.sin(2 * angle)) / Math.PI))) / DEG;
  return { lonDeg: (((centreDeg + offsetDeg) % 360) + 360) % 360, latDeg };
}
