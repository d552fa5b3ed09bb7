// The work of an engine's worker, wherever it runs: pixels to embeddings, features and fingerprints. What embeds is given; with tensors it
// is tensor-photos.ts.
import { fingerprint, FINGERPRINT_BYTES, packFingerprint } from '../copies/fingerprint.ts';
import type { Embed } from '../encoder/looks.ts';
import { describeColour } from '../features/colour.ts';
import { SIDE, toLab } from '../features/lab.ts';
import { describeLayout } from '../features/layout.ts';
import { describeTexture } from '../features/texture.ts';

/** Photos ready for the encoder: count × 128 × 128 × 3, RGB, 0..255, row-major. */
export interface PixelBatch {
  readonly count: number;
  readonly pixels: Uint8Array;
  /** The same photos with the side that an engine asks for, count × side × side × 3. */
  readonly large?: Uint8Array;
}

/** The results for pixels, row-major, `count` rows each. Embeddings have length 1; for features see `learning/features`. */
export interface Described {
  readonly embeddings: Float32Array<ArrayBuffer>;
  readonly colour: Float32Array<ArrayBuffer>;
  readonly layout: Float32Array<ArrayBuffer>;
  readonly texture: Float32Array<ArrayBuffer>;
  /** What copies are found by, `FINGERPRINT_BYTES` each. */
  readonly fingerprints: Uint8Array<ArrayBuffer>;
  /** Where an adapter changed the embeddings: as they were before, rounded to half precision. */
  readonly raw?: Float32Array<ArrayBuffer>;
}

/** What it starts with. */
export interface PhotoWork {
  /** The bytes of the weights file, which also says what the encoder looks at of a photo. */
  readonly weights: Uint8Array;
}

export function describeWith(embed: Embed): (batch: PixelBatch) => Promise<Described> {
  return async ({ count, pixels }) => {
    const embeddings = await embed(pixels);
    const size = pixels.length / count;
    const photos = Array.from({ length: count }, (_, i) => pixels.subarray(i * size, (i + 1) * size));
    const rows = photos.map((photo) => {
      const lab = toLab(photo);
      return { colour: describeColour(photo, lab), layout: describeLayout(photo, lab), texture: describeTexture(photo, lab), print: packFingerprint(fingerprint(photo, SIDE)) };
    });
    return {
      embeddings,
      colour: join(rows.map(({ colour }) => colour)),
      layout: join(rows.map(({ layout }) => layout)),
      texture: join(rows.map(({ texture }) => texture)),
      fingerprints: joinBytes(rows.map(({ print }) => print))
    };
  };
}

function join(rows: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const width = rows[0]?.length ?? 0;
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => out.set(row, i * width));
  return out;
}

function joinBytes(rows: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(rows.length * FINGERPRINT_BYTES);
  rows.forEach((row, i) => out.set(row, i * FINGERPRINT_BYTES));
  return out;
}
