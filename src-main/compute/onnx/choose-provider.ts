// Whether DirectML or CoreML is worth using: it has to embed as the processor does, or photos would have to be encoded again whenever the
// backend changes, and it has to be faster. Tried on made photos and a made encoder of the shipped one's size.
import { type Architecture, sizeOf, tensorShapes } from '../../../src-shared/learning/encoder/architecture.ts';
import type { EncoderWeights } from '../../../src-shared/learning/encoder/weights.ts';
import { type EncoderSession, offeredProviders, openSession, type Provider } from './session.ts';

/** A provider, and in English why it is not used. */
export interface TriedProvider {
  readonly provider: Provider;
  readonly usable: boolean;
  readonly note: string;
}

export const providerNames: Readonly<Record<Provider, string>> = { dml: 'DirectML', coreml: 'CoreML' };

/** Least cosine of two embeddings of one photo that count as the same: half precision, as they are stored, loses more. */
export const SAME = 0.99999;

const PHOTOS = 16;
const RUNS = 3;
const architecture: Architecture = {
  stem: { kernel: 7, stride: 4, filters: 48 },
  blocks: [96, 192, 192, 384, 384, 384, 384, 768, 768].map((filters, i) => ({ filters, stride: [1, 3, 7].includes(i) ? 2 : 1 })),
  head: { filters: 256 }
};

/** Tries the processor, and every provider against it. Rejects if the processor fails: then the runtime is of no use here. */
export async function tryProviders(offered: readonly Provider[] = offeredProviders(), open: typeof openSession = openSession): Promise<readonly TriedProvider[]> {
  const weights = madeEncoder(offered.length > 0 ? architecture : { stem: architecture.stem, blocks: [{ filters: 64, stride: 2 }], head: { filters: 16 } });
  const processor = await open(weights, null);
  try {
    const expected = await measure(processor, weights, offered.length > 0 ? RUNS : 1);
    const tried: TriedProvider[] = [];
    for (const provider of offered) tried.push(await tryOne(provider, () => open(weights, provider), expected, weights));
    return tried;
  } finally {
    await processor.release();
  }
}

interface Measured {
  readonly rows: Float32Array;
  readonly ms: number;
}

async function tryOne(provider: Provider, open: () => Promise<EncoderSession>, expected: Measured, weights: EncoderWeights): Promise<TriedProvider> {
  const name = providerNames[provider];
  const refused = (why: string): TriedProvider => ({ provider, usable: false, note: `${name} ${why}` });
  try {
    const session = await open();
    try {
      const { rows, ms } = await measure(session, weights, RUNS);
      const cosine = leastCosine(rows, expected.rows, weights.dim);
      if (!(cosine >= SAME)) return refused(`computes other embeddings than the processor (cosine ${cosine.toFixed(5)})`);
      if (ms >= expected.ms) return refused(`takes ${(ms / PHOTOS).toFixed(2)} ms a photo, one core ${(expected.ms / PHOTOS).toFixed(2)} ms`);
      return { provider, usable: true, note: name };
    } finally {
      await session.release();
    }
  } catch (error) {
    return refused(`failed: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`);
  }
}

/** The embeddings of made photos, and the least time that they took after a first run. */
async function measure(session: EncoderSession, { input }: EncoderWeights, runs: number): Promise<Measured> {
  const pixels = Uint8Array.from({ length: PHOTOS * input * input * 3 }, (_, i) => (i * 7 + (i >> 9) * 13 + ((i * i) >> 11)) & 255);
  const rows = await session.embed(pixels);
  let ms = Infinity;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await session.embed(pixels);
    ms = Math.min(ms, performance.now() - start);
  }
  return { rows, ms };
}

/** The least cosine of two rows of `dim` values and length 1; NaN if any value is. */
export function leastCosine(a: Float32Array, b: Float32Array, dim: number): number {
  let least = 1;
  for (let start = 0; start < b.length; start += dim) {
    let cosine = 0;
    for (let i = start; i < start + dim; i++) cosine += (a[i] ?? NaN) * (b[i] ?? NaN);
    least = Math.min(least, cosine);
  }
  return least;
}

/** Weights that keep the size of what passes through (He et al. 2015), the same every time. */
function madeEncoder(of: Architecture): EncoderWeights {
  let state = 1;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;
  const tensors = new Map(tensorShapes(of).map(({ name, shape }) => {
    const inputs = name.endsWith('depthwise/kernel') ? 9 : sizeOf(shape.slice(0, -1));
    const scale = name.endsWith('kernel') ? Math.sqrt(24 / inputs) : 0.1;
    return [name, Float32Array.from({ length: sizeOf(shape) }, () => scale * random())];
  }));
  return { name: 'made', version: 'made', looks: 1, input: 128, dim: of.head.filters, architecture: of, tensors, trained: {} };
}
