// The outline of the world's land and the borders of its countries, from data that comes with the app (Natural Earth, 1 : 50 million).

import { feature, mesh } from 'topojson-client';
import type { Camera, Size } from './camera.ts';
import { project } from './mercator.ts';

export interface World {
  readonly land: Path2D;
  readonly borders: Path2D;
}

let loading: Promise<World> | null = null;

/** Loaded once. */
export function loadWorld(): Promise<World> {
  loading ??= read().catch((error: unknown) => {
    loading = null; // the next one tries again
    throw error;
  });
  return loading;
}

async function read(): Promise<World> {
  const { default: atlas } = await import('world-atlas/countries-50m.json');
  const { land, countries } = atlas.objects;
  const whole = feature(atlas, land);
  const outlines = 'features' in whole ? whole.features.map(({ geometry }) => geometry) : [whole.geometry];
  const [filled, lines] = [new Path2D(), new Path2D()];
  for (const geometry of outlines) {
    const polygons = geometry.type === 'MultiPolygon' ? geometry.coordinates : geometry.type === 'Polygon' ? [geometry.coordinates] : [];
    for (const ring of polygons.flat()) trace(filled, ring, true);
  }
  for (const line of mesh(atlas, countries, (a, b) => a !== b).coordinates) trace(lines, line, false);
  return { land: filled, borders: lines };
}

/** Lines that cross the date line go on beyond the edge of the world, and are drawn a second time at its other side. */
function trace(path: Path2D, line: readonly (readonly number[])[], closed: boolean): void {
  const whole: [number, number][] = [];
  let [turns, beyond, last] = [0, 0, 0];
  line.forEach(([longitude = 0, latitude = 0], at) => {
    // along the edge of Antarctica the world is walked around on purpose
    const leap = at === 0 || Math.abs(latitude) > 85 ? 0 : longitude - last;
    if (Math.abs(leap) > 180) turns -= Math.sign(leap);
    last = longitude;
    beyond ||= turns;
    whole.push([longitude + 360 * turns, latitude]);
  });
  for (const shift of beyond === 0 ? [0] : [0, -360 * beyond]) {
    whole.forEach(([longitude, latitude], at) => {
      const [x, y] = project(latitude, longitude + shift);
      if (at === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    });
    if (closed) path.closePath();
  }
}

export interface WorldColours {
  readonly land: string;
  readonly coast: string;
  readonly border: string;
}

export function drawWorld(context: CanvasRenderingContext2D, world: World, { x, y, scale }: Camera, { width, height }: Size, { land, coast, border }: WorldColours): void {
  context.save();
  context.translate(width / 2, height / 2);
  context.scale(scale, scale);
  context.translate(-x, -y);
  context.fillStyle = land;
  context.fill(world.land, 'evenodd');
  context.lineJoin = 'round';
  context.lineWidth = 1 / scale;
  context.strokeStyle = border;
  context.stroke(world.borders);
  context.strokeStyle = coast;
  context.stroke(world.land);
  context.restore();
}
