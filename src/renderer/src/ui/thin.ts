/** Long lines with fewer points: a picture has no room for more. */
import type { CurvePoint } from './curve';

/** Of each stretch the least and the greatest stay, so that no peak is lost; at most `limit` points, both ends among them. */
export function thinned(points: readonly CurvePoint[], limit: number): CurvePoint[] {
  if (points.length <= limit) return [...points];
  const stretches = Math.floor((limit - 2) / 2);
  const inner = points.length - 2;
  const kept: CurvePoint[] = points.slice(0, 1);
  for (let at = 0; at < stretches; at++) {
    const from = 1 + Math.floor((at * inner) / stretches);
    const to = 1 + Math.floor(((at + 1) * inner) / stretches);
    let [least, most] = [from, from];
    for (let place = from; place < to; place++) {
      const { y = 0 } = points[place] ?? {};
      if (y < (points[least]?.y ?? 0)) least = place;
      if (y > (points[most]?.y ?? 0)) most = place;
    }
    const chosen = least === most ? [least] : [Math.min(least, most), Math.max(least, most)];
    for (const place of chosen) kept.push(...points.slice(place, place + 1));
  }
  return [...kept, ...points.slice(-1)];
}
