// Exports a training as an encoder: averaged weights, a head fitted to them, and how they were trained.
import { tensorShapes } from '../encoder/architecture.ts';
import { toHalf } from '../encoder/half.ts';
import type { EncoderWeights } from '../encoder/weights.ts';
import { fitHead } from './head.ts';
import type { Parameters } from './parameters.ts';
import type { Recipe } from './recipe.ts';

export interface Outcome {
  readonly base: EncoderWeights;
  readonly parameters: Parameters;
  /** The row of averaged values. */
  readonly average: Float32Array;
  readonly steps: number;
  readonly seen: number;
  readonly recipe: Recipe;
  /** Features of a sample of photos, count × features: the head is fitted to them again if there are enough. */
  readonly features?: Float32Array;
}

/** The encoder as it can be stored and shipped. */
export async function exportWeights({ base, parameters, average, steps, seen, recipe, features }: Outcome): Promise<EncoderWeights> {
  const tensors = new Map(base.tensors);
  for (const { name, offset, size, encoder } of parameters.list) if (encoder) tensors.set(name, average.slice(offset, offset + size));
  const { architecture, dim } = base;
  const [kernel, bias] = [base.tensors.get('head/kernel'), base.tensors.get('head/bias')];
  const before = kernel && bias && { before: { kernel, bias } };
  const head = features && fitHead(features, architecture.blocks.at(-1)?.filters ?? architecture.stem.filters, dim, { ...before, trust: recipe.axes });
  if (head) {
    tensors.set('head/kernel', head.kernel);
    tensors.set('head/bias', head.bias);
  }
  const trained = { objective: recipe.objective, steps, seen, head: head ? 'fitted' : 'kept', recipe, before: { ...base.trained, version: base.version } };
  return { ...base, version: await versionOf(base, tensors), tensors, trained };
}

/** `kindred-` and the first digits of the SHA-256 of the file's data, so that equal weights have equal versions (weights_file.py does the same). */
async function versionOf({ architecture }: EncoderWeights, tensors: EncoderWeights['tensors']): Promise<string> {
  const parts = tensorShapes(architecture).map(({ name }) => toHalf(tensors.get(name) ?? new Float32Array(0)));
  // in the file each tensor starts at a multiple of 8
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + Math.ceil(length / 8) * 8, 0));
  parts.reduce((at, part) => (all.set(part, at), at + Math.ceil(part.length / 8) * 8), 0);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
  return `kindred-${[...digest.subarray(0, 5)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
