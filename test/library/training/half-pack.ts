// An encoder from outside that is a stand-in: half of its numbers say which colours a picture has, the other half is noise, which an adapter can
// take out, or leave alone. Not a test.
import type { Engine } from '../../../src-main/compute/engine.ts';
import type { OpenPack } from '../../../src-main/library/training/encoders.ts';
import { adaptRows } from '../../../src-shared/learning/adapter/adapt.ts';
import type { AdapterWeights } from '../../../src-shared/learning/adapter/adapter.ts';
import { parseAdapter } from '../../../src-shared/learning/adapter/file.ts';
import { FINGERPRINT_BYTES } from '../../../src-shared/learning/copies/fingerprint.ts';
import { fromHalf, toHalf } from '../../../src-shared/learning/encoder/half.ts';
import { normaliseRows } from '../../../src-shared/learning/encoder/normalise.ts';

export const HALF = { id: 'pack-half-0123456789', title: 'Half' };
const SHA256 = 'cd'.repeat(32);
const DIM = 48;
const SIDE = 40;

export interface HalfPack {
  readonly open: OpenPack;
  /** Pictures that it looked at, and of these the views that were looked at for training. */
  looked: number;
  views: number;
  beforeLook: () => void | Promise<void>;
}

export function halfPack(): HalfPack {
  const half: HalfPack = {
    looked: 0, views: 0, beforeLook: () => {},
    open: async (id, file): Promise<Engine> => {
      const adapter = file && parseAdapter(file);
      const raw = (large: Uint8Array): Float32Array<ArrayBuffer> => embed(large, () => half.looked++);
      const adapt = (rows: Float32Array): Float32Array<ArrayBuffer> => adaptRows(new Float32Array(fromHalf(toHalf(rows))), adapter!);
      return {
        backend: 'native', encoderVersion: adapter?.version ?? id, dim: DIM, side: SIDE, workers: 1, close: async () => {},
        describe: async ({ count, large }) => {
          await half.beforeLook();
          const rows = raw(large!);
          // nothing else tells pictures apart
          const same = (): Float32Array<ArrayBuffer> => new Float32Array(count * 4).fill(0.5);
          return { embeddings: adapter ? adapt(rows) : rows, ...(adapter && { raw: rows }), colour: same(), layout: same(), texture: same(), fingerprints: new Uint8Array(count * FINGERPRINT_BYTES) };
        },
        pack: {
          sha256: SHA256,
          embed: async (large) => {
            await half.beforeLook();
            half.views += large.length / (SIDE * SIDE * 3);
            return raw(large);
          },
          ...(adapter && { adapt: async (rows: Float32Array) => adapt(rows) })
        }
      };
    }
  };
  return half;
}

/** The same adapter, such that it takes out the noise, or what there is to see. */
export function takesOut(what: 'noise' | 'colours', start: AdapterWeights): AdapterWeights {
  const { dim, hidden } = start;
  const far = 100; // no number is less than −100, so that nothing is rectified
  const tensors = new Map([...start.tensors].map(([name, values]) => [name, new Float32Array(values.length)]));
  const [from, to] = what === 'noise' ? [dim / 2, dim] : [0, dim / 2];
  for (let d = from; d < to; d++) {
    tensors.get('hidden/kernel')![d * hidden + d] = 1;
    tensors.get('hidden/bias')![d] = far;
    tensors.get('out/kernel')![d * dim + d] = -1;
    tensors.get('out/bias')![d] = far;
  }
  return { ...start, tensors };
}

function embed(large: Uint8Array, onPicture: () => void): Float32Array<ArrayBuffer> {
  const size = SIDE * SIDE * 3;
  const rows = new Float32Array((large.length / size) * DIM);
  for (let at = 0; at * size < large.length; at++) {
    onPicture();
    let noise = 0;
    for (let i = at * size; i < (at + 1) * size; i += 3) {
      const [red, green, blue] = [large[i]!, large[i + 1]!, large[i + 2]!];
      noise = (Math.imul(noise, 31) + red + green + blue) | 0;
      rows[at * DIM + ((red >> 6) * 3 + Math.floor(green / 86)) * 2 + (blue >> 7)]! += 3 / size;
    }
    for (let d = DIM / 2; d < DIM; d++) {
      noise = Math.imul(noise ^ (noise >>> 15), 0x2c1b3c6d) | 0;
      rows[at * DIM + d] = (noise / 2 ** 31) * 0.4;
    }
  }
  return normaliseRows(rows, DIM);
}
