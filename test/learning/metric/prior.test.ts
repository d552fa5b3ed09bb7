import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeColour, COLOUR_DIMS } from '../../../src-shared/learning/features/colour.ts';
import { describeLayout, LAYOUT_DIMS } from '../../../src-shared/learning/features/layout.ts';
import { describePlace, PLACE_DIMS } from '../../../src-shared/learning/features/place.ts';
import { describeTexture, TEXTURE_DIMS } from '../../../src-shared/learning/features/texture.ts';
import { describeTime, TIME_DIMS } from '../../../src-shared/learning/features/time.ts';
import type { FeatureTable } from '../../../src-shared/learning/metric/features.ts';
import { placePhotos, type PhotoPoints } from '../../../src-shared/learning/metric/prior.ts';
import { normal } from '../../../src-shared/learning/random.ts';
import { noise, solid } from '../features/pictures.ts';

interface Photo { readonly pixels: Uint8Array; readonly takenAt?: number; readonly latitude?: number; readonly longitude?: number }

function tableOf(photos: readonly Photo[]): FeatureTable {
  const join = (dims: number, rows: Float32Array[]) => {
    const values = new Float32Array(photos.length * dims);
    rows.forEach((row, i) => values.set(row, i * dims));
    return { dims, values };
  };
  return {
    count: photos.length,
    groups: [
      { name: 'colour', ...join(COLOUR_DIMS, photos.map(({ pixels }) => describeColour(pixels))) },
      { name: 'layout', ...join(LAYOUT_DIMS, photos.map(({ pixels }) => describeLayout(pixels))) },
      { name: 'texture', ...join(TEXTURE_DIMS, photos.map(({ pixels }) => describeTexture(pixels))) },
      { name: 'time', ...join(TIME_DIMS, photos.map(({ takenAt = NaN }) => describeTime(takenAt))) },
      { name: 'place', ...join(PLACE_DIMS, photos.map(({ latitude = NaN, longitude = NaN }) => describePlace(latitude, longitude))) }
    ]
  };
}

function apart({ points, dims }: PhotoPoints, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < dims; i++) sum += (points[a * dims + i]! - points[b * dims + i]!) ** 2;
  return Math.sqrt(sum);
}

const jitter = (pixels: Uint8Array, by: number) => pixels.map((value, i) => Math.min(255, Math.max(0, value + (((i * 7919) % 13) - 6) * by)));

// twelve scenes, each seen three times with a little noise
const scenes = Array.from({ length: 36 }, (_, i): Photo => ({ pixels: jitter(noise(1 + Math.floor(i / 3), 16), (i % 3) / 3) }));
const table = tableOf(scenes);
const placed = placePhotos(table);

