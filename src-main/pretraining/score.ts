// How good an encoder is, with and without labels: does a view of a held-out picture find that picture, and, on sets with known groups,
// are photos of a group nearest to one another? Nothing scored here is used for training.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { joinRows } from '../../src-shared/learning/rows.ts';
import { scoreFinding } from '../../src-shared/learning/scores/finding.ts';
import { probeView } from '../../src-shared/learning/scores/probe-view.ts';
import { scoreRetrieval } from '../../src-shared/learning/scores/retrieval.ts';
import { seedOf, uniform } from '../../src-shared/learning/random.ts';
import type { Engine } from '../compute/engine.ts';
import { openPictures } from './pictures.ts';

export interface Score {
  readonly recallAt1: number;
  readonly mAP: number;
}

/** A folder with `photos/` and `truth.json`, read into memory. */
export interface LabelledSet {
  readonly name: string;
  readonly pixels: readonly Uint8Array[];
  readonly labels: readonly number[];
}

const AT_ONCE = 16;
/** Approximate number of views used as queries. */
const VIEWS = 512;

/** Every folder with a `truth.json` directly inside `folder`, by name; photos that cannot be decoded are skipped. */
export async function readLabelledSets(folder: string, side: number): Promise<LabelledSet[]> {
  const sets: LabelledSet[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, name, 'truth.json'), 'utf8').catch(() => null);
    if (text === null) continue; // another folder, or a file
    const { truth } = JSON.parse(text) as { truth: Record<string, string | number> };
    const rows: { pixels: Uint8Array; group: string }[] = [];
    for (const [path, group] of Object.entries(truth)) {
      const pictures = await openPictures([join(folder, name, 'photos', path)], side);
      const pixels = await pictures.read(0);
      if (pixels) rows.push({ pixels, group: String(group) });
    }
    const groups = [...new Set(rows.map(({ group }) => group))];
    sets.push({ name, pixels: rows.map(({ pixels }) => pixels), labels: rows.map(({ group }) => groups.indexOf(group)) });
  }
  return sets;
}

/** Whether a view of one of `pixels` finds it among all of them. The views follow from `seed`. */
export async function scoreHeldOut(engine: Engine, pixels: readonly Uint8Array[], side: number, seed: number): Promise<Score> {
  const rounds = Math.max(1, Math.min(8, Math.round(VIEWS / pixels.length)));
  const photos = await embed(engine, pixels.length, (at) => pixels[at]!);
  const views = await embed(engine, rounds * pixels.length, (at) => probeView(pixels[at % pixels.length]!, side, uniform(seedOf(seed, at))));
  return scoreFinding(views, photos, engine.dim);
}

export async function scoreSet(engine: Engine, { pixels, labels }: LabelledSet): Promise<Score> {
  const points = await embed(engine, pixels.length, (at) => pixels[at]!);
  const { recallAt1, mAP } = scoreRetrieval({ points, dims: engine.dim, labels });
  return { recallAt1, mAP };
}

/** Embeddings of `count` pictures, which are created only when needed. */
async function embed(engine: Engine, count: number, make: (at: number) => Uint8Array): Promise<Float32Array> {
  const all = new Float32Array(count * engine.dim);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const from = next;
      next = Math.min(count, from + AT_ONCE);
      const pixels = joinRows(Array.from({ length: next - from }, (_, i) => make(from + i)));
      const { embeddings } = await engine.describe({ count: next - from, pixels });
      all.set(embeddings, from * engine.dim);
    }
  };
  await Promise.all(Array.from({ length: engine.workers }, lane));
  return all;
}
