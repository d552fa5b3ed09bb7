// Tries the models of a pack before it is added: their files are checked and run once, in processes of their own with limits of time and
// memory, so that whatever a file does is a reason in words here.
import { join } from 'node:path';
import type { PackManifest } from '../../../src-shared/packs/pack.ts';
import { CodedError } from '../../failure.ts';
import { requireNativePart } from '../start-backend.ts';
import { openPackPool } from './pack-pool.ts';
import { openTextPool } from './text-pool.ts';

export interface TryLimits {
  readonly deadlineMs?: number;
  readonly memory?: number;
}

const PATIENCE_MS = 120_000;
/** Made pictures: one alone, and two together, which has to make no difference. */
const PICTURES = 3;

/** Rejects with a `CodedError` of code `pack-refused` that says which model cannot be used and why. */
export async function tryPack(folder: string, { name, image, text }: PackManifest, signal?: AbortSignal, { deadlineMs = PATIENCE_MS, memory }: TryLimits = {}): Promise<void> {
  const refused = (why: unknown, what: string): CodedError => new CodedError('pack-refused', `${name} cannot be used: ${what}${(why instanceof Error ? why.message : String(why)).split('\n')[0]}.`, { cause: why });
  try {
    requireNativePart('native');
  } catch (error) {
    throw refused(error, 'encoders from outside are run by ONNX Runtime, and ');
  }
  const pool = openPackPool({ model: join(folder, image.file), image, workers: 1, deadlineMs, ...(memory !== undefined && { memory }), signal });
  try {
    const { embeddings } = await pool.ask({ kind: 'describe', count: PICTURES, pixels: made(128), large: made(image.side) });
    if (!embeddings.every(Number.isFinite)) throw new Error('it gives no finite numbers for ordinary pictures');
    const rows = Array.from({ length: PICTURES }, (_, at) => embeddings.subarray(at * image.dimensions, (at + 1) * image.dimensions));
    if (rows.every((row) => row.every((value, i) => Math.abs(value - rows[0]![i]!) < 1e-6))) throw new Error('it gives the same numbers for different pictures');
  } catch (error) {
    signal?.throwIfAborted();
    throw refused(error, `${image.file}: `);
  } finally {
    await pool.close();
  }
  if (!text) return;
  const words = openTextPool({ model: join(folder, text.file), tokenizer: join(folder, text.tokenizer.file), text, dimensions: image.dimensions, deadlineMs, ...(memory !== undefined && { memory }), signal });
  try {
    const rows = await words.embed(['a red car at night', ''].map((each) => text.template.replace('{}', () => each)));
    if (!rows.every(Number.isFinite)) throw new Error('it gives no finite numbers for ordinary words');
  } catch (error) {
    signal?.throwIfAborted();
    throw refused(error, `${text.file}: `);
  } finally {
    await words.close();
  }
}

/** Gradients and noise, each picture another. */
function made(side: number): Uint8Array {
  const area = side * side * 3;
  return Uint8Array.from({ length: PICTURES * area }, (_, i) => {
    const [picture, x, y, channel] = [Math.floor(i / area), Math.floor((i % area) / 3) % side, Math.floor((i % area) / 3 / side), i % 3];
    const [across, down] = [(x * 255) / side, (y * 255) / side];
    return picture === 0 ? across : picture === 1 ? (channel === 0 ? 255 - down : down / 2) : ((x * 73) ^ (y * 151) ^ (channel * 37)) & 255;
  });
}