describe('placePhotos', () => {
  it('puts shots of one scene much nearer than scenes, and unrelated photos about √2 apart', () => {
    const [same, different]: [number[], number[]] = [[], []];
    for (let a = 0; a < 36; a++) for (let b = 0; b < a; b++) (Math.floor(a / 3) === Math.floor(b / 3) ? same : different).push(apart(placed, a, b));
    expect(Math.max(...same)).toBeLessThan(Math.min(...different) / 1.5);
    expect(different.reduce((x, y) => x + y) / different.length).toBeGreaterThan(1.25);
    expect(different.reduce((x, y) => x + y) / different.length).toBeLessThan(1.55);
  });

  it('gives a pseudometric: symmetric, 0 for equal photos, with the triangle inequality', () => {
    const photo = fc.integer({ min: 0, max: 35 });
    fc.assert(
      fc.property(photo, photo, photo, (a, b, c) => {
        expect(apart(placed, a, a)).toBe(0);
        expect(apart(placed, a, b)).toBe(apart(placed, b, a));
        expect(apart(placed, a, c)).toBeLessThanOrEqual(apart(placed, a, b) + apart(placed, b, c) + 1e-9);
      })
    );
    const twins = placePhotos(tableOf([...scenes, scenes[5]!]));
    expect(apart(twins, 5, 36)).toBe(0);
  });

  it('places a group that is the same for all photos of the sample, but not for all', () => {
    const seen = { ...table, groups: [...table.groups.filter(({ name }) => name !== 'place'), { name: 'place' as const, dims: 2, values: new Float32Array(72) }] };
    const sectionsOf = (known: FeatureTable) => placePhotos(known, { sampleSize: 9 }).sections.map(({ name }) => name);
    expect(sectionsOf(seen)).not.toContain('place');
    const values = new Float32Array(72);
    values[2 * 35] = 1; // the sample is every fourth photo
    expect(sectionsOf({ ...seen, groups: seen.groups.map((group) => (group.name === 'place' ? { ...group, values } : group)) })).toEqual([...sectionsOf(seen), 'place']);
  });

  it('gives the same bytes for the same table', () => {
    expect(placePhotos(table)).toEqual(placed);
  });

  it('barely moves distances when a photo is added', () => {
    const more = placePhotos(tableOf([...scenes, { pixels: noise(99, 16) }]));
    for (let a = 0; a < 36; a += 5) for (let b = 1; b < a; b += 4) expect(Math.abs(apart(more, a, b) - apart(placed, a, b))).toBeLessThan(0.15);
  });

  it('lists where each group lies and how much of a distance it makes', () => {
    expect(placed.sections.map(({ name }) => name)).toEqual(['colour', 'layout', 'texture']);
    let next = 0;
    for (const { start, dims } of placed.sections) {
      expect(start).toBe(next);
      next += dims;
    }
    expect(next).toBe(placed.dims);
    expect(placed.sections.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('keeps the squared distance of a group at its share of the whole', () => {
    const colour = placePhotos(table, { weights: { layout: 0, texture: 0 } });
    const { start, dims, share } = placed.sections[0]!;
    for (const [a, b] of [[0, 1], [0, 9], [4, 30]] as const) {
      let sum = 0;
      for (let i = start; i < start + dims; i++) sum += (placed.points[a * placed.dims + i]! - placed.points[b * placed.dims + i]!) ** 2;
      expect(sum).toBeCloseTo(share * apart(colour, a, b) ** 2, 4);
    }
  });

  it('draws photos of one moment and one place together, and leaves those without either in between', () => {
    const noon = Date.UTC(2021, 5, 1, 12);
    const photos = Array.from({ length: 12 }, (_, i): Photo => ({ pixels: noise(i + 1, 16), takenAt: noon + i * 40 * 86_400_000, latitude: i * 5, longitude: i * 7 }));
    const at = (i: number, change: Partial<Photo>) => photos.map((photo, k) => (k === i ? { ...photo, ...change } : photo));
    const distance = (changed: readonly Photo[]) => apart(placePhotos(tableOf(changed)), 0, 1);
    const far = distance(photos);
    const unknown = distance(at(1, { takenAt: NaN, latitude: NaN }));
    const near = distance(at(1, { takenAt: noon + 2000, latitude: 0, longitude: 0 }));
    expect(near).toBeLessThan(unknown);
    expect(unknown).toBeLessThan(far);
  });

  it('lets a group in which everything has a near twin weigh more', () => {
    const count = 300;
    const [bell, own] = [normal(1), normal(2)];
    const spread = (twins: boolean) => {
      const values = Float32Array.from({ length: count * 24 }, bell);
      if (twins) for (let at = 0; at < values.length; at++) if (Math.floor(at / 24) % 2 === 1) values[at] = values[at - 24]! + 0.3 * own();
      return values;
    };
    const share = (twins: boolean) => placePhotos({
      count,
      groups: [{ name: 'colour', dims: 24, values: spread(twins) }, { name: 'texture', dims: 24, values: spread(false) }]
    }).sections[0]!.share;
    expect(share(true)).toBeGreaterThan(share(false) * 1.3);
  });

  it('lets a group that no other confirms weigh less', () => {
    const count = 300;
    const bell = normal(3);
    const middles = Float32Array.from({ length: 15 * 24 }, bell);
    const sorted = (kindOf: (row: number) => number) => Float32Array.from({ length: count * 24 }, (_, at) => middles[kindOf(Math.floor(at / 24)) * 24 + (at % 24)]! + 0.6 * bell());
    const shares = (colourBy: (row: number) => number) => placePhotos({
      count,
      groups: [
        { name: 'encoder', dims: 24, values: sorted((row) => row % 15) },
        { name: 'colour', dims: 24, values: sorted(colourBy) },
        { name: 'texture', dims: 24, values: sorted((row) => row % 15) }
      ]
    }).sections.map(({ share }) => share);
    const [with3, alone] = [shares((row) => row % 15), shares((row) => (row * 7919 + (row >> 4)) % 13)];
    expect(alone[1]).toBeLessThan(with3[1]! / 2);
    expect(alone[0]! / alone[2]!).toBeCloseTo(with3[0]! / with3[2]!, 0);
  });

  it.each<[string, Photo[]]>([
    ['no photo', []],
    ['one photo', [{ pixels: noise(1) }]],
    ['two equal photos', [{ pixels: noise(1) }, { pixels: noise(1) }]],
    ['photos that are all black', Array.from({ length: 5 }, () => ({ pixels: solid([0, 0, 0]) }))],
    ['times and places that are unknown', Array.from({ length: 4 }, (_, i) => ({ pixels: noise(i), takenAt: NaN, latitude: NaN }))]
  ])('survives a library of %s', (_, photos) => {
    const result = placePhotos(tableOf(photos));
    expect(result.points.length).toBe(photos.length * result.dims);
    expect(result.points.every(Number.isFinite)).toBe(true);
    expect(result.sections.some(({ name }) => name === 'time' || name === 'place')).toBe(false);
  });

  it('does not blow up the differences of a library whose photos are nearly equal', () => {
    const result = placePhotos(tableOf(Array.from({ length: 6 }, (_, i) => ({ pixels: jitter(noise(1, 16), i / 20) }))));
    for (let i = 1; i < 6; i++) expect(apart(result, 0, i)).toBeLessThan(0.7);
  });

  it('refuses tables and weights that do not fit', () => {
    const group = { name: 'colour', dims: 2, values: new Float32Array(5) } as const;
    expect(() => placePhotos({ count: 3, groups: [group] })).toThrow(/3 photos × 2 values of colour = 6, got 5/);
    const fine = { ...group, values: new Float32Array(6) };
    expect(() => placePhotos({ count: 3, groups: [fine, fine] })).toThrow(/colour twice/);
    expect(() => placePhotos({ count: 3, groups: [fine] }, { weights: { colour: -1 } })).toThrow(/0 or more for colour, got -1/);
  });
});
