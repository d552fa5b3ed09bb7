// Makes folders of pictures with known groups: every group is one drawn scene, its photos are views of it
// (moved, zoomed, brighter or darker, noisy). Seeded: the same arguments give the same files. These are not real photos.

import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

export interface MadeLibrary {
  readonly folder: string;
  /** File name below the folder → group number. */
  readonly truth: Readonly<Record<string, string>>;
}

export interface MadeOptions {
  readonly groups?: number;
  readonly perGroup?: number;
  readonly width?: number;
  readonly height?: number;
  readonly seed?: number;
  readonly quality?: number;
  /** The photos bear the time they were taken at: a group a day, a photo a minute. */
  readonly dated?: boolean;
}

/** Numbers in [0, 1) from a 32-bit seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Drawn {
  readonly name: string;
  readonly group: number;
  readonly time: Date;
  readonly data: Buffer;
}

/** Photos that were drawn in this process, by the options: most tests of a file ask for the same. */
const drawn = new Map<string, Promise<readonly Drawn[]>>();
/** Beyond so many pixels they are not held. */
const MOST_HELD = 20e6;

/** Writes `groups × perGroup` JPEGs into `folder`, file names in shuffled order so that they say nothing of the groups. */
export async function makeLibrary(
  folder: string,
  { groups = 6, perGroup = 4, width = 640, height = 480, seed = 1, quality = 85, dated = false }: MadeOptions = {}
): Promise<MadeLibrary> {
  await mkdir(folder, { recursive: true });
  const options = { groups, perGroup, width, height, seed, quality, dated };
  const key = JSON.stringify(options);
  const drawing = drawn.get(key) ?? draw(options);
  if (groups * perGroup * width * height <= MOST_HELD) drawn.set(key, drawing);
  const truth: Record<string, string> = {};
  for (const { name, group, time, data } of await drawing) {
    await writeFile(join(folder, name), data);
    await utimes(join(folder, name), time, time);
    truth[name] = `group-${group}`;
  }
  return { folder, truth };
}

async function draw({ groups, perGroup, width, height, seed, quality, dated }: Required<MadeOptions>): Promise<Drawn[]> {
  const random = seeded(seed);
  const photos: Drawn[] = [];
  const numbers = Array.from({ length: groups * perGroup }, (_, i) => i);
  for (let i = numbers.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [numbers[i], numbers[j]] = [numbers[j] as number, numbers[i] as number]; // both indices are in range
  }
  const start = Date.UTC(2024, 4, 1, 9);
  for (let group = 0; group < groups; group++) {
    const scene = drawScene(seeded(seed * 1000 + group), group);
    for (let view = 0; view < perGroup; view++) {
      const number = numbers[group * perGroup + view];
      const time = new Date(start + group * 86_400_000 + view * 60_000);
      const data = await drawView(scene, seeded(seed * 100_000 + group * 100 + view), { width, height, quality, taken: dated ? time : null });
      photos.push({ name: `photo-${String(number).padStart(4, '0')}.jpg`, group, time, data });
    }
  }
  return photos;
}

type Random = () => number;
type Paint = (turn: number, saturation: number, light: number) => string;

/** One drawn scene in a 1000×750 box, with a margin so that views may look past its edges. */
function drawScene(random: Random, group: number): string {
  const hue = random() * 360;
  const paint: Paint = (turn, saturation, light) => `hsl(${((hue + turn + 720) % 360).toFixed(0)} ${saturation.toFixed(0)}% ${light.toFixed(0)}%)`;
  const scenes = [hills, sea, flower, skyline, fruit, lights, balloons, forest];
  return (scenes[group % scenes.length] ?? hills)(random, paint);
}

const backdrop = (top: string, bottom: string): string =>
  `<linearGradient id="back" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>` +
  `<rect x="-300" y="-300" width="1600" height="1350" fill="url(#back)"/>`;

const times = (count: number, draw: (i: number) => string): string => Array.from({ length: count }, (_, i) => draw(i)).join('');

