// What an encoder looks at of a photo: the whole of it, or its middle as well, since what a photo is of is mostly there, and larger than in the
// whole. The embedding is then that of both together. The same for every backend and for packs; the forward pass knows nothing of it.
import { normaliseRows } from './normalise.ts';

/** 1: the whole photo. 2: the whole photo and its middle. */
export type Looks = 1 | 2;

/** Part of each side that the middle has. */
export const MIDDLE = 0.7;

/** Embeds photos, count × side × side × 3, RGB, 0..255: count rows of length 1. */
export type Embed = (pixels: Uint8Array) => Promise<Float32Array<ArrayBuffer>>;

/** `embed` with that many looks: the sum of their embeddings at length 1. Both looks of all photos are given to `embed` at once. */
export function embedLooks(embed: Embed, looks: Looks, side: number): Embed {
  if (looks === 1) return embed;
  const size = side * side * 3;
  return async (pixels) => {
    if (pixels.length % size !== 0) return embed(pixels); // which says what it expects
    const both = new Uint8Array(2 * pixels.length);
    both.set(pixels);
    for (let at = 0; at < pixels.length; at += size) writeMiddle(pixels.subarray(at, at + size), both.subarray(pixels.length + at), side);
    const rows = await embed(both);
    const half = rows.length / 2;
    const sum = rows.slice(0, half);
    for (let i = 0; i < half; i++) sum[i]! += rows[half + i]!;
    return normaliseRows(sum, half / (pixels.length / size));
  };
}

/**
 * Writes the middle of a photo to `out`, in the photo's own size: first between columns, then between rows, by cubics through the four nearest (Keys
 * 1981), which are sharper than straight lines. In whole numbers, so that every machine gets the same, within 1 of the exact values.
 */
export function writeMiddle(pixels: Uint8Array, out: Uint8Array, side: number): void {
  const { places, weights } = tapsOf(side);
  const width = side * 3;
  const wide = new Int32Array(width * side); // of the rows that are needed

  for (let y = places[0]!; y <= places[places.length - 1]!; y++) {
    const row = y * width;
    for (let tap = 0, at = row; tap < weights.length; tap += TAPS, at += 3) {
      // not as arrays: these lines run ten thousand times a photo
      const a = row + places[tap]! * 3, b = row + places[tap + 1]! * 3, c = row + places[tap + 2]! * 3, d = row + places[tap + 3]! * 3;
      const p = weights[tap]!, q = weights[tap + 1]!, r = weights[tap + 2]!, s = weights[tap + 3]!;
      wide[at] = p * pixels[a]! + q * pixels[b]! + r * pixels[c]! + s * pixels[d]!;
      wide[at + 1] = p * pixels[a + 1]! + q * pixels[b + 1]! + r * pixels[c + 1]! + s * pixels[d + 1]!;
      wide[at + 2] = p * pixels[a + 2]! + q * pixels[b + 2]! + r * pixels[c + 2]! + s * pixels[d + 2]!;
    }
  }

  for (let tap = 0, at = 0; tap < weights.length; tap += TAPS) {
    const [a, b, c, d] = [places[tap]! * width, places[tap + 1]! * width, places[tap + 2]! * width, places[tap + 3]! * width];
    const [p, q, r, s] = [weights[tap]!, weights[tap + 1]!, weights[tap + 2]!, weights[tap + 3]!];
    for (let i = 0; i < width; i++, at++) {
      const value = (Math.imul(p, wide[a + i]!) + Math.imul(q, wide[b + i]!) + Math.imul(r, wide[c + i]!) + Math.imul(s, wide[d + i]!) + HALF) >> (2 * BITS);
      out[at] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}

const TAPS = 4;
/** Of a weight: twice as many, with the bits of a pixel and of what weights above 1 add, fit into 31. */
const BITS = 11;
const HALF = 1 << (2 * BITS - 1);

/** For each pixel of the middle along a side: the four of the photo that it lies between, and their weights, in 1 / 2^BITS. */
interface Taps {
  readonly places: Int32Array;
  readonly weights: Int32Array;
}

const known = new Map<number, Taps>();

function tapsOf(side: number): Taps {
  const found = known.get(side);
  if (found) return found;
  const [places, weights] = [new Int32Array(side * TAPS), new Int32Array(side * TAPS)];
  for (let at = 0; at < side; at++) {
    const place = (side * (1 - MIDDLE)) / 2 + (at + 0.5) * MIDDLE - 0.5;
    const low = Math.floor(place);
    const t = place - low;
    for (let tap = 0; tap < TAPS; tap++) places[at * TAPS + tap] = Math.min(side - 1, Math.max(0, low - 1 + tap));
    const [p, r, s] = [(((2 - t) * t - 1) * t) / 2, (((4 - 3 * t) * t + 1) * t) / 2, ((t - 1) * t * t) / 2].map((weight) => Math.round(weight * 2 ** BITS)) as [number, number, number]; // three
    weights.set([p, 2 ** BITS - p - r - s, r, s], at * TAPS); // their sum is 1
  }
  const made = { places, weights };
  known.set(side, made);
  return made;
}

/** Reads the number of looks; throws a `TypeError` that names `where`. */
export function readLooks(json: unknown, where: string): Looks {
  if (json === 1 || json === 2) return json;
  throw new TypeError(`${where}: expected 1 or 2 looks, got ${String(json)}`);
}
