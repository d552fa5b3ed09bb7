// The miners by name, and their selections from a batch: the triplets or pairs for an objective.
import type { Pairs, Triplet } from '../objectives/objective.ts';
import { allTriplets } from '../objectives/relations.ts';
import { batchHardTriplets } from './batch-hard.ts';
import { easyPairs, easyTriplets } from './easy.ts';
import type { MarginOptions } from './gaps.ts';
import { hardPairs, hardTriplets } from './hard.ts';
import { semiHardPairs, semiHardTriplets } from './semi-hard.ts';

export const minerNames = ['all', 'easy', 'semi-hard', 'hard', 'batch-hard'] as const;

export type MinerName = (typeof minerNames)[number];

/** The triplets to use. `distances`: n × n, row-major; one label per row. */
export function mineTriplets(miner: MinerName, distances: Float32Array, labels: ArrayLike<number>, options: MarginOptions = {}): readonly Triplet[] {
  switch (miner) {
    case 'all':
      return allTriplets(labels);
    case 'easy':
      return easyTriplets(distances, labels, options);
    case 'semi-hard':
      return semiHardTriplets(distances, labels, options);
    case 'hard':
      return hardTriplets(distances, labels);
    case 'batch-hard':
      return batchHardTriplets(distances, labels);
  }
}

/** The pairs to use; `null` for all of them. Sizes as above. */
export function minePairs(miner: MinerName, distances: Float32Array, labels: ArrayLike<number>, options: MarginOptions = {}): Pairs | null {
  switch (miner) {
    case 'all':
      return null;
    case 'easy':
      return easyPairs(distances, labels, options);
    case 'semi-hard':
      return semiHardPairs(distances, labels, options);
    case 'hard':
      return hardPairs(distances, labels);
    case 'batch-hard': {
      const triplets = batchHardTriplets(distances, labels);
      return { positives: triplets.map(([anchor, positive]) => [anchor, positive]), negatives: triplets.map(([anchor, , negative]) => [anchor, negative]) };
    }
  }
}