/** A shaded ball: the simplest thing that reads as a photographed object. */
function ball(id: string, x: number, y: number, r: number, light: string, dark: string): string {
  return `<radialGradient id="${id}" cx=".35" cy=".3" r=".8"><stop offset="0" stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></radialGradient><circle cx="${x}" cy="${y}" r="${r}" fill="url(#${id})"/>`;
}

function ridge(random: Random, y: number, rough: number): string {
  let path = `M-300 1100`;
  for (let x = -300; x <= 1300; x += 80) path += ` L${x} ${(y + (random() - 0.5) * rough).toFixed(0)}`;
  return `${path} L1300 1100 Z`;
}

function hills(random: Random, paint: Paint): string {
  const sun = ball('sun', 150 + random() * 700, 120 + random() * 160, 40 + random() * 40, 'hsl(48 100% 92%)', paint(20, 90, 78));
  return backdrop(paint(0, 55, 62), paint(40, 70, 86)) + sun + times(5, (i) => `<path d="${ridge(random, 330 + i * 95, 170 - i * 22)}" fill="${paint(i * 14, 34, 58 - i * 10)}"/>`);
}

function sea(random: Random, paint: Paint): string {
  const x = 200 + random() * 600;
  const waves = times(46, () => `<rect x="${(x - 260 + random() * 520).toFixed(0)}" y="${(430 + random() * 480).toFixed(0)}" width="${(30 + random() * 150).toFixed(0)}" height="${(2 + random() * 5).toFixed(0)}" rx="3" fill="hsl(40 100% 88%)" opacity="${(0.2 + random() * 0.5).toFixed(2)}"/>`);
  return backdrop(paint(0, 60, 40), paint(60, 80, 72)) + ball('sun', x, 330, 70 + random() * 40, 'hsl(50 100% 94%)', paint(70, 95, 70)) + `<rect x="-300" y="415" width="1600" height="700" fill="${paint(-10, 50, 30)}"/>` + waves;
}

function flower(random: Random, paint: Paint): string {
  const x = 400 + random() * 200;
  const y = 300 + random() * 140;
  const petals = 7 + Math.floor(random() * 7);
  const length = 150 + random() * 70;
  return backdrop(paint(120, 30, 26), paint(140, 40, 44)) + times(14, (i) => `<ellipse cx="${(random() * 1000).toFixed(0)}" cy="${(random() * 750).toFixed(0)}" rx="${40 + i * 6}" ry="${14 + i * 2}" transform="rotate(${(random() * 180).toFixed(0)} 500 375)" fill="${paint(130, 35, 28 + random() * 18)}" opacity=".55"/>`) +
    times(petals, (i) => `<ellipse cx="${x}" cy="${y - length * 0.62}" rx="${(length * 0.3).toFixed(0)}" ry="${(length * 0.62).toFixed(0)}" transform="rotate(${((360 / petals) * i).toFixed(1)} ${x} ${y})" fill="${paint(0, 78, 58 + (i % 2) * 9)}"/>`) +
    ball('heart', x, y, length * 0.32, 'hsl(48 95% 70%)', 'hsl(30 85% 38%)');
}

function skyline(random: Random, paint: Paint): string {
  const windows = (x: number, top: number, width: number): string =>
    times(Math.floor((1000 - top) / 34), (row) => times(Math.max(1, Math.floor(width / 26) - 1), (column) => (random() < 0.5 ? `<rect x="${(x + 12 + column * 26).toFixed(0)}" y="${(top + 16 + row * 34).toFixed(0)}" width="12" height="18" fill="hsl(45 90% 74%)" opacity="${(0.35 + random() * 0.6).toFixed(2)}"/>` : '')));
  return backdrop(paint(0, 45, 22), paint(50, 65, 60)) + times(13, (i) => {
    const x = -120 + i * 96 + random() * 30;
    const top = 180 + random() * 330;
    const width = 70 + random() * 60;
    return `<rect x="${x.toFixed(0)}" y="${top.toFixed(0)}" width="${width.toFixed(0)}" height="900" fill="${paint(10, 25, 12 + random() * 12)}"/>${windows(x, top, width)}`;
  });
}

