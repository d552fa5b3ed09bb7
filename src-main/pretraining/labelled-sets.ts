// Sets of photos with known groups, and the score of an encoder on them: are the photos of a group nearest to one another? They are never
// learned from.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Embedder, embedAll } from '../../src-shared/learning/scores/embed.ts';
import type { FindingScores } from '../../src-shared/learning/scores/finding.ts';
import { scoreRetrieval } from '../../src-shared/learning/scores/retrieval.ts';
import { openPictures } from './pictures.ts';

/** A folder with `photos/` and `truth.json`, read into memory. */
export interface LabelledSet {
  readonly name: string;
  readonly pixels: readonly Uint8Array[];
  readonly labels: readonly number[];
}

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

/** Retrieval scores of an encoder's embeddings of the set. */
export async function scoreSet(engine: Embedder, { pixels, labels }: LabelledSet): Promise<FindingScores> {
  const points = await embedAll(engine, pixels.length, (at) => pixels[at]!);
  const { recallAt1, mAP } = scoreRetrieval({ points, dims: engine.dim, labels });
  return { recallAt1, mAP };
}