function fruit(random: Random, paint: Paint): string {
  return backdrop(paint(180, 18, 84), paint(190, 22, 66)) + `<rect x="-300" y="480" width="1600" height="600" fill="${paint(30, 35, 44)}"/>` +
    times(9, (i) => {
      const r = 62 + random() * 58;
      const x = 150 + (i % 5) * 165 + random() * 60;
      const y = 520 - (i > 4 ? 130 : 0) + random() * 40;
      const turn = Math.floor(random() * 3) * 38;
      return `<ellipse cx="${x}" cy="${y + r * 0.95}" rx="${r}" ry="${r * 0.22}" fill="#000" opacity=".18"/>${ball(`f${i}`, x, y, r, paint(turn, 85, 66), paint(turn, 80, 30))}`;
    });
}

function lights(random: Random, paint: Paint): string {
  return backdrop('hsl(230 30% 8%)', 'hsl(240 25% 15%)') + times(60, () => `<circle cx="${(random() * 1100 - 50).toFixed(0)}" cy="${(random() * 800 - 25).toFixed(0)}" r="${(12 + random() * 46).toFixed(0)}" fill="${paint(random() * 90, 90, 62)}" opacity="${(0.12 + random() * 0.5).toFixed(2)}"/>`);
}

function balloons(random: Random, paint: Paint): string {
  return backdrop('hsl(205 70% 62%)', 'hsl(200 65% 88%)') + times(6, (i) => {
    const r = 48 + random() * 72;
    const x = 100 + i * 160 + random() * 60;
    const y = 130 + random() * 360;
    return `${ball(`b${i}`, x, y, r, paint(i * 47, 85, 70), paint(i * 47, 80, 40))}<path d="M${x - r * 0.35} ${y + r * 0.9}L${x + r * 0.35} ${y + r * 0.9}L${x + r * 0.18} ${y + r * 1.35}L${x - r * 0.18} ${y + r * 1.35}Z" fill="hsl(28 45% 32%)"/>`;
  }) + `<path d="${ridge(random, 660, 60)}" fill="${paint(100, 25, 40)}"/>`;
}

function forest(random: Random, paint: Paint): string {
  return backdrop(paint(0, 25, 78), paint(10, 22, 55)) + times(34, (i) => {
    const x = random() * 1200 - 100;
    const base = 420 + i * 14;
    const tall = 150 + i * 8 + random() * 70;
    return `<path d="M${x.toFixed(0)} ${(base - tall).toFixed(0)}L${(x + tall * 0.26).toFixed(0)} ${base}L${(x - tall * 0.26).toFixed(0)} ${base}Z" fill="${paint(20, 32, 52 - i * 1.1)}"/>`;
  });
}

async function drawView(scene: string, random: Random, { width, height, quality, taken }: { width: number; height: number; quality: number; taken: Date | null }): Promise<Buffer> {
  const zoom = 0.82 + random() * 0.16;
  const x = random() * 1000 * (1 - zoom);
  const y = random() * 750 * (1 - zoom);
  const drawn = Math.min(width, 1280); // drawing at full size would take seconds
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${drawn}" height="${Math.round((drawn * height) / width)}" viewBox="${x} ${y} ${1000 * zoom} ${750 * zoom}" preserveAspectRatio="none">${scene}</svg>`;
  const side = Math.min(256, width, height);
  const noise = Buffer.alloc(side * side * 3);
  for (let i = 0; i < noise.length; i++) noise[i] = 108 + Math.floor(random() * 40);
  const picture = sharp(Buffer.from(svg))
    .removeAlpha()
    .resize(width, height, { fit: 'fill' })
    .composite([{ input: noise, raw: { width: side, height: side, channels: 3 }, tile: true, blend: 'soft-light' }])
    .linear(0.88 + random() * 0.24, 0)
    .jpeg({ quality });
  // EXIF writes a time as 2024:05:01 09:00:00, in the camera's own zone
  const written = taken?.toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', ':');
  return (written === undefined ? picture : picture.withExif({ IFD2: { DateTimeOriginal: written } })).toBuffer();
}
